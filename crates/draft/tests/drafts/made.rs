//! Exports made row by row, and what is asked of their drafts: what is expected is worked out from how the rows are made.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use topline_survey::{FindingKind, Format, Source};

use crate::counted::{counts, mean};
use crate::reading::{Whole, unknown, whole};

/// An export with these header rows; the cells of each row as its number gives them.
pub fn made(header: &str, sign: &str, rows: usize, cells: impl Fn(usize) -> Vec<String>) -> String {
    let mut text = format!("{header}\n");
    for row in 0..rows {
        let cells: Vec<String> = cells(row).into_iter().map(|cell| format!("\"{cell}\"")).collect();
        let _ = writeln!(text, "{}", cells.join(sign));
    }
    text
}

/// Cells in turn.
pub fn turn(cells: &[&str], row: usize) -> String {
    cells[row % cells.len()].to_owned()
}

/// An export, and the number of those who answered each question with what they answered.
pub struct Made {
    /// The tool, the language and what is there to be read wrongly.
    pub what: &'static str,
    pub whole: Whole,
}

impl Made {
    pub fn text(what: &'static str, text: &str) -> Self {
        Self::with_strays(what, text, false)
    }

    /// Every answer is known, but for what stands in a column where it is no answer; what else is told is what each test looks for.
    pub fn with_strays(what: &'static str, text: &str, may_stray: bool) -> Self {
        let bytes = text.as_bytes().to_vec();
        let made = Self { what, whole: whole(unknown("export.csv"), || Cursor::new(bytes.clone())) };
        let mut told = vec![FindingKind::Duplicate, FindingKind::CellError, FindingKind::Spelling];
        told.extend(may_stray.then_some(FindingKind::Unmapped));
        let others: Vec<_> = made.whole.findings.keys().filter(|kind| !told.contains(kind)).collect();
        assert!(others.is_empty(), "{what}: {others:?}\n{}", made.whole.draft.codebook);
        made
    }

    pub fn file(what: &'static str, name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/fixtures").join(name);
        let format = Format::of_name(name).expect("a format");
        let source = Source::undeclared("responses", &path.to_string_lossy(), format);
        Self { what, whole: whole(source, || File::open(&path).expect("the fixture")) }
    }

    /// The name of a question, by its text or its name; that of an item behind a point.
    fn figure(&self, asked: &str) -> String {
        let known = self.whole.plan.codebook.questions.iter().find(|question| question.text == asked);
        known.map_or_else(|| asked.to_owned(), |question| question.id.clone())
    }

    /// The options of a figure in their order, with their counts.
    #[track_caller]
    pub fn counts(&self, figure: &str, base: usize, expected: &[(&str, usize)]) -> &Self {
        let (found, counted) = counts(&self.whole, &self.figure(figure));
        let expected: Vec<(String, usize)> =
            expected.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect();
        assert_eq!((found, counted), (base, expected), "{}: {figure}\n{}", self.what, self.whole.draft.codebook);
        self
    }

    #[track_caller]
    pub fn mean(&self, figure: &str, count: usize, expected: f64) -> &Self {
        let (found, mean) = mean(&self.whole, &self.figure(figure));
        let is_right = found == count && (mean - expected).abs() < 1e-9;
        assert!(is_right, "{}: {figure}: {mean} of {found}\n{}", self.what, self.whole.draft.codebook);
        self
    }

    #[track_caller]
    pub fn says(&self, part: &str) -> &Self {
        let notes = &self.whole.draft.notes;
        assert!(notes.iter().any(|note| note.contains(part)), "{}: {part}\n{}", self.what, notes.join("\n"));
        self
    }
}
