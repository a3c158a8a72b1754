//! The bytes that are written.

use topline_workbook::{CellLook, NumberLook, SheetCell, WorkSheet, Workbook};
use zip::ZipArchive;

use crate::fixture::{Kind, bytes, found, number, part, workbook};

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    for kind in [Kind::Xlsx, Kind::Ods] {
        let written = bytes(kind, &workbook());
        assert_eq!(written, bytes(kind, &workbook()), "{kind:?}");
        let mut archive = ZipArchive::new(std::io::Cursor::new(&written)).expect("an archive");
        for index in 0..archive.len() {
            let time = archive.by_index(index).expect("a part").last_modified().expect("a time");
            assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
        }
    }
    // Programs know an OpenDocument file by its first bytes.
    let ods = bytes(Kind::Ods, &workbook());
    assert_eq!(&ods[30..38], b"mimetype");
    assert_eq!(&ods[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
}

#[test]
fn numbers_are_numbers() {
    let sheet = part(&bytes(Kind::Xlsx, &workbook()), "xl/worksheets/sheet4.xml");
    assert!(sheet.contains("<v>12345</v>") && sheet.contains("<v>0.505</v>"), "{sheet}");
    let content = part(&bytes(Kind::Ods, &workbook()), "content.xml");
    assert!(
        content.contains("office:value-type=\"float\" office:value=\"12345\"><text:p>12,345</text:p>"),
        "{content}"
    );
    assert!(
        content.contains("office:value-type=\"percentage\" office:value=\"0.505\"><text:p>50.5%</text:p>"),
        "{content}"
    );
}

/// A workbook of one table whose labels are these.
fn labelled(labels: &[&str]) -> Workbook {
    let mut sound = workbook();
    let mut sheet = WorkSheet::new("Visits");
    sheet.set_widths(vec![60, 16]);
    sheet.add_line(labels[0], CellLook::Heading1);
    sheet.add_line("This table has notes: [note 1].", CellLook::Sentence);
    sheet.add_line("Source: a survey.", CellLook::Sentence);
    let head = [labels[0], "Value"].map(|text| SheetCell::text(text, CellLook::Head));
    let rows =
        labels.iter().map(|label| vec![SheetCell::text(label, CellLook::Plain), number("1", NumberLook::Decimals(0))]);
    sheet.add_table("labelled_visits", head.to_vec(), rows.collect());
    sound.sheets[3] = sheet;
    sound
}

#[test]
fn any_text_stays_text() {
    let long = "word ".repeat(2_000);
    let labels = [
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "-2+3",
        "<script>alert(\"1\")</script> & ]]>",
        "\u{202e}gnirts\u{200f} \u{5e9}\u{5dc}",
        "\u{1f600}\u{1f9d1}\u{200d}\u{1f680}",
        long.as_str(),
        "nul \u{0} bell \u{7} noncharacter \u{ffff}",
        "two\nlines\tand a tab",
        "  spaces   within  ",
        "_x0041_",
        "",
    ];
    let hostile = labelled(&labels);
    for kind in [Kind::Xlsx, Kind::Ods] {
        let written = bytes(kind, &hostile);
        // The empty label is an empty cell: nothing else breaks a rule.
        assert_eq!(found(&written), ["empty-cell Visits!A16"], "{kind:?}");
        let name = if kind == Kind::Xlsx { "xl/sharedStrings.xml" } else { "content.xml" };
        let text = part(&written, name);
        assert!(!text.contains("<script") && !text.contains('\u{0}') && !text.contains('\u{7}'), "{kind:?}");
        assert!(text.contains("nul \u{fffd} bell \u{fffd} noncharacter \u{fffd}"), "{kind:?}");
        assert!(text.contains("\u{202e}gnirts\u{200f} \u{5e9}\u{5dc}"), "{kind:?}");
        assert!(text.contains(long.trim_end()), "{kind:?}");
    }
    let strings = part(&bytes(Kind::Xlsx, &hostile), "xl/sharedStrings.xml");
    assert!(strings.contains(">_x005F_x0041_<") && strings.contains(">  spaces   within  <"), "{strings}");
    let content = part(&bytes(Kind::Ods, &hostile), "content.xml");
    let spaced = "<text:p><text:s text:c=\"2\"/>spaces <text:s text:c=\"2\"/>within<text:s text:c=\"2\"/></text:p>";
    assert!(content.contains(spaced), "{content}");
    assert!(content.contains("<text:p>two</text:p><text:p>lines<text:tab/>and a tab</text:p>"), "{content}");
}
