//! Dialects of SPSS's files that pyreadstat does not tell of, or that no program at hand writes.
//!
//! What is expected stands in `tests/oracles/spss_fixtures.py`, which wrote the files.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use topline_ingest::{Description, IngestFault, Missing, SetKind, SpssError, StatError};
use topline_survey::{FindingKind, Format, Source};

use crate::reading::{Row, Whole, csv, read, refusal};
use crate::statfiles::project;

pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(project().join("tests/fixtures/spss").join(name)).expect("a fixture")
}

pub fn sav() -> Source {
    Source { format: Format::Sav, path: "data/export.sav".to_owned(), ..csv() }
}

pub fn por() -> Source {
    Source { format: Format::Por, path: "data/export.por".to_owned(), ..csv() }
}

/// The source of a fixture, by its name.
pub fn source_of(name: &str) -> Source {
    if Path::new(name).extension().is_some_and(|extension| extension == "por") { por() } else { sav() }
}

fn whole(name: &str) -> Whole {
    read(&source_of(name), fixture(name)).expect("readable")
}

fn description(whole: &Whole) -> &Description {
    whole.description.as_ref().expect("a description")
}

fn missing_of<'a>(whole: &'a Whole, column: &str) -> &'a [Missing] {
    let columns = &description(whole).columns;
    &columns.iter().find(|described| described.name == column).expect("a column").missing
}

fn cells(rows: &[Row]) -> Vec<Vec<Option<String>>> {
    rows.iter().map(|row| row.cells.clone()).collect()
}

#[test]
fn weights_titles_and_encodings_are_told() {
    for (name, encoding, weight, title) in [
        ("pspp.sav", "UTF-8", Some("weight"), Some("Fixture of PSPP")),
        ("pspp_bytecode.sav", "UTF-8", Some("weight"), Some("Fixture of PSPP")),
        ("pspp.zsav", "UTF-8", Some("weight"), Some("Fixture of PSPP")),
        ("pspp.por", "UTF-8", Some("WEIGHT"), None),
        ("readstat.sav", "UTF-8", None, Some("Une enquête")),
        ("readstat.por", "UTF-8", None, None),
        ("big_endian.sav", "windows-1252", Some("Q2"), Some("Smörgåsbord")),
        ("big_endian_bytecode.sav", "UTF-8", None, None),
        ("cyrillic.sav", "windows-1251", None, None),
        ("japanese.sav", "Shift_JIS", None, None),
        ("count_unknown.sav", "windows-1252", None, None),
    ] {
        let whole = whole(name);
        let description = description(&whole);
        assert_eq!(whole.encoding, encoding, "{name}");
        assert_eq!(description.weight.as_deref(), weight, "{name}");
        assert_eq!(description.title.as_deref(), title, "{name}");
        assert_eq!(whole.findings, [], "{name}");
        assert!(whole.rows.iter().zip(1..).all(|(row, number)| row.number == number), "{name}");
    }
}

#[test]
fn ranges_of_missing_values_keep_their_bounds() {
    let whole_file = whole("pspp.por");
    let value = |text: &str| Missing::Value(text.to_owned());
    assert_eq!(missing_of(&whole_file, "Q1"), [Missing::Range(f64::NEG_INFINITY, -1.0)]);
    assert_eq!(missing_of(&whole_file, "Q3"), [value("97"), value("98"), value("99")]);
    assert_eq!(missing_of(&whole_file, "SCORE"), [Missing::Range(-1001.0, -1000.0)]);
    assert_eq!(missing_of(&whole_file, "T1"), [value("no")]);
    assert_eq!(missing_of(&whole_file, "C1"), [Missing::Range(1.0, 2.0), value("9")]);
    assert_eq!(missing_of(&whole_file, "LONG"), [value("refused")]);
    // PSPP 1.6 writes the wrong bound of `90 THRU HI`, which the file's own text must say rightly.
    let right = replaced(&fixture("pspp.por"), b"AA9E17IR6IG+6J/8-7/", b"A0000000000030/8-7/");
    let whole_file = read(&por(), right).expect("readable");
    assert_eq!(missing_of(&whole_file, "Q2"), [Missing::Range(90.0, f64::INFINITY), value("-7")]);
}

