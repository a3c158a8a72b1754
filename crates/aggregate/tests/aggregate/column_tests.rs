//! Tests of rows and of whole questions. Their values are those of R 4 and its survey package on the same respondents:
//! `tests/oracles/column_tests.R`.

use topline_aggregate::{Session, tabulations};
use topline_survey::{CellTest, Kind, Plan, Tabulation};

use crate::responses::{Answer, batch};
use crate::{plan, wait};

const CODEBOOK: &str = "
[[question]]
id = 'Q'
kind = 'single'
text = 'Q'
column = 'Q'
options = [{ code = 1, label = 'One' }, { code = 2, label = 'Two' }, { code = 3, label = 'Three' }, { code = 4, label = 'Four' }]
[[question]]
id = 'N'
kind = 'number'
text = 'N'
column = 'N'
[[question]]
id = 'S'
kind = 'single'
text = 'S'
column = 'S'
options = [{ code = 1, label = 'One' }, { code = 2, label = 'Two' }, { code = 3, label = 'Three' }]
[[question]]
id = 'M'
kind = 'multi'
text = 'M'
options = [{ code = 1, label = 'One', column = 'M1' }, { code = 2, label = 'Two', column = 'M2' }, { code = 3, label = 'Three', column = 'M3' }]
[[question]]
id = 'psu'
kind = 'number'
text = 'psu'
column = 'psu'
[[question]]
id = 'stratum'
kind = 'number'
text = 'stratum'
column = 'stratum'
";

const TABLES: &str = "[default]
tests = true
[[table]]\nid = 'T'\nrows = 'Q'\nbreaks = [{ question = 'S' }, { question = 'M' }]\nstatistics = ['column_percent', 'mean', 'median']
[[table]]\nid = 'U'\nrows = 'N'\nbreaks = [{ question = 'S' }, { question = 'M' }]\nstatistics = ['mean', 'median']
[[table]]\nid = 'V'\nrows = 'M'\nbreaks = [{ question = 'S' }]
[[table]]\nid = 'W'\nrows = 'N'\nbreaks = [{ question = 'S' }]\nmean = true\nfilter = '\"S\" < 3'\n";

const WEIGHTED: &str = "[weights]\ncolumn = 'w'\n";
const DESIGN: &str = "[[design.stage]]\nstrata = 'stratum'\nclusters = 'psu'\n";

/// The numbers of the script.
fn number(row: usize, name: &str) -> f64 {
    let (i, psu) = (row as f64, (row / 8) as f64);
    let u = |k: f64| {
        let x = i * 6.0 + k + 1.0;
        (x * x * 40_503.0 + x * 30_011.0) % 65_521.0 / 65_521.0
    };
    let split = 1.0 + (3.0 * u(0.0)).floor();
    let answer = || (1.0 + (4.0 * (0.7 * u(1.0) + 0.1 * (split - 1.0) + (psu % 5.0) / 20.0)).floor()).min(4.0);
    let ticked = |is_ticked: bool| f64::from(u8::from(is_ticked));
    match name {
        "psu" => psu,
        "stratum" => (psu / 10.0).floor(),
        "weight" => 1.0 + (i * 37.0) % 101.0 / 50.0,
        "S" => split,
        "Q" => answer(),
        "N" => (10.0 * u(2.0)).floor() + ticked(split > 1.0) + psu % 4.0,
        "M1" => ticked(u(3.0) < 0.6 + if answer() < 2.0 { 0.1 } else { 0.0 }),
        "M2" => ticked(u(4.0) < 0.5),
        "M3" => ticked(u(5.0) < 0.4),
        other => panic!("no {other}"),
    }
}

fn planned(declared: &str, tables: &str) -> Plan {
    let survey = "id = 's'\ntitle = 'S'\n[source]\nname = 's'\npath = 's.csv'\nformat = 'csv'\nrespondent = 'id'\n";
    plan(&format!("{survey}{declared}"), CODEBOOK, tables, &[])
}

fn made(declared: &str, tables: &str) -> Vec<Tabulation> {
    let plan = planned(declared, tables);
    let weights: Vec<f64> = (0..240).map(|row| number(row, "weight")).collect();
    let responses = batch(&plan, &weights, |row, variable| match variable.question.kind() {
        Kind::Multi => {
            let code = variable.option.expect("a box").code;
            Answer::Tick(number(row, &format!("M{code}")) > 0.0)
        }
        Kind::Number => Answer::Number(number(row, &variable.question.id)),
        _ => Answer::Code(number(row, &variable.question.id) as i32),
    });
    let mut session = Session::new(&plan);
    session.add_batch("responses", responses).expect("a table");
    wait(tabulations(&session, &plan)).expect("tables")
}

