//! `[expected]` of a file of claims: a table of published figures, one a row, beside the export.
//!
//! How its rows are held against the figures is the business of `claims`.

use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;

use crate::problem::Problem;
use crate::verdict::Ruling;

/// A table of published figures, one a row, beside the export.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The CSV file, from the pipeline's folder; `${NAME:-folder}` reads an environment variable.
    pub path: String,
    /// Its column that names the table, the item or the question.
    pub table: Option<String>,
    /// The table that all its rows are of, where no column names it.
    pub of: Option<String>,
    /// Its column that holds the label of the row.
    pub row: String,
    /// Its column that holds the label of the column; the total where not given.
    pub column: Option<String>,
    /// What that column calls the total: `Total` where not given.
    pub total: Option<String>,
    /// Its column that holds the published value; a blank says that it was held back.
    pub value: Option<String>,
    /// Its column that holds how many respondents the row counts; a blank says nothing.
    pub count: Option<String>,
    /// Its column that holds how many respondents the value is out of; a blank says nothing.
    pub base: Option<String>,
    /// The rows that are read: all where not given.
    pub only: Option<Only>,
    /// What the zeros at the end of a decimal say.
    #[serde(default)]
    pub final_zeros: FinalZeros,
    /// Rows that are known not to hold.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// Rows of a published table, by what stands in one of its columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The column.
    pub column: String,
    /// What stands there.
    pub is: Vec<String>,
}

/// What the zeros at the end of a decimal say of a published value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalZeros {
    /// They were published: `58.0` is exact to a decimal.
    #[default]
    Published,
    /// They were added by the program that wrote the table: `58.0` was published as `58`.
    Added,
}

/// Rows that are known not to hold, and the ruling that they get instead.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The rows as verdicts number them: the header is the first.
    pub rows: Vec<u64>,
    /// The ruling.
    pub expect: Ruling,
    /// Why.
    pub because: String,
}

/// What is wrong with it.
pub(crate) fn problems(expected: &Expected, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |message: &str, hint: &str| {
        problems.push(Problem::new(source, None, message).with_hint(hint));
    };
    if expected.table.is_some() == expected.of.is_some() {
        problem(
            "`[expected]` does not say which tables its rows are of",
            "`table` is its column that names them; `of` is the one table that all are of",
        );
    }
    if expected.value.is_none() && expected.count.is_none() {
        problem(
            "`[expected]` does not say what its rows state",
            "`value` is its column with the values; `count` the one with how many respondents",
        );
    }
    let mut known: Vec<u64> = expected.otherwise.iter().flat_map(|otherwise| otherwise.rows.iter().copied()).collect();
    known.sort_unstable();
    if known.windows(2).any(|pair| pair[0] == pair[1]) {
        problem("`[expected]` says twice what a row is otherwise", "a row has one ruling");
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;
    use crate::plan_files::{PlanFiles, PlanText};

    #[track_caller]
    fn check(expected: &str, problems: &[&str]) {
        let text = |name: &str, text: &str| PlanText { name: name.into(), text: text.to_owned() };
        let files = PlanFiles {
            survey: text("survey", "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\n"),
            claims: vec![text(
                "claims",
                &format!("[document]\nid = 'd'\ntitle = 'D'\n[expected]\npath = 'd.csv'\n{expected}\n"),
            )],
            ..PlanFiles::default()
        };
        let found: Vec<String> = match Plan::read(&files) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.0.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(found, problems, "{expected}");
    }

    #[test]
    fn a_published_table_says_what_its_rows_are_and_state() {
        check("of = 't'\nrow = 'r'\nvalue = 'v'", &[]);
        check("table = 't'\nrow = 'r'\ncount = 'n'\nbase = 'b'\nfinal_zeros = 'added'", &[]);
        check("of = 't'\nrow = 'r'\nvalue = 'v'\nonly = { column = 'kind', is = ['n', 'pct'] }", &[]);
        check(
            "of = 't'\ntable = 't'\nrow = 'r'",
            &[
                "`[expected]` does not say which tables its rows are of",
                "`[expected]` does not say what its rows state",
            ],
        );
        let otherwise = |rows: &str| {
            format!(
                "of = 't'\nrow = 'r'\nvalue = 'v'\n[[expected.otherwise]]\nrows = {rows}\nexpect = 'contradicted'\nbecause = 'b'"
            )
        };
        check(&otherwise("[2, 3]"), &[]);
        check(&otherwise("[2, 3, 2]"), &["`[expected]` says twice what a row is otherwise"]);
    }
}
