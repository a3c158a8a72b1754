//! Coded files of panels, which number rows, columns and mentions after a letter.

use topline_draft::Tool;

use crate::dialects::check;
use crate::reading::times;

#[test]
fn rows_columns_and_mentions_are_numbered_after_a_letter() {
    let header = "respid,wt_final,S1,Q1_r1,Q1_r2,Q1_r3,Q2r1c1,Q2r1c2,Q2r2c1,Q2r2c2,Q3M1,Q3M2,Q3M99,Q4r1,Q4r2";
    let rows = [
        "{n},0.7,1,4,2,1,1,0,0,1,1,0,0,5,2",
        "{n},1.3,2,1,3,5,0,1,1,1,0,1,0,1,3",
        "{n},1.0,1,3,5,2,1,1,0,0,0,0,1,2,4",
        "{n},0.9,2,2,1,3,0,0,1,0,1,1,0,3,1",
    ];
    let whole = check(
        Tool::Plain,
        &times(header, &rows, 5),
        Some("respid"),
        &[
            "s1 single: 1 1, 2 2",
            "q1 grid: 1 1, 2 2, 3 3, 4 4, 5 5 / r1 r1, r2 r2, r3 r3",
            "q2r1 multi: 1 c1, 2 c2",
            "q2r2 multi: 1 c1, 2 c2",
            "q3 multi: 1 M1, 2 M2, 99 M99",
            "q4 grid: 1 1, 2 2, 3 3, 4 4, 5 5 / r1 r1, r2 r2",
        ],
    );
    assert_eq!(whole.plan.survey.weights.as_ref().and_then(|weights| weights.column.as_deref()), Some("wt_final"));
}

#[test]
fn numbers_apart_from_a_scale_are_told() {
    let rows = ["{n},1", "{n},2", "{n},98", "{n},99"];
    let whole =
        check(Tool::Plain, &times("respid,S3", &rows, 5), Some("respid"), &["s3 single: 1 1, 2 2, 98 98, 99 99"]);
    assert!(whole.draft.codebook.contains("# 98, 99 may stand for don't know"), "{}", whole.draft.codebook);
}

#[test]
fn questions_of_one_part_are_no_items() {
    let rows = ["{n},1,4,2", "{n},2,3,5", "{n},1,2,4", "{n},2,1,3"];
    check(
        Tool::Plain,
        &times("respid,w2_q1,w2_q2,w2_q3", &rows, 5),
        Some("respid"),
        &["w2_q1 single: 1 1, 2 2", "w2_q2 single: 1 1, 2 2, 3 3, 4 4", "w2_q3 single: 2 2, 3 3, 4 4, 5 5"],
    );
}
