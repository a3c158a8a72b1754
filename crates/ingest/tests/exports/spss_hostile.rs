//! Files of SPSS that are cut, damaged or made to harm: nothing may panic, hang or take memory beyond the file's measure.

use topline_ingest::{IngestError, IngestFault, SpssError, StatError};
use topline_survey::{FindingKind, Format};

use crate::random::Random;
use crate::reading::{Whole, read};
use crate::spss::{fixture, sav, source_of};

const FILES: [&str; 9] = [
    "big_endian.sav",
    "big_endian_bytecode.sav",
    "count_unknown.sav",
    "japanese.sav",
    "pspp.por",
    "pspp.sav",
    "pspp.zsav",
    "pspp_bytecode.sav",
    "readstat.por",
];

/// Reads what may be anything.
fn attempt(name: &str, bytes: &[u8]) -> Result<Whole, IngestError> {
    let whole = read(&source_of(name), bytes);
    if let Err(error) = &whole {
        assert!(!error.to_string().is_empty());
    }
    whole
}

#[test]
fn a_file_cut_anywhere_gives_an_error_or_tells_what_is_missing() {
    for name in FILES.into_iter().chain(["readstat.sav", "readstat.zsav"]) {
        let bytes = fixture(name);
        let expected = attempt(name, &bytes).expect("readable").rows;
        // Small files are cut behind each byte.
        let step = if bytes.len() < 4000 { 1 } else { 97 };
        for end in (0..bytes.len()).step_by(step) {
            let Ok(whole) = attempt(name, &bytes[..end]) else { continue };
            assert_eq!(whole.rows, expected[..whole.rows.len()], "{name} cut at {end}");
            let told = whole.findings.iter().any(|finding| finding.kind == FindingKind::RowCount);
            // Where the file does not know its cases, an end between two of them cannot be told from the end.
            let unknown = matches!(name, "count_unknown.sav" | "japanese.sav");
            assert!(whole.rows.len() == expected.len() || told || unknown, "{name} cut at {end}");
        }
    }
}

#[test]
fn damaged_bytes_do_no_harm() {
    let mut random = Random(5);
    for name in FILES {
        let bytes = fixture(name);
        for _ in 0..400 {
            let mut damaged = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(damaged.len());
                damaged[at] = random.below(256) as u8;
            }
            let _ = attempt(name, &damaged);
        }
    }
    assert_memory();
}

#[test]
fn hostile_counts_take_no_memory() {
    let hostile: [i32; 6] = [i32::MAX, i32::MIN, -1, 0x0100_0000, 255, 0];
    for name in FILES {
        let bytes = fixture(name);
        if source_of(name).format == Format::Por {
            // Any number is as long as it can be: `TTTTT/` is 24 million.
            for at in (456..bytes.len() - 6).filter(|at| bytes[*at].is_ascii_digit()) {
                for number in [b"TTTTT/".as_slice(), b"-1/", b"*.", b"1+TT/"] {
                    let mut damaged = bytes.clone();
                    damaged.splice(at..=at, number.iter().copied());
                    let _ = attempt(name, &damaged);
                }
            }
            continue;
        }
        for at in (64..bytes.len() - 4).step_by(4) {
            for count in hostile {
                let count = if name.starts_with("big") { count.to_be_bytes() } else { count.to_le_bytes() };
                let mut damaged = bytes.clone();
                damaged[at..at + 4].copy_from_slice(&count);
                let _ = attempt(name, &damaged);
            }
        }
    }
    assert_memory();
}

#[test]
fn many_labels_of_many_variables_are_refused() {
    // 3,000 variables, all with the same 3,000 labels: nine million labels of a file of 200 KB.
    let count = 3_000_i32;
    let mut bytes = fixture("count_unknown.sav")[..176].to_vec();
    for _ in 0..count {
        for field in [2, 0, 0, 0, 0, 0] {
            bytes.extend(i32::to_le_bytes(field));
        }
        bytes.extend(b"Q       ");
    }
    bytes.extend([3_i32.to_le_bytes(), count.to_le_bytes()].concat());
    for value in 0..count {
        bytes.extend(f64::from(value).to_le_bytes());
        bytes.extend(b"\x07a label");
    }
    bytes.extend([4_i32.to_le_bytes(), count.to_le_bytes()].concat());
    for variable in 1..=count {
        bytes.extend(variable.to_le_bytes());
    }
    bytes.extend([999_i32.to_le_bytes(), [0; 4]].concat());
    let error = read(&sav(), &bytes).expect_err("refused");
    assert_eq!(
        std::error::Error::source(&error).expect("a cause").to_string(),
        "the file says more of its variables than fits in memory"
    );
}

#[test]
fn lines_cut_short_do_not_unfold_without_end() {
    let text = fixture("pspp.por");
    let head = text.windows(8).position(|window| window == b"SPSSPORT").expect("a mark") + 8;
    // Each line end is a line of spaces: a text of a million characters takes 13 KB here.
    let mut bytes = text[..head].to_vec();
    bytes.extend(b"A8/20260101");
    bytes.extend(b"6/000000");
    for _ in 0..45 {
        bytes.extend(b"1T000/");
        bytes.extend(b"\n".repeat(10_200));
    }
    let error = attempt("x.por", &bytes).expect_err("refused");
    assert!(
        matches!(
            error.fault,
            IngestFault::StatFile(StatError::Spss(SpssError::Dictionary { .. } | SpssError::DictionaryCut { .. }))
        ),
        "{error}"
    );
    assert_memory();
}

/// The most memory that this process ever had, where the system tells: bounded, though other tests run beside.
fn assert_memory() {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return };
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(kilobytes < 1 << 20, "{kilobytes} kB");
}