#[test]
fn the_lowest_number_of_either_age_is_no_bound() {
    let bytes = fixture("count_unknown.sav");
    // SPSS 21 and later: the same as system-missing.
    let newer = replaced(&bytes, &f64::from_bits(0xFFEF_FFFF_FFFF_FFFE).to_le_bytes(), &(-f64::MAX).to_le_bytes());
    for bytes in [bytes, newer] {
        let whole = read(&sav(), bytes).expect("readable");
        let expected = [Missing::Range(f64::NEG_INFINITY, -1.0), Missing::Value("99".to_owned())];
        assert_eq!(missing_of(&whole, "question_one"), expected);
        assert_eq!(missing_of(&whole, "Q2"), [Missing::Range(8.0, f64::INFINITY)]);
    }
}

#[test]
fn sets_are_ticked_by_numbers_or_words() {
    for name in ["pspp.sav", "pspp.zsav"] {
        let whole = whole(name);
        let kinds: Vec<(&str, &SetKind)> =
            description(&whole).sets.iter().map(|set| (set.name.as_str(), &set.kind)).collect();
        let ticks = |text: &str| SetKind::Ticks(text.to_owned());
        let (one, yes) = (ticks("1"), ticks("yes"));
        let expected = [("ticks", &one), ("words", &yes), ("chosen", &SetKind::Choices), ("counted", &one)];
        assert_eq!(kinds, expected, "{name}");
    }
}

#[test]
fn a_set_may_be_labelled_by_its_first_variable() {
    let bytes = replaced(&fixture("count_unknown.sav"), b"$both=C 4 Both q1 q2", b"$b=E 11 1 1 0  q1 q2");
    let whole = read(&sav(), bytes).expect("readable");
    let set = &description(&whole).sets[0];
    assert_eq!((set.name.as_str(), set.label.as_deref()), ("b", Some("Smörgås?")));
    assert_eq!(set.columns, ["question_one", "Q2"]);
}

#[test]
fn the_last_label_of_a_value_holds() {
    let [minus, one] = [-1.0_f64, 1.0].map(|value| [value.to_le_bytes().as_slice(), b"\x05minus"].concat());
    let whole = read(&sav(), replaced(&fixture("count_unknown.sav"), &minus, &one)).expect("readable");
    let labels = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    assert_eq!(description(&whole).columns[0].values, [labels("1", "minus"), labels("2.5", "Smörgås")]);
}

#[test]
fn a_file_that_names_no_encoding_is_utf_8_where_its_labels_are() {
    // The code page 2, "7-bit ASCII", is written whatever the encoding is.
    let code_page = |bytes: &[u8], code: i32| replaced(bytes, &code.to_le_bytes(), &2_i32.to_le_bytes());
    let whole_file = read(&sav(), code_page(&fixture("cyrillic.sav"), 1251)).expect("readable");
    assert_eq!((whole_file.encoding, whole_file.rows[0].cells[2].as_deref()), ("windows-1252", Some("Ïðèâåò")));
    let bytes = fixture("big_endian_bytecode.sav");
    let bytes = replaced(&bytes, &65001_i32.to_be_bytes(), &2_i32.to_be_bytes());
    let unnamed = replaced(&bytes, b"\0\0\0\x14\0\0\0\x01\0\0\0\x05UTF-8", b"\0\0\0\x62\0\0\0\x01\0\0\0\x05UTF-8");
    let whole_file = read(&sav(), unnamed).expect("readable");
    assert_eq!((whole_file.encoding, whole_file.rows[0].cells[2].as_deref()), ("UTF-8", Some("ΑΒΓ")));
}

#[test]
fn a_declared_encoding_is_believed() {
    let bytes = fixture("big_endian.sav");
    let declared = |label: &str| Source { encoding: Some(label.to_owned()), ..sav() };
    let whole = read(&declared("macintosh"), &bytes).expect("readable");
    assert_eq!(whole.encoding, "macintosh");
    assert_eq!(whole.rows[0].cells[2].as_deref(), Some("SmˆrgÂs"));
    let (error, hint) = refusal(&declared("utf-16le"), &bytes);
    assert_eq!(
        error,
        "read `responses` (data/export.sav): it is declared as UTF-16LE, which files of its format cannot be"
    );
    assert_eq!(hint.as_deref(), Some("leave it out: the file names its encoding"));
    let whole = read(&declared("utf-8"), &bytes).expect("readable");
    assert_eq!(whole.rows[0].cells[2].as_deref(), Some("Sm\u{FFFD}rg\u{FFFD}s"));
    let told: Vec<_> = whole.findings.iter().map(|finding| (finding.kind, finding.place.row)).collect();
    assert_eq!(told, [(FindingKind::Undecodable, Some(1))]);
    assert_eq!(whole.findings[0].place.column.as_deref(), Some("Text"));
}

