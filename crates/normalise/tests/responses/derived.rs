//! Derived questions read from what SQL gave for them, and answers one a row.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use topline_normalise::{answers, derived as read_derived};
use topline_records::derived_schema;
use topline_survey::Plan;

use crate::fixture::{normalise, plan, raw, written};

const QUESTIONS: &str = "
    [[derive]]
    id = 'region'
    kind = 'single'
    text = 'Region'
    options = [{ code = 1, label = 'North' }, { code = 2, label = 'South', also = ['S'] }]
    sql = 'x'
    [[derive]]
    id = 'score'
    kind = 'number'
    text = 'Score'
    sql = 'x'
";

fn derived(region: ArrayRef, score: ArrayRef) -> (Plan, RecordBatch, Vec<String>) {
    let plan = plan("", "", QUESTIONS);
    let rows: Vec<u64> = (2..2 + region.len() as u64).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![("derived:score", score), ("derived:region", region)];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let (responses, findings) =
        read_derived(&plan, &derived_schema(&plan), &rows, &batch.expect("a batch")).expect("responses");
    let told = |finding: &topline_survey::Finding| {
        let (row, column) = (finding.place.row.expect("a row"), finding.place.column.as_deref().expect("a column"));
        format!("{row} {column}: {} {}", finding.kind.as_str(), finding.action.as_str())
    };
    let findings = findings.iter().map(told).collect();
    (plan, responses, findings)
}

#[test]
fn labels_codes_and_numbers() {
    let labels = StringArray::from(vec![Some("North"), Some("S"), Some("south"), None, Some(" "), Some("West")]);
    let scores = Float64Array::from(vec![Some(1.5), Some(f64::NAN), None, Some(f64::INFINITY), Some(-0.5), Some(0.0)]);
    let (_, responses, findings) = derived(Arc::new(labels), Arc::new(scores));
    assert_eq!(
        written(&[responses]),
        [
            "1 1.5",
            "2 - !not_asked",
            "2 - !not_asked",
            "- !not_asked - !not_asked",
            "- !not_asked -0.5",
            "- !invalid 0.0",
        ]
    );
    assert_eq!(findings, ["7 region: unmapped made_invalid"]);

    let codes = Int64Array::from(vec![Some(2), None, Some(3)]);
    let scores = Int64Array::from(vec![Some(4), None, Some(-1)]);
    let (_, responses, findings) = derived(Arc::new(codes), Arc::new(scores));
    assert_eq!(written(&[responses]), ["2 4.0", "- !not_asked - !not_asked", "- !invalid -1.0"]);
    assert_eq!(findings, ["4 region: unmapped made_invalid"]);
}

#[test]
fn answers_one_a_row() {
    let plan = plan(
        "",
        "[weights]\ncolumn = 'w'",
        "
        [[question]]
        id = 'g'
        kind = 'grid'
        text = 'G?'
        options = [
            { code = 1, label = 'Good', value = 10.5 },
            { code = 2, label = 'Poor' },
            { code = 9, label = 'Unsure', mark = 'dont_know' },
        ]
        items = [{ id = 'a', label = 'A', column = 'a' }, { id = 'b', label = 'B', column = 'b' }]
        [[question]]
        id = 'm'
        kind = 'multi'
        text = 'M?'
        column = 'm'
        separator = ';'
        options = [{ code = 1, label = 'One' }, { code = 2, label = 'Two' }]
        [[question]]
        id = 'n'
        kind = 'number'
        text = 'N?'
        column = 'n'
        [[question]]
        id = 't'
        kind = 'text'
        text = 'T?'
        column = 't'
        ",
    );
    let rows =
        [vec!["r1", "0.5", "Good", "Unsure", "Two;One", "3", "some words"], vec!["r2", "2", "Poor", "", "", "", ""]];
    let normal = normalise(&plan, &[raw(2, &["id", "w", "a", "b", "m", "n", "t"], &rows)]);
    let found = answers(&plan, &normal.responses[0]).expect("answers");
    let found: Vec<RecordBatch> = found.map(|batch| batch.expect("a batch")).collect();
    // Respondent, row, weight, question, title, item, its label, code, label, value, why absent, the missing value and its
    // label. Words are left out.
    assert_eq!(
        written(&found),
        [
            "r1 2 0.5 g G? a A 1 Good 10.5 - - -",
            "r1 2 0.5 g G? b B 9 Unsure - - - -",
            "r1 2 0.5 m M? - - 1 One - - - -",
            "r1 2 0.5 m M? - - 2 Two - - - -",
            "r1 2 0.5 n N? - - - - 3.0 - - -",
            "r1 2 0.5 t T? - - - - - - - -",
            "r2 3 2.0 g G? a A 2 Poor 2.0 - - -",
            "r2 3 2.0 g G? b B - - - no_answer - -",
            "r2 3 2.0 m M? - - - - - no_answer - -",
            "r2 3 2.0 n N? - - - - - no_answer - -",
            "r2 3 2.0 t T? - - - - - no_answer - -",
        ]
    );
}
