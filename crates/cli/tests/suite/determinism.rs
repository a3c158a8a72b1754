//! The same inputs give the same bytes.

use std::fmt::Write as _;

use crate::program::topline;
use crate::small_survey::SmallSurvey;
use crate::workspace::{files, path, root, seeds};

/// The lines of a ledger that tell the time.
const CLOCK: [&str; 2] = ["\"started\":", "\"milliseconds\":"];

#[test]
fn two_runs_differ_in_the_times_of_the_ledger_alone() {
    let again = tempfile::tempdir().expect("a temporary folder");
    topline(&root(), &["run", "--out", path(again.path())]).exits(0);
    let visible = |folder| files(folder).into_iter().filter(|(name, _)| !name.starts_with('.')).collect::<Vec<_>>();
    let first = visible(&seeds().out);
    let second = visible(again.path());
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    assert!(first.len() > 3 * 10, "{} files are too few for three surveys", first.len());
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        if name.ends_with("run.json") {
            assert_eq!(timeless(one), timeless(other), "{name}");
        } else {
            assert!(one == other, "{name} differs");
        }
    }
}

pub(crate) fn timeless(ledger: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(ledger).expect("a ledger in UTF-8");
    let lines = text.lines().filter(|line| !CLOCK.iter().any(|key| line.trim_start().starts_with(key)));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert_eq!(lines.len() + CLOCK.len(), text.lines().count(), "the ledger tells the time in two lines");
    lines
}

/// More rows than a row group has, so that threads share columns and row groups; some of each kind that is told of.
pub(crate) fn long_export() -> String {
    let mut export = "id,Colour,Use,Age,w\n".to_owned();
    for row in 0..140_000_u32 {
        let hash = row.wrapping_mul(2_654_435_761) >> 8;
        let (colour, weight) = (["Red", "Blue", "blue ", "", "Green"][hash as usize % 5], 1 + hash % 700);
        let used = ["Bus;Tram", "Bus", "", "Tram"][(hash / 5) as usize % 4];
        // A few respondents come twice, a few weights are none, and a few rows are broken.
        let id = if row % 9_973 == 3 { row - 1 } else { row };
        let weight = if row % 20_011 == 7 { "x".to_owned() } else { format!("0.{weight:03}") };
        let end = if row % 30_011 == 11 { ",,," } else { "" };
        let _ = writeln!(export, "R{id},{colour},{used},{},{weight}{end}", hash % 97);
    }
    export
}

pub(crate) const CODEBOOK: &str = r#"
[[question]]
id = "colour"
kind = "single"
text = "Colour?"
column = "Colour"
options = [{ code = 1, label = "Red" }, { code = 2, label = "Blue" }]

[[question]]
id = "use"
kind = "multi"
text = "Use?"
column = "Use"
separator = ";"
options = [{ code = 1, label = "Bus" }, { code = 2, label = "Tram" }]

[[question]]
id = "age"
kind = "number"
text = "Age?"
column = "Age"
"#;

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let export = long_export();
    let tables = "[default]\nbanner = [{ question = \"use\" }]\n\n\
        [[table]]\nid = \"old\"\nrows = \"colour\"\nfilter = '\"age\" > 40'\n\n\
        [[table]]\nid = \"ages\"\nrows = \"age\"\nstatistics = [\"mean\", \"median\"]\n";
    let run = SmallSurvey {
        survey: "unmapped = \"invalid\"",
        source: "respondent = \"id\"\nduplicates = \"keep_first\"",
        sections: "[weights]\ncolumn = \"w\"\n[[design.stage]]\nclusters = \"age\"\n[publish]\nanswers = \"file\"\n",
        codebook: CODEBOOK,
        tables,
        export: &export,
        files: &[],
    }
    .written();
    let outputs = |threads: &str| {
        run.call(&["run", "s", "--force", "--threads", threads]).exits(0);
        run.output_files()
    };
    let one = outputs("1");
    assert!(one.len() > 10, "{} files are too few", one.len());
    for threads in ["2", "4", "16"] {
        for ((name, expected), (other, found)) in one.iter().zip(outputs(threads)) {
            assert_eq!(*name, other);
            if name.ends_with("run.json") {
                assert_eq!(timeless(expected), timeless(&found), "{threads} threads");
            } else {
                assert!(*expected == found, "{name} differs with {threads} threads");
            }
        }
    }
}

#[test]
fn the_parts_of_a_union_stand_in_their_order() {
    let part = |number: usize| {
        // Each other part has work to do.
        let from = if number.is_multiple_of(2) {
            "(select \"Colour\" from responses order by \"Colour\", row_id)"
        } else {
            "responses"
        };
        format!(
            "select 'part_{number}' as row_key, 'Part {number}' as label, count(\"Colour\") as \"count\", count(*) as base from {from} as part"
        )
    };
    let sql = (1..=12).map(part).collect::<Vec<_>>().join("\nunion all\n");
    let export = long_export();
    let codebook = CODEBOOK.replace("id = \"colour\"", "id = \"Colour\"");
    let run = SmallSurvey {
        survey: "unmapped = \"invalid\"",
        source: "respondent = \"id\"\nduplicates = \"keep_first\"",
        codebook: &codebook,
        export: &export,
        files: &[("figures/parts.sql", &sql)],
        ..SmallSurvey::default()
    }
    .run();
    let expected: Vec<String> = (1..=12).map(|number| format!("part_{number}")).collect();
    let stand = || run.sql("select row_key from figures where table_id = 'parts'");
    for _ in 0..3 {
        assert_eq!(stand().lines().skip(1).collect::<Vec<_>>(), expected);
        run.call(&["run", "s", "--force"]).exits(0);
    }
    let keys =
        (1..=12).map(|number| format!("select '{number}' as key from responses where row_id < 9")).collect::<Vec<_>>();
    let asked = run.sql(&format!("select distinct key from ({}) as parts", keys.join(" union all ")));
    assert_eq!(asked, run.sql(&format!("select distinct key from ({}) as parts", keys.join(" union all "))));
}
