//! A report with more tables than one page can show.

use topline_publish::DocumentFile;
use topline_survey::{ColumnHead, Tabulation};

use crate::fixture::{SURVEY, agreement, plan, reading, report_files, rest, shares};

/// What a page may be.
const TWO_MEGABYTES: usize = 2_000_000;

/// `count` tables like that of `Q1`, each with the two columns of its break `breaks` times.
fn many(count: usize, breaks: usize) -> Vec<Tabulation> {
    let wide = |mut table: Tabulation| {
        let of_breaks = |number: usize| {
            let head = |column: &ColumnHead| ColumnHead {
                key: format!("by{number}.{}", column.label),
                break_label: format!("Break {number}"),
                ..column.clone()
            };
            table.columns[1..].iter().map(head).collect::<Vec<_>>()
        };
        let columns = (0..breaks).flat_map(of_breaks).collect::<Vec<_>>();
        table.columns.truncate(1);
        table.columns.extend(columns);
        for row in table.sections.iter_mut().flat_map(|section| &mut section.rows) {
            let own = row.cells.split_off(1);
            row.cells.extend((0..breaks).flat_map(|_| own.clone()));
        }
        table
    };
    (0..count).map(|number| wide(Tabulation { id: format!("T{number}"), ..reading() })).collect()
}

fn files(tables: &[Tabulation]) -> Vec<DocumentFile> {
    let (plan, rest) = (plan(SURVEY, ""), rest());
    report_files(&rest.with(&plan, tables))
}

fn text(file: &DocumentFile) -> &str {
    std::str::from_utf8(&file.bytes).expect("text")
}

#[test]
fn breaks_go_to_pages_of_their_own() {
    let mut tables = many(60, 40);
    tables.extend([agreement(), shares()]);
    let files = files(&tables);
    let report = text(&files[0]);
    assert!(report.len() < TWO_MEGABYTES, "{} bytes", report.len());
    assert_eq!(report.matches("<figure class=\"chart").count(), 61, "a chart of each question");
    assert!(!report.contains("<table class=\"figures"), "no table of a question");
    let pages = &files[1..];
    // A table has some 40 kB: half a megabyte of them is a page.
    assert!((3..=12).contains(&pages.len()), "{} pages", pages.len());
    for (number, page) in pages.iter().enumerate() {
        assert_eq!(page.name, format!("report-tables/{}.html", number + 1));
        assert!(page.bytes.len() < 600_000, "{} bytes", page.bytes.len());
        let neighbours = [number > 0, number + 1 < pages.len()];
        for (is_there, to) in neighbours.into_iter().zip([number, number + 2]) {
            assert_eq!(text(page).contains(&format!("<a href=\"{to}.html\">")), is_there, "{number} to {to}");
        }
    }
    for table in &tables {
        let own = format!("id=\"table-{}\"", table.id);
        let mut having = pages.iter().filter(|page| text(page).contains(&own));
        let page = having.next().unwrap_or_else(|| panic!("no page has {}", table.id));
        assert!(having.next().is_none(), "{} is on one page", table.id);
        let (name, id) = (&page.name, &table.id);
        assert!(report.contains(&format!("<a href=\"{name}#figures-{id}\">")), "{id} on {name}");
        let page = text(page);
        assert!(page.contains(&format!("<a href=\"#table-{id}\">")), "the contents have {id}");
        let section = &page[page.find(&own).expect("its section")..];
        let section = &section[..section.find("</section>").expect("its end")];
        assert!(section.contains(&format!("id=\"figures-{id}\"")));
        let cells = table.figures().count();
        let shown = if table.id == "shares" { cells + 2 } else { cells };
        assert!(section.matches("<td").count() >= shown, "{id}: {cells} cells");
    }
    let first = text(&pages[0]);
    assert!(first.contains("<a href=\"../report.html#table-T0\">"));
    assert_eq!(first.matches("<style>").count(), 1);
    assert!(report.contains(">Table with 40 breaks<") && report.contains(">Table by Region<"));
}

#[test]
fn charts_go_too_where_they_are_too_many() {
    let tables = many(1_500, 1);
    let files = files(&tables);
    assert!(files.len() < 40, "{} files", files.len());
    let report = text(&files[0]);
    assert!(report.len() < TWO_MEGABYTES, "{} bytes", report.len());
    assert!(!report.contains("<figure class=\"chart"));
    assert_eq!(report.matches("<section class=\"table\" id=\"table-T").count(), 1_500);
    assert!(text(&files[1]).contains("<figure class=\"chart"));
}

#[test]
fn a_report_of_usual_size_is_one_page() {
    assert_eq!(files(&many(20, 2)).len(), 1);
}
