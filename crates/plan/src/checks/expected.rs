//! Whether a table of published figures says what its rows are and state.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::Expected;

use crate::faults::ClaimsFault;
use crate::problem::Problem;

/// What is wrong with it.
pub(crate) fn problems(expected: &Expected, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |fault: ClaimsFault| problems.push(Problem::new(source, None, fault));
    if expected.table.is_some() == expected.of.is_some() {
        problem(ClaimsFault::ExpectedTable {});
    }
    if expected.value.is_none() && expected.count.is_none() {
        problem(ClaimsFault::ExpectedValue {});
    }
    let mut known: Vec<u64> = expected.otherwise.iter().flat_map(|otherwise| otherwise.rows.iter().copied()).collect();
    known.sort_unstable();
    if known.windows(2).any(|pair| pair[0] == pair[1]) {
        problem(ClaimsFault::ExpectedTwice {});
    }
    problems
}

#[cfg(test)]
mod tests {
    use topline_survey::{PlanFiles, PlanText};

    use crate::plan::read_plan;

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
        let found: Vec<String> = match read_plan(&files) {
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
