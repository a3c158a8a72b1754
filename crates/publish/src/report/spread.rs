//! How the tables of a report are spread over pages: all on one while that stays small, else on as few further pages as stay small.
//!
//! A page of many megabytes takes a telephone longer to show than its reader waits. So when the tables are too much for one page, the report
//! keeps a chart of each, and a link to the page that has the table with all its breaks; when charts are too much as well, the link.

use std::ops::Range;

use crate::document::DocumentFile;
use crate::element::Element;
use crate::layout::Layout;
use crate::publication::Publication;
use crate::questionnaire_section::sections;
use crate::report::table_page::{TablePage, address};
use crate::report::{front, table};

/// The most bytes of tables on the page of the report. With what else it holds, it stays below two megabytes.
const MOST_BYTES: usize = 1_500_000;
/// The most bytes of tables on a further page, unless it has only one.
const MOST_BYTES_OF_PAGE: usize = 500_000;

/// The tables of a report.
pub(super) struct Spread {
    /// What the report has of each table.
    pub sections: Vec<Element>,
    /// The pages beside it.
    pub pages: Vec<DocumentFile>,
}

/// The tables, on as many pages as they need.
pub(super) fn spread(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Spread {
    let headings = headings(publication, layouts);
    let whole = whole_under(publication, layouts, &headings);
    if whole.iter().map(Element::length).sum::<usize>() <= MOST_BYTES {
        return Spread { sections: whole, pages: Vec::new() };
    }
    let parts = sections(publication.plan, layouts);
    let begins_section = parts.iter().flat_map(|part| (0..part.layouts.len()).map(|place| place == 0));
    let ranges = ranges(whole.iter().map(Element::length).zip(begins_section));
    let addresses: Vec<String> = ranges
        .iter()
        .enumerate()
        .flat_map(|(index, range)| layouts[range.clone()].iter().map(move |layout| address(index + 1, layout)))
        .collect();
    let all = || layouts.iter().zip(headings.iter().copied()).zip(&addresses);
    let charts = below_most(all().map(|((layout, heading), page)| table::charted(publication, layout, heading, page)));
    let sections =
        charts.unwrap_or_else(|| all().map(|((layout, heading), page)| table::linked(layout, heading, page)).collect());
    Spread { sections, pages: pages(publication, layouts, &ranges, whole) }
}

/// Each table whole.
pub(crate) fn whole(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Vec<Element> {
    whole_under(publication, layouts, &headings(publication, layouts))
}

fn whole_under(publication: &Publication<'_>, layouts: &[Layout<'_>], headings: &[&'static str]) -> Vec<Element> {
    layouts.iter().zip(headings).map(|(layout, heading)| table::section(publication, layout, heading)).collect()
}

/// The element of each table's heading.
fn headings(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Vec<&'static str> {
    let parts = sections(publication.plan, layouts);
    parts.iter().flat_map(|part| part.layouts.iter().map(|_| part.table_heading())).collect()
}

/// The sections, if they are not too much for the page of the report.
fn below_most(sections: impl Iterator<Item = Element>) -> Option<Vec<Element>> {
    let mut bytes = 0;
    sections
        .map(|section| {
            bytes += section.length();
            (bytes <= MOST_BYTES).then_some(section)
        })
        .collect()
}

/// Which tables share a page, by how long each is and whether it begins a section of the questionnaire. A page ends where a section does,
/// unless it is less than half full.
fn ranges(tables: impl Iterator<Item = (usize, bool)>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (place, (length, begins_section)) in tables.enumerate() {
        let is_full = bytes + length > MOST_BYTES_OF_PAGE;
        let ends = is_full || (begins_section && bytes > MOST_BYTES_OF_PAGE / 2);
        if let Some(last) = ranges.last_mut().filter(|_| !ends) {
            last.end = place + 1;
        } else {
            ranges.push(place..place + 1);
            bytes = 0;
        }
        bytes += length;
    }
    ranges
}

/// The pages with these tables.
fn pages(
    publication: &Publication<'_>,
    layouts: &[Layout<'_>],
    ranges: &[Range<usize>],
    whole: Vec<Element>,
) -> Vec<DocumentFile> {
    // It looks at all figures, and is the same on all pages.
    let footer = front::footer(publication);
    let mut whole = whole.into_iter();
    let pages = ranges.iter().enumerate().map(|(index, range)| {
        let sections = whole.by_ref().take(range.len()).collect();
        let page = TablePage { number: index + 1, of: ranges.len(), layouts: &layouts[range.clone()] };
        page.file(publication, sections, &footer)
    });
    pages.collect()
}

#[cfg(test)]
mod tests {
    use super::ranges;

    /// How many tables each page has, of tables with these lengths in kilobytes; those with `true` begin a section.
    #[track_caller]
    fn check(tables: &[(usize, bool)], expect: &[usize]) {
        let found = ranges(tables.iter().map(|(length, begins)| (1000 * length, *begins)));
        assert_eq!(found.iter().map(ExactSizeIterator::len).collect::<Vec<_>>(), expect, "{tables:?}");
        assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start), "no table is left out");
    }

    #[test]
    fn a_page_ends_where_it_is_full_or_a_section_ends() {
        check(&[], &[]);
        check(&[(40, true)], &[1]);
        // Half a megabyte has room, and not more.
        check(&[(250, true), (250, false), (1, false)], &[2, 1]);
        check(&[(250, true), (251, false), (249, false)], &[1, 2]);
        // One that is longer has a page of its own.
        check(&[(900, true), (10, false), (900, false)], &[1, 1, 1]);
        // A new section begins a page if the one before is more than half full.
        check(&[(250, true), (10, true)], &[2]);
        check(&[(251, true), (10, true), (10, false)], &[1, 2]);
        check(&[(251, true), (10, false), (10, true)], &[2, 1]);
    }
}
