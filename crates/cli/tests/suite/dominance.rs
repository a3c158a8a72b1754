//! Sums of numbers of which few have nearly all, in figures worked out by hand.

use std::collections::BTreeMap;

use crate::small_survey::{SmallSurvey, WrittenSurvey};

const CODEBOOK: &str = r#"
[[question]]
id = "sales"
kind = "number"
text = "Sales?"
column = "sales"

[[question]]
id = "b"
kind = "single"
text = "Where?"
column = "b"
options = [{ code = 1, label = "North" }, { code = 2, label = "South" }, { code = 3, label = "West" }, { code = 4, label = "East" }]

[[question]]
id = "c"
kind = "single"
text = "What?"
column = "c"
options = [{ code = 1, label = "Shop" }, { code = 2, label = "Farm" }]
"#;
const BY_PLACE: &str = "[[table]]\nid = \"t\"\nrows = \"sales\"\nbreaks = [{ question = \"b\" }]\nstatistics = [\"mean\", \"standard_deviation\"]\n";
const NAMES: [&str; 4] = ["North", "South", "West", "East"];

type Row = (usize, usize, i64);

fn run(disclosure: &str, tables: &str, rows: &[Row]) -> WrittenSurvey {
    let sections = format!("[rounding]\ndecimals = 2\n[disclosure]\n{disclosure}\n");
    let line = |(b, c, sales): &Row| format!("{sales},{},{}\n", NAMES[*b], ["Shop", "Farm"][*c]);
    let export = format!("sales,b,c\n{}", rows.iter().map(line).collect::<String>());
    SmallSurvey { sections: &sections, codebook: CODEBOOK, tables, export: &export, ..SmallSurvey::default() }.run()
}

fn means(run: &WrittenSurvey, row: &str) -> String {
    let query = format!(
        "select coalesce(column_key, '') as by, n, published from figures where table_id = 't' and row_key = '{row}' \
         order by column_key nulls first"
    );
    run.sql(&query).strip_prefix("by,n,published\n").expect("a header").to_owned()
}

/// Sums of 100, 100, 100 and 12: in the north one has 90 of 100.
fn sales() -> Vec<Row> {
    let of: [&[i64]; 4] = [&[90, 6, 4], &[40, 30, 20, 10], &[25, 25, 25, 25], &[5, 4, 3]];
    let each = of.iter().enumerate().flat_map(|(b, sales)| sales.iter().map(move |sales| (b, 0, *sales)));
    each.collect()
}

/// The second of the north subtracts 6 from 100 and knows the largest, 90, within 4. By 10% it must be uncertain by 9: the sum by 5 more.
/// With the total, the east is enough to hide that: north and east are 112 together.
#[test]
fn the_second_does_not_know_the_largest_to_within_p_percent() {
    let run = run("p_percent = 10", BY_PLACE, &sales());
    assert_eq!(means(&run, "mean"), ",14,22.29\nb.1,,\nb.2,4,25.00\nb.3,4,25.00\nb.4,,\n");
    // Other statistics of the same numbers go with the mean.
    let others = means(&run, "standard_deviation");
    assert!(others.contains("b.1,,\n") && others.contains("b.2,4,12.91\n"), "{others}");
    let told = run.call(&["disclose", "s", "--figures"]).exits(0).stdout;
    assert!(told.contains("t.mean@b.1  dominance") && told.contains("t.mean@b.4  secondary"), "{told}");
    // How many they are is no secret.
    let bases = means(&run, "base");
    assert!(bases.contains("b.1,3,3\n"), "{bases}");
}

/// One has 90 of 100, more than 75%. A sum of 120 must be possible, of which 90 are just that: the east alone, 12, does not hide it.
#[test]
fn no_respondent_has_more_than_k_percent() {
    let found = run("dominance = { contributors = 1, percent = 75 }", BY_PLACE, &sales());
    assert_eq!(means(&found, "mean"), ",14,22.29\nb.1,,\nb.2,,\nb.3,4,25.00\nb.4,3,4.00\n");
    let found = run("dominance = { contributors = 1, percent = 95 }", BY_PLACE, &sales());
    assert!(means(&found, "mean").contains("b.1,3,33.33\n"));
}

