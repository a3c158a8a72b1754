//! Excel workbooks, written by a spreadsheet library and by hand.

use rust_xlsxwriter::{Format as Shown, Formula, Workbook, Worksheet, XlsxError};
use topline_survey::{Format, Source};

use crate::reading::{Whole, check, csv, lines, read, refusal};

fn xlsx() -> Source {
    Source { format: Format::Xlsx, path: "data/export.xlsx".to_owned(), ..csv() }
}

/// Writes the cells of a sheet.
type Write<'w> = dyn Fn(&mut Worksheet) -> Result<(), XlsxError> + 'w;

fn workbook(sheets: &[(&str, &Write<'_>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, write) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        write(sheet).expect("written");
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn cells_become_text_by_their_value() {
    let day = Shown::new().set_num_format("dd/mm/yyyy");
    let moment = Shown::new().set_num_format("dd/mm/yyyy hh:mm");
    let time = Shown::new().set_num_format("hh:mm:ss");
    let length = Shown::new().set_num_format("[h]:mm:ss");
    let percent = Shown::new().set_num_format("0%");
    let bytes = workbook(&[("Responses", &|sheet| {
        sheet.write(0, 0, "what")?.write(0, 1, "cell")?;
        let mut row = 0;
        let mut next = |sheet: &mut Worksheet, what: &str| {
            row += 1;
            sheet.write(row, 0, what).map(|_| row)
        };
        let at = next(sheet, "whole number")?;
        sheet.write(at, 1, 7.0)?;
        let at = next(sheet, "number")?;
        sheet.write(at, 1, 0.1)?;
        let at = next(sheet, "one")?;
        sheet.write(at, 1, 1)?;
        let at = next(sheet, "large")?;
        sheet.write(at, 1, 9_007_199_254_740_991.0)?;
        let at = next(sheet, "shown as a percentage")?;
        sheet.write_with_format(at, 1, 0.25, &percent)?;
        // 4 March 2017 is day 42,798 of Excel's calendar, and 09:15 is 37/96 of it.
        let at = next(sheet, "day")?;
        sheet.write_with_format(at, 1, 42_798, &day)?;
        let at = next(sheet, "moment")?;
        sheet.write_with_format(at, 1, 42_798.0 + 37.0 / 96.0, &moment)?;
        let at = next(sheet, "a millisecond before midnight")?;
        sheet.write_with_format(at, 1, 42_799.0 - 1.0 / 86_400_000.0, &moment)?;
        let at = next(sheet, "time")?;
        sheet.write_with_format(at, 1, 0.75, &time)?;
        let at = next(sheet, "length")?;
        sheet.write_with_format(at, 1, 1.5 + 1.0 / 24.0, &length)?;
        let at = next(sheet, "before the calendar")?;
        sheet.write_with_format(at, 1, -3.5, &day)?;
        let at = next(sheet, "yes")?;
        sheet.write(at, 1, true)?;
        let at = next(sheet, "no")?;
        sheet.write(at, 1, false)?;
        let at = next(sheet, "formula")?;
        sheet.write(at, 1, Formula::new("=B2+1").set_result("8"))?;
        let at = next(sheet, "text")?;
        sheet.write(at, 1, " “Ünï” <&> \n007 ")?;
        let at = next(sheet, "digits")?;
        sheet.write(at, 1, "007")?;
        let at = next(sheet, "formatted and empty")?;
        sheet.write_blank(at, 1, &day)?;
        next(sheet, "missing")?;
        // Formatted rows below the last value are no rows.
        sheet.write_blank(40, 0, &day)?;
        Ok(())
    })]);
    check(
        &xlsx(),
        bytes,
        &[
            "what/cell",
            "2: whole number/7",
            "3: number/0.1",
            "4: one/1",
            "5: large/9007199254740991",
            "6: shown as a percentage/0.25",
            "7: day/2017-03-04",
            "8: moment/2017-03-04T09:15:00",
            "9: a millisecond before midnight/2017-03-04T23:59:59.999",
            "10: time/18:00:00",
            "11: length/37:00:00",
            "12: before the calendar/-3.5",
            "13: yes/TRUE",
            "14: no/FALSE",
            "15: formula/8",
            "16: text/ “Ünï” <&> \\n007 ",
            "17: digits/007",
            "18: formatted and empty/-",
            "19: missing/-",
        ],
    );
}

#[test]
fn merged_header_cells_are_filled_right() {
    let bytes = workbook(&[("Sheet1", &|sheet| {
        sheet.write(0, 0, "ID")?;
        sheet.merge_range(0, 1, 0, 2, "Which roles?", &Shown::new())?;
        sheet.write(1, 1, "Leader")?.write(1, 2, "Other")?;
        sheet.write(2, 0, 1)?.write(2, 2, "Mayor")?;
        Ok(())
    })]);
    check(
        &Source { header_rows: 2, ..xlsx() },
        bytes,
        &["ID/Which roles? | Leader/Which roles? | Other", "3: 1/-/Mayor"],
    );
}

#[test]
fn rows_that_the_sheet_leaves_out_are_blank_and_cells_beyond_the_header_break_a_row() {
    let bytes = workbook(&[("S", &|sheet| {
        sheet.write(0, 0, "a")?.write(0, 1, "b")?;
        sheet.write(1, 0, 1)?;
        sheet.write(4, 1, 2)?.write(4, 3, "x")?;
        sheet.write(5, 0, " ")?;
        Ok(())
    })]);
    check(
        &xlsx(),
        bytes,
        &[
            "a/b",
            "2: 1/-",
            "3: -/- = blank_row",
            "4: -/- = blank_row",
            "5: -/2 + [\"\",\"x\"] = broken_row",
            "6:  /- = blank_row",
            "! S 3 blank_row excluded: no cell holds anything",
            "! S 4 blank_row excluded: no cell holds anything",
            "! S 5 broken_row quarantined: 4 cells where 2 are expected",
            "! S 6 blank_row excluded: no cell holds anything",
        ],
    );
}

#[test]
fn a_sheet_is_found_by_name_or_is_the_first() {
    let bytes = workbook(&[
        ("Notes", &|sheet| sheet.write(0, 0, "note").map(|_| ())),
        ("Responses", &|sheet| sheet.write(0, 0, "id").map(|_| ())),
    ]);
    let columns = |source: &Source| read(source, &bytes).expect("readable").columns;
    assert_eq!(columns(&xlsx()), ["note"]);
    assert_eq!(columns(&Source { sheet: Some("Responses".to_owned()), ..xlsx() }), ["id"]);
    let (error, hint) = refusal(&Source { sheet: Some("Response".to_owned()), ..xlsx() }, &bytes);
    assert_eq!(error, "read `responses` (data/export.xlsx): the workbook has no sheet `Response`");
    assert_eq!(hint.as_deref(), Some("did you mean `Responses`? its sheets are `Notes`, `Responses`"));
    let (_, hint) = refusal(&Source { sheet: Some("2017".to_owned()), ..xlsx() }, &bytes);
    assert_eq!(hint.as_deref(), Some("its sheets are `Notes`, `Responses`"));
}

#[test]
fn a_sheet_without_enough_rows_is_refused() {
    let one = workbook(&[("S", &|sheet| sheet.write(0, 0, "a").map(|_| ()))]);
    let none = workbook(&[("S", &|_| Ok(()))]);
    let late = workbook(&[("S", &|sheet| sheet.write(3, 0, "a").map(|_| ()))]);
    let of = |source: &Source, bytes: &[u8]| refusal(source, bytes).0.split_once(": ").expect("a cause").1.to_owned();
    assert_eq!(of(&xlsx(), &none), "it is empty");
    assert_eq!(of(&Source { header_rows: 2, ..xlsx() }, &one), "its header has 2 rows, but the file ends after 1");
    assert_eq!(of(&xlsx(), &late), "row 1, which should tell the columns, is blank");
}

#[test]
fn a_sheet_without_header_numbers_its_columns() {
    let bytes = workbook(&[("S", &|sheet| {
        sheet.write(0, 0, "x")?.write(0, 1, 1)?.write(1, 0, "y")?;
        Ok(())
    })]);
    check(&Source { header_rows: 0, ..xlsx() }, bytes, &["column_1/column_2", "1: x/1", "2: y/-"]);
}

#[test]
fn a_sheet_comes_in_batches_and_may_be_left_half_way() {
    let bytes = workbook(&[("S", &|sheet| {
        sheet.write(0, 0, "id")?;
        for row in 1..=20_000 {
            sheet.write(row, 0, row + 1)?;
        }
        Ok(())
    })]);
    let whole = read(&xlsx(), &bytes).expect("readable");
    assert_eq!((whole.rows.len(), whole.batches), (20_000, 3));
    assert!(whole.rows.iter().all(|row| row.cells == [Some(row.number.to_string())]));
    let mut export = topline_ingest::open(&xlsx(), std::io::Cursor::new(bytes)).expect("readable");
    assert!(export.next_batch().expect("a batch").is_some());
}

/// A workbook of one sheet, whose XML is given.
fn by_hand(sheet_data: &str) -> Vec<u8> {
    pack(&parts(sheet_data))
}

/// Its files.
fn parts(sheet_data: &str) -> Vec<(&'static str, String)> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    vec![
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>"#),
        ),
    ]
}

/// A ZIP archive without compression (PKWARE APPNOTE 4.3).
pub fn pack(files: &[(&str, String)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in files {
        let at = archive.len() as u32;
        let checksum = text.bytes().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
        });
        let mut facts = vec![20_u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for number in [!checksum, text.len() as u32, text.len() as u32, name.len() as u32] {
            facts.extend(number.to_le_bytes());
        }
        archive.extend(b"PK\x03\x04".iter().chain(&facts).copied().chain(name.bytes()).chain(text.bytes()));
        directory.extend(b"PK\x01\x02\x14\0".iter().chain(&facts));
        directory.extend([0; 10].into_iter().chain(at.to_le_bytes()).chain(name.bytes()));
    }
    let start = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([files.len() as u16; 2].iter().flat_map(|count| count.to_le_bytes()));
    archive.extend([directory.len() as u32, start].iter().flat_map(|number| number.to_le_bytes()));
    archive.extend([0, 0]);
    archive
}

#[test]
fn the_number_of_shared_texts_is_not_believed() {
    let with = |count: &str| {
        let mut parts = parts(r#"<row r="1"><c r="A1" t="s"><v>1</v></c></row>"#);
        let texts = format!("<!-- --><x:sst {count}><si><t>a</t></si><si><t>b</t></si></x:sst>");
        parts.push(("xl/SharedStrings.xml", texts));
        pack(&parts)
    };
    for count in
        ["", "uniqueCount='2'", "count='9' uniqueCount='1'", "uniqueCount='-1'", "uniqueCount='99999999999999999999'"]
    {
        check(&xlsx(), with(count), &["b"]);
    }
    // Room for ten billion texts is more than there is.
    let error = read(&xlsx(), with("uniqueCount='10000000000'")).expect_err("refused");
    assert_eq!(error.to_string(), "read `responses` (data/export.xlsx): it is an Excel workbook, but damaged");
    let cause = std::error::Error::source(&error).expect("a cause").to_string();
    assert!(cause.starts_with("the number of shared texts at byte "), "{cause}");
    assert!(cause.ends_with(" cannot be 10000000000"), "{cause}");
}

#[test]
fn a_text_longer_than_any_answer_is_refused_before_it_is_held() {
    let long = "x".repeat(17 << 20);
    let inline = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>"#);
    let mut shared = parts(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#);
    shared.push(("xl/sharedStrings.xml", format!(r#"<sst><si><t phonetic="{long}">a</t></si></sst>"#)));
    for workbook in [parts(&inline), shared] {
        let error = read(&xlsx(), pack(&workbook)).expect_err("refused");
        let cause = std::error::Error::source(&error).expect("a cause").to_string();
        assert!(cause.starts_with("a text of what is packed at byte "), "{cause}");
        assert!(cause.ends_with(" has more than 16777216 bytes"), "{cause}");
    }
    // What is no text does no harm.
    let mut with_picture = parts(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    with_picture.push(("xl/media/image1.png", long));
    check(&xlsx(), pack(&with_picture), &["1"]);
}

#[test]
fn cells_of_other_writers_are_read() {
    let bytes = by_hand(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="str"><v>b</v></c></row>
           <row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="d"><v>2017-03-04</v></c></row>
           <row><c t="b"><v>1</v></c><c><v>1E3</v></c></row>
           <row r="4"><c r="A4" t="str"><v></v></c><c r="B4"/></row>"#,
    );
    check(
        &xlsx(),
        bytes,
        &[
            "a/b",
            "2: #N/A/2017-03-04",
            "3: TRUE/1000",
            "4: /- = blank_row",
            "! S 4 blank_row excluded: no cell holds anything",
        ],
    );
}

#[test]
fn cells_out_of_place_are_refused_with_their_row() {
    let header = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let cases = [
        (r#"<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#, 2_u64),
        (r#"<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>"#, 2),
        (r#"<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>"#, 2),
        (r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#, 2),
        (r#"<row r="4294967295"><c><v>1</v></c></row>"#, 4_294_967_295),
    ];
    for (rows, row) in cases {
        let (error, _) = refusal(&xlsx(), by_hand(&format!("{header}{rows}")));
        let misplaced = format!("the sheet `S` has a cell out of its place in row {row}");
        let damaged = "the sheet `S` is damaged after row 1";
        assert!(error.ends_with(&misplaced) || (row > 1_048_576 && error.ends_with(damaged)), "{rows}: {error}");
    }
}

#[test]
fn a_damaged_sheet_gives_its_whole_rows_and_then_an_error() {
    let rows: Vec<String> =
        (1..=9000).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#)).collect();
    let rows = rows.concat();
    let bytes = by_hand(&format!(r#"{rows}<row r="9001"><c r="A9001" t="b"><v>maybe</v></c></row>"#));
    let mut export = topline_ingest::open(&xlsx(), std::io::Cursor::new(bytes)).expect("readable");
    assert_eq!(export.next_batch().expect("a batch").expect("rows").batch.num_rows(), 8192);
    let error = export.next_batch().expect_err("damaged");
    assert_eq!(error.to_string(), "read `responses` (data/export.xlsx): the sheet `S` is damaged after row 9000");
    assert!(std::error::Error::source(&error).is_some());
    assert!(export.next_batch().expect("ended").is_none());
}

#[test]
fn no_damage_to_a_workbook_panics() {
    let bytes = workbook(&[("S", &|sheet| {
        for row in 0..50 {
            sheet.write(row, 0, row)?.write(row, 1, "text")?;
        }
        Ok(())
    })]);
    let outcome = |bytes: &[u8]| -> Result<Whole, topline_ingest::IngestError> { read(&xlsx(), bytes) };
    assert!(lines(&outcome(&bytes).expect("readable")).len() > 50);
    for cut in (8..bytes.len()).step_by(97) {
        assert!(outcome(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    let mut seed = 7_u64;
    for _ in 0..300 {
        let mut damaged = bytes.clone();
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % damaged.len();
            damaged[at] ^= (seed >> 25) as u8 | 1;
        }
        // Any outcome will do but a panic, which would be this error.
        if let Err(topline_ingest::IngestError { fault: topline_ingest::IngestFault::BeyondReading, .. }) =
            outcome(&damaged)
        {
            panic!("the reader panicked");
        }
    }
}
