//! Whether the sources fit together, and the keys of each its format.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{BlankRows, Codebook, Format, Joining, KeyColumns, Layout, Source, Survey};

use crate::faults::{CodebookFault, Listed, SourceFault};
use crate::known::Known;
use crate::problem::Problem;

/// The greatest place of a character in a line that a layout may name.
const LAST_PLACE: usize = 1 << 24;

/// Columns of `responses` that tell of the file that a response stands in.
const OF_FILE: [&str; 2] = ["source", "source_row"];

/// Each source is whole, and they fit together.
pub(crate) fn sources(survey: &Survey, spans: &[Range<usize>], file: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    for (source, span) in survey.sources().zip(spans) {
        problems.extend(keys(source, span, file));
        if !names.insert(&source.name) {
            let fault = SourceFault::NameTwice { source_name: source.name.clone() };
            problems.push(Problem::new(file, Some(span.clone()), fault));
        }
        if source.blank_rows == BlankRows::Keep && (source.respondent.is_some() || source.joins.is_some()) {
            let fault = SourceFault::BlankRows { name: source.name.clone() };
            problems.push(Problem::new(file, Some(span.clone()), fault));
        }
        if let Some(joins) = &source.joins {
            problems.extend(joining(survey, source, joins, span, file));
        } else if source.respondent.is_some() != survey.source.respondent.is_some() {
            let (first, other) = (survey.source.name.clone(), source.name.clone());
            let fault = SourceFault::RespondentDiffers { first, other };
            problems.push(Problem::new(file, Some(span.clone()), fault));
        } else if source.layout != survey.source.layout {
            let (first, other) = (survey.source.name.clone(), source.name.clone());
            let fault = SourceFault::LayoutDiffers { first, other };
            problems.push(Problem::new(file, Some(span.clone()), fault));
        }
    }
    problems
}

/// Where there are several files, `responses` has columns that tell which, and no question has these.
pub(crate) fn columns_of_file(
    codebook: &Codebook,
    spans: &[Range<usize>],
    file: &Arc<NamedSource<String>>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (question, span) in codebook.questions.iter().zip(spans) {
        let variables = question.variables().into_iter();
        let taken = variables.flat_map(|variable| [variable.name, variable.absent]);
        problems.extend(
            taken
                .filter(|name| OF_FILE.contains(&name.as_str()))
                .map(|name| Problem::new(file, Some(span.clone()), CodebookFault::FileColumn { column: name })),
        );
    }
    problems
}

/// A source that joins goes to one with responses, by a column of which each row has its own text.
fn joining(
    survey: &Survey,
    source: &Source,
    joins: &Joining,
    span: &Range<usize>,
    file: &Arc<NamedSource<String>>,
) -> Vec<Problem> {
    let name = || source.name.clone();
    let mut problems = Vec::new();
    let mut problem = |span: &Range<usize>, fault: SourceFault| {
        problems.push(Problem::new(file, Some(span.clone()), fault));
    };
    if source.respondent.is_some() {
        problem(span, SourceFault::JoinedRespondent { name: name() });
    }
    if source.layout == Layout::Long {
        problem(span, SourceFault::JoinedLong { name: name() });
    }
    if source.is_of_files() {
        problem(span, SourceFault::JoinedFiles { name: name() });
    }
    if let Some(to) = &joins.to {
        let (to, span) = (to.get_ref(), to.span());
        match survey.sources().find(|source| source.name == *to) {
            None => {
                let known = Known::of(to, survey.stacked().map(|source| &source.name));
                problem(&span, SourceFault::JoinsUnknown { name: name(), to: to.clone(), known });
                return problems;
            }
            Some(other) if other.joins.is_some() => {
                let names = circle(survey, source);
                let fault = match names.len() {
                    0 => SourceFault::JoinsJoined { name: name(), to: to.clone() },
                    1 => SourceFault::JoinsItself { name: name() },
                    _ => SourceFault::JoinsInCircle { names: Listed(names) },
                };
                problem(&span, fault);
                return problems;
            }
            Some(_) => {}
        }
    }
    let joined: Vec<&Source> = survey.stacked().filter(|source| joins.is_to(&source.name)).collect();
    if let Some(long) = joined.iter().find(|joined| joined.layout == Layout::Long) {
        problem(span, SourceFault::JoinsLong { name: name(), to: long.name.clone() });
    }
    let (on, equals) = (joins.on.count(), joins.equals.as_ref().map_or(1, KeyColumns::count));
    if on != equals {
        problem(span, SourceFault::KeyColumns { name: name(), on, equals });
    }
    if joins.equals.is_none()
        && let Some(unnamed) = joined.iter().find(|joined| joined.respondent.is_none())
    {
        problem(span, SourceFault::JoinsUnidentified { name: name(), to: unnamed.name.clone() });
    }
    problems
}

/// The sources that a source comes to by following joins, if these lead back to it.
fn circle(survey: &Survey, from: &Source) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut at = from;
    loop {
        if names.contains(&at.name) {
            return if at.name == from.name { names } else { Vec::new() };
        }
        names.push(at.name.clone());
        let to = at.joins.as_ref().and_then(|joins| joins.to.as_ref());
        let Some(next) = to.and_then(|to| survey.sources().find(|source| source.name == *to.get_ref())) else {
            return Vec::new();
        };
        at = next;
    }
}

