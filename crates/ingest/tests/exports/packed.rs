//! Exports in gzip, Zstandard and ZIP, as other writers pack them (`fixtures/write.py`) and as nobody should.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rust_xlsxwriter::Workbook;
use topline_ingest::{IngestFault, format_in_archive};
use topline_survey::{Format, Source};

use crate::reading::{Trickle, check, csv, fixture, lines, read, read_from, refusal};

/// What the text of each fixture reads to.
const EXPECTED: [&str; 3] = ["id/answer", "2: 1/café", "3: 2/two\\nlines"];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn member(member: &str) -> Source {
    Source { member: Some(member.to_owned()), ..csv() }
}

#[test]
fn text_that_others_packed_is_read() {
    check(&csv(), fixture("text.csv.gz"), &EXPECTED);
    check(&csv(), fixture("text.csv.zst"), &EXPECTED);
    check(&csv(), fixture("one.zip"), &EXPECTED);
    check(&csv(), fixture("twice.zip"), &EXPECTED);
    check(&member("export.csv"), fixture("several.zip"), &EXPECTED);
    check(&member("data/export.csv"), fixture("one.zip"), &EXPECTED);
    // A frame to be skipped may come first (RFC 8878, 3.1.2).
    let skipped = [b"\x5A\x2A\x4D\x18\x03\0\0\0abc".to_vec(), fixture("text.csv.zst")].concat();
    check(&csv(), skipped, &EXPECTED);
}

#[test]
fn an_archive_of_several_files_asks_for_the_member() {
    let (error, hint) = refusal(&csv(), fixture("several.zip"));
    assert_eq!(error, "read `responses` (data/export.csv): the ZIP archive holds 3 files");
    assert_eq!(
        hint.as_deref(),
        Some("set `member` to the one that is the export: `notes.txt`, `export.csv`, `old.csv`")
    );
    let (error, hint) = refusal(&member("exports.csv"), fixture("several.zip"));
    assert_eq!(error, "read `responses` (data/export.csv): the ZIP archive has no file `exports.csv`");
    assert_eq!(hint.as_deref(), Some("did you mean `export.csv`? its files are `notes.txt`, `export.csv`, `old.csv`"));
    let (error, hint) = refusal(&member("old.csv"), fixture("several.zip"));
    assert_eq!(error, "read `responses` (data/export.csv): `old.csv` in the ZIP archive is compressed by Bzip2");
    assert_eq!(hint.as_deref(), Some("unpack it first"));
    let (error, _) = refusal(&csv(), b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    assert_eq!(error, "read `responses` (data/export.csv): the ZIP archive holds no file");
    for bytes in [b"a,b\n1,2\n".to_vec(), gzip(b"a,b\n1,2\n"), fixture("sheet.ods")] {
        let (error, hint) = refusal(&member("export.csv"), bytes);
        assert_eq!(error, "read `responses` (data/export.csv): `member` is given, but it is no ZIP archive");
        assert_eq!(hint.as_deref(), Some("leave `member` out"));
    }
}

#[test]
fn the_names_in_an_archive_tell_the_format_of_the_export() {
    let told = |bytes: Vec<u8>| format_in_archive(std::io::Cursor::new(bytes));
    assert_eq!(told(fixture("one.zip")), Some((Format::Csv, None)));
    assert_eq!(told(fixture("twice.zip")), Some((Format::Csv, None)));
    assert_eq!(told(fixture("several.zip")), None, "export.csv and old.csv");
    assert_eq!(told(fixture("sheet.ods")), None, "a document");
    assert_eq!(told(b"a,b\n1,2\n".to_vec()), None);
    assert_eq!(told(zip_of("data/Survey.SAV", b"")), Some((Format::Sav, None)));
    assert_eq!(told(zip_of("readme.txt", b"")), Some((Format::Csv, None)));
    assert_eq!(told(zip_of("photo.png", b"")), None);
    assert_eq!(told(fixture("beside_text.zip")), Some((Format::Csv, Some("CSV/survey.csv".to_owned()))));
    check(&member("CSV/survey.csv"), fixture("beside_text.zip"), &EXPECTED);
}

#[test]
fn a_locked_member_is_refused() {
    // The flag of encryption (APPNOTE 4.4.4, bit 0) in the local header and in the directory.
    let mut bytes = fixture("one.zip");
    let name = b"data/export.csv";
    let at = |from: usize, signature: &[u8], bytes: &[u8]| {
        (from..bytes.len() - 64)
            .find(|at| {
                bytes[*at..].starts_with(signature) && bytes[*at + 28..].windows(name.len()).take(20).any(|w| w == name)
            })
            .expect("a header")
    };
    let local = at(0, b"PK\x03\x04", &bytes);
    let central = at(0, b"PK\x01\x02", &bytes);
    bytes[local + 6] |= 1;
    bytes[central + 8] |= 1;
    let (error, _) = refusal(&csv(), bytes);
    assert_eq!(
        error,
        "read `responses` (data/export.csv): `data/export.csv` in the ZIP archive is locked by a password"
    );
}

#[test]
fn every_format_may_be_packed() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "a").and_then(|sheet| sheet.write(1, 0, 7)).expect("written");
    let xlsx = workbook.save_to_buffer().expect("a workbook");
    let of = |format| Source { format, ..csv() };
    for (format, bytes) in
        [(Format::Xlsx, xlsx), (Format::Ods, fixture("sheet.ods")), (Format::Parquet, fixture("types.parquet"))]
    {
        let plain = lines(&read(&of(format), &bytes).expect("readable"));
        assert!(!plain.is_empty());
        let zstandard = zstd::encode_all(bytes.as_slice(), 0).expect("packed");
        for packed in [gzip(&bytes), zstandard, gzip(&gzip(&bytes)), zip_of("export", &bytes)] {
            assert_eq!(lines(&read(&of(format), packed).expect("readable")), plain, "{format:?}");
        }
    }
    check(&of(Format::Jsonl), gzip(b"{\"a\":1,\"b\":2}\n"), &["a/b", "1: 1/2"]);
    // Beyond the first piece, in an encoding that is detected first and read again.
    let text = format!("a,b\n{}", "1,caf\u{e9}\n".repeat(100_000));
    let bytes: Vec<u8> = text.chars().map(|character| character as u8).collect();
    let whole = read(&csv(), gzip(&bytes)).expect("readable");
    assert_eq!((whole.encoding, whole.rows.len()), ("windows-1252", 100_000));
}

