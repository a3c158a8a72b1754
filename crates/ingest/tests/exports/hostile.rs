//! What no survey tool writes. Nothing here may panic, and no cell may be lost without a word.

use topline_survey::{FindingKind, Format, Source};

use crate::random::Random;
use crate::reading::{csv, lines, read};

#[test]
fn random_bytes_are_read_or_refused() {
    let mut random = Random(3);
    let labels = [None, Some("utf-8"), Some("utf-16le"), Some("shift_jis"), Some("gb18030"), Some("macintosh")];
    for case in 0..1_500 {
        let mut bytes: Vec<u8> = (0..random.below(400)).map(|_| random.below(256) as u8).collect();
        if case % 2 == 0 {
            bytes.splice(0..0, *b"a,b,c\n");
        }
        for format in [Format::Csv, Format::Xlsx] {
            let encoding = labels[case % labels.len()].map(str::to_owned);
            let source = Source { format, encoding, header_rows: random.below(4), ..csv() };
            if let Ok(whole) = read(&source, &bytes) {
                let first = source.header_rows as u64 + 1;
                assert!(whole.rows.iter().zip(first..).all(|(row, number)| row.number == number), "case {case}");
            }
        }
    }
}

#[test]
fn a_file_cut_anywhere_keeps_the_rows_before() {
    let text = "id,a,b\r\n1,\"x, “y”\",é\r\n2,\"two\r\nlines\",z\r\n3,,\r\n";
    for cut in 10..text.len() {
        let whole = read(&csv(), &text.as_bytes()[..cut]).expect("readable");
        let complete = [text.find("\r\n2"), text.find("\r\n3")];
        for (row, end) in whole.rows.iter().zip(complete) {
            if end.is_some_and(|end| end < cut) {
                assert_eq!(row.problem, None, "cut at {cut}");
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_one_row() {
    let cell = "x".repeat(1 << 20);
    let whole = read(&csv(), format!("a,b\n1,\"{cell}\"\n{cell},2\n")).expect("readable");
    assert_eq!(whole.rows[0].cells[1].as_ref(), Some(&cell));
    assert_eq!(whole.rows[1].cells[0].as_ref(), Some(&cell));
    let quotes = "\"\"".repeat(1 << 20);
    let whole = read(&csv(), format!("a,b\n1,\"{quotes}\"\n")).expect("readable");
    assert_eq!(whole.rows[0].cells[1].as_ref().map(String::len), Some(1 << 20));
    let commas = ",".repeat(65_535);
    let whole = read(&csv(), format!("a,b\n1{commas}\n")).expect("readable");
    assert_eq!((whole.rows.len(), whole.findings.len()), (1, 0));
}

#[test]
fn thousands_of_columns_are_columns() {
    let names: Vec<String> = (1..=20_000).map(|column| format!("q{column}")).collect();
    let cells: Vec<String> = (1..=20_000).map(|column| column.to_string()).collect();
    let text = format!("{}\n{}\n1,2\n", names.join(","), cells.join(","));
    let whole = read(&csv(), text).expect("readable");
    assert_eq!(whole.columns, names);
    assert_eq!(whole.rows[0].cells.iter().flatten().collect::<Vec<_>>(), cells.iter().collect::<Vec<_>>());
    assert_eq!(whole.findings.len(), 1);
    assert_eq!(whole.findings[0].kind, FindingKind::ShortRow);
}

#[test]
fn a_row_of_nothing_but_delimiters_is_few_cells() {
    let text = format!("a,b\n1,2\n{}x,y\n3,4\n", ",".repeat(10_000_000));
    let whole = read(&csv(), &text).expect("readable");
    let numbers: Vec<u64> = whole.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 3, 4]);
    let extra: Vec<String> = serde_json::from_str(whole.rows[1].extra.as_deref().expect("cells")).expect("JSON");
    // Two columns, and all that follows as it stands: 10,000,001 cells are 10,000,000 delimiters and `x,y`.
    assert_eq!(extra.len(), 65_537 - 2);
    assert_eq!(extra.last().map(String::len), Some(10_000_000 - 65_536 + 3));
    assert!(extra.last().is_some_and(|rest| rest.ends_with(",x,y")));
    assert_eq!(
        lines(&whole).lines().last(),
        Some("! 3 broken_row quarantined: more than 65536 cells where 2 are expected")
    );
    assert_eq!(whole.rows[2].cells, [Some("3".to_owned()), Some("4".to_owned())]);
}

#[test]
fn as_many_equal_names_stay_distinct() {
    let whole = read(&csv(), format!("q{}\n", ",q".repeat(19_999))).expect("readable");
    assert_eq!(whole.columns.iter().collect::<std::collections::HashSet<_>>().len(), 20_000);
    assert_eq!(whole.columns[19_999], "q (20000)");
}
