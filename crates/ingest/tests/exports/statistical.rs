//! Files of statistical packages: the old formats of Stata, written here byte by byte; and what no package writes.
//!
//! Nothing here may panic, hang, or take memory beyond the file's own size: counts are checked before they are believed.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use topline_ingest::{Description, IngestError, open_with};
use topline_survey::{Format, Source};

use crate::random::Random;
use crate::reading::{Whole, csv, drain, lines};
use crate::real::folder;

fn read(format: Format, bytes: &[u8], metadata: Option<&[u8]>) -> Result<(Whole, Description), IngestError> {
    let source = Source { format, ..csv() };
    let metadata = metadata.map(|bytes| Cursor::new(bytes.to_vec()));
    let export = open_with(&source, Cursor::new(bytes.to_vec()), metadata)?;
    let description = export.description().cloned().unwrap_or_default();
    Ok((drain(export)?, description))
}

/// A dataset of an old format: two columns, three rows, and value labels of the first.
///
/// The layout is that of Stata's specification of format 115 (`help dta_115`), and for those before of what pandas reads.
fn old_dta(release: u8, big: bool) -> Vec<u8> {
    let number = |value: u64, width: usize| {
        let bytes = value.to_be_bytes()[8 - width..].to_vec();
        if big { bytes } else { bytes.into_iter().rev().collect() }
    };
    let text = |text: &[u8], width: usize| [text, &vec![0; width - text.len()]].concat();
    let name = if release >= 110 { 33 } else { 9 };
    let format = match release {
        114.. => 49,
        105.. => 12,
        _ => 7,
    };
    let label = if release >= 106 { 81 } else { 32 };
    let mut bytes = vec![release, if big { 1 } else { 2 }, 1, 0];
    bytes.extend(number(2, 2));
    bytes.extend(number(3, 4));
    bytes.extend(text(b"A survey", if release >= 108 { 81 } else { 32 }));
    bytes.extend(text(b"", if release >= 105 { 18 } else { 0 }));
    bytes.extend(if release >= 111 { [252, 5] } else { [b'i', 127 + 5] });
    bytes.extend([text(b"q1", name), text(b"town", name)].concat());
    bytes.extend([0; 6]);
    bytes.extend([text(b"%8.0g", format), text(b"%5s", format)].concat());
    bytes.extend([text(b"yesno", name), text(b"", name)].concat());
    bytes.extend([text(b"Did you?", label), text(b"Where \x96 town", label)].concat());
    if release >= 105 {
        let width = if release >= 110 { 4 } else { 2 };
        bytes.extend([vec![1], number(3, width), vec![7; 3], vec![0], number(0, width)].concat());
    }
    let missing = if release >= 113 { 32_742 } else { 32_767 };
    bytes.extend([number(1, 2), b"Leeds".to_vec()].concat());
    bytes.extend([number(65_535, 2), b"Zo\xEB\0\0".to_vec()].concat());
    bytes.extend([number(missing, 2), vec![0; 5]].concat());
    if release >= 108 {
        let table = [number(2, 4), number(8, 4), number(0, 4), number(4, 4)].concat();
        let table = [table, number(1, 4), number(0xFFFF_FFFF, 4), b"Yes\0No\0\0".to_vec()].concat();
        bytes.extend([number(table.len() as u64, 4), text(b"yesno", name), vec![0; 3], table].concat());
    } else {
        bytes.extend([number(2, 2), text(b"yesno", name), vec![0]].concat());
        bytes.extend([number(1, 2), number(65_535, 2), text(b"Yes", 8), text(b"No", 8)].concat());
    }
    bytes
}

#[test]
fn old_datasets_of_stata_are_read() {
    for release in [104, 105, 108, 110, 111, 113, 114, 115] {
        for big in [false, true] {
            let (whole, description) = read(Format::Dta, &old_dta(release, big), None).expect("readable");
            let missing = if release >= 113 { ".a" } else { "-" };
            let expected = format!("q1/town\n1: 1/Leeds\n2: -1/Zoë\n3: {missing}/");
            assert_eq!((lines(&whole), whole.encoding), (expected, "windows-1252"), "format {release}");
            assert_eq!(description.title.as_deref(), Some("A survey"));
            let yes_no = [("1".to_owned(), "Yes".to_owned()), ("-1".to_owned(), "No".to_owned())];
            assert_eq!(description.columns[0].values, yes_no);
            assert_eq!(description.columns[0].missing.len(), if release >= 113 { 26 } else { 0 });
            assert_eq!(description.columns[1].label.as_deref(), Some("Where \u{2013} town"));
        }
    }
}