/// A ZIP archive of one deflated file (APPNOTE 4.3).
fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    let packed = encoder.finish().expect("packed");
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    stated_zip(name, &packed, bytes.len() as u32, crc.sum())
}

/// The same, of data that are packed already, and with what it states of them.
fn stated_zip(name: &str, packed: &[u8], size: u32, crc: u32) -> Vec<u8> {
    let mut facts = vec![20_u8, 0, 0, 0, 8, 0, 0, 0, 33, 74];
    for number in [crc, packed.len() as u32, size] {
        facts.extend(number.to_le_bytes());
    }
    facts.extend([name.len() as u16, 0].iter().flat_map(|number| number.to_le_bytes()));
    let mut archive = b"PK\x03\x04".iter().chain(&facts).copied().chain(name.bytes()).collect::<Vec<_>>();
    archive.extend(packed);
    let start = archive.len() as u32;
    let directory: Vec<u8> =
        b"PK\x01\x02\x14\0".iter().chain(&facts).copied().chain([0; 14]).chain(name.bytes()).collect();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    archive.extend([directory.len() as u32, start].iter().flat_map(|number| number.to_le_bytes()));
    archive.extend([0, 0]);
    archive
}

#[test]
fn damage_is_an_error_and_no_row_is_lost_quietly() {
    let rows: Vec<String> = (0..20_000).map(|row| format!("{row},answer {}\n", row * 7919 % 1000)).collect();
    let text = format!("id,answer\n{}", rows.concat());
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    let packed = {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("packed");
        encoder.finish().expect("packed")
    };
    let size = text.len() as u32;
    assert!(read(&csv(), stated_zip("a.csv", &packed, size, crc.sum())).is_ok());
    let zstandard = zstd::encode_all(text.as_bytes(), 3).expect("packed");
    let gzipped = gzip(text.as_bytes());
    let cases = [
        ("gzip", gzipped[..gzipped.len() - 1].to_vec()),
        ("gzip", gzipped[..gzipped.len() / 2].to_vec()),
        ("gzip", {
            let mut bytes = gzipped.clone();
            let end = bytes.len();
            bytes[end - 6] ^= 1; // The checksum.
            bytes
        }),
        ("gzip", [gzipped.as_slice(), b"rubbish"].concat()),
        ("Zstandard", zstandard[..zstandard.len() / 2].to_vec()),
        ("ZIP", stated_zip("a.csv", &packed, size, crc.sum() ^ 1)),
        ("ZIP", stated_zip("a.csv", &packed, size - 1, crc.sum())),
        ("ZIP", stated_zip("a.csv", &packed, size + 1, crc.sum())),
        ("ZIP", stated_zip("a.csv", &packed[..packed.len() - 9], size, crc.sum())),
    ];
    for (packing, bytes) in cases {
        let error = read(&csv(), bytes).expect_err("damaged");
        let cause = std::error::Error::source(&error).expect("a cause").to_string();
        assert_eq!(cause, format!("the {packing} data are damaged or cut short"));
    }
}

#[test]
fn no_damage_to_a_packed_file_panics() {
    let mut seed = 7_u64;
    let mut random = move |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % end
    };
    for name in ["text.csv.gz", "text.csv.zst", "one.zip", "twice.zip", "sheet.ods"] {
        let bytes = fixture(name);
        let source = Source { format: if name == "sheet.ods" { Format::Ods } else { Format::Csv }, ..csv() };
        for _ in 0..300 {
            let mut damaged = bytes.clone();
            for _ in 0..=random(3) {
                let at = random(damaged.len());
                damaged[at] = random(256) as u8;
            }
            damaged.truncate(damaged.len() - random(4) * random(damaged.len()) / 3);
            let outcome = read(&source, damaged);
            assert!(
                !matches!(outcome, Err(topline_ingest::IngestError { fault: IngestFault::BeyondReading, .. })),
                "{name}"
            );
        }
    }
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let zeros = gzip(&vec![0; 6 << 20]);
    let (error, _) = refusal(&csv(), zeros.repeat(3));
    assert_eq!(error, "read `responses` (data/export.csv): row 1 is longer than 16777216 bytes");
    let (error, _) = refusal(&csv(), gzip(&gzip(&gzip(&gzip(b"a,b\n")))));
    assert_eq!(error, "read `responses` (data/export.csv): it is packed more than 3 times over");
}

#[test]
fn a_packed_file_read_byte_by_byte_is_the_same() {
    for name in ["text.csv.gz", "text.csv.zst", "one.zip", "twice.zip"] {
        let whole = read_from(&csv(), Trickle::of(fixture(name), 1)).expect("readable");
        assert_eq!(lines(&whole), EXPECTED.join("\n"), "{name}");
    }
}
