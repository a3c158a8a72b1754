//! Answers that match no option: which of them are named, and what a spreadsheet may have made of a label.

use topline_plan::read_plan;
use topline_survey::{PlanFiles, PlanText};

use crate::cells::becomes;
use crate::fixture::{normalise, plan, raw};

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

#[test]
fn what_a_spreadsheet_made_of_a_label_is_said_and_not_accepted() {
    let question = "
        [[question]]
        id = 'q'
        kind = 'single'
        text = 'Q?'
        column = 'c'
        options = [
            { code = 1, label = '1-2' },
            { code = 2, label = '3–5' },
            { code = 3, label = '10 - 12' },
            { code = 4, label = '11-15' },
            { code = 5, label = '16+' },
            { code = 6, label = '25%' },
            { code = 7, label = '007', also = ['seventh'] },
        ]
    ";
    // What Excel of each region makes of them, and other days.
    let cases = [
        ("2-Jan", Some(1)),
        ("01-Feb", Some(1)),
        ("2024-01-02", Some(1)),
        ("2024-02-01T00:00:00", Some(1)),
        ("5-Mar", Some(2)),
        ("03-May", Some(2)),
        ("Mar-05", Some(2)),
        ("2005-03-05 00:00:00", Some(2)),
        ("5 March 2024", Some(2)),
        ("12-Oct", Some(3)),
        ("2024-12-10", Some(3)),
        ("Nov-15", Some(4)),
        ("2015-11-01", Some(4)),
        ("0.25", Some(6)),
        ("6-Mar", None),
        ("2024-03-06", None),
        ("2005-03-05 09:00:00", None),
        ("Mar", None),
        ("5-Mars", None),
        ("3-5-7-9", None),
        ("0.26", None),
        ("99999999999-Mar", None),
    ];
    let plan = plan("", "", question);
    let rows: Vec<Vec<String>> =
        (0..).zip(cases).map(|(at, (cell, _))| vec![format!("r{at}"), cell.to_owned()]).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let normal = normalise(&plan, &[raw(2, &["id", "c"], &rows)]);
    assert_eq!(normal.findings.len(), cases.len());
    for (finding, (cell, code)) in normal.findings.iter().zip(cases) {
        let hint = code.map_or(String::new(), |code| {
            format!("; a spreadsheet makes such cells of the label of code {code}, which can have them under `also`")
        });
        assert_eq!(finding.detail, format!("the answer matches no option of `q`{hint}"), "{cell}");
        assert_eq!(finding.kind.as_str(), "unmapped");
    }
    // Two labels that one day may be made of are told apart by nobody.
    let both = question.replace("'16+'", "'5-3'");
    becomes(
        &both.replace("'16+'", "'2-1', also = ['2-Jan']"),
        &["c"],
        &[(&["5-Mar"], "- !invalid | c: unmapped made_invalid")],
    );
    becomes(&question.replace("label = '1-2'", "label = '1-2', also = ['2-Jan']"), &["c"], &[(&["2-Jan"], "1")]);
}