#[test]
fn what_is_open_cannot_hide_another() {
    let disclosure = "p_percent = 10\nopen = [\"t.mean@b.2\", \"t.mean@b.3\", \"t.mean@b.4\", \"t.mean\"]";
    let sections = format!("[disclosure]\n{disclosure}\n");
    let line = |(b, _, sales): &Row| format!("{sales},{},Shop\n", NAMES[*b]);
    let export = format!("sales,b,c\n{}", sales().iter().map(line).collect::<String>());
    let survey = SmallSurvey {
        sections: &sections,
        codebook: CODEBOOK,
        tables: BY_PLACE,
        export: &export,
        ..SmallSurvey::default()
    };
    let told = survey.written().run().exits(2).stderr;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("no more than 0.0% above the true one, and must be uncertain by 5.0%"), "{told}");
}

#[test]
fn rules_that_hold_nothing_or_all_back_are_problems() {
    let refused = |disclosure: &str| {
        let sections = format!("[disclosure]\n{disclosure}\n");
        SmallSurvey { sections: &sections, codebook: CODEBOOK, tables: BY_PLACE, ..SmallSurvey::default() }.refused()
    };
    assert!(refused("dominance = { contributors = 0, percent = 75 }").contains("needs 1 contributor or more"));
    assert!(refused("dominance = { contributors = 1, percent = 100 }").contains("below 100"));
    assert!(refused("p_percent = 0").contains("`p_percent` needs a percentage above 0"));
}

/// With the total and the means that are published, the sum of a column is at most its own and those of the others that are held back.
/// By that, and by the rule itself, no published file of random surveys tells too much.
#[test]
fn sums_of_random_surveys_are_uncertain_by_their_protection() {
    let tables = format!(
        "{BY_PLACE}\n[[table]]\nid = \"u\"\nrows = \"sales\"\nbreaks = [{{ question = \"c\" }}]\nstatistics = [\"mean\"]\n"
    );
    let (mut state, mut protected) = (7_u64, 0);
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for seed in 0..20 {
        let rows: Vec<Row> =
            (0..12 + seed).map(|_| (next(4) as usize, next(2) as usize, (1 << next(9)) + next(5) as i64)).collect();
        let run = run("p_percent = 15", &tables, &rows);
        let found =
            run.sql("select table_id, coalesce(column_key, '') as by, published from figures where row_key = 'mean'");
        let published: BTreeMap<(&str, &str), bool> = found
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>())
            .map(|cells| ((cells[0], cells[1]), !cells[2].is_empty()))
            .collect();
        for (table, by, columns) in [("t", "b", 4), ("u", "c", 2)] {
            let of = |column: usize| -> Vec<f64> {
                let mut sales: Vec<f64> = rows
                    .iter()
                    .filter(|(b, c, _)| [*b, *c][usize::from(by == "c")] == column)
                    .map(|(_, _, sales)| *sales as f64)
                    .collect();
                sales.sort_by(|one, other| other.total_cmp(one));
                sales
            };
            let is_out =
                |column: usize| !published[&(table, format!("{by}.{}", column + 1).as_str())] && !of(column).is_empty();
            let is_total_out = !published[&(table, "")];
            for column in 0..columns {
                let sales = of(column);
                let Some(largest) = sales.first() else { continue };
                let need = 0.15 * largest - sales.iter().skip(2).sum::<f64>();
                if need <= 0.0 {
                    continue;
                }
                protected += 1;
                assert!(is_out(column), "seed {seed}: {by}.{} is published", column + 1);
                let others: f64 = (0..columns).filter(|other| *other != column && is_out(*other)).flat_map(of).sum();
                assert!(
                    is_total_out || others >= need,
                    "seed {seed}: {by}.{} is known within {others} of {need}",
                    column + 1
                );
            }
        }
    }
    assert!(protected > 10, "only {protected} sums had to be protected");
}
