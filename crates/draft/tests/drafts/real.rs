//! Exports that other people collected, where they are at hand: each is drafted from, and read by its own draft without an
//! answer that the draft does not know.

use std::fs::File;
use std::path::{Path, PathBuf};

use topline_survey::FindingKind;

use crate::reading::{unknown, whole, with_questionnaire};

/// The folder of the real exports; nothing where it is absent, which CI does not accept.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TOPLINE_REAL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the real exports: set TOPLINE_REAL");
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    {
        eprintln!("skipped: no real exports in {}", folder.display());
    }
    None
}

/// The CSV exports below a folder; tables of published figures are none.
fn exports(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            exports(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "csv")
            && !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("expected"))
        {
            into.push(path);
        }
    }
}

fn check(path: &Path) -> crate::reading::Whole {
    let read = whole(unknown(&path.to_string_lossy()), || File::open(path).expect("the export"));
    let allowed = [FindingKind::Excluded, FindingKind::BlankRow, FindingKind::Spelling];
    let others: Vec<_> = read.findings.iter().filter(|(kind, _)| !allowed.contains(kind)).collect();
    assert!(others.is_empty(), "{}: {others:?}", path.display());
    let accounting = &read.accounting;
    assert_eq!((accounting.duplicate, accounting.quarantined), (0, 0), "{}", path.display());
    read
}

/// Rows that are responses, and questions by kind, as the exports' own documents count them.
#[test]
fn surveys_have_the_questions_that_their_documents_list() {
    let Some(folder) = folder() else { return };
    let of = |path: &str| {
        let read = check(&folder.join(path));
        let kinds = ["single", "multi", "grid", "rank", "number", "text"].map(|kind| {
            read.plan.codebook.questions.iter().filter(|question| question.kind().as_str() == kind).count()
        });
        (read.accounting.accepted, kinds)
    };
    // SOURCE.md: six films to tick, six to rank, fourteen characters to rate; the other questions have one answer.
    assert_eq!(of("starwars/StarWars.csv"), (1186, [11, 1, 1, 1, 0, 0]));
    // survey.txt: nine questions with boxes, one grid; a text question and the questions behind one are not in the export.
    assert_eq!(of("masculinity/raw-responses.csv"), (1615, [25, 9, 1, 0, 0, 0]));
    // questions.md: 47 questions, of which 17 and 18 are open; 19 grids; 7 with several answers.
    assert_eq!(of("ospo2024/2024 OSPO N222 Raw Data Text.csv"), (222, [19, 7, 19, 0, 0, 6]));
    assert_eq!(of("ospo2024/2024 OSPO N222 Raw Data Numeric.csv"), (222, [19, 7, 19, 0, 0, 6]));
    // post_2019.md: ten feature requests rated alike; six questions whose answers are joined by `;`.
    assert_eq!(of("dask2019/results.csv"), (259, [6, 6, 1, 0, 0, 1]));
}

/// The numbers of an export of Qualtrics get their labels from its questionnaire; what the SOURCE.md of the folder counts by
/// label is what the labels count.
#[test]
fn a_questionnaire_says_what_numbers_stand_for() {
    let Some(folder) = folder() else { return };
    let survey = folder.join("qualtrics/data/Sample Surveys/Long Exhaustive Sample Survey");
    let text = std::fs::read_to_string(survey.join("Long_Exhaustive_Sample_Survey.qsf")).expect("a QSF");
    let path = survey.join("Long_Exhaustive_Sample_Survey.csv");
    let read =
        with_questionnaire(unknown(&path.to_string_lossy()), Some(text), || File::open(&path).expect("the export"));
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    // The published table of Q5 lists its fruits by the colours that they are recoded to.
    let question = read.plan.codebook.question("q5").expect("q5");
    let labels: Vec<&str> = question.options().iter().map(|option| option.label.as_str()).collect();
    let published = std::fs::read_to_string(folder.join("qualtrics/expected_Q5_results_table.csv")).expect("figures");
    for label in &labels {
        assert!(published.contains(label), "{label:?} is not in\n{published}");
    }
    assert!(labels.len() >= 5, "{labels:?}");
    assert!(question.text.starts_with("This is a mcsa question with a recode values."));
}

#[test]
fn every_export_reads_by_its_own_draft() {
    let Some(folder) = folder() else { return };
    let mut paths = Vec::new();
    exports(&folder.join("qualtrics"), &mut paths);
    exports(&folder.join("r_survey_api"), &mut paths);
    if let Ok(golden) = folder.join("../golden/data").canonicalize() {
        exports(&golden, &mut paths);
    }
    assert!(paths.len() >= 39, "{} exports", paths.len());
    for path in &paths {
        check(path);
    }
}
