//! The workbook for everybody: a cover, contents, notes, and one marked-up table to a sheet.

use topline_workbook::{CellLook, LinkTarget, SheetCell, WorkSheet, Workbook, WorkbookNames};

use crate::arrangement::laid_out;
use crate::layout::{Column, Layout};
use crate::publication::{Publication, arrangement};
use crate::questionnaire_section::{section_of, sort_by_section};
use crate::shown::CAUTION;
use crate::workbook::front::{about, author, cover, reconstructed, source, title};
use crate::workbook::lines::{Line, LineKind, cautioned_columns, has_bases, lines, sql_lines};
use crate::workbook::notes::{Notes, shorthand};

/// The language of the words around the figures.
pub(super) const LANGUAGE: &str = "en-GB";

/// The whole workbook.
pub(super) fn workbook(publication: &Publication<'_>) -> Workbook {
    let mut layouts: Vec<Layout<'_>> =
        publication.tables.iter().filter_map(|table| laid_out(table, arrangement(publication.plan, table))).collect();
    sort_by_section(publication.plan, &mut layouts);
    let mut sheet_names = WorkbookNames::default();
    let [cover_name, contents_name, notes_name] = ["Cover", "Contents", "Notes"].map(|name| sheet_names.sheet(name));
    let mut table_names = WorkbookNames::default();
    let [contents_table, notes_table] = ["contents_table", "notes_table"].map(|name| table_names.table(name));
    let mut notes = Notes::default();
    let tables: Vec<WorkSheet> = layouts
        .iter()
        .map(|layout| {
            let name = sheet_names.sheet(&layout.table.id);
            let table = table_names.table(&format!("{} {}", layout.table.id, layout.table.title));
            table_sheet(publication, layout, &name, &table, &mut notes)
        })
        .collect();
    let mut listed: Vec<Listed<'_>> = tables
        .iter()
        .zip(&layouts)
        .map(|(sheet, layout)| Listed {
            sheet: sheet.name(),
            title: title(layout),
            section: section_of(publication.plan, layout.table),
        })
        .collect();
    let has_notes = !notes.texts.is_empty();
    if has_notes {
        listed.insert(0, Listed { sheet: &notes_name, title: "Notes of the tables".to_owned(), section: None });
    }
    let mut sheets = vec![cover(publication, &cover_name, tables.len())];
    sheets.push(contents(&contents_name, &contents_table, &listed));
    if has_notes {
        sheets.push(notes_sheet(&notes_name, &notes_table, &notes));
    }
    sheets.extend(tables);
    Workbook {
        title: publication.plan.survey.title.clone(),
        author: author(publication),
        language: LANGUAGE.to_owned(),
        sheets,
    }
}

fn head(text: &str) -> SheetCell {
    SheetCell::text(text, CellLook::Head)
}

/// A sheet in the contents.
struct Listed<'l> {
    sheet: &'l str,
    title: String,
    /// The section of the questionnaire that its table is of.
    section: Option<&'l str>,
}

fn contents(name: &str, table: &str, listed: &[Listed<'_>]) -> WorkSheet {
    let has_sections = listed.iter().any(|listed| listed.section.is_some());
    let mut sheet = WorkSheet::new(name);
    sheet.set_widths(if has_sections { vec![34, 80, 40] } else { vec![34, 80] });
    sheet.add_line("Table of contents", CellLook::Heading1);
    sheet.add_line("This sheet lists the others, with a link to each.", CellLook::Sentence);
    let rows = listed.iter().map(|Listed { sheet, title, section }| {
        let link = SheetCell::link(sheet, LinkTarget::Row((*sheet).to_owned(), 0));
        // No cell of a marked-up table is empty.
        let section = SheetCell::text(section.unwrap_or("none"), CellLook::Plain);
        let section = Some(section).filter(|_| has_sections);
        [link, SheetCell::text(title, CellLook::Plain)].into_iter().chain(section).collect()
    });
    if !listed.is_empty() {
        let heads = ["Sheet", "Title"].into_iter().chain(Some("Section").filter(|_| has_sections));
        sheet.add_table(table, heads.map(head).collect(), rows.collect());
    }
    sheet
}

fn notes_sheet(name: &str, table: &str, notes: &Notes) -> WorkSheet {
    let mut sheet = WorkSheet::new(name);
    sheet.set_widths(vec![14, 90]);
    sheet.add_line("Notes of the tables", CellLook::Heading1);
    sheet.add_line("This sheet has one table. Each table names its notes above its figures.", CellLook::Sentence);
    let rows = notes.texts.iter().enumerate().map(|(index, text)| {
        let number = format!("[note {}]", index + 1);
        vec![SheetCell::text(&number, CellLook::Plain), SheetCell::text(text, CellLook::Plain)]
    });
    sheet.add_table(table, vec![head("Note number"), head("Note text")], rows.collect());
    sheet
}

/// A column of words that a table can have next to its figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordColumn {
    Item,
    Unit,
    Cautioned,
    Stated,
}