#[test]
fn what_is_no_such_file_is_refused() {
    let refused = |format, bytes: &[u8]| read(format, bytes, None).expect_err("refused").to_string();
    let file = "read `responses` (data/export.csv): ";
    for (format, name) in [(Format::Dta, "dta"), (Format::Xpt, "xpt"), (Format::Sas7bdat, "sas7bdat")] {
        assert_eq!(refused(format, b"id,age\n1,2\n"), format!("{file}it is declared as {name}, but is no such file"));
        assert_eq!(refused(format, b""), format!("{file}it is empty"));
    }
    let later = b"<stata_dta><header><release>121</release>";
    assert_eq!(refused(Format::Dta, later), format!("{file}it is dta of release 121, which is not read"));
}

/// A cell may be cut off, but never a row without a word: where all is read, all rows are there.
#[test]
fn a_dataset_cut_anywhere_is_refused() {
    let whole = old_dta(114, false);
    let labels = whole.len() - (4 + 33 + 3 + 32);
    for cut in 1..whole.len() {
        let read = read(Format::Dta, &whole[..cut], None);
        // Without its labels, a file of an old format is one without labels.
        assert_eq!(read.is_ok(), cut == labels, "cut at {cut}");
    }
}

/// A dataset of a tagged format: a number with missing values, a moment and a long text, which two rows share.
///
/// The layout is that of Stata's specifications of the formats 117 to 119 (`help dta`).
fn tagged_dta(release: u16, big: bool) -> Vec<u8> {
    let number = |value: u64, width: usize| {
        let bytes = value.to_be_bytes()[8 - width..].to_vec();
        if big { bytes } else { bytes.into_iter().rev().collect() }
    };
    let (name, format, label) = if release >= 118 { (129, 57, 321) } else { (33, 49, 81) };
    let text = |text: &str, width: usize| [text.as_bytes(), &vec![0; width - text.len()]].concat();
    let count = if release >= 119 { 4 } else { 2 };
    let tagged = |tag: &str, parts: &[Vec<u8>]| {
        [format!("<{tag}>").into_bytes(), parts.concat(), format!("</{tag}>").into_bytes()].concat()
    };
    let (column, row) = match release {
        117 => (4, 4),
        118 => (2, 6),
        _ => (3, 5),
    };
    let reference = |of_column, of_row| [number(of_column, column), number(of_row, row)].concat();
    let cells = |value: u64, moment: f64, long: Vec<u8>| [number(value, 1), number(moment.to_bits(), 8), long].concat();
    let header = [
        tagged("release", &[release.to_string().into_bytes()]),
        tagged("byteorder", &[if big { b"MSF".to_vec() } else { b"LSF".to_vec() }]),
        tagged("K", &[number(3, count)]),
        tagged("N", &[number(3, if release >= 118 { 8 } else { 4 })]),
        tagged("label", &[number(8, if release >= 118 { 2 } else { 1 }), b"A survey".to_vec()]),
        tagged("timestamp", &[vec![0]]),
    ];
    let long = "Zoë, and so on".as_bytes();
    let labels = [number(1, 4), number(5, 4), number(0, 4), number(2_147_483_623, 4), b"Lost\0".to_vec()].concat();
    let set = [number(labels.len() as u64, 4), text("why", name), vec![0; 3], labels].concat();
    let file = [
        tagged("header", &header),
        tagged("map", &[vec![0; 14 * 8]]),
        tagged("variable_types", &[number(65_530, 2), number(65_526, 2), number(32_768, 2)]),
        tagged("varnames", &[text("q1", name), text("at", name), text("note", name)]),
        tagged("sortlist", &[vec![0; 4 * count]]),
        tagged("formats", &[text("%8.0g", format), text("%tc", format), text("%9s", format)]),
        tagged("value_label_names", &[text("why", name), text("", name), text("", name)]),
        tagged("variable_labels", &[text("Did you?", label), text("", label), text("", label)]),
        tagged("characteristics", &[tagged("ch", &[number(3, 4), b"any".to_vec()])]),
        tagged(
            "data",
            &[
                cells(0xFE, 1_804_238_100_000.0, reference(3, 1)),
                cells(103, 0.5, reference(0, 0)),
                cells(101, f64::from_bits(0x7fe0_0100_0000_0000), reference(3, 1)),
            ],
        ),
        tagged(
            "strls",
            &[
                b"GSO".to_vec(),
                number(3, 4),
                number(1, if release >= 118 { 8 } else { 4 }),
                vec![130],
                number(long.len() as u64 + 1, 4),
                long.to_vec(),
                vec![0],
            ],
        ),
        tagged("value_labels", &[tagged("lbl", &[set])]),
    ];
    tagged("stata_dta", &file)
}

