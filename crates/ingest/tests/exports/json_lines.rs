//! JSON lines.

use topline_survey::{Format, Source};

use crate::random::Random;
use crate::reading::{check, csv, read, refusal};

fn jsonl() -> Source {
    Source { format: Format::Jsonl, path: "data/export.jsonl".to_owned(), ..csv() }
}

#[test]
fn keys_are_columns_in_the_order_in_which_they_first_appear() {
    check(
        &jsonl(),
        "{\"id\":1,\"q\":{\"b\":\"x\",\"a\":null}}\r\n\n{\"z\":[\"a\",\"b; c\"],\"id\":2.0,\"q\":{}}\n  {\"id\":\"3\",\"q.b\":\"\"}",
        &[
            "id/q.b/q.a/z/q",
            "1: 1/x/-/-/-",
            "2: -/-/-/-/- = blank_row",
            "3: 2/-/-/a\\nb; c/{}",
            "4: 3//-/-/-",
            "! 2 blank_row excluded: no cell holds anything",
        ],
    );
}

#[test]
fn a_broken_line_is_kept_aside_with_its_text() {
    check(
        &jsonl(),
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"secret}\n[1,2]\n{\"a\":3,\"a\":4}\n{\"a\":{\"b\":1},\"a.b\":2}\n",
        &[
            "a/b/a.b",
            "1: 1/x/-",
            "2: -/-/- + [\"{\\\"a\\\":2,\\\"b\\\":\\\"secret}\"] = broken_row",
            "3: -/-/- + [\"[1,2]\"] = broken_row",
            "4: 3/-/- + [\"4\"] = broken_row",
            "5: -/-/1 + [\"2\"] = broken_row",
            "! 2 broken_row quarantined: the line is no JSON object: character 19 fits none",
            "! 3 broken_row quarantined: the line is no JSON object",
            "! 4 broken_row quarantined: a key stands twice in the object: 1 cells have no column",
            "! 5 broken_row quarantined: a key stands twice in the object: 1 cells have no column",
        ],
    );
}

#[test]
fn any_encoding_is_read() {
    let text = "{\"a\":\"é\",\"b\":\"日本\"}\n";
    let sixteen = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<_>>();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [text.as_bytes().to_vec(), marked, sixteen(u16::to_le_bytes), sixteen(u16::to_be_bytes)] {
        check(&jsonl(), bytes, &["a/b", "1: é/日本"]);
    }
    check(
        &Source { encoding: Some("utf-8".to_owned()), ..jsonl() },
        b"{\"a\":\"caf\xE9\",\"b\":\"x\"}\n",
        &["a/b", "1: caf\u{FFFD}/x", "! 1 a undecodable told: bytes that UTF-8 does not know, kept as U+FFFD"],
    );
}

#[test]
fn what_is_no_json_lines_is_refused() {
    for text in ["[{\"a\":1}]", "{\n\"a\": 1\n}\n", "a,b\n1,2\n", "{}\n", "\n\n"] {
        let (error, hint) = refusal(&jsonl(), text);
        assert_eq!(error, "read `responses` (data/export.jsonl): no line of it is a JSON object");
        assert!(hint.expect("a hint").starts_with("write one object a line"));
    }
    let (error, _) = refusal(&jsonl(), "");
    assert_eq!(error, "read `responses` (data/export.jsonl): it is empty");
    let mut long = b"{\"a\":1}\n{\"a\":\"".to_vec();
    long.resize(40 << 20, b'x');
    let (error, _) = refusal(&jsonl(), long);
    assert_eq!(error, "read `responses` (data/export.jsonl): row 2 is longer than 16777216 bytes");
    let many: Vec<String> = (0..100_001).map(|key| format!("{{\"k{key}\":1}}\n")).collect();
    let (error, _) = refusal(&jsonl(), many.concat());
    assert_eq!(error, "read `responses` (data/export.jsonl): its objects have more than 100000 keys");
}

/// A table of 60,000 columns and as many rows, each with one cell, would take minutes.
#[test]
fn objects_without_a_key_in_common_are_no_table() {
    let scattered: Vec<String> = (0..60_000).map(|key| format!("{{\"k{key}\":1}}\n")).collect();
    let (error, hint) = refusal(&jsonl(), scattered.concat());
    let says = "its 60000 objects have 60000 keys, and hardly any of them in common: they are rows of no table";
    assert_eq!(error, format!("read `responses` (data/export.jsonl): {says}"));
    assert!(hint.is_some());
    // A long questionnaire of which each respondent is asked little is a table.
    let routed: Vec<String> = (0..2_000).map(|row| format!("{{\"id\":{row},\"k{}\":1}}\n", row % 1_000)).collect();
    assert_eq!(read(&jsonl(), routed.concat()).expect("readable").rows.len(), 2_000);
}

/// Against `serde_json`, over random objects with every kind of white space and escape.
#[test]
fn random_objects_come_back() {
    let mut random = Random(11);
    let alphabet = ["a", "\"", "\\", "\n", "é", "\u{1F600}", "{", "}", "[", ":", ",", " ", "\u{0}"];
    for case in 0..300 {
        let rows: Vec<Vec<String>> = (0..=random.below(20))
            .map(|_| {
                (0..3).map(|_| (0..random.below(6)).map(|_| alphabet[random.below(alphabet.len())]).collect()).collect()
            })
            .collect();
        let text: Vec<String> = rows
            .iter()
            .map(|row| {
                let of = |at: usize| serde_json::Value::from(row[at].as_str());
                format!("{{ \"x\" : {},\t\"y\":{{\"z\":{}}}, \"w\":{} }}\n", of(0), of(1), of(2))
            })
            .collect();
        let whole = read(&jsonl(), text.concat()).expect("readable");
        assert_eq!(whole.columns, ["x", "y.z", "w"]);
        let found: Vec<Vec<String>> =
            whole.rows.iter().map(|row| row.cells.iter().flatten().cloned().collect()).collect();
        assert_eq!(found, rows, "case {case}");
    }
}

#[test]
fn random_bytes_are_read_or_refused() {
    let mut random = Random(5);
    let pieces = ["{\"a\":", "}", "[", "]", "1", "\"x\"", ",", "\n", "null", "\\", "\"", "\u{e9}", "1e999", "-"];
    for _ in 0..3_000 {
        let mut bytes: Vec<u8> =
            (0..random.below(30)).flat_map(|_| pieces[random.below(pieces.len())].bytes()).collect();
        if random.below(3) == 0 && !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        let lines = bytes.split(|byte| *byte == b'\n').count();
        if let Ok(whole) = read(&Source { encoding: Some("utf-8".to_owned()), ..jsonl() }, &bytes) {
            assert!(whole.rows.len() == lines || whole.rows.len() + 1 == lines);
        }
    }
}
