//! The lines that are shown with a problem: whole, or a piece of those that are too long.

use miette::{Diagnostic, SourceCode};
use topline_plan::{Problem, read_plan};
use topline_survey::{PlanFiles, PlanText};

/// The problem of a survey without a title whose first line is this one.
fn problem(line: &str) -> Problem {
    let text = |name: &str, text: String| PlanText { name: name.to_owned(), text };
    let survey = format!("id = 'x'\ntitle = 'X'\n{line}\n[source]\nname = 'main'\npath = 'x.csv'\nformat = 'csv'\n");
    let files = PlanFiles { survey: text("survey.toml", survey), ..PlanFiles::default() };
    read_plan(&files).expect_err("a problem").0.remove(0)
}

/// What is shown, where in it the problem is, and the line and column that it begins with.
fn shown(problem: &Problem) -> (String, String, (usize, usize)) {
    let label = problem.labels().expect("a place").next().expect("a label");
    let contents = problem.read_span(label.inner(), 0, 0).expect("a text");
    let text = String::from_utf8_lossy(contents.data()).into_owned();
    let start = label.offset() - contents.span().offset();
    let marked = text[start..start + label.len()].to_owned();
    (text, marked, (contents.line(), contents.column()))
}

#[test]
fn a_line_is_shown_whole() {
    let found = problem("titel = 'x'");
    assert_eq!(found.code().map(|code| format!("{code}")).as_deref(), Some("toml/unknown-key"));
    let (text, marked, place) = shown(&found);
    assert_eq!((text.as_str(), marked.as_str(), place), ("titel", "titel", (2, 0)));
}

#[test]
fn of_a_long_line_a_piece_is_shown() {
    let long = "\u{e9}".repeat(1_500);
    // 3,000 bytes before the key and behind it.
    let line = format!("source2 = {{ a = '{long}', b = 1 }}");
    let found = problem(&line);
    let (text, marked, place) = shown(&found);
    assert_eq!((marked.as_str(), place), ("source2", (2, 0)));
    assert!(text.len() <= 80, "{}", text.len());
    assert!(text.starts_with("source2 = { a = '\u{e9}"), "{text}");
    // A problem far inside a line has as much before it as behind it.
    let line = format!("frame = ['{long}', 2, '{long}']");
    let (text, _, place) = shown(&problem(&line));
    assert_eq!(place.0, 2);
    assert!(text.len() <= 160 && text.chars().count() >= 20, "{text}");
    // A long line next to it counts as well.
    let (text, marked, place) = shown(&problem(&format!("titel = 'x'\nframe = '{long}'")));
    assert_eq!((text.trim_end(), marked.as_str(), place), ("titel = 'x'", "titel", (2, 0)));
}
