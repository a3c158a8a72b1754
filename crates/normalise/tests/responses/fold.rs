//! Long exports: several rows of one respondent become one response.

use crate::fixture::{normalise, plan, raw, told, written};

const QUESTIONS: &str = "
    [[question]]
    id = 'area'
    kind = 'text'
    text = 'Area?'
    column = 'area'
    [[question]]
    id = 'role'
    kind = 'single'
    text = 'Role?'
    column = 'role'
    options = [{ code = 1, label = 'Chair' }, { code = 2, label = 'Lead' }]
    [[question]]
    id = 'theme'
    kind = 'multi'
    text = 'Themes?'
    column = 'theme'
    separator = ';'
    options = [{ code = 1, label = 'Trust' }, { code = 2, label = 'Money' }, { code = 3, label = 'Time; place' }]
    [[question]]
    id = 'box'
    kind = 'multi'
    text = 'Boxes?'
    options = [{ code = 1, label = 'X', column = 'x' }, { code = 2, label = 'Y', column = 'y' }]
    unticked = ['No']
";

/// Rows as `id,area,role,theme,x,y`, in batches: the responses, and the findings.
fn folds(batches: &[&[&str]], responses: &[&str], findings: &[&str]) {
    let plan = plan("layout = 'long'", "", QUESTIONS);
    let mut first = 2;
    let mut export = Vec::new();
    for rows in batches {
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.split(',').collect()).collect();
        export.push(raw(first, &["id", "area", "role", "theme", "x", "y"], &cells));
        first += rows.len() as u64;
    }
    let normal = normalise(&plan, &export);
    assert_eq!(written(&normal.responses), responses);
    assert_eq!(normal.findings.iter().map(told).collect::<Vec<_>>(), findings);
    for finding in &normal.findings {
        assert!(
            !["A1", "A2", "Lead", "Trust"].iter().any(|answer| finding.detail.contains(answer)),
            "{}",
            finding.detail
        );
    }
}

#[test]
fn rows_that_stand_together_or_apart() {
    let responses = ["i1 2 A1 1 true true false true true", "i2 4 A2 2 false true true false true"];
    let together: &[&str] =
        &["i1,A1,Chair,Trust,X,No", "i1,A1,Chair,Money,No,Y", "i2,A2,Lead,Time; place,,Y", "i2,A2,Lead,Money,,"];
    folds(&[together], &responses, &[]);
    folds(&[&together[..1], &together[1..3], &together[3..]], &responses, &[]);
    // Apart, the row of a response is that of its respondent's first row.
    let apart: &[&str] =
        &["i1,A1,Chair,Trust,X,No", "i2,A2,Lead,Time; place,,Y", "i1,A1,Chair,Money,No,Y", "i2,A2,Lead,Money,,"];
    let responses = ["i1 2 A1 1 true true false true true", "i2 3 A2 2 false true true false true"];
    folds(&[apart], &responses, &[]);
    folds(&[&apart[..3], &apart[3..]], &responses, &[]);
}

#[test]
fn a_cell_may_be_blank_in_some_rows() {
    folds(
        &[&["i1,,,,,", "i1,A1,,Trust,,", "i1,,Lead,,No,", "i2,,,,,"]],
        &[
            "i1 2 A1 2 true false false - - !no_answer",
            "i2 5 - !no_answer - !no_answer - - - !no_answer - - !no_answer",
        ],
        &[],
    );
}

#[test]
fn rows_that_contradict_each_other_are_told() {
    folds(
        &[&["i1,A1,Chair,Trust,X,", "i1,A2,Chair,Trust,X,"], &["i1,A1,Lead,Trust,1,"]],
        &["i1 2 A1 1 true false false true false"],
        &["3 area: conflict told", "4 role: conflict told", "4 x: conflict told"],
    );
}
