//! Estimates at the composition of a standard population, beside R's `svystandardize`.

use topline_aggregate::Session;

use crate::sample_columns::{check, fields, numbers, session};
use crate::wait;

/// Six clusters of twelve in two strata: two sexes, three ages, whose standard is 50, 30 and 20.
fn people(declared: &str) -> Session {
    let places = || (1..=6_u8).flat_map(|cluster| (1..=12_u8).map(move |person| (cluster, person)));
    let column = |of: &dyn Fn(u8, u8) -> u8| places().map(|(c, i)| f64::from(of(c, i))).collect::<Vec<f64>>();
    let age = |c: u8, i: u8| 1 + (c + i + i / 5) % 3;
    let columns = [
        ("h", column(&|c, _| if c <= 3 { 1 } else { 2 })),
        ("c", column(&|c, _| c)),
        ("weight", column(&|c, i| 1 + (c + 2 * i) % 4)),
        ("age", column(&age)),
        ("sex", column(&|_, i| 1 + (i / 2) % 2)),
        ("y", column(&|c, i| (7 * c + 5 * i + 3 * age(c, i)) % 17)),
        ("x", column(&|c, i| 2 + (3 * c + i) % 7)),
        ("yes", column(&|c, i| u8::from((c * i + age(c, i)) % 5 < 2))),
    ];
    let columns: Vec<(&str, &[f64])> = columns.iter().map(|(name, values)| (*name, values.as_slice())).collect();
    let standard = "[[reference]]\nname = 'ages'\npath = 'ages.csv'\n[[standard]]\nname = 'of_2000'\nreference = 'ages'\nsize = 'people'\nby = { age = 'age' }\n";
    let declared = format!(
        "[weights]\ncolumn = 'w'\n{standard}[design]\n{declared}[[design.stage]]\nstrata = 'h'\nclusters = 'c'\n"
    );
    let ages = [["young", "50"], ["middle", "30"], ["old", "20"]];
    session(&declared, &[("age", &["young", "middle", "old"])], &columns, &[("ages", ["age", "people"], &ages)])
}

#[test]
fn standardised_estimates_are_those_of_r() {
    // R's survey 4.5: svystandardize(design, by = ~age, over = ~sex, population = c(50, 30, 20)), then the means of each sex.
    let session = people("");
    let of_sex = |call: &str, sex: u8, names: &[&str]| fields(&session, call, &format!("sex = {sex}"), names);
    let all = ["estimate", "se", "low", "upp"];
    let mean = "survey_mean(y, standard => 'of_2000')";
    check(
        &of_sex(mean, 1, &all),
        &[7.983_823_529_411_77, 1.779_907_552_643_21, 3.042_007_917_170_94, 12.925_639_141_652_59],
        1e-10,
    );
    check(
        &of_sex(mean, 2, &all),
        &[8.536_666_666_666_67, 1.027_584_053_814_73, 5.683_635_950_273_44, 11.389_697_383_059_89],
        1e-10,
    );
    let ratio = "survey_ratio(y, x, standard => 'of_2000')";
    check(&of_sex(ratio, 1, &all[..2]), &[1.603_840_472_673_56, 0.323_073_347_063_609], 1e-10);
    check(&of_sex(ratio, 2, &all[..2]), &[1.645_886_889_460_154, 0.222_417_635_110_522], 1e-10);
    let part = "survey_prop(yes = 1, 'xlogit', standard => 'of_2000')";
    let expect = [0.439_075_630_252_100_8, 0.099_388_558_639_904_7, 0.203_374_275_839_294_1, 0.705_890_534_389_410_3];
    check(&of_sex(part, 1, &all), &expect, 1e-10);
    let difference = "survey_difference(y, sex = 1, sex = 2, standard => 'of_2000')";
    check(&fields(&session, difference, "true", &all[..2]), &[-0.552_843_137_254_902, 2.431_020_664_794_532], 1e-10);
    check(&fields(&session, mean, "true", &all[..2]), &[8.272_629_310_344_827, 0.775_560_023_288_485], 1e-10);
    // A domain in a `group by` is standardised by itself.
    let sql = "select e['estimate'] from (select sex, survey_mean(y, standard => 'of_2000') as e from responses group by sex) order by sex desc";
    check(&numbers(&session, sql)[..1], &[8.536_666_666_666_67], 1e-10);
}

#[test]
fn replicates_are_standardised_one_by_one() {
    // The same with as.svrepdesign(design, type = "JKn"); of a jackknife R's logit repeats the logistic regression.
    let session = people("[design.replicates]\nmethod = 'jkn'\n");
    let of_sex = |call: &str, sex: u8, names: &[&str]| fields(&session, call, &format!("sex = {sex}"), names);
    let mean = "survey_mean(y, standard => 'of_2000')";
    check(&of_sex(mean, 1, &["estimate", "se"]), &[7.983_823_529_411_77, 1.941_407_334_971_21], 1e-10);
    check(&of_sex(mean, 2, &["estimate", "se"]), &[8.536_666_666_666_67, 1.046_284_444_720_47], 1e-10);
    let ratio = "survey_ratio(y, x, standard => 'of_2000')";
    check(&of_sex(ratio, 1, &["se"]), &[0.353_786_380_732_109], 1e-10);
    let part = "survey_prop(yes = 1, 'logit', standard => 'of_2000', df => 4)";
    let expect = [0.416_666_666_666_667, 0.133_781_378_518_282, 0.130_579_942_005_567, 0.772_572_841_793_085];
    check(&of_sex(part, 2, &["estimate", "se", "low", "upp"]), &expect, 1e-6);
    let difference = "survey_difference(y, sex = 1, sex = 2, standard => 'of_2000')";
    check(&fields(&session, difference, "true", &["se"]), &[2.650_679_100_160_2], 1e-10);
}

#[test]
fn a_group_without_respondents_has_no_standardised_estimate() {
    let session = people("");
    let mean = "survey_mean(y, standard => 'of_2000')";
    assert_eq!(fields(&session, mean, "age <> 2", &["estimate", "se"]), [None, None]);
    check(&fields(&session, mean, "age <> 2", &["n"]), &[48.0], 1e-12);
    let failed = wait(session.rows("a test", "select survey_mean(y, standard => 'of_1990') from responses"));
    let told = format!("{:?}", failed.expect_err("no such standard"));
    assert!(told.contains("no standard population `of_1990`") && told.contains("of_2000"), "{told}");
}
