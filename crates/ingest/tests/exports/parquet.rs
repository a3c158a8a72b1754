//! Parquet as pyarrow writes it (`fixtures/write.py`), and damaged.

use topline_survey::{Format, Source};

use crate::random::Random;
use crate::reading::{csv, fixture, read};

fn parquet() -> Source {
    Source { format: Format::Parquet, path: "data/export.parquet".to_owned(), ..csv() }
}

#[test]
fn values_of_every_type_become_text() {
    let whole = read(&parquet(), fixture("types.parquet")).expect("readable");
    let cells: Vec<(&str, [Option<&str>; 2])> = whole
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| (name.as_str(), [0, 1].map(|row: usize| whole.rows[row].cells[at].as_deref())))
        .collect();
    let expected: [(&str, [Option<&str>; 2]); 23] = [
        ("int8", [Some("-7"), None]),
        ("uint64", [Some("18446744073709551615"), None]),
        ("float", [Some("0.1"), None]),
        ("double", [Some("7"), None]),
        ("decimal", [Some("5.5"), None]),
        ("bool", [Some("true"), None]),
        ("text", [Some("“Ünï”"), Some("")]),
        ("large", [Some("x"), None]),
        ("label", [Some("Yes"), None]),
        ("bytes", [Some("abc"), Some("ff00")]),
        ("day", [Some("2017-03-04"), None]),
        ("moment", [Some("2017-03-04T09:15:00"), None]),
        ("nanos", [Some("2017-03-04T09:15:00.500"), None]),
        ("zoned", [Some("2017-07-04T09:15:00Z"), None]),
        ("time", [Some("09:15:00"), None]),
        ("length", [Some("36:30:00.25"), Some("-00:01:30")]),
        ("list", [Some("a, b\nc\n"), Some("")]),
        ("numbers", [Some("1\n2.5"), None]),
        ("lists", [Some("[[1],[2,3]]"), None]),
        ("map", [Some("[{\"key\":\"k\",\"value\":1}]"), None]),
        ("group.a", [Some("1"), None]),
        ("group.b.c", [Some("x"), None]),
        ("nothing", [None, None]),
    ];
    assert_eq!(cells, expected);
    assert_eq!(whole.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn every_compression_and_encoding_of_pages_is_read() {
    for compression in ["snappy", "gzip", "brotli", "zstd", "lz4"] {
        let whole = read(&parquet(), fixture(&format!("many.{compression}.parquet"))).expect("readable");
        assert_eq!(whole.columns, ["id", "answer", "score"]);
        assert_eq!(whole.rows.len(), 5000, "{compression}");
        for (at, row) in whole.rows.iter().enumerate() {
            let answer = [Some("Yes"), Some("No"), Some("Don’t know"), None][at % 4];
            let score = (at as f64 / 8.0).to_string();
            let expected = [Some(at.to_string()), answer.map(str::to_owned), Some(score)];
            assert_eq!((row.number, row.cells.as_slice()), (at as u64 + 1, expected.as_slice()), "{compression}");
        }
    }
}

#[test]
fn damage_is_an_error() {
    let mut random = Random(17);
    for name in ["types.parquet", "many.snappy.parquet", "many.zstd.parquet", "many.gzip.parquet"] {
        let bytes = fixture(name);
        for cut in (4..bytes.len()).step_by(bytes.len() / 50) {
            let error = read(&parquet(), &bytes[..cut]).expect_err("cut");
            assert!(error.to_string().contains("damaged after row 0"), "{error}");
        }
        for _ in 0..200 {
            let mut damaged = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = 4 + random.below(damaged.len() - 4);
                damaged[at] = random.below(256) as u8;
            }
            // Any outcome will do but that memory or the test ends.
            let _ = read(&parquet(), damaged);
        }
    }
}
