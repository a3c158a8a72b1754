//! Exports that other people collected, where they are at hand.
//!
//! The expected counts are those of Python's `csv` module: rows, columns, and of the cells those that are not empty and the
//! sum of their characters.

use std::fs::File;
use std::path::{Path, PathBuf};

use topline_survey::{FindingKind, Source};

use crate::reading::{Whole, csv, read_from};

/// The folder of the real exports; nothing where it is absent, which CI does not accept.
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TOPLINE_REAL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the real exports: set TOPLINE_REAL");
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    {
        eprintln!("skipped: no real exports in {}", folder.display());
    }
    None
}

struct Expected {
    file: &'static str,
    header_rows: usize,
    encoding: &'static str,
    rows: usize,
    blank: usize,
    columns: usize,
    filled: usize,
    characters: usize,
}

const EXPECTED: [Expected; 5] = [
    Expected {
        file: "starwars/StarWars.csv",
        header_rows: 2,
        encoding: "windows-1252",
        rows: 1186,
        blank: 0,
        columns: 38,
        filled: 31_614,
        characters: 483_364,
    },
    Expected {
        file: "masculinity/raw-responses.csv",
        header_rows: 1,
        encoding: "UTF-8",
        rows: 1615,
        blank: 0,
        columns: 98,
        filled: 158_270,
        characters: 2_075_863,
    },
    Expected {
        file: "ospo2024/2024 OSPO N222 Raw Data Text.csv",
        header_rows: 3,
        encoding: "UTF-8",
        rows: 910,
        blank: 688,
        columns: 1072,
        filled: 14_658,
        characters: 323_009,
    },
    Expected {
        file: "ospo2024/2024 OSPO N222 Raw Data Numeric.csv",
        header_rows: 3,
        encoding: "UTF-8",
        rows: 222,
        blank: 0,
        columns: 1072,
        filled: 14_658,
        characters: 36_350,
    },
    Expected {
        file: "dask2019/results.csv",
        header_rows: 1,
        encoding: "UTF-8",
        rows: 259,
        blank: 0,
        columns: 24,
        filled: 5_824,
        characters: 139_326,
    },
];

fn read_real(folder: &Path, file: &str, header_rows: usize) -> Whole {
    let input = File::open(folder.join(file)).expect("the export is there");
    read_from(&Source { header_rows, ..csv() }, input).expect("readable")
}

#[test]
fn real_exports_are_read_whole() {
    let Some(folder) = folder() else { return };
    for expected in EXPECTED {
        let whole = read_real(&folder, expected.file, expected.header_rows);
        let cells = || whole.rows.iter().flat_map(|row| row.cells.iter().flatten());
        let first = expected.header_rows as u64 + 1;
        assert!(whole.rows.iter().zip(first..).all(|(row, number)| row.number == number));
        assert!(whole.findings.iter().all(|finding| finding.kind == FindingKind::BlankRow));
        let found = (
            (whole.encoding, whole.rows.len(), whole.findings.len(), whole.columns.len()),
            (cells().filter(|cell| !cell.is_empty()).count(), cells().map(|cell| cell.chars().count()).sum::<usize>()),
        );
        let wanted = (
            (expected.encoding, expected.rows, expected.blank, expected.columns),
            (expected.filled, expected.characters),
        );
        assert_eq!(found, wanted, "{}", expected.file);
    }
}

#[test]
fn real_headers_become_names() {
    let Some(folder) = folder() else { return };
    let starwars = read_real(&folder, "starwars/StarWars.csv", 2).columns;
    assert_eq!(starwars[0], "RespondentID");
    assert_eq!(starwars[1], "Have you seen any of the 6 films in the Star Wars franchise?");
    assert_eq!(
        starwars[4],
        "Which of the following Star Wars films have you seen? Please select all that apply. | \
         Star Wars: Episode II  Attack of the Clones"
    );
    assert_eq!(starwars[37], "Location (Census Region)");
    let masculinity = read_real(&folder, "masculinity/raw-responses.csv", 1).columns;
    assert_eq!(masculinity[..4], ["column_1", "StartDate", "EndDate", "q0001"]);
    let ospo = read_real(&folder, "ospo2024/2024 OSPO N222 Raw Data Numeric.csv", 3).columns;
    assert_eq!(ospo[4], "language");
    assert_eq!(ospo[6], "q1 | Using open source code in products or services");
}
