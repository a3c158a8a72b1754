//! A small survey for the tests of this crate, and a plan of its export.

use topline_plan::read_plan;
use topline_survey::{Plan, PlanFiles, PlanText};

const SURVEY: &str = r#"
id = "small"
title = "A small survey"
fieldwork = { start = 2017-08-01, end = 2017-08-31 }

[source]
name = "responses"
path = "export.csv"
format = "csv"
header_rows = 2
respondent = "ID"
duplicates = "keep_first"

[[exclude]]
reason = "test"
column = "Email"
is = ["test@example.org"]

[[exclude]]
reason = "abandoned"
answers_fewer_than = 2
"#;

const CODEBOOK: &str = r#"
passed_over = ["Email"]

[[scale]]
id = "agreement"
options = [
    { code = 1, label = "Agree" },
    { code = 2, label = "Neither agree nor disagree", also = ["Neither"] },
    { code = 3, label = "Disagree" },
    { code = 4, label = "Don't know", also = ["Don’t know"], mark = "dont_know" },
]

[[question]]
id = "Q1"
kind = "single"
text = "How much?"
column = "Q1. How much?"
options = [{ code = 1, label = "Much" }, { code = 2, label = "Some" }, { code = 3, label = "Nothing" }]
nets = [{ id = "something", label = "Something", codes = [1, 2] }]

[[question]]
id = "Q2"
kind = "grid"
text = "Agree?"
columns_under = "Q2. Agree?"
scale = "agreement"
items = [{ id = "here", label = "Here", column = "Here" }, { id = "there", label = "There", column = "There" }]

[[question]]
id = "Q3"
kind = "multi"
text = "Which?"
column = "Q3. Which?"
separator = ";"
options = [{ code = 1, label = "Red" }, { code = 2, label = "Blue" }, { code = 3, label = "None", mark = "dont_know" }]
asked_if = { question = "Q1", is = [1, 2] }

[[question]]
id = "comment"
kind = "text"
text = "Comment"
column = "Comment"
"#;

/// A plan that asks for something of everything but rankings, places and passages.
pub(crate) const SPEC: &str = r#"
seed = 1
respondents = 40
style = "surveymonkey_csv"
usual = { "Don't know" = "Don’t know" }
note = { documents = ["a report"] }
id = { first = 100, step = 3 }
metadata = [{ column = "ID", gives = "id" }, { column = "Email", gives = "blank" }]

[[answers]]
question = "Q1"
base = 40
percent = { 1 = 25, something = 75 }
weight = { 2 = 1, 3 = 1 }

[[answers]]
question = "Q2"
item = "here"
base = 39
percent = { 1 = 26 }
weight = { 2 = 1, 3 = 3, 4 = 1 }

[[answers]]
question = "Q2"
item = "there"
base_at_most = 40
percent = { 1 = 13, 3 = 84 }
weight = { 2 = 1 }

[[answers]]
question = "Q3"
base = 28
percent = { 1 = 50 }
chosen = { 2 = 20 }
weight = { 3 = 0.1 }

[[comment]]
question = "comment"
base = 9
texts = ["So, so", "A “quote”"]

[[crosstab]]
row = "Q2.here"
column = "Q1"
base = 39
cell = [{ row = "1", column = "1", count = 9 }, { row = "1", column = "something", count = 10 }]

[mess]
duplicates = 3
blank_rows = 2
spellings = 1
folded = 1
abandoned = [{ answers = 1 }]
excluded = [{ stands = "first", cells = { Email = "test@example.org" } }]
"#;

/// The survey: a single question, a grid, tick boxes in one column behind routing, and words.
pub(crate) fn plan() -> Plan {
    let file = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: file("survey.toml", SURVEY),
        codebook: file("codebook.toml", CODEBOOK),
        ..PlanFiles::default()
    };
    read_plan(&files).expect("a plan")
}
