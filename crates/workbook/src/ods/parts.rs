//! The parts of the archive.

use crate::ods::content::content;
use crate::ods::styles::named_styles;
use crate::sheet::Workbook;
use crate::style::CellStyles;
use topline_markup::Markup;
use topline_markup::{Package, PackageError, Packing};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
const CONFIG: &str = "urn:oasis:names:tc:opendocument:xmlns:config:1.0";

/// The bytes of the workbook as `.ods`.
pub fn ods(workbook: &Workbook) -> Result<Vec<u8>, PackageError> {
    let styles = CellStyles::of(workbook);
    let mut package = Package::new();
    // Programs tell the format by this part: it comes first, and as it is (OpenDocument 1.3, part 2, 3.3).
    package.add("mimetype", MIME.as_bytes(), Packing::Stored)?;
    let mut add = |part: &str, bytes: Vec<u8>| package.add(part, &bytes, Packing::Deflated);
    add("META-INF/manifest.xml", manifest())?;
    add("meta.xml", meta(workbook))?;
    add("settings.xml", settings(workbook))?;
    add("styles.xml", named_styles(workbook))?;
    add("content.xml", content(workbook, &styles))?;
    package.finish()
}

fn manifest() -> Vec<u8> {
    let mut markup = Markup::new();
    let space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    markup.begin("manifest:manifest", &[("xmlns:manifest", space), ("manifest:version", "1.3")]);
    for (path, kind) in [
        ("/", MIME),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
        ("settings.xml", "text/xml"),
    ] {
        markup.empty("manifest:file-entry", &[("manifest:full-path", path), ("manifest:media-type", kind)]);
    }
    markup.finish()
}

fn meta(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin(
        "office:document-meta",
        &[
            ("xmlns:office", OFFICE),
            ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("office:version", "1.3"),
        ],
    );
    markup.begin("office:meta", &[]);
    markup.leaf("meta:generator", &[], "topline");
    markup.leaf("dc:title", &[], &workbook.title);
    markup.leaf("meta:initial-creator", &[], &workbook.author);
    markup.leaf("dc:creator", &[], &workbook.author);
    markup.leaf("dc:language", &[], &workbook.language);
    markup.finish()
}

/// The first sheet is shown, and the cursor is in the first cell of each.
fn settings(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin(
        "office:document-settings",
        &[("xmlns:office", OFFICE), ("xmlns:config", CONFIG), ("office:version", "1.3")],
    );
    markup.begin("office:settings", &[]);
    markup.begin("config:config-item-set", &[("config:name", "ooo:view-settings")]);
    markup.begin("config:config-item-map-indexed", &[("config:name", "Views")]);
    markup.begin("config:config-item-map-entry", &[]);
    let item = |markup: &mut Markup, name: &str, kind: &str, value: &str| {
        markup.leaf("config:config-item", &[("config:name", name), ("config:type", kind)], value);
    };
    item(&mut markup, "ViewId", "string", "view1");
    markup.begin("config:config-item-map-named", &[("config:name", "Tables")]);
    for sheet in &workbook.sheets {
        markup.begin("config:config-item-map-entry", &[("config:name", sheet.name())]);
        item(&mut markup, "CursorPositionX", "int", "0");
        item(&mut markup, "CursorPositionY", "int", "0");
        markup.end();
    }
    markup.end();
    item(&mut markup, "ActiveTable", "string", workbook.sheets.first().map_or("", |sheet| sheet.name()));
    markup.finish()
}
