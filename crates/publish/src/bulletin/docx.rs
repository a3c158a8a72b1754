//! The bulletin as a document for Word (Office Open XML): headings, lists and tables by named styles, header rows that repeat, a title and
//! a language.

use topline_markup::{Attribute, Markup, Package, PackageError, Packing};
use topline_survey::Survey;

use crate::bulletin::docx_body::{Body, MAIN, body};
use crate::bulletin::prose::Block;

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const OF_PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OF_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OF_CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const WORDS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const LANGUAGE: &str = "en-GB";

/// The bytes of the document.
pub(super) fn docx(survey: &Survey, blocks: &[Block]) -> Result<Vec<u8>, PackageError> {
    let body = body(blocks);
    let mut package = Package::new();
    let mut add = |part: &str, bytes: Vec<u8>| package.add(part, &bytes, Packing::Deflated);
    add("[Content_Types].xml", content_types())?;
    add("_rels/.rels", package_relations())?;
    add("docProps/core.xml", core_properties(survey))?;
    add("word/document.xml", body.document.clone())?;
    add("word/_rels/document.xml.rels", document_relations(&body))?;
    add("word/styles.xml", styles())?;
    add("word/numbering.xml", numbering(&body))?;
    package.finish()
}

fn content_types() -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Types", &[("xmlns", CONTENT_TYPES)]);
    for (extension, kind) in
        [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")]
    {
        markup.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
    }
    for (part, kind) in [
        ("/word/document.xml", format!("{WORDS}.document.main+xml")),
        ("/word/styles.xml", format!("{WORDS}.styles+xml")),
        ("/word/numbering.xml", format!("{WORDS}.numbering+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ] {
        markup.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
    }
    markup.finish()
}

fn package_relations() -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Relationships", &[("xmlns", OF_PACKAGE)]);
    let document = format!("{OF_DOCUMENT}/officeDocument");
    markup.empty("Relationship", &[("Id", "rId1"), ("Type", &document), ("Target", "word/document.xml")]);
    markup.empty("Relationship", &[("Id", "rId2"), ("Type", OF_CORE), ("Target", "docProps/core.xml")]);
    markup.finish()
}

fn core_properties(survey: &Survey) -> Vec<u8> {
    let author = survey.publishing.author.as_ref().or(survey.client.as_ref()).unwrap_or(&survey.title);
    let mut markup = Markup::new();
    markup.begin("cp:coreProperties", &[("xmlns:cp", CORE), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    markup.leaf("dc:title", &[], &survey.title);
    markup.leaf("dc:creator", &[], author);
    markup.leaf("dc:language", &[], LANGUAGE);
    markup.finish()
}

fn document_relations(body: &Body) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("Relationships", &[("xmlns", OF_PACKAGE)]);
    for (id, kind, target) in [("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml")] {
        markup.empty("Relationship", &[("Id", id), ("Type", &format!("{OF_DOCUMENT}/{kind}")), ("Target", target)]);
    }
    let kind = format!("{OF_DOCUMENT}/hyperlink");
    for (id, link) in body.links() {
        let attributes = [("Id", id.as_str()), ("Type", &kind), ("Target", link), ("TargetMode", "External")];
        markup.empty("Relationship", &attributes);
    }
    markup.finish()
}

fn styles() -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("w:styles", &[("xmlns:w", MAIN)]);
    markup.begin("w:docDefaults", &[]);
    markup.begin("w:rPrDefault", &[]);
    markup.begin("w:rPr", &[]);
    markup.empty("w:rFonts", &[("w:ascii", "Arial"), ("w:hAnsi", "Arial"), ("w:cs", "Arial")]);
    markup.empty("w:sz", &[("w:val", "24")]);
    markup.empty("w:lang", &[("w:val", LANGUAGE)]);
    markup.end();
    markup.end();
    markup.begin("w:pPrDefault", &[]);
    markup.begin("w:pPr", &[]);
    markup.empty("w:spacing", &[("w:after", "160"), ("w:line", "276"), ("w:lineRule", "auto")]);
    markup.end();
    markup.end();
    markup.end();
    let paragraph = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
    style(&paragraph, "Normal", None, &mut markup, |_| {});
    for level in 1_usize..=6 {
        let (id, name) = (format!("Heading{level}"), format!("heading {level}"));
        let size = ["36", "30", "26", "24", "24", "24"][level - 1];
        style(&[("w:type", "paragraph"), ("w:styleId", &id)], &name, Some("Normal"), &mut markup, |markup| {
            markup.begin("w:pPr", &[]);
            markup.empty("w:keepNext", &[]);
            markup.empty("w:spacing", &[("w:before", "320"), ("w:after", "120")]);
            markup.empty("w:outlineLvl", &[("w:val", &(level - 1).to_string())]);
            markup.end();
            markup.begin("w:rPr", &[]);
            markup.empty("w:b", &[]);
            markup.empty("w:sz", &[("w:val", size)]);
            markup.end();
        });
    }
    for (id, name) in [("ListParagraph", "List Paragraph"), ("Quote", "Quote"), ("Code", "Code")] {
        let indent = if id == "Code" { "0" } else { "567" };
        style(&[("w:type", "paragraph"), ("w:styleId", id)], name, Some("Normal"), &mut markup, |markup| {
            markup.begin("w:pPr", &[]);
            markup.empty("w:ind", &[("w:left", indent)]);
            markup.end();
        });
    }
    style(&[("w:type", "character"), ("w:styleId", "Hyperlink")], "Hyperlink", None, &mut markup, |markup| {
        markup.begin("w:rPr", &[]);
        markup.empty("w:color", &[("w:val", "1D4ED8")]);
        markup.empty("w:u", &[("w:val", "single")]);
        markup.end();
    });
    markup.finish()
}

fn style(
    attributes: &[Attribute<'_>],
    name: &str,
    based_on: Option<&str>,
    markup: &mut Markup,
    inside: impl FnOnce(&mut Markup),
) {
    markup.begin("w:style", attributes);
    markup.empty("w:name", &[("w:val", name)]);
    if let Some(base) = based_on {
        markup.empty("w:basedOn", &[("w:val", base)]);
    }
    inside(markup);
    markup.end();
}

/// Bullets, and numbers that begin anew in each list.
fn numbering(body: &Body) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("w:numbering", &[("xmlns:w", MAIN)]);
    for (id, format) in [("0", "bullet"), ("1", "decimal")] {
        markup.begin("w:abstractNum", &[("w:abstractNumId", id)]);
        markup.empty("w:multiLevelType", &[("w:val", "hybridMultilevel")]);
        for level in 0..9 {
            let text = if format == "bullet" { "\u{2022}".to_owned() } else { format!("%{}.", level + 1) };
            markup.begin("w:lvl", &[("w:ilvl", &level.to_string())]);
            markup.empty("w:start", &[("w:val", "1")]);
            markup.empty("w:numFmt", &[("w:val", format)]);
            markup.empty("w:lvlText", &[("w:val", &text)]);
            markup.empty("w:lvlJc", &[("w:val", "left")]);
            markup.begin("w:pPr", &[]);
            markup.empty("w:ind", &[("w:left", &(567 * (level + 1)).to_string()), ("w:hanging", "283")]);
            markup.end();
            markup.end();
        }
        markup.end();
    }
    markup.begin("w:num", &[("w:numId", "1")]);
    markup.empty("w:abstractNumId", &[("w:val", "0")]);
    markup.end();
    for list in &body.numbered {
        markup.begin("w:num", &[("w:numId", &list.number.to_string())]);
        markup.empty("w:abstractNumId", &[("w:val", "1")]);
        markup.begin("w:lvlOverride", &[("w:ilvl", &list.level.to_string())]);
        markup.empty("w:startOverride", &[("w:val", &list.first.to_string())]);
        markup.end();
        markup.end();
    }
    markup.finish()
}
