//! P values below the rows that they are of.

use topline_publish::{document, table_csv, table_text};
use topline_survey::{CellTest, DocumentFormat, Plan, Tabulation, TestKind, Tests};

use crate::fixture::{SURVEY, cell, plan, reading, report, rest};

/// The table of readings with a test of the whole, of an option and of the mean by region.
fn tested() -> (Plan, Tabulation) {
    let mut plan = plan(&SURVEY.replace("reconstructed = true", ""), "");
    let table = plan.tables.iter_mut().find(|table| table.id == "Q1").expect("the table");
    table.tests = Some(Tests::default());
    let mut reading = reading();
    for (row, p) in [("base", 0.25), ("1", 0.0004), ("mean", 0.0496)] {
        let test =
            CellTest { kind: TestKind::ChiSquare, statistic: 1.0, ndf: 1.0, ddf: None, p: p / 2.0, p_corrected: p };
        for column in [1, 2] {
            cell(&mut reading, 0, row, column).test = Some(test);
        }
    }
    (plan, reading)
}

#[test]
fn csv_has_them_with_six_decimals() {
    let (plan, table) = tested();
    let csv = table_csv(&plan, &table);
    assert!(csv.contains("\nUnweighted base,count,81,30,51\nAll answers (p),p,,0.250000,0.250000\n"), "{csv}");
    assert!(csv.contains("\nA great deal,percent,12,17,10\nA great deal (p),p,,0.000400,0.000400\n"), "{csv}");
    assert!(csv.contains("\nMean (p),p,,0.049600,0.049600\n"), "{csv}");
    assert_eq!(csv.matches("(p)").count(), 3, "{csv}");
}

#[test]
fn readers_see_three_decimals() {
    let (plan, table) = tested();
    let text = table_text(&plan, &table);
    let line = |label: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(label));
        line.unwrap_or_else(|| panic!("no {label} in {text}")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("All answers (p)"), "All answers (p) 0.250");
    assert_eq!(line("A great deal (p)"), "A great deal (p) <0.001");
    assert_eq!(line("Mean (p)"), "Mean (p) 0.050");
    let page = report(&rest().with(&plan, std::slice::from_ref(&table)));
    assert!(page.contains(">A great deal (p)</th>"), "the report has the line");
    assert!(page.contains("&lt;0.001"), "the report has the p value");
    assert!(
        page.contains("p: the probability that the columns of a break differ as much by chance"),
        "and says what it is"
    );
}

#[test]
fn machines_have_the_number() {
    let (plan, table) = tested();
    let files = document(DocumentFormat::Json).expect("a document").files(&rest().with(&plan, &[table]));
    let page: serde_json::Value = serde_json::from_slice(&files.expect("files")[0].bytes).expect("JSON");
    let p = |name: &str| {
        let figures = page["figures"].as_array().expect("figures");
        figures.iter().find(|figure| figure["figure"] == name).expect("a figure")["p"].clone()
    };
    assert_eq!(
        (p("Q1.1@region.2").as_f64(), p("Q1.1").as_f64(), p("Q1.2@region.2").as_f64()),
        (Some(0.0004), None, None)
    );
}