/// The keys of a source are those of its format: a second file belongs to formats that have one, and a layout to text of fixed
/// width, in which each column has a place.
fn keys(export: &Source, span: &Range<usize>, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |fault: SourceFault| problems.push(Problem::new(source, Some(span.clone()), fault));
    let name = &export.name;
    if name.is_empty()
        || name.starts_with('.')
        || !name.chars().all(|each| each.is_ascii_alphanumeric() || "-_.".contains(each))
    {
        problem(SourceFault::FileName { name: name.clone() });
    }
    if export.header_rows == 0 {
        problem(SourceFault::NoHeader {});
    }
    for key in unheard(export) {
        problem(SourceFault::KeyOfFormat { key, format: export.format });
    }
    if export.name_row.is_some_and(|row| row == 0 || row > export.header_rows) {
        problem(SourceFault::NameRow { rows: export.header_rows });
    }
    if export.respondent.is_none() && export.layout == Layout::Long && export.joins.is_none() {
        problem(SourceFault::LongWithoutRespondent {});
    }
    match (export.format, &export.metadata) {
        (Format::TripleS, None) => problem(SourceFault::TripleSDefinition {}),
        (Format::TripleS | Format::Sas7bdat | Format::FixedWidth, _) | (_, None) => {}
        (_, Some(_)) => problem(SourceFault::NoSecondFile {}),
    }
    match (export.format, export.columns.is_empty(), export.metadata.is_some()) {
        (Format::FixedWidth, true, false) => problem(SourceFault::NoLayout {}),
        (Format::FixedWidth, false, true) => problem(SourceFault::TwoLayouts {}),
        (Format::FixedWidth, false, false) | (_, true, _) => {}
        (_, false, _) => problem(SourceFault::OwnColumns {}),
    }
    let mut names = BTreeSet::new();
    for column in &export.columns {
        let name = &column.name;
        if !names.insert(name) {
            problem(SourceFault::LayoutColumnTwice { column: name.clone() });
        }
        let end = column.start.checked_add(column.width);
        if column.start == 0 || column.width == 0 || end.is_none_or(|end| end > LAST_PLACE) {
            problem(SourceFault::LayoutPlace { column: name.clone() });
        }
    }
    problems
}

/// The keys that are given, and that its format has no use for.
fn unheard(source: &Source) -> Vec<&'static str> {
    use Format::{Csv, Jsonl, Ods, Parquet, Xls, Xlsx};

    let keys = [
        ("encoding", source.encoding.is_some(), [Xlsx, Xls, Ods, Parquet].as_slice()),
        ("delimiter", source.delimiter.is_some(), &[Xlsx, Xls, Ods, Parquet, Jsonl]),
        ("header_rows", source.header_rows != 1, &[Parquet, Jsonl]),
        ("sheet", source.sheet.is_some(), &[Csv, Jsonl, Parquet]),
    ];
    let unheard = keys.into_iter().filter(|(_, is_given, deaf)| *is_given && deaf.contains(&source.format));
    unheard.map(|(key, ..)| key).collect()
}

#[cfg(test)]
mod tests {
    use topline_survey::{PlanFiles, PlanText};

    use super::*;
    use crate::plan::read_plan;
    use crate::survey_file::parse;

    #[track_caller]
    fn check(keys_of_source: &str, expect: &[&str]) {
        let text = format!(
            "id = 'x'\ntitle = 'X'\n[source]\nname = 'x'\npath = 'x.dat'\nrespondent = 'id'\n{keys_of_source}\n"
        );
        let file = Arc::new(NamedSource::new("survey.toml", text));
        let (survey, _, problems) = parse(&file);
        assert!(problems.is_empty(), "{problems:?}");
        let found = keys(&survey.expect("a survey").source, &(0..0), &file);
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
        check("format = 'fixed_width'\nmetadata = 'x.sps'", &[]);
        check(
            "format = 'fixed_width'\nmetadata = 'x.sps'\ncolumns = [{ name = 'id', start = 1, width = 4 }]",
            &["a source of fixed width with two layouts"],
        );
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

    #[test]
    fn keys_that_a_format_has_no_use_for_are_problems() {
        let problems = |source: &str| -> Vec<String> {
            let text = |text: String| PlanText { name: "inline".into(), text };
            let files = PlanFiles {
                survey: text(format!(
                    "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r'\nrespondent = 'id'\n{source}\n"
                )),
                codebook: text("[[question]]\nid = 'q'\nkind = 'text'\ntext = 'Q?'\ncolumn = 'q'\n".to_owned()),
                ..PlanFiles::default()
            };
            read_plan(&files)
                .err()
                .map_or_else(Vec::new, |problems| problems.0.iter().map(ToString::to_string).collect())
        };
        let all = "encoding = 'utf-8'\ndelimiter = ';'\nheader_rows = 2\nsheet = 'S'\nmember = 'm'";
        let unheard = |keys: &[&str], format: &str| -> Vec<String> {
            keys.iter().map(|key| format!("`{key}` says nothing of an export in the format `{format}`")).collect()
        };
        let cases: [(&str, &[&str]); 6] = [
            ("csv", &["sheet"]),
            ("jsonl", &["delimiter", "header_rows", "sheet"]),
            ("xlsx", &["encoding", "delimiter"]),
            ("xls", &["encoding", "delimiter"]),
            ("ods", &["encoding", "delimiter"]),
            ("parquet", &["encoding", "delimiter", "header_rows", "sheet"]),
        ];
        for (format, keys) in cases {
            assert!(problems(&format!("format = '{format}'")).is_empty());
            assert_eq!(problems(&format!("format = '{format}'\n{all}")), unheard(keys, format));
        }
    }
}