#[test]
fn tagged_datasets_of_stata_are_read() {
    for release in [117, 118, 119] {
        for big in [false, true] {
            let (whole, description) = read(Format::Dta, &tagged_dta(release, big), None).expect("readable");
            let long = if release >= 118 { "Zoë, and so on" } else { "ZoÃ«, and so on" };
            let expected = format!(
                "q1/at/note\n1: -2/2017-03-04T09:15:00/{long}\n2: .b/1960-01-01T00:00:00.0005/\n3: -/.a/{long}"
            );
            assert_eq!(lines(&whole), expected, "format {release}");
            assert_eq!(whole.encoding, if release >= 118 { "UTF-8" } else { "windows-1252" });
            assert_eq!(description.title.as_deref(), Some("A survey"));
            assert_eq!(description.columns[0].values, [(".b".to_owned(), "Lost".to_owned())]);
            assert_eq!(description.columns[0].label.as_deref(), Some("Did you?"));
        }
    }
}

#[test]
fn a_tagged_dataset_cut_anywhere_is_refused() {
    let whole = tagged_dta(118, false);
    let end_of_labels = whole.len() - "ue_labels></stata_dta>".len();
    for cut in 1..whole.len() {
        assert_eq!(read(Format::Dta, &whole[..cut], None).is_ok(), cut >= end_of_labels, "cut at {cut}");
    }
}

/// Labels that all stand in the same long text would take more memory than a thousand such files.
#[test]
fn labels_that_overlap_are_refused() {
    let mut bytes = old_dta(115, false);
    bytes.truncate(bytes.len() - (4 + 33 + 3 + 32));
    let count: u32 = 10_000;
    let text = vec![b'x'; 20_000];
    let mut table = [count.to_le_bytes(), 20_000u32.to_le_bytes()].concat();
    table.extend(vec![0; 4 * count as usize]);
    table.extend((0..count).flat_map(u32::to_le_bytes));
    table.extend(text);
    bytes.extend([&(table.len() as u32).to_le_bytes()[..], b"yesno", &[0; 31], &table].concat());
    let error = read(Format::Dta, &bytes, None).expect_err("refused");
    assert_eq!(error.to_string(), "read `responses` (data/export.csv): it is dta, but damaged");
}

/// A transport file of version 5 with one column of text, four bytes wide, as TS-140 describes it.
fn transport(cells: &[&str]) -> Vec<u8> {
    let header = |kind: &str, numbers: &str| {
        let record = format!("HEADER RECORD*******{kind:<8}HEADER RECORD!!!!!!!{numbers}");
        format!("{record:<80}").into_bytes()
    };
    let blank = || vec![b' '; 80];
    let mut column = vec![0; 140];
    column[1] = 2; // A text,
    column[5] = 4; // of four bytes.
    column[8..16].copy_from_slice(b"Q1      ");
    column[16..88].fill(b' ');
    column.resize(160, b' ');
    let zeros = "000000000000000000000000000000";
    let mut bytes = [
        header("LIBRARY", zeros),
        blank(),
        blank(),
        header("MEMBER", "000000000000000001600000000140"),
        header("DSCRPTR", zeros),
        blank(),
        blank(),
        header("NAMESTR", "000000000100000000000000000000"),
        column,
        header("OBS", zeros),
    ]
    .concat();
    bytes.extend(cells.iter().flat_map(|cell| format!("{cell:<4}").into_bytes()));
    bytes.resize(bytes.len().next_multiple_of(80), b' ');
    bytes
}

