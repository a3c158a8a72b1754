//! Encodings of exports whose first characters beyond ASCII come late.

use topline_survey::FindingKind;

use crate::reading::{csv, read};

/// An export that has this answer in its last rows, below so many megabytes of others.
fn below(megabytes: usize, others: &str, answer: &[u8], times: usize) -> Vec<u8> {
    let mut bytes = b"id,answer\n".to_vec();
    while bytes.len() < megabytes << 20 {
        bytes.extend_from_slice(format!("1,{others}\n").as_bytes());
    }
    for _ in 0..times {
        bytes.extend_from_slice(b"2,");
        bytes.extend_from_slice(answer);
        bytes.push(b'\n');
    }
    bytes
}

#[test]
fn characters_that_come_late_tell_the_encoding_as_well() {
    let found = |bytes: Vec<u8>| {
        let whole = read(&csv(), bytes).expect("readable");
        let last = whole.rows.last().and_then(|row| row.cells[1].clone()).expect("an answer");
        (whole.encoding, last, whole.findings.len())
    };
    let cp1251 = b"\xCD\xE5 \xF1\xEE\xE3\xEB\xE0\xF1\xE5\xED \xF1 \xFD\xF2\xE8\xEC".as_slice();
    let shift_jis = b"\x82\xC6\x82\xC4\x82\xE0\x96\x9E\x91\xAB".as_slice();
    for megabytes in [1, 9] {
        let others = "neither agree nor disagree ".repeat(100);
        let late = |answer: &[u8], times: usize| found(below(megabytes, &others, answer, times));
        assert_eq!(late(b"agree", 1), ("UTF-8", "agree".to_owned(), 0));
        assert_eq!(late("é".as_bytes(), 1), ("UTF-8", "é".to_owned(), 0));
        assert_eq!(late(b"caf\xE9", 1), ("windows-1252", "café".to_owned(), 0));
        assert_eq!(late(cp1251, 9), ("windows-1251", "Не согласен с этим".to_owned(), 0));
        assert_eq!(late(shift_jis, 9), ("Shift_JIS", "とても満足".to_owned(), 0));
    }
}

#[test]
fn damage_behind_megabytes_of_unicode_is_told_and_changes_no_other_answer() {
    let others = format!("plutôt d’accord {}", "et encore ".repeat(200));
    let whole = read(&csv(), below(9, others.trim_end(), b"d\xE9j\xE0", 10_000)).expect("readable");
    assert_eq!((whole.encoding, whole.rows[0].cells[1].as_deref()), ("UTF-8", Some(others.trim_end())));
    assert!(
        whole.findings.iter().any(|finding| finding.kind == FindingKind::Undecodable),
        "{:?}",
        whole.findings.first()
    );
}
