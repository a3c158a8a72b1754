//! Random tables and random text, against the `csv` crate.

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use topline_survey::Source;

use crate::reading::{Trickle, csv, lines, read, read_from};

/// Numbers that look random and repeat (Knuth's MMIX constants).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, alphabet: &[&str], longest: usize) -> String {
        (0..self.below(longest + 1)).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}

#[test]
fn a_written_table_comes_back_cell_for_cell() {
    let alphabet =
        ["a", "7", " ", ",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "é", "’", "日本", "\u{1F600}", "\0", "'"];
    let mut random = Random(1);
    for case in 0..1_000 {
        let delimiter = [b',', b';', b'\t'][case % 3];
        let terminator = [Terminator::CRLF, Terminator::Any(b'\n'), Terminator::Any(b'\r')][case / 3 % 3];
        let quotes = [QuoteStyle::Necessary, QuoteStyle::Always][case / 9 % 2];
        let width = 1 + random.below(6);
        let table: Vec<Vec<String>> =
            (0..random.below(12)).map(|_| (0..width).map(|_| random.text(&alphabet, 8)).collect()).collect();
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .quote_style(quotes)
            .from_writer(Vec::new());
        writer.write_record((0..width).map(|column| format!("name {column}"))).expect("written");
        for row in &table {
            writer.write_record(row).expect("written");
        }
        let bytes = writer.into_inner().expect("written");
        let source = Source { delimiter: Some(delimiter.into()), encoding: Some("utf-8".to_owned()), ..csv() };
        let whole = if case % 5 == 0 { read_from(&source, Trickle::of(bytes, 1)) } else { read(&source, bytes) };
        let whole = whole.expect("readable");
        let cells: Vec<Vec<String>> =
            whole.rows.iter().map(|row| row.cells.iter().flatten().cloned().collect()).collect();
        assert_eq!(cells, table, "case {case}");
        for (row, number) in whole.rows.iter().zip(2..) {
            assert_eq!((row.number, row.extra.as_deref()), (number, None));
            let blank = row.cells.iter().flatten().all(|cell| cell.chars().all(char::is_whitespace));
            assert_eq!(row.problem.as_deref(), blank.then_some("blank_row"), "case {case}");
        }
    }
}

/// Whatever the text, the cells are those of the `csv` crate, which passes over empty lines.
#[test]
fn any_text_splits_as_the_csv_crate_splits_it() {
    let alphabet = ["a", "b", " ", ",", ",", "\"", "\"", "\n", "\r", "\r\n"];
    let mut random = Random(2);
    for case in 0..10_000 {
        let text = format!("h1,h2\n{}", random.text(&alphabet, 24));
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("text").iter().map(str::to_owned).collect()).collect();
        let whole = read(&csv(), &text).expect("readable");
        let found: Vec<Vec<String>> = whole
            .rows
            .iter()
            .map(|row| {
                let mut cells: Vec<String> = row.cells.iter().flatten().cloned().collect();
                let extra: Vec<String> = serde_json::from_str(row.extra.as_deref().unwrap_or("[]")).expect("JSON");
                cells.extend(extra);
                cells
            })
            .filter(|cells| !cells.is_empty())
            .collect();
        assert_eq!(found, expected, "case {case}: {text:?}");
        assert!(whole.rows.iter().zip(2..).all(|(row, number)| row.number == number));
    }
}

/// Rows are taken by blocks, which end anywhere in what is read: nothing of that is seen.
#[test]
fn a_long_table_is_the_same_however_it_is_read() {
    let labels = [
        "Yes",
        "No",
        "",
        "Don\u{2019}t know",
        "\"Yes, to some extent\"",
        "\"She said \"\"no\"\"\"",
        "\"two\r\nlines\"",
    ];
    let ends = ["\n", "\r\n", "\r"];
    let mut random = Random(3);
    let mut bytes = b"first,second,third,fourth\r\n".to_vec();
    for row in 0..20_000 {
        // One row in a hundred lacks cells or has too many, or has a byte that is no text.
        let cells = if row % 100 == 7 { 1 + random.below(6) } else { 4 };
        for cell in 0..cells {
            if cell > 0 {
                bytes.push(b',');
            }
            match random.below(200) {
                0 => bytes.extend("long ".repeat(random.below(1_000)).bytes()),
                1 if row % 100 == 8 => bytes.extend(b"caf\xe9"),
                2..40 => bytes.extend(format!("R{row}").bytes()),
                _ => bytes.extend(labels[random.below(labels.len())].bytes()),
            }
        }
        bytes.extend(ends[random.below(ends.len())].bytes());
    }
    let source = Source { encoding: Some("utf-8".to_owned()), ..csv() };
    let whole = read(&source, &bytes).expect("readable");
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let expected: Vec<Vec<String>> = reader
        .byte_records()
        .map(|row| row.expect("a row").iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect())
        .collect();
    let found: Vec<Vec<String>> = whole
        .rows
        .iter()
        .map(|row| {
            let extra: Vec<String> = serde_json::from_str(row.extra.as_deref().unwrap_or("[]")).expect("JSON");
            row.cells.iter().flatten().cloned().chain(extra).collect::<Vec<_>>()
        })
        .filter(|cells| !cells.is_empty())
        .collect();
    assert!(found == expected, "the cells are those of the csv crate");
    assert!(whole.findings.is_sorted_by_key(|finding| finding.place.row), "findings come in the order of the rows");
    assert!(whole.findings.len() > 100, "{} findings", whole.findings.len());
    for most in [1_000, 65_537, 262_143] {
        let trickled = read_from(&source, Trickle::of(bytes.clone(), most)).expect("readable");
        assert_eq!(trickled.batches, whole.batches, "{most} bytes at a time");
        assert!(lines(&trickled) == lines(&whole), "{most} bytes at a time");
    }
}
