//! For each rule and format, a workbook that breaks it; the same workbook without the fault keeps all rules.

use std::fs;
use std::path::Path;

use topline_workbook::{LintRule, lint};

use crate::fixture::{Kind, bytes, changed, found, workbook};

/// A change of a part: its name, a text in it, and what becomes of each occurrence.
type Edit = (&'static str, &'static str, &'static str);

const VISITS: &str = "xl/worksheets/sheet4.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const TABLE: &str = "xl/tables/table3.xml";
const SHEETS: &str = "xl/workbook.xml";
const RELATION: &str = "relationships/table\"";

fn in_xlsx(rule: LintRule) -> Vec<Edit> {
    match rule {
        LintRule::UnmarkedTable => vec![("xl/worksheets/_rels/sheet4.xml.rels", RELATION, "relationships/other\"")],
        LintRule::TableName => vec![(TABLE, "displayName=\"visits_by_age\"", "displayName=\"Table1\"")],
        LintRule::OneTable => vec![(
            "xl/worksheets/_rels/sheet4.xml.rels",
            "</Relationships>",
            "<Relationship Id=\"rId2\" Type=\"relationships/table\" Target=\"../tables/table4.xml\"/></Relationships>",
        )],
        LintRule::TablePlace => vec![(TABLE, "ref=\"A4:C6\"", "ref=\"B4:C6\"")],
        LintRule::BelowTable => vec![(
            VISITS,
            "</sheetData>",
            "<row r=\"9\"><c r=\"A9\" t=\"inlineStr\"><is><t>below</t></is></c></row></sheetData>",
        )],
        LintRule::MergedCells => {
            vec![(VISITS, "</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A5:A6\"/></mergeCells>")]
        }
        LintRule::BlankLine => vec![(TABLE, "ref=\"A4:C6\"", "ref=\"A4:C7\"")],
        LintRule::TableHead => vec![(STRINGS, ">Share<", ">visits<")],
        LintRule::EmptyCell => vec![(VISITS, "<v>0.495</v>", "")],
        LintRule::FilterButtons => vec![(TABLE, "<tableColumns", "<autoFilter ref=\"A4:C6\"/><tableColumns")],
        LintRule::FrozenPanes => vec![(VISITS, "<selection", "<pane ySplit=\"4\" state=\"frozen\"/><selection")],
        LintRule::Hidden => vec![(SHEETS, "name=\"Branches\"", "name=\"Branches\" state=\"hidden\"")],
        LintRule::ColumnWidth => vec![(VISITS, "min=\"2\" max=\"2\" width=\"16\"", "min=\"2\" max=\"2\" width=\"3\"")],
        LintRule::TextWrap => vec![(STYLES, "wrapText=\"1\"", ""), (VISITS, "width=\"30\"", "width=\"6\"")],
        LintRule::NoteSymbol => vec![(STRINGS, ">Under 30<", ">Under 30*<")],
        LintRule::NoteInData => vec![(STRINGS, ">[c]<", ">[c] [note 1]<")],
        LintRule::NotesTable => vec![("xl/worksheets/_rels/sheet3.xml.rels", RELATION, "relationships/other\"")],
        LintRule::NotesMatch => vec![(STRINGS, "[note 1].", "[note 2].")],
        LintRule::LinkText => vec![(STRINGS, ">Visits<", ">https://example.org<")],
        LintRule::Font => vec![(STYLES, "val=\"Arial\"", "val=\"Times New Roman\"")],
        LintRule::Emphasis => vec![(STYLES, "<b/>", "<b/><i/>")],
        LintRule::TextDirection => vec![(STYLES, "wrapText=\"1\"", "wrapText=\"1\" textRotation=\"90\"")],
        LintRule::TextColour => vec![(STYLES, "<sz val=\"12\"/>", "<sz val=\"12\"/><color rgb=\"FFC00000\"/>")],
        LintRule::Contrast => vec![(STYLES, "<sz val=\"12\"/>", "<sz val=\"12\"/><color rgb=\"FFDDDDDD\"/>")],
        LintRule::Fill => vec![
            (STYLES, "patternType=\"gray125\"/>", "patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/></patternFill>"),
            (STYLES, "fillId=\"0\"", "fillId=\"1\""),
        ],
        LintRule::Heading => {
            vec![(STYLES, "name=\"Heading 1\" xfId=\"1\" builtinId=\"16\"", "name=\"Title 1\" xfId=\"1\"")]
        }
        LintRule::Introduction => vec![(STRINGS, "This table has notes: [note 1].", "")],
        LintRule::SourceLine => vec![(STRINGS, "Source: the survey of visitors.", "Of visitors.")],
        LintRule::Object => vec![(VISITS, "<tableParts", "<drawing r:id=\"rId9\"/><tableParts")],
        LintRule::HeaderFooter => {
            vec![(VISITS, "<tableParts", "<headerFooter><oddFooter>Page</oddFooter></headerFooter><tableParts")]
        }
        LintRule::Macro => vec![("xl/vbaProject.bin", "", "")],
        LintRule::SheetName => vec![(SHEETS, "name=\"Branches\"", "name=\"2 Branches\"")],
        LintRule::BlankSheet => {
            vec![("xl/worksheets/sheet5.xml", "<v>", "<other>"), ("xl/worksheets/sheet5.xml", "</v>", "</other>")]
        }
        LintRule::FrontSheets => vec![(SHEETS, "name=\"Cover\"", "name=\"Start\"")],
        LintRule::ContentsList => {
            vec![
                ("xl/worksheets/sheet2.xml", "&apos;Branches&apos;!A1", "&apos;Visits&apos;!A1"),
                (STRINGS, ">Branches<", ">Offices<"),
            ]
        }
        LintRule::DocumentTitle => vec![("docProps/core.xml", "<dc:title>Visitors of the library</dc:title>", "")],
        LintRule::DocumentLanguage => vec![("docProps/core.xml", "<dc:language>en-GB</dc:language>", "")],
        LintRule::Cursor => vec![(VISITS, "activeCell=\"A1\"", "activeCell=\"B3\"")],
        LintRule::DayAsText => vec![(STRINGS, ">[c]<", ">03/04/2024<")],
        LintRule::Thousands => vec![(STYLES, "formatCode=\"#,##0\"", "formatCode=\"0\"")],
        LintRule::FormulaText => vec![(STYLES, "numFmtId=\"49\"", "numFmtId=\"0\"")],
    }
}

const CONTENT: &str = "content.xml";

#[expect(clippy::too_many_lines, reason = "a table")]
fn in_ods(rule: LintRule) -> Vec<Edit> {
    match rule {
        LintRule::UnmarkedTable => vec![(
            CONTENT,
            "&apos;Visits&apos;.A4:&apos;Visits&apos;.C6",
            "&apos;Nowhere&apos;.A4:&apos;Nowhere&apos;.C6",
        )],
        LintRule::TableName => {
            vec![(CONTENT, "table:name=\"visits_by_age\"", "table:name=\"__Anonymous_Sheet_DB__0\"")]
        }
        LintRule::OneTable => vec![(
            CONTENT,
            "<table:database-ranges>",
            "<table:database-ranges><table:database-range table:name=\"more\" table:target-range-address=\"Visits.A5:Visits.C6\"/>",
        )],
        LintRule::TablePlace => vec![(
            CONTENT,
            "&apos;Visits&apos;.A4:&apos;Visits&apos;.C6",
            "&apos;Visits&apos;.B4:&apos;Visits&apos;.C6",
        )],
        LintRule::BelowTable => vec![(
            CONTENT,
            "</table:table><table:table table:name=\"Branches\"",
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>below</text:p></table:table-cell>\
             </table:table-row></table:table><table:table table:name=\"Branches\"",
        )],
        LintRule::MergedCells => {
            vec![(CONTENT, "><text:p>Under 30<", " table:number-rows-spanned=\"2\"><text:p>Under 30<")]
        }
        LintRule::BlankLine => vec![(
            CONTENT,
            "&apos;Visits&apos;.A4:&apos;Visits&apos;.C6",
            "&apos;Visits&apos;.A4:&apos;Visits&apos;.C7",
        )],
        LintRule::TableHead => vec![(CONTENT, "<text:p>Share<", "<text:p>visits<")],
        LintRule::EmptyCell => {
            vec![(CONTENT, "office:value-type=\"percentage\" office:value=\"0.495\"><text:p>49.5%</text:p>", ">")]
        }
        LintRule::FilterButtons => {
            vec![(CONTENT, "display-filter-buttons=\"false\"", "display-filter-buttons=\"true\"")]
        }
        LintRule::FrozenPanes => vec![(
            "settings.xml",
            "<config:config-item config:name=\"CursorPositionX\"",
            "<config:config-item config:name=\"VerticalSplitMode\" config:type=\"short\">2</config:config-item>\
             <config:config-item config:name=\"CursorPositionX\"",
        )],
        LintRule::Hidden => vec![(CONTENT, "table:display=\"true\"", "table:display=\"false\"")],
        LintRule::ColumnWidth => vec![(CONTENT, "column-width=\"3.68cm\"", "column-width=\"0.6cm\"")],
        LintRule::TextWrap => vec![
            (CONTENT, "fo:wrap-option=\"wrap\"", "fo:wrap-option=\"no-wrap\""),
            (CONTENT, "column-width=\"6.90cm\"", "column-width=\"1.4cm\""),
        ],
        LintRule::NoteSymbol => vec![(CONTENT, "<text:p>Under 30<", "<text:p>Under 30\u{2020}<")],
        LintRule::NoteInData => vec![(CONTENT, "<text:p>[c]<", "<text:p>[c] [note 1]<")],
        LintRule::NotesTable => {
            vec![(CONTENT, "&apos;Notes&apos;.A3:&apos;Notes&apos;", "&apos;Nowhere&apos;.A3:&apos;Nowhere&apos;")]
        }
        LintRule::NotesMatch => vec![(CONTENT, "[note 1].", "[note 2].")],
        LintRule::LinkText => vec![(CONTENT, ">Visits</text:a>", ">click here</text:a>")],
        LintRule::Font => vec![("styles.xml", "fo:font-size=\"12pt\"", "fo:font-size=\"8pt\"")],
        LintRule::Emphasis => vec![(CONTENT, "fo:font-weight=\"bold\"", "style:text-underline-style=\"solid\"")],
        LintRule::TextDirection => {
            vec![(CONTENT, "fo:wrap-option=\"wrap\"", "fo:wrap-option=\"wrap\" style:rotation-angle=\"90\"")]
        }
        LintRule::TextColour => vec![(CONTENT, "fo:font-weight=\"bold\"", "fo:color=\"#c00000\"")],
        LintRule::Contrast => vec![(CONTENT, "fo:font-weight=\"bold\"", "fo:color=\"#dddddd\"")],
        LintRule::Fill => {
            vec![(CONTENT, "fo:wrap-option=\"wrap\"", "fo:wrap-option=\"wrap\" fo:background-color=\"#ffff00\"")]
        }
        LintRule::Heading => vec![("styles.xml", "style:display-name=\"Heading 1\"", "style:display-name=\"Title 1\"")],
        LintRule::Introduction => vec![(CONTENT, "This table has notes: [note 1].", "")],
        LintRule::SourceLine => vec![(CONTENT, "Source: the survey of visitors.", "Of visitors.")],
        LintRule::Object => vec![(CONTENT, "<text:p>Under 30<", "<draw:frame/><text:p>Under 30<")],
        LintRule::HeaderFooter => {
            vec![(
                "styles.xml",
                "<style:header style:display=\"false\"/>",
                "<style:header><text:p>Page</text:p></style:header>",
            )]
        }
        LintRule::Macro => vec![("Basic/Standard/Module1.xml", "", "")],
        LintRule::SheetName => vec![(CONTENT, "table:name=\"Branches\"", "table:name=\"2 Branches\"")],
        LintRule::BlankSheet => {
            vec![(CONTENT, "<table:database-ranges>", "<table:table table:name=\"Empty\"/><table:database-ranges>")]
        }
        LintRule::FrontSheets => vec![(CONTENT, "table:name=\"Cover\"", "table:name=\"Start\"")],
        LintRule::ContentsList => {
            vec![(CONTENT, "\"#&apos;Branches&apos;.A1\">Branches<", "\"#&apos;Visits&apos;.A1\">Offices<")]
        }
        LintRule::DocumentTitle => vec![("meta.xml", "<dc:title>Visitors of the library</dc:title>", "")],
        LintRule::DocumentLanguage => vec![("meta.xml", "<dc:language>en-GB</dc:language>", "")],
        LintRule::Cursor => {
            vec![(
                "settings.xml",
                "CursorPositionX\" config:type=\"int\">0<",
                "CursorPositionX\" config:type=\"int\">2<",
            )]
        }
        LintRule::DayAsText => vec![(CONTENT, "<text:p>[c]<", "<text:p>2024-04-03<")],
        LintRule::Thousands => vec![(CONTENT, "number:grouping=\"true\"", "number:grouping=\"false\"")],
        LintRule::FormulaText => vec![(CONTENT, "style:data-style-name=\"text\"", "")],
    }
}

/// Rules that a planted fault breaks as well: a link that is gone cannot list a sheet, a name of a sheet is in several places.
fn also(rule: LintRule) -> &'static [LintRule] {
    match rule {
        LintRule::UnmarkedTable => &[LintRule::Introduction],
        LintRule::OneTable => &[
            LintRule::TableHead,
            LintRule::UnmarkedTable,
            LintRule::BelowTable,
            LintRule::NotesTable,
            LintRule::TableName,
        ],
        LintRule::TablePlace => &[LintRule::UnmarkedTable],
        LintRule::ColumnWidth => &[LintRule::TextWrap],
        LintRule::NotesTable => &[LintRule::UnmarkedTable, LintRule::NotesMatch],
        LintRule::Introduction => &[LintRule::NotesMatch],
        LintRule::Contrast => &[LintRule::TextColour],
        LintRule::SheetName => &[LintRule::ContentsList, LintRule::UnmarkedTable],
        LintRule::FrontSheets => &[LintRule::ContentsList],
        LintRule::BlankSheet => &[LintRule::Heading, LintRule::ContentsList, LintRule::BlankLine, LintRule::TableHead],
        LintRule::TextWrap | LintRule::LinkText => &[LintRule::ColumnWidth],
        _ => &[],
    }
}

