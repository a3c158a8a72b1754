//! Exports that other people collected and published from, where the data are there.

use std::env;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{finish, program};
use crate::workspace::{path, root};

/// Where the data stand: `TOPLINE_REAL`, else `../shared/real` beside the project; nothing where they are not there.
///
/// Continuous integration has them, and fails without.
pub(crate) fn data(survey: &str) -> Option<PathBuf> {
    let folder = named_folder();
    if folder.join(survey).is_dir() {
        return folder.canonicalize().ok();
    }
    assert!(env::var_os("CI").is_none(), "no data of `{survey}` in {}", folder.display());
    say_skipped(survey, &folder.display().to_string());
    None
}

/// The folder of all of them, where it is there.
pub(crate) fn folder_of_data() -> Option<PathBuf> {
    named_folder().canonicalize().ok()
}

fn named_folder() -> PathBuf {
    env::var_os("TOPLINE_REAL").map_or_else(|| root().join("../shared/real"), PathBuf::from)
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests must see that one of them did not")]
fn say_skipped(survey: &str, folder: &str) {
    eprintln!("SKIPPED: real::{survey}: its data are not in {folder}");
}

/// The survey of `tests/real` verifies as expected, with so many verdicts of each kind.
fn verifies(survey: &str, expected: &[(&str, usize)]) {
    let Some(data) = data(survey) else { return };
    let out = tempfile::tempdir().expect("a temporary folder");
    let pipeline = format!("tests/real/{survey}");
    let arguments = ["verify", &pipeline, "--format", "json", "--out", path(out.path())];
    let told = finish(program(&root()).args(arguments).env("TOPLINE_REAL", data)).exits(0);
    let verdicts: Vec<Value> =
        told.stdout.lines().map(|line| serde_json::from_str(line).expect("a verdict as JSON")).collect();
    for (ruling, count) in expected {
        let found = verdicts.iter().filter(|verdict| verdict["ruling"] == *ruling).count();
        assert_eq!(found, *count, "{survey}: {ruling}");
    }
    assert_eq!(verdicts.len(), expected.iter().map(|(_, count)| count).sum::<usize>(), "{survey}");
    assert!(verdicts.iter().all(|verdict| verdict["as_expected"] == true), "{survey}");
}

#[test]
fn starwars() {
    // Of 34 claims 28 are right; one of those under another rounding than the declared one.
    verifies("starwars", &[("holds", 27), ("other_rounding", 1), ("another_figure", 1), ("contradicted", 5)]);
}

#[test]
fn r_survey_api() {
    // 29 estimates and 29 standard errors of a cluster sample, to the digits that R's vignette prints.
    verifies("r_survey_api", &[("holds", 58)]);
}

#[test]
fn masculinity() {
    // 1,820 published cells, 130 that were held back, and 6 claims of the article hold.
    verifies("masculinity", &[("holds", 1820 + 130 + 6), ("sum_of_rounded_parts", 2), ("contradicted", 1)]);
}

#[test]
fn dask2019() {
    // The post's percentage of clusters is of those who answered; out of everybody, as a control, no count gives it.
    verifies("dask2019", &[("holds", 10), ("impossible", 1)]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "56,030 responses take minutes where the program is not optimised")]
fn stackoverflow2016() {
    // 40 figures that a package prints, and 7 of 10 of the press; it cut the decimals off two of the others.
    verifies("stackoverflow2016", &[("holds", 47), ("other_rounding", 2), ("contradicted", 1)]);
}

#[test]
fn ospo2024() {
    // 180 of the 196 bars of a deck, and 15 of its 18 merged answers. Five bars are named by the last line of a label.
    let expected = [("holds", 180 + 15), ("not_checkable", 5), ("other_rounding", 1 + 2), ("contradicted", 10 + 1)];
    verifies("ospo2024", &expected);
}

#[test]
fn qualtrics() {
    // The 185 rows that the table marks, and 5 whose base it took otherwise; 9 have labels that the publisher's program broke.
    verifies("qualtrics", &[("holds", 185 + 5), ("not_checkable", 9)]);
}