/// The test of a row by a break, which all of its columns have that anybody is in.
fn test_of(tables: &[Tabulation], table: &str, row: &str, split: &str) -> Option<CellTest> {
    let of_row = tables.iter().flat_map(Tabulation::figures);
    let of_row = of_row.filter(|figure| figure.table.id == table && figure.row.key == row);
    let of_break = of_row.filter(|figure| figure.column.key.starts_with(split) && figure.cell.base.n > 0);
    let mut tests: Vec<Option<CellTest>> = of_break.map(|figure| figure.cell.test).collect();
    assert!(tests.len() > 1, "columns of {table}.{row}@{split}");
    tests.dedup();
    assert_eq!(tests.len(), 1, "one test of {table}.{row}@{split}");
    tests[0]
}

/// A test of a table's row by a break: which it is, and its statistic, degrees of freedom and p value.
type Expected<'e> = ([&'e str; 3], &'e str, [f64; 4]);

/// No degrees of freedom below.
const NONE: f64 = -1.0;

fn check(tables: &[Tabulation], expected: &[Expected<'_>]) {
    for ([table, row, split], kind, numbers) in expected {
        let test = test_of(tables, table, row, split).unwrap_or_else(|| panic!("no test of {table}.{row}@{split}"));
        assert_eq!(test.kind.as_str(), *kind, "{table}.{row}@{split}");
        let found = [test.statistic, test.ndf, test.ddf.unwrap_or(NONE), test.p];
        for (found, expect) in found.iter().zip(numbers) {
            let is_near = (found - expect).abs() <= 1e-8 * expect.abs();
            assert!(is_near, "{table}.{row}@{split}: {test:?} is not {numbers:?}");
        }
    }
}

#[test]
fn columns_of_a_simple_sample_are_tested_as_r_does() {
    let tables = made("", TABLES);
    let chi = "chi_square";
    check(
        &tables,
        &[
            (["T", "base", "S."], chi, [3.684_187_407_71e1, 6.0, NONE, 1.890_379_421_17e-6]),
            (["T", "1", "S."], chi, [1.821_254_449_78e1, 2.0, NONE, 1.109_676_046_91e-4]),
            (["T", "2", "S."], chi, [0.541_130_231_271, 2.0, NONE, 0.762_948_218_521]),
            (["T", "4", "S."], chi, [2.651_293_326_17e1, 2.0, NONE, 1.748_999_529_70e-6]),
            (["V", "1", "S."], chi, [1.923_377_006_370, 2.0, NONE, 0.382_246_915_633]),
            (["U", "mean", "S."], "wald_f", [2.575_401_993_592_4, 2.0, 237.0, 0.078_252_466_637_3]),
            (["T", "mean", "S."], "wald_f", [1.818_020_342_68e1, 2.0, 237.0, 4.513_453_371_11e-8]),
            (["U", "median", "S."], "kruskal_wallis", [5.097_541_968_391_3, 2.0, 237.0, 0.080_319_124_681_5]),
            (["T", "median", "S."], "kruskal_wallis", [34.556_440_366_0, 2.0, 237.0, 9.891_366_637_88e-8]),
            (["T", "1", "M."], "wald_chi_square", [0.928_973_608_430, 2.0, NONE, 0.628_457_544_208]),
            (["U", "mean", "M."], "wald_f", [3.052_698_401_762_3, 2.0, 211.0, 0.049_322_910_987_2]),
        ],
    );
    // Ticks are several answers of a respondent, and columns of ticks are no groups: there is no test of the whole.
    for (table, split) in [("V", "S."), ("T", "M.")] {
        assert_eq!(test_of(&tables, table, "base", split), None, "{table}@{split}");
    }
    assert_eq!(test_of(&tables, "U", "median", "M."), None);
    let total = tables[0].figures().find(|figure| figure.column.key.is_empty()).expect("a total");
    assert_eq!(total.cell.test, None);
}

#[test]
fn columns_of_a_weighted_sample_are_as_large_as_their_effective_base() {
    let tables = made(WEIGHTED, TABLES);
    let chi = "chi_square";
    check(
        &tables,
        &[
            (["T", "base", "S."], chi, [3.196_487_279_76e1, 6.0, NONE, 1.657_254_919_56e-5]),
            (["T", "1", "S."], chi, [1.518_040_574_36e1, 2.0, NONE, 5.053_785_165_25e-4]),
            (["T", "3", "S."], chi, [1.380_391_337_735, 2.0, NONE, 0.501_477_935_846]),
            (["V", "1", "S."], chi, [1.195_598_757_377, 2.0, NONE, 0.550_020_692_526]),
            (["U", "mean", "S."], "wald_f", [3.208_378_358_975_0, 2.0, 237.0, 0.042_184_034_990_7]),
            (["T", "mean", "S."], "wald_f", [1.501_581_534_3e1, 2.0, 237.0, 7.244_328_221_1e-7]),
            (["U", "median", "S."], "kruskal_wallis", [6.583_224_752_876_3, 2.0, 237.0, 0.038_901_377_473_5]),
            (["T", "median", "S."], "kruskal_wallis", [28.065_180_543_0, 2.0, 237.0, 1.739_346_931_28e-6]),
            (["T", "1", "M."], "wald_chi_square", [0.964_477_272_285, 2.0, NONE, 0.617_399_710_298]),
            (["U", "mean", "M."], "wald_f", [2.787_810_817_509_1, 2.0, 211.0, 0.063_824_796_467_1]),
        ],
    );
    // By unweighted bases the parts are still weighted: not what they are without weights.
    let unweighted = made(WEIGHTED, "[default]\ntests = { base = 'unweighted' }\nbanner = [{ question = 'S' }]\n");
    let test = test_of(&unweighted, "Q", "1", "S.").expect("a test");
    assert!(test.statistic > 15.3 && (test.statistic - 18.212_5).abs() > 0.1, "{test:?}");
}

#[test]
fn columns_of_a_declared_design_are_tested_as_survey_does() {
    let tables = made(&format!("{WEIGHTED}{DESIGN}"), TABLES);
    let rao_scott = "rao_scott";
    check(
        &tables,
        &[
            (
                ["T", "base", "S."],
                rao_scott,
                [6.662_981_438_08, 5.352_256_258_64, 144.510_918_983, 7.724_430_312_43e-6],
            ),
            (
                ["T", "1", "S."],
                rao_scott,
                [7.824_190_988_544_02, 1.971_887_382_794, 53.240_959_335_438_13, 0.001_103_227_188_57],
            ),
            (
                ["T", "2", "S."],
                rao_scott,
                [0.430_183_293_915, 1.811_686_112_575, 48.915_525_039_524, 0.633_129_991_584],
            ),
            (
                ["V", "1", "S."],
                rao_scott,
                [0.672_675_873_116, 1.643_667_160_309, 44.379_013_328_351, 0.487_447_351_777],
            ),
            (["U", "mean", "S."], "wald_f", [6.164_542_585_485_82, 2.0, 25.0, 0.006_662_822_967_37]),
            (["T", "mean", "S."], "wald_f", [1.801_612_691_83e1, 2.0, 25.0, 1.428_096_341_48e-5]),
            (["U", "median", "S."], "kruskal_wallis", [11.409_975_574_005_2, 2.0, 25.0, 0.009_099_033_492_25]),
            (["T", "median", "S."], "kruskal_wallis", [34.838_897_818_4, 2.0, 25.0, 1.827_912_019_02e-5]),
            // svyttest of two groups: t = 1.728, df = 26; its square is the F.
            (["W", "mean", "S."], "wald_f", [2.987_539_368_142, 1.0, 26.0, 0.095_767_708_195_3]),
        ],
    );
}

#[test]
fn p_values_are_corrected_over_the_rows_of_a_question() {
    let banner = "banner = [{ question = 'S' }]\nstatistics = ['column_percent', 'mean']\n";
    let tables = made("", &format!("[default]\ntests = {{ correction = 'holm' }}\n{banner}"));
    // R: p.adjust(c(1.109676e-4, 0.762948, 0.607055, 1.749e-6, 4.513453e-8), 'holm'), the four answers and the mean.
    let rows = ["1", "2", "3", "4", "mean"];
    let corrected = rows.map(|row| test_of(&tables, "Q", row, "S.").expect("a test").p_corrected);
    let expected = [3.329_028_14e-4, 1.0, 1.0, 6.995_998_12e-6, 2.256_726_69e-7];
    for (found, expect) in corrected.iter().zip(expected) {
        assert!((found - expect).abs() <= 1e-7 * expect, "{corrected:?} are not {expected:?}");
    }
    let whole = test_of(&tables, "Q", "base", "S.").expect("a test");
    assert_eq!(whole.p.to_bits(), whole.p_corrected.to_bits(), "the whole question is no row");
    // A table can go without.
    let without =
        made("", &format!("[default]\ntests = true\n{banner}[[table]]\nid = 'Q'\nrows = 'Q'\ntests = false\n"));
    assert_eq!(test_of(&without, "Q", "1", "S."), None);
    let heads = &tables.iter().find(|table| table.id == "Q").expect("a table").columns;
    assert!(heads.iter().all(|head| head.letter.is_none()), "no letters without `letters`");
}

/// The letters of a row by a break.
fn letters_of(tables: &[Tabulation], table: &str, row: &str, split: &str) -> Vec<String> {
    let of_row = tables.iter().flat_map(Tabulation::figures);
    let of_row = of_row.filter(|figure| figure.table.id == table && figure.row.key == row);
    let of_break = of_row.filter(|figure| figure.column.key.starts_with(split));
    of_break.map(|figure| figure.cell.letters.clone().expect("a column that is compared")).collect()
}

/// Letters of both levels: 99%, and 90% in lower case.
fn lettered(against: &str) -> String {
    let letters = format!("{{ confidence = 0.99, lower_confidence = 0.9, minimum_base = 5, against = '{against}' }}");
    TABLES.replace("tests = true", &format!("letters = {letters}"))
}

#[test]
fn letters_of_the_lower_level_are_in_lower_case() {
    // The p values of the script are commented where they are between the levels.
    let plain = made("", &lettered("columns"));
    // 1 with 2 .034, 2 with 3 .014.
    assert_eq!(letters_of(&plain, "T", "1", "S."), ["b C", "c", ""]);
    // 2 with 3 .072.
    assert_eq!(letters_of(&plain, "T", "4", "S."), ["", "A", "A b"]);
    assert_eq!(letters_of(&plain, "T", "2", "S."), ["", "", ""]);
    let weighted = made(WEIGHTED, &lettered("columns"));
    // 1 with 2 .077, 2 with 3 .014.
    assert_eq!(letters_of(&weighted, "T", "1", "S."), ["b C", "c", ""]);
    let surer = lettered("columns").replace("lower_confidence = 0.9,", "");
    assert_eq!(letters_of(&made("", &surer), "T", "1", "S."), ["C", "", ""]);
}

#[test]
fn columns_are_compared_with_the_rest_of_their_break() {
    let plain = made("", &lettered("rest"));
    assert_eq!(letters_of(&plain, "T", "1", "S."), ["+", "", "-"]);
    assert_eq!(letters_of(&plain, "T", "4", "S."), ["-", "", "+"]);
    // 1 .039, 3 .068.
    assert_eq!(letters_of(&plain, "U", "mean", "S."), ["(-)", "", "(+)"]);
    // The rest of a box is who did not tick it: .013 of the answer, .007 of the mean.
    assert_eq!(letters_of(&plain, "T", "3", "M."), ["(-)", "", ""]);
    assert_eq!(letters_of(&plain, "U", "mean", "M."), ["", "", "-"]);
    assert!(plain[0].columns.iter().all(|column| column.letter.is_none()), "no letters without comparisons by them");
    let weighted = made(WEIGHTED, &lettered("both"));
    assert_eq!(letters_of(&weighted, "T", "1", "S."), ["b C +", "c", "-"]);
    // 1 .0196, 3 .0495: of three p values by Bonferroni .059 and .149.
    assert_eq!(letters_of(&made(WEIGHTED, &lettered("rest")), "U", "mean", "S."), ["(-)", "", "(+)"]);
    let corrected = lettered("rest").replace("against", "correction = 'bonferroni', against");
    assert_eq!(letters_of(&made(WEIGHTED, &corrected), "U", "mean", "S."), ["(-)", "", ""]);
}

#[test]
fn columns_and_boxes_are_compared_under_a_design() {
    let tables = made(&format!("{WEIGHTED}{DESIGN}"), &lettered("both"));
    // 1 with 2 .061, 2 with 3 .028; the rest with 1 .003, with 3 .0004.
    assert_eq!(letters_of(&tables, "T", "1", "S."), ["b C +", "c", "-"]);
    // The rest with 1 .0055, with 3 .016.
    let marks = letters_of(&made(&format!("{WEIGHTED}{DESIGN}"), &lettered("rest")), "U", "mean", "S.");
    assert_eq!(marks, ["-", "", "(+)"]);
    // Boxes: 1 with 3 .0045, 2 with 3 .0045, 1 with 2 .61; the rest with 3 .0021, and of an answer with 1 .0049.
    assert_eq!(letters_of(&tables, "U", "mean", "M."), ["F", "F", "-"]);
    assert_eq!(letters_of(&tables, "T", "1", "M."), ["", "", ""]);
    assert_eq!(letters_of(&tables, "T", "3", "M.")[0], "-");
    // R's svyratio over overlapping domains, with its covariance.
    let tests = made(&format!("{WEIGHTED}{DESIGN}"), TABLES);
    check(
        &tests,
        &[
            (["T", "1", "M."], "wald_f", [0.475_032_848_541, 2.0, 25.0, 0.627_363_629_407]),
            (["U", "mean", "M."], "wald_f", [5.485_635_667_217, 2.0, 25.0, 0.010_587_727_766_9]),
        ],
    );
    assert_eq!(test_of(&tests, "T", "base", "M."), None);
}