fn table_sheet(
    publication: &Publication<'_>,
    layout: &Layout<'_>,
    name: &str,
    table: &str,
    notes: &mut Notes,
) -> WorkSheet {
    let mut sheet = WorkSheet::new(name);
    sheet.add_line(&title(layout), CellLook::Heading1);
    sheet.add_line("This sheet has one table.", CellLook::Sentence);
    let line = |text: Option<String>, sheet: &mut WorkSheet| {
        if let Some(text) = text {
            sheet.add_line(&text, CellLook::Sentence);
        }
    };
    for text in about(publication, layout) {
        line(Some(text), &mut sheet);
    }
    line(shorthand(publication, layout), &mut sheet);
    line(notes.cited(publication, layout), &mut sheet);
    line(reconstructed(publication).map(str::to_owned), &mut sheet);
    line(Some(source(publication)), &mut sheet);

    let rows = if layout.is_sql() { sql_lines(layout) } else { lines(publication, layout) };
    let words = [
        (WordColumn::Item, rows.iter().any(|row| !row.item.is_empty())),
        (WordColumn::Unit, rows.iter().all(|row| !row.unit.is_empty())),
        (WordColumn::Cautioned, rows.iter().any(|row| !row.cautioned.is_empty())),
        (WordColumn::Stated, publication.plan.survey.reconstructed),
    ];
    let words: Vec<WordColumn> =
        words.into_iter().filter(|(_, is_there)| *is_there).map(|(column, _)| column).collect();
    let (heads, widths) = heads(layout, &words);
    sheet.set_widths(widths);
    sheet.add_table(table, heads, rows.into_iter().map(|row| cells(row, &words)).collect());
    sheet
}

/// The heads of the columns, with the width of each.
fn heads(layout: &Layout<'_>, words: &[WordColumn]) -> (Vec<SheetCell>, Vec<u16>) {
    let mut heads = Vec::new();
    let mut add = |text: &str, look: CellLook, width: u16| heads.push((SheetCell::text(text, look), width));
    if words.contains(&WordColumn::Item) {
        add("Item", CellLook::Head, 36);
    }
    add("Answer", CellLook::Head, 44);
    if words.contains(&WordColumn::Unit) {
        add("Unit", CellLook::Head, 14);
    }
    if layout.is_sql() {
        let of_bases: &[&str] = if has_bases(layout) { &["Value", "Count", "Base"] } else { &["Value"] };
        for name in of_bases {
            add(name, CellLook::NumberHead, 14);
        }
    } else {
        let cautioned = cautioned_columns(layout);
        for column in &layout.columns {
            let mut name = Column::name(column);
            if cautioned.contains(&column.key) {
                name = format!("{name} {CAUTION}");
            }
            // The longest word must fit.
            let longest = name.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
            let width = u16::try_from(longest + 3).unwrap_or(u16::MAX).clamp(14, 40);
            add(&name, CellLook::NumberHead, width);
        }
    }
    if words.contains(&WordColumn::Cautioned) {
        add(&format!("Values with {CAUTION}"), CellLook::Head, 34);
    }
    if words.contains(&WordColumn::Stated) {
        add("Values in a published document", CellLook::Head, 34);
    }
    heads.into_iter().unzip()
}

fn cells(line: Line, words: &[WordColumn]) -> Vec<SheetCell> {
    let look = |look: CellLook| match line.kind {
        LineKind::Values => look,
        LineKind::Letters | LineKind::Tests => CellLook::Plain,
    };
    let listed = |names: &[String], before: &str| {
        let text = if names.is_empty() { "none".to_owned() } else { format!("{before}{}", names.join(", ")) };
        SheetCell::text(&text, CellLook::Plain)
    };
    let mut cells = Vec::new();
    if words.contains(&WordColumn::Item) {
        cells.push(SheetCell::text(&line.item, CellLook::Plain));
    }
    cells.push(SheetCell::text(&line.label, look(line.look)));
    if words.contains(&WordColumn::Unit) {
        cells.push(SheetCell::text(line.unit, CellLook::Plain));
    }
    let cautioned = listed(&line.cautioned, &format!("{CAUTION} "));
    let stated = listed(&line.stated, "");
    cells.extend(line.cells);
    if words.contains(&WordColumn::Cautioned) {
        cells.push(cautioned);
    }
    if words.contains(&WordColumn::Stated) {
        cells.push(stated);
    }
    cells
}
