//! Whether the keys of `[source]` are those of its format.

use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;

use crate::declaration::{Format, Source};
use crate::problem::Problem;

/// The greatest place of a character in a line that a layout may name.
const LAST_PLACE: usize = 1 << 24;

/// A second file belongs to formats that have one, and a layout to text of fixed width, in which each column has a place.
pub(crate) fn keys(export: &Source, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |message: String, hint: &str| problems.push(Problem::new(source, None, message).with_hint(hint));
    match (export.format, &export.metadata) {
        (Format::TripleS, None) => problem(
            "a source in Triple-S without its definition".to_owned(),
            "`metadata` is the path of the file with the definition, `.sss` or `.xml`",
        ),
        (Format::TripleS | Format::Sas7bdat, _) | (_, None) => {}
        (_, Some(_)) => problem(
            "`metadata` in a source whose format has no second file".to_owned(),
            "`triple_s` and `sas7bdat` have one",
        ),
    }
    match (export.format, export.columns.is_empty()) {
        (Format::FixedWidth, true) => problem(
            "a source of fixed width without a layout".to_owned(),
            "`columns` are the columns that are read, each with `name`, `start` and `width`",
        ),
        (Format::FixedWidth, false) | (_, true) => {}
        (_, false) => {
            problem("`columns` in a source that names its own columns".to_owned(), "`fixed_width` needs them");
        }
    }
    let mut names = BTreeSet::new();
    for column in &export.columns {
        let name = &column.name;
        if !names.insert(name) {
            problem(format!("two columns `{name}` in the layout"), "each column of the export has a name of its own");
        }
        let end = column.start.checked_add(column.width);
        if column.start == 0 || column.width == 0 || end.is_none_or(|end| end > LAST_PLACE) {
            problem(
                format!("the column `{name}` stands at no place of a line"),
                "`start` counts from 1, and `width` is 1 or more",
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::parse;

    #[track_caller]
    fn check(keys_of_source: &str, expect: &[&str]) {
        let text = format!(
            "id = 'x'\ntitle = 'X'\n[source]\nname = 'x'\npath = 'x.dat'\nrespondent = 'id'\n{keys_of_source}\n"
        );
        let file = Arc::new(NamedSource::new("survey.toml", text));
        let (survey, problems) = parse(&file);
        assert!(problems.is_empty(), "{problems:?}");
        let found = keys(&survey.expect("a survey").source, &file);
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn each_format_has_its_keys() {
        check("format = 'dta'", &[]);
        check("format = 'triple_s'\nmetadata = 'x.sss'", &[]);
        check("format = 'sas7bdat'\nmetadata = 'formats.sas7bcat'", &[]);
        check("format = 'fixed_width'\ncolumns = [{ name = 'id', start = 1, width = 4 }]", &[]);
        check("format = 'triple_s'", &["a source in Triple-S without its definition"]);
        check("format = 'csv'\nmetadata = 'x.sss'", &["`metadata` in a source whose format has no second file"]);
        check("format = 'fixed_width'", &["a source of fixed width without a layout"]);
        let layout = "columns = [{ name = 'a', start = 0, width = 1 }, { name = 'a', start = 1, width = 99999999 }]";
        check(
            &format!("format = 'xlsx'\n{layout}"),
            &[
                "`columns` in a source that names its own columns",
                "the column `a` stands at no place of a line",
                "two columns `a` in the layout",
                "the column `a` stands at no place of a line",
            ],
        );
    }
}
