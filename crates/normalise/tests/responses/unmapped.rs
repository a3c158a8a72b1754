//! Which answers that match no option are named.

use topline_plan::read_plan;
use topline_survey::{PlanFiles, PlanText};

use crate::fixture::{normalise, raw};

/// What is named of the answers in a column, which the question reads.
fn named(question: &str, cells: &[&str]) -> Vec<(String, u64)> {
    let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("id = 'x'\ntitle = 'X'\n[source]\nname = 'export'\npath = 'x.csv'\nformat = 'csv'\n"),
        codebook: text(&format!("[[question]]\nid = 'q'\ntext = 'Q?'\ncolumn = 'q'\n{question}")),
        ..PlanFiles::default()
    };
    let plan = read_plan(&files).expect("a plan");
    let rows: Vec<Vec<&str>> = cells.iter().map(|cell| vec![*cell]).collect();
    let normal = normalise(&plan, &[raw(2, &["q"], &rows)]);
    normal.unmapped.into_iter().map(|answer| (answer.text, answer.count)).collect()
}

const OPTIONS: &str = "options = [{ code = 1, label = 'Yes' }, { code = 2, label = 'No' }]\n";

#[test]
fn answers_that_three_gave_are_named_with_their_number() {
    let cells =
        ["Yes", "Perhaps", "Perhaps", "maybe", "Perhaps", "maybe", "I am J. Doe", "Perhaps", "Never", "Never", "Never"];
    let answers = named(&format!("kind = 'single'\n{OPTIONS}"), &cells);
    assert_eq!(answers, [("Perhaps".to_owned(), 4), ("Never".to_owned(), 3)]);
}

#[test]
fn of_joined_answers_each_part_is_counted() {
    let cells = ["Yes;Pears", "Pears; Apples", "Apples;No;Pears", "Apples"];
    let answers = named(&format!("kind = 'multi'\nseparator = ';'\n{OPTIONS}"), &cells);
    assert_eq!(answers, [("Apples".to_owned(), 3), ("Pears".to_owned(), 3)]);
}

#[test]
fn answers_to_private_questions_are_not_named() {
    assert!(named(&format!("kind = 'single'\nprivate = true\n{OPTIONS}"), &["Leeds"; 9]).is_empty());
    assert!(named("kind = 'number'\n", &["forty"; 9]).is_empty());
    // An open option takes them.
    let open = "kind = 'single'\noptions = [{ code = 1, label = 'Yes' }, { code = 2, label = 'Other', open = true }]\n";
    assert!(named(open, &["Leeds"; 9]).is_empty());
}
