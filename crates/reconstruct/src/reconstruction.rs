//! From a plan of the export to its bytes: read, check, respond, write, prove.

use std::collections::BTreeMap;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource};
use rust_xlsxwriter::XlsxError;
use thiserror::Error;
use topline_plan::Problems;
use topline_survey::{Plan, PlanText};

use crate::calendar::{Moment, fieldwork_days};
use crate::check::check;
use crate::columns::{HeaderError, columns, header};
use crate::delimited::{DelimitedError, Dialect, delimited};
use crate::lines::{LinesError, Written};
use crate::note::source_note;
use crate::proof::{ProofError, prove};
use crate::responses::{ResponsesError, cells, respond, slots};
use crate::spec::{self, Style};
use crate::workbook::workbook;

/// An export, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconstruction {
    /// The bytes of the export.
    pub bytes: Vec<u8>,
    /// The text of the SOURCE.md beside it.
    pub source_note: String,
}

/// An export cannot be reconstructed.
#[derive(Debug, Error, Diagnostic)]
pub enum ReconstructError {
    /// The plan of the export has problems.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Spec(Problems),
    /// The survey has no fieldwork to lay the responses in.
    #[error("lay the responses in the fieldwork, whose first and last day the survey does not give")]
    #[diagnostic(help("give `fieldwork = {{ start = .., end = .. }}` in survey.toml, the start not after the end"))]
    NoFieldwork,
    /// No answers agree with what was published.
    #[error(transparent)]
    #[diagnostic(help("weaken what `reconstruct.toml` asks for: a base, a row, or a code without a `weight`"))]
    Responses(ResponsesError),
    /// The header rows cannot name the columns.
    #[error(transparent)]
    Header(HeaderError),
    /// The rows cannot be made.
    #[error(transparent)]
    Lines(LinesError),
    /// The rows are not what was asked.
    #[error(transparent)]
    #[diagnostic(help("another `seed` may help where the search was unlucky"))]
    Proof(ProofError),
    /// The rows cannot be written as text.
    #[error(transparent)]
    Delimited(DelimitedError),
    /// The rows cannot be written as a workbook.
    #[error("write the workbook")]
    Workbook(#[source] XlsxError),
}

/// Reads `reconstruct.toml` and writes the export's bytes; the caller puts them on disk.
///
/// `reference` has the rows of each reference table of the survey, by the table's name. The same files give the same bytes.
///
/// # Errors
/// Every problem of the file at once; or what was published that no answers can agree with.
pub fn reconstruct(
    plan: &Plan,
    spec: &PlanText,
    reference: &BTreeMap<String, Vec<BTreeMap<String, String>>>,
) -> Result<Reconstruction, ReconstructError> {
    let source = Arc::new(NamedSource::new(&spec.name, spec.text.clone()));
    let spec = spec::read(spec, &source).map_err(ReconstructError::Spec)?;
    let problems = check(&spec, plan, reference, &source);
    if !problems.is_empty() {
        return Err(ReconstructError::Spec(Problems(problems)));
    }
    let days = fieldwork_days(plan.survey.fieldwork.as_ref()).ok_or(ReconstructError::NoFieldwork)?;
    let slots = slots(plan, &spec);
    let responses = respond(plan, &spec, reference).map_err(ReconstructError::Responses)?;
    let columns = columns(plan, &spec);
    let header = header(&columns, plan.survey.source.header_rows).map_err(ReconstructError::Header)?;
    let written = Written { plan, spec: &spec, slots: &slots, columns: &columns, responses: &responses, days };
    let lines = written.lines().map_err(ReconstructError::Lines)?;
    let cells = cells(plan, &slots, &spec.crosstab);
    prove(plan, &spec, &slots, &cells, &columns, &responses, &lines).map_err(ReconstructError::Proof)?;

    let declared = plan.survey.source.encoding.as_deref();
    let given = spec.encoding.as_ref().map(|encoding| encoding.get_ref().as_str());
    let dialect = |line_end, moment| Dialect {
        encoding: given.or(declared).unwrap_or("utf-8"),
        delimiter: plan.survey.source.delimiter.unwrap_or(','),
        line_end,
        moment,
    };
    let text = |dialect| delimited(&header, &lines, dialect).map_err(ReconstructError::Delimited);
    let bytes = match spec.style {
        Style::SurveymonkeyCsv => text(dialect("\r\n", Moment::american))?,
        Style::LongCsv => text(dialect("\n", Moment::iso))?,
        Style::FormsXlsx => {
            let sheet = plan.survey.source.sheet.as_deref().unwrap_or("Form1");
            workbook(sheet, &header, &lines, Moment::new(days.1, 12 * 3_600)).map_err(ReconstructError::Workbook)?
        }
    };
    Ok(Reconstruction { bytes, source_note: source_note(plan, &spec, &slots, &responses) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_plan::{SPEC, plan};

    fn made(spec: &str) -> Result<Reconstruction, ReconstructError> {
        let spec = PlanText { name: "reconstruct.toml".to_owned(), text: spec.to_owned() };
        reconstruct(&plan(), &spec, &BTreeMap::new())
    }

    /// The cells of the responses: not the test, not the duplicates, not the blank or abandoned rows.
    fn responses(made: &Reconstruction) -> Vec<Vec<String>> {
        let text = String::from_utf8(made.bytes.clone()).expect("UTF-8 where nothing else is declared");
        // No cell but a comment has a comma, and no comment of a response is asked for below.
        let rows: Vec<Vec<String>> =
            text.split("\r\n").skip(2).map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let mut seen = std::collections::BTreeSet::new();
        let whole =
            |row: &&Vec<String>| row.len() > 4 && row[1].is_empty() && row[3..6].iter().any(|cell| !cell.is_empty());
        rows.iter().filter(whole).filter(|row| seen.insert(row[0].clone())).cloned().collect()
    }

    fn count(rows: &[Vec<String>], holds: impl Fn(&Vec<String>) -> bool) -> usize {
        rows.iter().filter(|row| holds(row)).count()
    }

    #[test]
    fn the_export_says_what_was_published() {
        let made = made(SPEC).expect("an export");
        let rows = responses(&made);
        assert_eq!(rows.len(), 40);
        assert_eq!(count(&rows, |row| row[2] == "Much"), 10);
        assert_eq!(count(&rows, |row| row[2] != "Nothing"), 30);
        assert_eq!(count(&rows, |row| !row[3].is_empty()), 39);
        assert_eq!(count(&rows, |row| row[3] == "Agree"), 10);
        assert_eq!(count(&rows, |row| row[3] == "Agree" && row[2] == "Much"), 9);
        assert_eq!(count(&rows, |row| row[3] == "Agree" && row[2] == "Nothing"), 0);
        // 13% and 84%: out of 40 to 39 no counts fit both; out of 38 they are 5 and 32.
        assert_eq!(count(&rows, |row| !row[4].is_empty()), 38);
        assert_eq!(count(&rows, |row| row[4] == "Agree"), 5);
        assert_eq!(count(&rows, |row| row[4] == "Disagree"), 32);
        // Only those whom the routing leads there have ticks.
        assert_eq!(count(&rows, |row| !row[5].is_empty()), 28);
        assert_eq!(count(&rows, |row| !row[5].is_empty() && row[2] == "Nothing"), 0);
        assert_eq!(count(&rows, |row| row[5].split(';').any(|label| label == "Red")), 14);
        assert_eq!(count(&rows, |row| row[5].split(';').any(|label| label == "Blue")), 20);
    }

    #[test]
    fn the_mess_is_there() {
        let made = made(SPEC).expect("an export");
        let text = String::from_utf8(made.bytes.clone()).expect("UTF-8");
        // Two header rows, a test, 40 responses, an abandoned one, three duplicates, two blank rows, and the end.
        assert_eq!(text.split("\r\n").count(), 2 + 1 + 40 + 1 + 3 + 2 + 1);
        assert!(text.ends_with("\r\n,,,,,,\r\n,,,,,,\r\n"));
        assert_eq!(text.matches("test@example.org").count(), 1);
        assert!(text.contains("Don’t know") && !text.contains("Don't know,"), "the usual spelling");
        let note = &made.source_note;
        assert!(note.contains("No row of it is a real respondent"), "{note}");
        assert!(note.contains("| Q2.there | 38 | Agree 13%, Disagree 84% |"), "{note}");
    }

    #[test]
    fn the_seed_fixes_every_byte() {
        let first = made(SPEC).expect("an export");
        assert_eq!(first, made(SPEC).expect("an export"));
        let other = made(&SPEC.replace("seed = 1", "seed = 2")).expect("an export");
        assert_ne!(first.bytes, other.bytes);
    }

    #[track_caller]
    fn check_problem(from: &str, to: &str, expect: &[(&str, &str)]) {
        assert!(SPEC.contains(from), "{from}");
        let Err(ReconstructError::Spec(problems)) = made(&SPEC.replacen(from, to, 1)) else {
            panic!("{to} is a problem of the file");
        };
        let found: Vec<(String, String)> =
            problems.0.iter().map(|problem| (problem.place(), problem.to_string())).collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn problems_of_the_file_have_a_place() {
        check_problem(
            "seed = 1",
            "sede = 1",
            &[(
                "reconstruct.toml:2:1",
                "unknown field `sede`, expected one of `seed`, `respondents`, `style`, `encoding`, `note`, `id`, \
                 `metadata`, `places`, `answers`, `ranking`, `comment`, `crosstab`, `passages`, `usual`, `skippers`, `mess`",
            )],
        );
        check_problem(
            "question = \"Q3\"",
            "question = \"Q33\"",
            &[
                ("reconstruct.toml:31:12", "unknown question `Q33`"),
                ("reconstruct.toml", "nothing says how `Q3` is answered"),
            ],
        );
        check_problem("something = 75", "somebody = 75", &[("reconstruct.toml:13:21", "unknown row `somebody`")]);
        check_problem(
            "base = 39",
            "",
            &[("reconstruct.toml:17:12", "`Q2` has no base, or two: give `base` or `base_at_most`")],
        );
        check_problem(
            "base = 39",
            "base = 41",
            &[("reconstruct.toml:17:12", "more answered `Q2` than the 40 respondents")],
        );
        check_problem("2 = 1, 3 = 1 }", "2 = 1, 1 = 1 }", &[("reconstruct.toml:14:19", "the row `1` is given twice")]);
        check_problem(
            "3 = 0.1 }",
            "3 = -0.1 }",
            &[("reconstruct.toml:35:12", "the weight -0.1 is not a number from 0 up")],
        );
        check_problem(
            "row = \"Q2.here\"",
            "row = \"Q2.her\"",
            &[("reconstruct.toml:43:7", "unknown answers `Q2.her`")],
        );
        check_problem("Email = \"test", "Mail = \"test", &[("reconstruct.toml:54:43", "unknown column `Mail`")]);
        check_problem("duplicates = 3", "duplicates = 41", &[("reconstruct.toml", "41 duplicates of 40 respondents")]);
    }

    #[track_caller]
    fn check_error(from: &str, to: &str, expect: &str) {
        assert!(SPEC.contains(from), "{from}");
        let error = made(&SPEC.replacen(from, to, 1)).expect_err("what cannot be");
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn what_cannot_be_names_the_question() {
        check_error(
            "percent = { 1 = 26 }",
            "percent = { 1 = 25 }",
            "find counts out of 39 for what was published of `Q2.here`; the nearest: `1` 10 (26%) instead of 25%",
        );
        check_error("base = 28", "base = 32", "deal out the answers to `Q3`: 32 answered, and only 30 were asked");
        check_error(
            "column = \"1\", count = 9",
            "column = \"1\", count = 11",
            "meet the cells of the cross-tabulations; the nearest: `Q2.here 1 by Q1 1` 10 instead of 11",
        );
        // Only "Neither agree nor disagree" has another spelling: six of the one item and one of the other.
        check_error(
            "spellings = 1",
            "spellings = 500",
            "respell labels: there are too few, by 493 `spellings` and 1 `folded`",
        );
        check_error(
            "cells = { Email = \"test@example.org\" }",
            "cells = { Email = \"me@example.org\" }",
            "prove the export: the survey excludes row 1 below the header for no reason, and it is no response",
        );
        let kept = made(&SPEC.replace("abandoned = [{ answers = 1 }]", "abandoned = [{ answers = 4 }]"));
        assert!(
            matches!(kept, Err(ReconstructError::Proof(ProofError::Kept { .. }))),
            "four questions make a response"
        );
        check_error(
            "style = \"surveymonkey_csv\"",
            "style = \"surveymonkey_csv\"\nencoding = \"ascii8\"",
            "write in the unknown encoding `ascii8`",
        );
    }
}
