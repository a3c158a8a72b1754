//! A small pipeline without a mistake, to which tests add some.

use miette::Diagnostic;
use topline_plan::{Problem, read_plan};
use topline_survey::{Plan, PlanFiles, PlanText};

const SURVEY: &str = "
id = 'x'
title = 'X'

[source]
name = 'main'
path = 'x.csv'
format = 'csv'
respondent = 'id'
";

/// A question of each kind: `sex`, `region` with a net, boxes to tick, a grid, a ranking, numbers, words, a day.
const CODEBOOK: &str = "
[[question]]
id = 'sex'
kind = 'single'
text = 'Sex?'
column = 'sex'
options = [{ code = 1, label = 'Men' }, { code = 2, label = 'Women' }]

[[question]]
id = 'region'
kind = 'single'
text = 'Region?'
column = 'region'
options = [{ code = 1, label = 'North' }, { code = 2, label = 'South' }, { code = 3, label = 'West' }, { code = 9, label = 'Unsure', mark = 'dont_know' }]
nets = [{ id = 'ends', label = 'Ends', codes = [1, 2] }]

[[question]]
id = 'media'
kind = 'multi'
text = 'Media?'
options = [{ code = 1, label = 'Radio', column = 'radio' }, { code = 2, label = 'Papers', column = 'papers' }]

[[question]]
id = 'views'
kind = 'grid'
text = 'Views?'
options = [{ code = 1, label = 'Good' }, { code = 2, label = 'Fair' }, { code = 3, label = 'Poor' }]
items = [{ id = 'price', label = 'Price', column = 'v1' }, { id = 'taste', label = 'Taste', column = 'v2' }]

[[question]]
id = 'ranked'
kind = 'rank'
text = 'Order?'
items = [{ id = 'a', label = 'A', column = 'r1' }, { id = 'b', label = 'B', column = 'r2' }]

[[question]]
id = 'age'
kind = 'number'
text = 'Age?'
column = 'age'

[[question]]
id = 'words'
kind = 'text'
text = 'Why?'
column = 'words'

[[question]]
id = 'secret'
kind = 'text'
private = true
text = 'Who?'
column = 'secret'

[[question]]
id = 'day'
kind = 'date'
text = 'When?'
column = 'day'
";

/// The files of the pipeline; what is empty is not there.
#[derive(Default)]
pub struct Added<'t> {
    pub survey: &'t str,
    pub codebook: &'t str,
    pub tables: &'t str,
    pub headlines: &'t str,
    pub quotes: &'t str,
    pub claims: &'t str,
    pub columns: &'t str,
    pub bulletin: &'t str,
    /// The name of a file of `figures`.
    pub figures: &'t str,
}

fn text(name: &str, text: &str) -> PlanText {
    PlanText { name: name.to_owned(), text: text.to_owned() }
}

fn files(added: &Added<'_>) -> PlanFiles {
    let given = |name: &str, added: &str| (!added.is_empty()).then(|| text(name, added));
    PlanFiles {
        survey: text("survey.toml", &format!("{SURVEY}{}\n", added.survey)),
        codebook: text("codebook.toml", &format!("{CODEBOOK}{}\n", added.codebook)),
        tables: given("tables.toml", added.tables),
        headlines: given("headlines.toml", added.headlines),
        quotes: given("quotes.toml", added.quotes),
        columns: given("columns.toml", added.columns),
        bulletin: given("bulletin.md", added.bulletin),
        claims: given("claims/report.toml", added.claims).into_iter().collect(),
        figures: given("figures.sql", added.figures)
            .map(|file| (added.figures.to_owned(), PlanText { text: "select 1".to_owned(), ..file }))
            .into_iter()
            .collect(),
        ..PlanFiles::default()
    }
}

/// The plan of the pipeline with these additions.
#[track_caller]
pub fn plan(added: &Added<'_>) -> Plan {
    match read_plan(&files(added)) {
        Ok(plan) => plan,
        Err(problems) => panic!("{:?}", problems.0.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

/// The problems of it, each as `code: message`.
pub fn problems(added: &Added<'_>) -> Vec<String> {
    problems_of(&files(added))
}

/// The problems of it where other words stand in its survey, and questions are added.
pub fn changed(from: &str, to: &str, codebook: &str) -> Vec<String> {
    let mut files = files(&Added { codebook, ..Added::default() });
    assert!(files.survey.text.contains(from), "{from}");
    files.survey.text = files.survey.text.replace(from, to);
    problems_of(&files)
}

fn problems_of(files: &PlanFiles) -> Vec<String> {
    match read_plan(files) {
        Ok(_) => Vec::new(),
        Err(found) => found.0.iter().map(|problem| format!("{}: {problem}", problem.problem_code())).collect(),
    }
}

/// What each problem advises; `-` where it advises nothing.
pub fn hints(added: &Added<'_>) -> Vec<String> {
    let hint = |problem: &Problem| problem.help().map_or_else(|| "-".to_owned(), |hint| hint.to_string());
    match read_plan(&files(added)) {
        Ok(_) => Vec::new(),
        Err(found) => found.0.iter().map(hint).collect(),
    }
}

/// Where each problem is: `file:line:column`.
pub fn places(added: &Added<'_>) -> Vec<String> {
    match read_plan(&files(added)) {
        Ok(_) => Vec::new(),
        Err(found) => found.0.iter().map(Problem::place).collect(),
    }
}
