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
    let mut tables = many(200, 40);
    tables.extend([agreement(), shares()]);
    let files = files(&tables);
    assert_eq!(files.len(), 1 + tables.len());
    let report = text(&files[0]);
    assert!(report.len() < TWO_MEGABYTES, "{} bytes", report.len());
    assert_eq!(report.matches("<figure class=\"chart").count(), 201, "a chart of each question");
    assert!(!report.contains("<table class=\"figures"), "no table of a question");
    for (table, file) in tables.iter().zip(&files[1..]) {
        let name = format!("report-tables/{}.html", table.id);
        assert_eq!(file.name, name);
        assert!(report.contains(&format!("<a href=\"{name}\">")), "{name}");
        let page = text(file);
        assert!(page.len() < TWO_MEGABYTES);
        assert!(page.contains(&format!("<a href=\"../report.html#table-{}\">", table.id)), "{page}");
        let cells = table.figures().count();
        let shown = if table.id == "shares" { cells + 2 } else { cells };
        assert!(page.matches("<td").count() >= shown, "{}: {cells} cells", table.id);
    }
    assert!(report.contains(">Table with 40 breaks<") && report.contains(">Table by Region<"));
}

#[test]
fn charts_go_too_where_they_are_too_many() {
    let tables = many(1_500, 1);
    let files = files(&tables);
    assert_eq!(files.len(), 1_501);
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
