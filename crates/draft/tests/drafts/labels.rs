//! An export with codes, and another with the labels of the same answers.

use std::fmt::Write as _;
use std::io::Cursor;

use topline_draft::{Draft, DraftError, DraftRequest, Files, draft_labelled};

use crate::reading::{line, plan_of, unknown};

/// The same rows with codes and with labels, 40 of them.
fn exports() -> (String, String) {
    let head = "id,How satisfied?,Which do you own?,Comment\n";
    let (mut with_codes, mut with_labels) = (head.to_owned(), head.to_owned());
    for row in 0..40 {
        // The codes of the questionnaire run from 5 down, and -99 says that nothing was chosen.
        let (code, label) =
            [("5", "Very satisfied"), ("4", "Fairly satisfied"), ("1", "Not satisfied"), ("-99", "")][row % 4];
        let (owned_codes, owned) =
            [("1,3", "\"Car,Boat\""), ("2", "Bike"), ("3", "Boat"), ("1,2", "\"Car,Bike\"")][row % 4];
        let owned_codes = if owned_codes.contains(',') { format!("\"{owned_codes}\"") } else { owned_codes.to_owned() };
        let _ = writeln!(with_codes, "r{row},{code},{owned_codes},words {row}");
        let _ = writeln!(with_labels, "r{row},{label},{owned},words {row}");
    }
    (with_codes, with_labels)
}

fn drafted(coded: &str, labelled: &str) -> Result<Draft, DraftError> {
    let request = DraftRequest { id: "x".to_owned(), title: None, source: unknown("coded.csv"), questionnaire: None };
    let (coded, labelled) = (coded.as_bytes().to_vec(), labelled.as_bytes().to_vec());
    draft_labelled(
        &request,
        &unknown("labelled.csv"),
        || Ok(Files { export: Cursor::new(coded.clone()), metadata: None }),
        || Ok(Files { export: Cursor::new(labelled.clone()), metadata: None }),
    )
}

#[test]
fn codes_are_of_the_one_and_labels_of_the_other() {
    let (coded, labelled) = exports();
    // Blank rows at the end are none that differ.
    let draft = drafted(&coded, &format!("{labelled},,,\n,,,\n")).expect("a draft");
    let plan = plan_of(&draft);
    let lines: Vec<String> = plan.codebook.questions.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "how_satisfied single: 5 Very satisfied, 4 Fairly satisfied, 1 Not satisfied",
            "which_do_you_own multi by \",\": 1 Car, 3 Boat, 2 Bike",
            "comment! text",
        ]
    );
    let satisfied = plan.codebook.question("how_satisfied").expect("a question");
    assert_eq!(satisfied.absent.no_answer, ["-99"]);
    assert_eq!(plan.survey.source.path, "coded.csv");
    assert!(draft.notes.iter().all(|note| !note.starts_with("mismatch")), "{:?}", draft.notes);
    // Either export can be the one that the pipeline reads.
    for (path, text) in [("coded.csv", &coded), ("labelled.csv", &labelled)] {
        let source = topline_survey::Source { path: path.to_owned(), ..plan.survey.source.clone() };
        let mut rows = topline_ingest::open(&source, Cursor::new(text.clone().into_bytes())).expect("the export");
        let difference = topline_draft::difference(&plan, &source, &mut rows).expect("a comparison");
        assert!(difference.is_none(), "{path}: {difference:?}");
    }
}

#[test]
fn what_does_not_fit_is_told() {
    let (coded, labelled) = exports();
    let draft = drafted(&coded.replacen("r0,5,", "r0,4,", 1), &labelled).expect("a draft");
    let told: Vec<&String> = draft.notes.iter().filter(|note| note.starts_with("mismatch")).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("how_satisfied"), "{told:?}");
    let shorter = labelled.rsplit_once("r39").expect("rows").0;
    let error = drafted(&coded, shorter).expect_err("an error");
    assert!(matches!(error, DraftError::OtherShape { what: "rows", one: 39, other: 40 }), "{error}");
    let error = drafted(&coded, &labelled.replace("Comment", "Remarks")).expect_err("an error");
    assert!(matches!(error, DraftError::OtherColumn { .. }), "{error}");
}
