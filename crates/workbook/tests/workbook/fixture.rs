//! A small workbook that keeps every rule, its parts to change, and what is found in it.

use std::io::{Cursor, Read as _, Write as _};

use topline_workbook::{CellLook, Fault, LinkTarget, NumberLook, SheetCell, WorkSheet, Workbook, lint, ods, xlsx};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A number of a text.
pub fn number(text: &str, look: NumberLook) -> SheetCell {
    SheetCell::number(text.parse().expect("a decimal"), look)
}

fn text(text: &str) -> SheetCell {
    SheetCell::text(text, CellLook::Plain)
}

/// A cover, contents, notes, and two tables.
pub fn workbook() -> Workbook {
    let mut cover = WorkSheet::new("Cover");
    cover.set_widths(vec![90]);
    cover.add_line("Visitors of the library", CellLook::Heading1);
    cover.add_line("This workbook has two tables.", CellLook::Plain);
    let mut contents = WorkSheet::new("Contents");
    contents.set_widths(vec![20, 60]);
    contents.add_line("Table of contents", CellLook::Heading1);
    contents.add_line("This sheet lists the others.", CellLook::Plain);
    let listed = ["Notes", "Visits", "Branches"]
        .map(|name| vec![SheetCell::link(name, LinkTarget::Row(name.to_owned(), 0)), text("What it has")]);
    let head = |names: &[&str]| names.iter().map(|name| SheetCell::text(name, CellLook::Head)).collect::<Vec<_>>();
    contents.add_table("contents_list", head(&["Sheet", "Title"]), listed.to_vec());
    let mut notes = WorkSheet::new("Notes");
    notes.set_widths(vec![16, 80]);
    notes.add_line("Notes of the tables", CellLook::Heading1);
    notes.add_line("This sheet has one table.", CellLook::Plain);
    notes.add_table(
        "notes_list",
        head(&["Note number", "Note text"]),
        vec![vec![text("[note 1]"), text("Counted twice.")]],
    );
    let mut visits = WorkSheet::new("Visits");
    visits.set_widths(vec![30, 16, 16]);
    visits.add_line("Visits in a year", CellLook::Heading1);
    visits.add_line("This table has notes: [note 1].", CellLook::Sentence);
    visits.add_line("Source: the survey of visitors.", CellLook::Sentence);
    let row = |label: &str, visits: &str, share: &str| {
        vec![text(label), number(visits, NumberLook::Decimals(0)), number(share, NumberLook::Percent(1))]
    };
    visits.add_table(
        "visits_by_age",
        head(&["Age", "Visits", "Share"]),
        vec![row("Under 30", "12345", "0.505"), row("30 and over", "678", "0.495")],
    );
    let mut branches = WorkSheet::new("Branches");
    branches.set_widths(vec![30, 16]);
    branches.add_line("Branches", CellLook::Heading1);
    branches.add_line("This sheet has one table.", CellLook::Sentence);
    branches.add_line("Source: the council.", CellLook::Sentence);
    branches.add_table(
        "branch_list",
        head(&["Branch", "Score"]),
        vec![vec![text("=North"), number("2.34", NumberLook::Decimals(2))], vec![text("South"), text("[c]")]],
    );
    Workbook {
        title: "Visitors of the library".to_owned(),
        author: "The council".to_owned(),
        language: "en-GB".to_owned(),
        sheets: vec![cover, contents, notes, visits, branches],
    }
}

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Ods,
}

/// The workbook in a format.
pub fn bytes(kind: Kind, workbook: &Workbook) -> Vec<u8> {
    match kind {
        Kind::Xlsx => xlsx(workbook),
        Kind::Ods => ods(workbook),
    }
    .expect("a workbook")
}

/// The text of a part.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The archive with each part as `change` makes it; a part that was not there is added.
pub fn changed(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_there = false;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let own = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        if own == name {
            is_there = true;
            text = change(&text);
        }
        writer.start_file(own, stored()).expect("a part");
        writer.write_all(text.as_bytes()).expect("a part");
    }
    if !is_there {
        writer.start_file(name, stored()).expect("a part");
        writer.write_all(change("").as_bytes()).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Not compressed: that takes long where the program is not optimised.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// What breaks the rules, one a line: `rule sheet!cell`.
pub fn found(bytes: &[u8]) -> Vec<String> {
    let line = |fault: &Fault| format!("{} {}!{}", fault.rule.id(), fault.sheet, fault.cell);
    lint(bytes).expect("a workbook").iter().map(line).collect()
}