#[test]
fn a_transport_file_that_was_cut_off_says_so() {
    let cells: Vec<String> = (0..25).map(|row| format!("r{row}")).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let whole = transport(&cells);
    let rows = |bytes: &[u8]| {
        let (whole, _) = read(Format::Xpt, bytes, None).expect("readable");
        (whole.rows.len(), whole.findings.iter().map(|finding| finding.detail.clone()).collect::<Vec<_>>())
    };
    assert_eq!(rows(&whole), (25, Vec::new()));
    // Without its last bytes a record is none, whether or not a row ends there.
    for cut in [4, 8, 60, 76] {
        let (read, findings) = rows(&whole[..whole.len() - cut]);
        assert_eq!(
            findings,
            [format!("the file was cut off: rows may be missing behind the {read} that it has")],
            "{cut}"
        );
    }
}

/// A file that other people made: its format, its bytes, and those of its catalogue or definition.
type Sample = (Format, Vec<u8>, Option<Vec<u8>>);

fn samples() -> Vec<Sample> {
    let Some(real) = folder() else { return Vec::new() };
    let sample = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let path = real.join(fields[0]);
        let format = match Path::new(fields[0]).extension().and_then(|end| end.to_str()) {
            Some("dta") => Format::Dta,
            Some("sas7bdat") => Format::Sas7bdat,
            Some("xpt" | "xpt5" | "xpt8") => Format::Xpt,
            _ => Format::TripleS,
        };
        let metadata = (fields[1] != "-").then(|| fs::read(path.with_file_name(fields[1])).expect("a second file"));
        (format, fs::read(&path).expect("a file"), metadata)
    };
    include_str!("stata_sas.csv").lines().skip(1).map(sample).collect()
}

#[test]
fn damaged_files_are_read_or_refused() {
    let mut random = Random(7);
    let mut cases = samples();
    for release in [104, 105, 108, 113, 115] {
        cases.push((Format::Dta, old_dta(release, release == 108), None));
    }
    cases.extend([117, 118, 119].map(|release| (Format::Dta, tagged_dta(release, release == 118), None)));
    for (format, bytes, metadata) in cases {
        for case in 0..60 {
            let mut damaged = bytes.clone();
            let mut beside = metadata.clone();
            let target = if case % 3 == 0 { beside.as_mut().unwrap_or(&mut damaged) } else { &mut damaged };
            // Most of a file is rows: what tells how they are read stands at the beginning, or at the end of a page.
            let most = if case % 2 == 0 { target.len() } else { target.len().min(1500) };
            for _ in 0..=random.below(8) {
                let at = random.below(most);
                match random.below(4) {
                    0 => target[at] = random.below(256) as u8,
                    1 => target[at] ^= 1 << random.below(8),
                    2 => target[at] = [0, 0x7F, 0x80, 0xFF][random.below(4)],
                    _ => {
                        let end = (at + 8).min(target.len());
                        target[at..end].fill([0, 0x7F, 0xFF][random.below(3)]);
                    }
                }
            }
            if case % 5 == 0 {
                target.truncate(random.below(most));
            }
            let _ = read(format, &damaged, beside.as_deref());
        }
    }
}

/// A catalogue that is none does not pass for one.
#[test]
fn a_catalogue_is_a_catalogue() {
    let Some((_, bytes, _)) = samples().into_iter().find(|(format, ..)| *format == Format::Sas7bdat) else {
        return;
    };
    let error = read(Format::Sas7bdat, &bytes, Some(&bytes)).expect_err("refused");
    assert!(error.to_string().ends_with("it is declared as sas7bcat, but is no such file"), "{error}");
}
