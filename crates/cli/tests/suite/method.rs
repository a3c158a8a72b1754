//! The method statement: what a pipeline says of how its survey was made.

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = "[[question]]\nid = \"q\"\nkind = \"single\"\ntext = \"Q?\"\ncolumn = \"q\"\noptions = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
const WHOLE: &str = r#"
client = "The Council"
mode = "by post"
population = "adults"
frame = "the register of addresses"
fieldwork = { start = 2026-01-05, end = 2026-02-01 }

[method]
conducted_by = "Example Research"
geography = "Wales"
sample = "at random"
languages = ["English", "Welsh"]
invited = 12
processing = "answers were keyed twice"
limitations = "few"
contact = "surveys@example.org"
published_at = "example.org/survey"
"#;

#[test]
fn what_a_statement_lacks_is_named() {
    let survey = SmallSurvey { codebook: CODEBOOK, export: "q\nYes\nNo\n", ..SmallSurvey::default() };
    let told = survey.written().check().exits(0).stdout;
    assert_eq!(
        told,
        "s: good (1 questions, 1 tables, 0 queries, 0 headlines, 0 claims)\n  method statement: BPC asks for client, \
         method.conducted_by, fieldwork, mode, population, method.geography, method.sample, method.published_at; AAPOR asks for \
         client, method.conducted_by, fieldwork, mode, population, method.geography, method.sample, frame, method.languages, \
         method.processing, method.limitations, method.contact\n"
    );
    let survey = SmallSurvey { survey: WHOLE, ..survey };
    let told = survey.written().check().exits(0).stdout;
    assert_eq!(told, "s: good (1 questions, 1 tables, 0 queries, 0 headlines, 0 claims)\n");
}

#[test]
fn the_report_has_the_statement() {
    let survey =
        SmallSurvey { survey: WHOLE, codebook: CODEBOOK, export: "q\nYes\nNo\nYes\n", ..SmallSurvey::default() };
    let report = survey.run().output("report.html");
    for part in [
        "<dt>Carried out by</dt>\n<dd>Example Research</dd>",
        "<dt>Languages</dt>\n<dd>English, Welsh</dd>",
        "<dt>Respondents</dt>\n<dd>3 of 12 who were asked to take part: a response rate of 25.0%</dd>",
        "<dt>Weighting</dt>\n<dd>Figures are not weighted: each respondent counts the same.</dd>",
        "<dt>Margin of error</dt>\n<dd>Not given: the pipeline declares no sample design from which it would follow.</dd>",
        "<dt>Published at</dt>\n<dd>example.org/survey</dd>",
    ] {
        assert!(report.contains(part), "{part}");
    }
}

/// Of 400 chosen at random from many, half say yes: 1.96 times the root of 0.25 / 399 is 4.91 points.
#[test]
fn a_design_gives_a_margin_of_error() {
    let export = format!("q\n{}", "Yes\nNo\n".repeat(200));
    let sections = "[design]\ninterval = \"mean\"\n";
    let survey = SmallSurvey { sections, codebook: CODEBOOK, export: &export, ..SmallSurvey::default() };
    let report = survey.run().output("report.html");
    assert!(report.contains("<dd>At most 4.9 percentage points either way for percentages"), "{report}");
}