#[test]
fn what_cannot_be_decoded_is_told_row_by_row() {
    let bytes = replaced(&fixture("readstat.sav"), "éé".as_bytes(), b"\xFF\xFF\xFF\xFF");
    let bytes = replaced(&bytes, "naïve".as_bytes(), b"na\xFF\xFFve");
    let whole = read(&sav(), &bytes).expect("readable");
    let places = whole.findings.iter().map(|finding| (finding.place.row, finding.place.column.as_deref()));
    assert_eq!(places.collect::<Vec<_>>(), [(Some(1), Some("very_long")), (Some(2), Some("コメント"))]);
}

#[test]
fn another_number_of_cases_than_the_file_says_is_told() {
    let bytes = fixture("count_unknown.sav");
    let expected = cells(&whole("count_unknown.sav").rows);
    assert_eq!(expected.len(), 4);
    for (announced, behind, told) in [
        (-1_i32, 0, None),
        (4, 0, None),
        (4, 20, None),
        (5, 0, Some("the file says that it has 5 rows, but has 4")),
        (3, 0, Some("the file says that it has 3 rows, but has 4")),
        (0, 0, Some("the file says that it has 0 rows, but has 4")),
    ] {
        let mut bytes = bytes.clone();
        bytes[80..84].copy_from_slice(&announced.to_le_bytes());
        bytes.resize(bytes.len() + behind, b'\n');
        let whole = read(&sav(), bytes).expect("readable");
        assert_eq!(cells(&whole.rows), expected);
        let findings: Vec<_> =
            whole.findings.iter().map(|finding| (finding.kind, finding.place.row, finding.detail.as_str())).collect();
        assert_eq!(findings, told.map(|told| (FindingKind::RowCount, None, told)).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_file_cut_within_a_case_says_which() {
    for (name, cut, case) in
        [("count_unknown.sav", 8, 4), ("count_unknown.sav", 60, 3), ("japanese.sav", 16, 4), ("readstat.por", 100, 6)]
    {
        let bytes = fixture(name);
        let source = source_of(name);
        let (error, hint) = refusal(&source, &bytes[..bytes.len() - cut]);
        assert_eq!(error, format!("read `responses` ({}): it ends within case {case}", source.path), "{name}");
        assert_eq!(hint.as_deref(), Some("receive the file again: its end is missing"));
    }
}

#[test]
fn blocks_of_any_size_unpack_to_the_same_cases() {
    let bytes = fixture("pspp_bytecode.sav");
    let expected = cells(&whole("pspp_bytecode.sav").rows);
    let end = bytes.windows(8).position(|window| window == [0xE7, 3, 0, 0, 0, 0, 0, 0]).expect("an end") + 8;
    for size in [1, 7, 64, 100_000] {
        let mut zsav = bytes[..end].to_vec();
        zsav[..4].copy_from_slice(b"$FL3");
        zsav[72..76].copy_from_slice(&2_i32.to_le_bytes());
        let blocks: Vec<Vec<u8>> = bytes[end..].chunks(size).map(packed).collect();
        let trailer = end + 24 + blocks.iter().map(Vec::len).sum::<usize>();
        for offset in [end, trailer, 24] {
            zsav.extend((offset as i64).to_le_bytes());
        }
        zsav.extend(blocks.concat());
        zsav.extend([0; 24]); // A trailer, which nobody reads.
        let whole = read(&sav(), &zsav).expect("readable");
        assert_eq!(cells(&whole.rows), expected, "blocks of {size}");
        let cut = read(&sav(), &zsav[..trailer - 5]).expect_err("it is cut");
        assert!(matches!(cut.fault, IngestFault::StatFile(StatError::Spss(SpssError::CaseCut { .. }))), "{cut}");
        zsav[trailer - 1] ^= 0xFF;
        let damaged = read(&sav(), &zsav).expect_err("a checksum is wrong");
        assert!(matches!(damaged.fault, IngestFault::StatFile(StatError::Spss(SpssError::Case { .. }))), "{damaged}");
    }
}

fn packed(block: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(block).expect("packed");
    packer.finish().expect("packed")
}

#[test]
fn portable_files_are_read_however_their_lines_end() {
    for name in ["pspp.por", "readstat.por"] {
        let expected = cells(&whole(name).rows);
        let text = fixture(name);
        let lines: Vec<&[u8]> =
            text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
        let joined = |end: &[u8]| lines.join(end);
        let trimmed: Vec<&[u8]> = lines.iter().map(|line| line.trim_ascii_end()).collect();
        for text in [
            joined(b"\n"),
            joined(b"\r"),
            joined(b"\r\n"),
            joined(b"\r\r\n"),
            joined(b""),
            trimmed.join(b"\n".as_slice()),
            trimmed.join(b"\r\n".as_slice()),
        ] {
            let whole = read(&por(), text).expect("readable");
            assert_eq!(cells(&whole.rows), expected, "{name}");
        }
    }
}

#[test]
fn portable_files_in_other_characters_are_read() {
    let text = fixture("pspp.por");
    let expected = cells(&whole("pspp.por").rows);
    // EBCDIC, as its table of characters says it.
    let unlined: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let whole_file = read(&por(), unlined.iter().map(|byte| ebcdic(*byte)).collect::<Vec<_>>()).expect("readable");
    assert_eq!(cells(&whole_file.rows), expected);
    assert_eq!(description(&whole_file), description(&whole("pspp.por")));
    // Bytes beyond ASCII: UTF-8 where all are, else Windows-1252.
    for (bytes, encoding, expected) in
        [("Ägäis".as_bytes(), "UTF-8", "long, and Ägäis"), (b"\xC4\x80g\xE4is", "windows-1252", "long, and Ä€gäis")]
    {
        let mut bytes = bytes.to_vec();
        bytes.resize("Aegaeis".len(), b' ');
        let whole = read(&por(), replaced(&text, b"Aegaeis", &bytes)).expect("readable");
        assert_eq!(whole.encoding, encoding);
        assert_eq!(whole.rows[3].cells[8].as_deref(), Some(expected));
    }
}

/// A code that is no ASCII, with digits and letters in their order.
fn ebcdic(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0' + 0xF0,
        b'A'..=b'Z' => byte - b'A' + 0xC0,
        b' ' => 0x40,
        b'!'..=b'/' => byte - b'!' + 0x50,
        b'a'..=b'z' => byte - b'a' + 0x80,
        other => other | 0x20,
    }
}

/// Replaces what occurs once or more.
pub fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = (0..=bytes.len() - old.len()).filter(|at| bytes[*at..].starts_with(old)).collect();
    assert!(!places.is_empty(), "it is there");
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}

#[test]
fn each_refusal_says_why_and_what_may_help() {
    let sav_bytes = fixture("pspp.sav");
    let por_bytes = fixture("pspp.por");
    let damaged = |at: usize, bytes: &[u8]| {
        let mut damaged = sav_bytes.clone();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        damaged
    };
    let cases = [
        (
            sav(),
            por_bytes.clone(),
            "it is declared as sav, but is no system file of SPSS",
            None,
            Some("set `format = \"por\"` if it is a portable file, `csv` if it is text"),
        ),
        (
            por(),
            b"a,b\n1,2\n".to_vec(),
            "it is declared as por, but is no portable file of SPSS",
            None,
            Some("set `format = \"sav\"` if it is a system file, `csv` if it is text"),
        ),
        (
            por(),
            sav_bytes.clone(),
            "it is declared as por, but is a system file of SPSS",
            None,
            Some("set `format = \"sav\"`"),
        ),
        (
            Source { path: "data/export.csv".to_owned(), ..csv() },
            sav_bytes.clone(),
            "it is declared as csv, but is a system file of SPSS",
            None,
            Some("set `format = \"sav\"`"),
        ),
        (
            sav(),
            b"\x5B\xC6\xD3\xF2....".to_vec(),
            "it is a system file of SPSS in EBCDIC",
            None,
            Some("save it as .sav with a current version of SPSS"),
        ),
        (
            sav(),
            sav_bytes[..500].to_vec(),
            "it ends after byte 500, before what it says of its variables does",
            None,
            Some("receive the file again: its end is missing"),
        ),
        (sav(), damaged(64, &[9, 9, 9, 9]), "it is damaged at byte 68", Some("its byte order cannot be told"), None),
        (sav(), damaged(72, &[7, 0, 0, 0]), "it is damaged at byte 76", Some("7 is no way of compression"), None),
        (sav(), damaged(176, &[5, 0, 0, 0]), "it is damaged at byte 180", Some("5 is no kind of record"), None),
        (
            por(),
            replaced(&por_bytes, b"70/2/Q1", b"X0/2/Q1"),
            "it is damaged at byte 550",
            Some("'X' is no kind of record"),
            None,
        ),
    ];
    for (source, bytes, expected, cause, expected_hint) in cases {
        let error = read(&source, bytes).map(|whole| whole.rows.len()).expect_err(expected);
        assert_eq!(error.to_string(), format!("read `responses` ({}): {expected}", source.path));
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), cause, "{expected}");
        assert_eq!(error.hint().as_deref(), expected_hint, "{expected}");
    }
}
