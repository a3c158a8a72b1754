//! The groups of a report: the columns of a break, and how many respondents each has.

use std::collections::BTreeSet;

use topline_survey::{GroupReports, Question, RowKind, Survey, Tabulation};

use crate::publication::Publication;

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 60;

/// A group of respondents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportGroup {
    /// The key of its column: `region.3`.
    pub key: String,
    /// Its label.
    pub label: String,
    /// The name of its page.
    pub file: String,
    /// How many respondents it has, as far as that is published; none if nothing is.
    pub respondents: Option<u64>,
}

/// The fewest respondents of a group that has a report.
pub(super) fn minimum(survey: &Survey, report: &GroupReports) -> u64 {
    report.minimum.max(survey.disclosure.minimum_base).max(survey.disclosure.threshold.unwrap_or(0))
}

/// The groups of a question that tables have columns of, in the order of the tables.
pub(super) fn groups(publication: &Publication<'_>, question: &Question) -> Vec<ReportGroup> {
    let mut groups: Vec<ReportGroup> = Vec::new();
    let mut files = BTreeSet::from(["index.html".to_owned()]);
    let columns = publication.tables.iter().flat_map(|table| &table.columns);
    for column in columns {
        let key = column.key.split('/').next().unwrap_or_default();
        let Some(name) = key.strip_prefix(&question.id).and_then(|rest| rest.strip_prefix('.')) else { continue };
        if groups.iter().any(|group| group.key == key) {
            continue;
        }
        let label = label(question, name).to_owned();
        let file = file_name(&label, name, &mut files);
        groups.push(ReportGroup {
            key: key.to_owned(),
            label,
            file,
            respondents: respondents(publication.tables, key),
        });
    }
    groups
}

fn label<'q>(question: &'q Question, name: &'q str) -> &'q str {
    let option = name.parse().ok().and_then(|code| question.option(code)).map(|option| option.label.as_str());
    option.or_else(|| question.net(name).map(|net| net.label.as_str())).unwrap_or(name)
}

/// The greatest base that is published of a column: that of a table in which all of the group are.
fn respondents(tables: &[Tabulation], key: &str) -> Option<u64> {
    let bases = tables.iter().flat_map(Tabulation::figures).filter(|figure| {
        figure.row.kind == RowKind::Base && figure.column.key == key && figure.cell.published.value().is_some()
    });
    bases.map(|figure| figure.cell.base.n.max(figure.cell.n)).max()
}

/// The label in small letters, digits and hyphens; the column's name where nothing of it is left, or where another file has the name.
fn file_name(label: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = |text: &str| {
        let mut slug = String::new();
        for each in text.chars().take(LONGEST_NAME) {
            if each.is_ascii_alphanumeric() {
                slug.push(each.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.trim_end_matches('-').to_owned()
    };
    let own = slug(label);
    let other = format!("group-{}", slug(name));
    let numbered = (2..).map(|number| format!("{other}-{number}"));
    let names = [own].into_iter().filter(|own| !own.is_empty()).chain([other.clone()]).chain(numbered);
    let mut files = names.map(|name| format!("{name}.html"));
    let file = files.find(|file| !taken.contains(file)).unwrap_or_default();
    taken.insert(file.clone());
    file
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::file_name;

    #[test]
    fn names_of_files_are_harmless_and_apart() {
        let mut taken = BTreeSet::from(["index.html".to_owned()]);
        for (label, name, expect) in [
            ("Yorkshire and The Humber", "3", "yorkshire-and-the-humber.html"),
            ("../../etc/passwd", "4", "etc-passwd.html"),
            ("Index", "5", "group-5.html"),
            ("\u{5e9}\u{5dc}", "6", "group-6.html"),
            ("YORKSHIRE & the humber", "7", "yorkshire-the-humber.html"),
            ("yorkshire, the Humber", "8", "group-8.html"),
            ("=1+1|<script>", "9", "1-1-script.html"),
        ] {
            assert_eq!(file_name(label, name, &mut taken), expect, "{label}");
        }
        assert_eq!(file_name(&"a".repeat(10_000), "1", &mut taken).len(), 65);
    }
}
