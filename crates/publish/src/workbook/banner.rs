//! The workbook for a person at a desk: banner tables with their columns side by side, several to a sheet, and an index with
//! links. It is not the accessible form: a sheet has several tables, and heads are in two rows.

use topline_workbook::{CellLook, LinkTarget, SheetCell, WorkSheet, Workbook, WorkbookNames};

use crate::arrangement::laid_out;
use crate::layout::{Column, Layout};
use crate::publication::{Publication, arrangement};
use crate::questionnaire_section::{sections, sort_by_section};
use crate::workbook::accessible::LANGUAGE;
use crate::workbook::front::{about, author, reconstructed, source, title};
use crate::workbook::lines::{Line, LineKind, has_bases, lines, sql_lines};
use crate::workbook::notes::{Notes, shorthand};

/// How many tables a sheet has.
const TABLES_A_SHEET: usize = 20;

/// The whole workbook.
pub(super) fn workbook(publication: &Publication<'_>) -> Workbook {
    let mut layouts: Vec<Layout<'_>> =
        publication.tables.iter().filter_map(|table| laid_out(table, arrangement(publication.plan, table))).collect();
    sort_by_section(publication.plan, &mut layouts);
    let mut names = WorkbookNames::default();
    let index_name = names.sheet("Index");
    let mut notes = Notes::default();
    let mut sheets = Vec::new();
    let mut places: Vec<(String, usize)> = Vec::new();
    for (number, layouts) in layouts.chunks(TABLES_A_SHEET).enumerate() {
        let mut sheet = WorkSheet::new(&names.sheet(&format!("Tables {}", number + 1)));
        let columns = layouts.iter().map(|layout| layout.columns.len()).max().unwrap_or_default();
        sheet.set_widths(std::iter::once(44).chain(std::iter::repeat_n(13, columns)).collect());
        let last = number * TABLES_A_SHEET + layouts.len();
        let shown = format!("Tables {} to {last}", number * TABLES_A_SHEET + 1);
        sheet.add_line(&format!("{}: {shown}", publication.plan.survey.title), CellLook::Heading1);
        for layout in layouts {
            sheet.add_row(Vec::new());
            places.push((sheet.name().to_owned(), sheet.rows().len()));
            add_table(&mut sheet, publication, layout, &index_name, &mut notes);
        }
        sheets.push(sheet);
    }
    let index = index(publication, &index_name, &layouts, &places, &notes);
    sheets.insert(0, index);
    Workbook {
        title: publication.plan.survey.title.clone(),
        author: author(publication),
        language: LANGUAGE.to_owned(),
        sheets,
    }
}

fn index(
    publication: &Publication<'_>,
    name: &str,
    layouts: &[Layout<'_>],
    places: &[(String, usize)],
    notes: &Notes,
) -> WorkSheet {
    let mut sheet = WorkSheet::new(name);
    sheet.set_widths(vec![70, 50]);
    sheet.add_line(&publication.plan.survey.title, CellLook::Heading1);
    sheet.add_line(&source(publication), CellLook::Plain);
    if let Some(said) = reconstructed(publication) {
        sheet.add_line(said, CellLook::Strong);
    }
    sheet.add_row(Vec::new());
    sheet.add_row(vec![SheetCell::text("Table", CellLook::Head), SheetCell::text("Base", CellLook::Head)]);
    let mut places = places.iter();
    for part in sections(publication.plan, layouts) {
        if let Some(title) = part.title {
            sheet.add_line(title, CellLook::Strong);
        }
        for (layout, (of_sheet, row)) in part.layouts.iter().zip(places.by_ref()) {
            let link = SheetCell::link(&title(layout), LinkTarget::Row(of_sheet.clone(), *row));
            sheet.add_row(vec![link, SheetCell::text(layout.base_rule(), CellLook::Plain)]);
        }
    }
    if !notes.texts.is_empty() {
        sheet.add_row(Vec::new());
        sheet.add_line("Notes", CellLook::Heading2);
        for (index, text) in notes.texts.iter().enumerate() {
            sheet.add_line(&format!("[note {}] {text}", index + 1), CellLook::Plain);
        }
    }
    sheet
}

fn add_table(
    sheet: &mut WorkSheet,
    publication: &Publication<'_>,
    layout: &Layout<'_>,
    index: &str,
    notes: &mut Notes,
) {
    sheet.add_line(&title(layout), CellLook::Heading2);
    let mut said = about(publication, layout);
    said.extend(shorthand(publication, layout));
    said.extend(notes.cited(publication, layout).map(|line| line.replace("the sheet Notes", "the sheet Index")));
    said.extend(reconstructed(publication).map(str::to_owned));
    // Sentences run over the columns next to them: wrapped in the first column, they would make rows as high as a screen.
    for text in said {
        sheet.add_line(&text, CellLook::Sentence);
    }
    let rows = if layout.is_sql() {
        let names: &[&str] = if has_bases(layout) { &["Value", "Count", "Base"] } else { &["Value"] };
        let heads = names.iter().map(|name| SheetCell::text(name, CellLook::NumberHead));
        sheet.add_row(std::iter::once(SheetCell::empty()).chain(heads).collect());
        sql_lines(layout)
    } else {
        add_heads(sheet, &layout.columns);
        lines(publication, layout)
    };
    let mut item = String::new();
    for line in rows {
        if line.item != item {
            sheet.add_line(&line.item, CellLook::Strong);
            item.clone_from(&line.item);
        }
        add_line(sheet, line);
    }
    sheet.add_row(vec![SheetCell::link("Back to the index", LinkTarget::Row(index.to_owned(), 0))]);
}

/// The names of breaks over their first columns, and the heads of columns with their letters below.
fn add_heads(sheet: &mut WorkSheet, columns: &[Column<'_>]) {
    let mut upper = vec![SheetCell::empty()];
    let mut last = "";
    for column in columns {
        let is_new = column.break_label != last;
        last = &column.break_label;
        upper.push(if is_new { SheetCell::text(&column.break_label, CellLook::Break) } else { SheetCell::empty() });
    }
    if columns.iter().any(|column| !column.break_label.is_empty()) {
        sheet.add_row(upper);
    }
    let heads = columns.iter().map(|column| SheetCell::text(&column.heading(), CellLook::NumberHead));
    sheet.add_row(std::iter::once(SheetCell::empty()).chain(heads).collect());
}

fn add_line(sheet: &mut WorkSheet, line: Line) {
    let label = match line.kind {
        LineKind::Values | LineKind::Tests => SheetCell::text(&line.label, line.look),
        // Letters are below their values.
        LineKind::Letters => SheetCell::empty(),
    };
    let cells = line.cells.into_iter().map(|cell| match (line.kind, cell.words()) {
        (LineKind::Letters, Some("none" | "[z]")) | (LineKind::Tests, Some("[z]")) => SheetCell::empty(),
        _ => cell,
    });
    sheet.add_row(std::iter::once(label).chain(cells).collect());
}
