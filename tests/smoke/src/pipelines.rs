//! The files of a pipeline, and the wording of a claim.

use topline_plan::read_plan;
use topline_survey::{PlanFiles, PlanText};

pub(crate) const SURVEY: &str = include_str!("../../fixtures/library/pipelines/library/survey.toml");
pub(crate) const CODEBOOK: &str = include_str!("../../fixtures/library/pipelines/library/codebook.toml");
const CLAIMS: &str = "[document]\nid = \"a\"\ntitle = \"A press release\"\n[[claim]]\nquote = \"q\"\nlines = [1]\nfigure = \"visited.1\"\nis = ";

/// Up to seven files with a NUL between them: the survey, the codebook, the tables, the headlines, the claims, the columns, the
/// quotes. One that is missing or empty is that of the library, or not there.
pub(crate) fn pipeline(data: &[u8]) {
    let mut parts = data.splitn(7, |byte| *byte == 0).map(String::from_utf8_lossy);
    let mut part = || parts.next().filter(|part| !part.is_empty()).map(std::borrow::Cow::into_owned);
    let survey = file("survey.toml", part().unwrap_or_else(|| SURVEY.to_owned()));
    let codebook = file("codebook.toml", part().unwrap_or_else(|| CODEBOOK.to_owned()));
    let mut named = |name| part().map(|text| file(name, text));
    let files = PlanFiles {
        survey,
        codebook,
        tables: named("tables.toml"),
        headlines: named("headlines.toml"),
        claims: named("claims/a.toml").into_iter().collect(),
        columns: named("columns.toml"),
        quotes: named("quotes.toml"),
        ..PlanFiles::default()
    };
    read(&files);
}

/// The words of a claim.
pub(crate) fn claim(data: &[u8]) {
    let words = String::from_utf8_lossy(data);
    let quoted = toml_string(&words);
    let claims = file("claims/a.toml", format!("{CLAIMS}{quoted}\n"));
    read(&PlanFiles {
        survey: file("survey.toml", SURVEY.to_owned()),
        codebook: file("codebook.toml", CODEBOOK.to_owned()),
        claims: vec![claims],
        ..PlanFiles::default()
    });
}

fn file(name: &str, text: String) -> PlanText {
    PlanText { name: name.to_owned(), text }
}

fn toml_string(words: &str) -> String {
    let escaped = words.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
        letter => letter.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Reads the files, and prints all problems as the program does.
fn read(files: &PlanFiles) {
    if let Err(problems) = read_plan(files) {
        for problem in &problems.0 {
            assert!(!problem.place().is_empty(), "a problem without a place: {problem}");
        }
        assert!(!format!("{:?}", miette::Report::new(problems)).is_empty());
    }
}
