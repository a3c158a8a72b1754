//! The parts of the archive, and what links them.

use crate::sheet::Workbook;
use crate::style::CellStyles;
use crate::xlsx::sheet::{table, worksheet};
use crate::xlsx::strings::SharedStrings;
use crate::xlsx::styles::stylesheet;
use topline_markup::Markup;
use topline_markup::{Package, PackageError, Packing};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OF_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OF_PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const OF_CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const EXTENDED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The bytes of the workbook as `.xlsx`.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, PackageError> {
    let styles = CellStyles::of(workbook);
    let mut strings = SharedStrings::default();
    let mut package = Package::new();
    let mut add = |part: &str, bytes: Vec<u8>| package.add(part, &bytes, Packing::Deflated);
    add("[Content_Types].xml", content_types(workbook))?;
    add("_rels/.rels", package_relations())?;
    add("docProps/core.xml", core_properties(workbook))?;
    add("docProps/app.xml", extended_properties())?;
    add("xl/workbook.xml", workbook_part(workbook))?;
    add("xl/_rels/workbook.xml.rels", workbook_relations(workbook))?;
    add("xl/styles.xml", stylesheet(&styles))?;
    let mut number = 0;
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let place = index + 1;
        add(&format!("xl/worksheets/sheet{place}.xml"), worksheet(sheet, index == 0, &styles, &mut strings))?;
        let tables = number + 1..=number + sheet.tables().len();
        if !sheet.tables().is_empty() {
            let targets = tables.clone().map(|number| format!("../tables/table{number}.xml"));
            let related = targets.map(|target| (format!("{OF_DOCUMENT}/table"), target)).collect();
            add(&format!("xl/worksheets/_rels/sheet{place}.xml.rels"), relations(related))?;
        }
        for (marked, number) in sheet.tables().iter().zip(tables) {
            add(&format!("xl/tables/table{number}.xml"), table(sheet, marked, number))?;
        }
        number += sheet.tables().len();
    }
    add("xl/sharedStrings.xml", strings.finish())?;
    package.finish()
}

fn content_types(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Types", &[("xmlns", CONTENT_TYPES)]);
    let relations = "application/vnd.openxmlformats-package.relationships+xml";
    markup.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
    markup.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
    let mut part = |name: &str, kind: &str| {
        markup.empty("Override", &[("PartName", name), ("ContentType", kind)]);
    };
    part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    part("/xl/workbook.xml", &format!("{SPREADSHEET}.sheet.main+xml"));
    part("/xl/styles.xml", &format!("{SPREADSHEET}.styles+xml"));
    part("/xl/sharedStrings.xml", &format!("{SPREADSHEET}.sharedStrings+xml"));
    for place in 1..=workbook.sheets.len() {
        part(&format!("/xl/worksheets/sheet{place}.xml"), &format!("{SPREADSHEET}.worksheet+xml"));
    }
    for number in 1..=workbook.sheets.iter().map(|sheet| sheet.tables().len()).sum() {
        part(&format!("/xl/tables/table{number}.xml"), &format!("{SPREADSHEET}.table+xml"));
    }
    markup.finish()
}

/// Relations of these kinds to these targets, numbered from `rId1`.
fn relations(related: Vec<(String, String)>) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Relationships", &[("xmlns", OF_PACKAGE)]);
    for (index, (kind, target)) in related.into_iter().enumerate() {
        let id = format!("rId{}", index + 1);
        markup.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", &target)]);
    }
    markup.finish()
}

fn package_relations() -> Vec<u8> {
    relations(vec![
        (format!("{OF_DOCUMENT}/officeDocument"), "xl/workbook.xml".to_owned()),
        (OF_CORE.to_owned(), "docProps/core.xml".to_owned()),
        (format!("{OF_DOCUMENT}/extended-properties"), "docProps/app.xml".to_owned()),
    ])
}

fn core_properties(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    let spaces = [("xmlns:cp", CORE), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    markup.begin("cp:coreProperties", &spaces);
    markup.leaf("dc:title", &[], &workbook.title);
    markup.leaf("dc:creator", &[], &workbook.author);
    markup.leaf("dc:language", &[], &workbook.language);
    markup.finish()
}

fn extended_properties() -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Properties", &[("xmlns", EXTENDED)]);
    markup.leaf("Application", &[], "topline");
    markup.finish()
}

fn workbook_part(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("workbook", &[("xmlns", MAIN), ("xmlns:r", OF_DOCUMENT)]);
    markup.begin("bookViews", &[]);
    markup.empty("workbookView", &[("activeTab", "0"), ("firstSheet", "0")]);
    markup.end();
    markup.begin("sheets", &[]);
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let place = (index + 1).to_string();
        let id = format!("rId{place}");
        markup.empty("sheet", &[("name", sheet.name()), ("sheetId", &place), ("r:id", &id)]);
    }
    markup.end();
    markup.finish()
}

fn workbook_relations(workbook: &Workbook) -> Vec<u8> {
    let sheets = (1..=workbook.sheets.len())
        .map(|place| (format!("{OF_DOCUMENT}/worksheet"), format!("worksheets/sheet{place}.xml")));
    let rest = [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        .map(|(kind, target)| (format!("{OF_DOCUMENT}/{kind}"), target.to_owned()));
    relations(sheets.chain(rest).collect())
}
