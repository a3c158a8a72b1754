//! The committed exports are what their pipelines' files make, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use topline_plan::read_plan;
use topline_reconstruct::{Reconstruction, reconstruct};
use topline_survey::{PlanFiles, PlanText};

fn text(path: &Path) -> PlanText {
    PlanText { name: path.display().to_string(), text: fs::read_to_string(path).expect("a file of the pipeline") }
}

/// The rows of a table with a header row; cells with a comma are in quotes.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).expect("a reference table");
    let cells = |line: &str| {
        let parts = line.split('"').enumerate();
        // Outside quotes a comma ends a cell; inside it is kept by a mark that no name has.
        let marked: String =
            parts.map(|(at, part)| if at % 2 == 0 { part.replace(',', "\u{1f}") } else { part.into() }).collect();
        marked.split('\u{1f}').map(str::to_owned).collect::<Vec<_>>()
    };
    let mut lines = text.lines().map(cells);
    let header = lines.next().expect("a header row");
    lines.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

/// Reconstructs a survey from the files of the repository; gives the export's path as well.
fn remake(survey: &str) -> (Reconstruction, PathBuf) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines").join(survey);
    // What the export needs: the other files may still change the report without changing the export.
    let files = PlanFiles {
        survey: text(&folder.join("survey.toml")),
        codebook: text(&folder.join("codebook.toml")),
        ..PlanFiles::default()
    };
    let plan = read_plan(&files).unwrap_or_else(|problems| panic!("{survey}: {:?}", problems.0));
    let references = &plan.survey.references;
    let reference =
        references.iter().map(|table_of| (table_of.name.clone(), table(&folder.join(&table_of.path)))).collect();
    let made = reconstruct(&plan, &text(&folder.join("reconstruct.toml")), &reference);
    let made = made.unwrap_or_else(|error| panic!("{survey}: {error}: {error:?}"));
    (made, folder.join(&plan.survey.source.path))
}

fn check(survey: &str) {
    let (made, path) = remake(survey);
    let committed = fs::read(&path).expect("the committed export");
    assert!(made.bytes == committed, "{} is not what reconstruct.toml makes", path.display());
    let note = fs::read_to_string(path.with_file_name("SOURCE.md")).expect("the committed SOURCE.md");
    assert_eq!(made.source_note, note, "{survey}");
}

#[test]
fn councillors() {
    check("lga-councillors-2017");
}

#[test]
fn organisations() {
    check("cipfa-impower-2017");
}

#[test]
fn interviews() {
    check("cfps-interviews-2017");
}