#[test]
fn a_planted_fault_of_each_rule_is_found_in_both_formats() {
    let sound = workbook();
    let mut strangers = Vec::new();
    for kind in [Kind::Xlsx, Kind::Ods] {
        let whole = bytes(kind, &sound);
        assert_eq!(found(&whole), Vec::<String>::new(), "{kind:?}");
        for rule in LintRule::ALL {
            let edits = match kind {
                Kind::Xlsx => in_xlsx(rule),
                Kind::Ods => in_ods(rule),
            };
            let planted = edits.iter().fold(whole.clone(), |bytes, (part, from, to)| {
                changed(&bytes, part, |text| {
                    assert!(text.contains(from), "{kind:?} {rule:?}: {from} is not in {part}:\n{text}");
                    text.replace(from, to)
                })
            });
            let faults = lint(&planted).expect("a workbook");
            let broken: Vec<LintRule> = faults.iter().map(|fault| fault.rule).collect();
            assert!(broken.contains(&rule), "{kind:?}: {rule:?} is not found, but {faults:?}");
            if broken.iter().any(|other| *other != rule && !also(rule).contains(other)) {
                strangers.push(format!("{kind:?}: {rule:?} is planted, and found are {faults:#?}"));
            }
        }
    }
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

#[test]
fn a_fault_names_its_cell() {
    for (kind, part, from, to, expect) in [
        (Kind::Xlsx, STRINGS, ">Under 30<", ">Under 30*<", "note-symbol Visits!A5"),
        (Kind::Ods, CONTENT, "<text:p>Under 30<", "<text:p>Under 30*<", "note-symbol Visits!A5"),
        (Kind::Xlsx, VISITS, "<v>0.495</v>", "", "empty-cell Visits!C6"),
        (Kind::Ods, CONTENT, "<text:p>[c]<", "<text:p>2024-04-03<", "day-as-text Branches!B6"),
    ] {
        let planted = changed(&bytes(kind, &workbook()), part, |text| text.replace(from, to));
        assert_eq!(found(&planted), [expect]);
    }
}

#[test]
fn what_is_no_workbook_cannot_be_checked() {
    let whole = bytes(Kind::Xlsx, &workbook());
    let message = |bytes: &[u8]| lint(bytes).expect_err("no workbook").to_string();
    assert_eq!(message(b"a,b\n1,2\n"), "failed to open the workbook as an archive");
    assert_eq!(message(&whole[..whole.len() / 2]), "failed to open the workbook as an archive");
    let nested = changed(&whole, "xl/workbook.xml", |_| "<workbook><sheets></workbook>".to_owned());
    assert_eq!(message(&nested), "failed to read the part xl/workbook.xml of the workbook as XML");
    let other = changed(&whole, "_rels/.rels", |_| "<Relationships/>".to_owned());
    assert!(message(&other).starts_with("failed to find a workbook"), "{}", message(&other));
    let bomb = changed(&bytes(Kind::Ods, &workbook()), CONTENT, |text| {
        text.replace(
            "<text:p>Under 30",
            "<text:p/></table:table-cell><table:table-cell table:number-columns-repeated=\"16384\" \
             office:value-type=\"string\"><text:p>Under 30",
        )
        .replace("<table:table-row ", "<table:table-row table:number-rows-repeated=\"10000000\" ")
    });
    assert!(message(&bomb).ends_with("cells"), "{}", message(&bomb));
    let locked = changed(&bytes(Kind::Ods, &workbook()), "META-INF/manifest.xml", |_| "<encryption-data/>".to_owned());
    assert_eq!(message(&locked), "failed to read the workbook: it is locked with a password");
}

#[test]
fn a_workbook_of_gptables_is_judged_rightly() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/workbooks/gptables.xlsx");
    // gptables gives no title, no language and no named heading; the survey that was given as its source is not called one. The
    // rest is in the table: a blank cell, and numbers without separators. The cover, fonts, names and notes are as they should be.
    let expect = [
        "document-title !",
        "document-language !",
        "contents-list Contents!",
        "heading Cover!A1",
        "heading Contents!A1",
        "heading Notes!A1",
        "heading Table_1!A1",
        "source-line Table_1!",
        "empty-cell Table_1!C10",
        "thousands Table_1!B8",
        "thousands Table_1!B9",
    ];
    assert_eq!(found(&fs::read(path).expect("the workbook")), expect);
}
