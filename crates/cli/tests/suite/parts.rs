//! A run in parts: the outputs are those of one run, byte by byte, and states that do not go together are refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::thread::sleep;
use std::time::Instant;

use tempfile::TempDir;

use crate::determinism::{CODEBOOK, long_export, timeless};
use crate::program::{Finished, program, topline};
use crate::workspace::{Library, copy, files, names};

/// A folder that holds `pipelines`, and beside it the states of parts.
struct Split {
    folder: TempDir,
    pipeline: &'static str,
}

impl Split {
    /// A pipeline of these files.
    fn new(pipeline: &'static str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join("pipelines").join(pipeline).join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
            fs::write(path, text).expect("a file that can be written");
        }
        Self { folder, pipeline }
    }

    fn library() -> Self {
        let split = Self { folder: tempfile::tempdir().expect("a temporary folder"), pipeline: "library" };
        copy(Library::new().folder(), split.folder.path());
        split
    }

    fn call(&self, arguments: &[&str]) -> Finished {
        topline(self.folder.path(), arguments)
    }

    /// The state of a part.
    fn part(&self, part: u32, of: u32) -> String {
        let state = format!("s{part}of{of}.state");
        self.call(&["part", self.pipeline, "--part", &format!("{part}/{of}"), "--state", &state]).exits(0);
        state
    }

    /// The states of all parts, the last first.
    fn parts(&self, of: u32) -> Vec<String> {
        (1..=of).rev().map(|part| self.part(part, of)).collect()
    }

    fn merge(&self, states: &[String]) -> Finished {
        let states = states.iter().map(String::as_str);
        let arguments: Vec<&str> =
            ["merge", self.pipeline].into_iter().chain(states).chain(["--out", "merged"]).collect();
        self.call(&arguments)
    }

    /// What the merge of these states says where it is refused; nothing is left of it.
    #[track_caller]
    fn refused(&self, states: &[String], expected: &[&str]) {
        let told = self.merge(states).exits(2).stderr;
        for part in expected {
            assert!(told.contains(part), "should say {part:?}:\n{told}");
        }
        let left = names(&self.folder.path().join("merged"));
        assert!(left.iter().all(|name| *name == format!(".{}.lock", self.pipeline)), "{left:?} is left");
    }

    /// Each number of parts gives the bytes of one run, and the same words on the screen.
    fn check(&self, counts: &[u32], code: i32) {
        let run = self.call(&["run", self.pipeline, "--force", "--out", "whole"]).exits(code);
        let whole = files(&self.folder.path().join("whole").join(self.pipeline));
        assert!(whole.len() > 5, "{} files are too few", whole.len());
        for of in counts {
            let merged = self.merge(&self.parts(*of)).exits(code);
            assert_eq!(merged.stdout.replace("merged/", "whole/"), run.stdout, "{of} parts");
            let found = files(&self.folder.path().join("merged").join(self.pipeline));
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&found), names(&whole), "{of} parts");
            for ((name, expected), (_, found)) in whole.iter().zip(&found) {
                if name == "run.json" {
                    assert_eq!(timeless(expected), timeless(found), "{of} parts");
                } else {
                    assert!(expected == found, "{name} differs with {of} parts");
                }
            }
            fs::remove_dir_all(self.folder.path().join("merged")).expect("outputs to remove");
        }
    }
}

#[test]
fn a_small_survey_in_parts_is_one_run() {
    Split::library().check(&[1, 2, 8], 0);
}

/// One file that parts share: duplicates across their batches, quarantined rows, weights, cells with line ends.
#[test]
fn a_file_that_parts_share_is_one_run() {
    let export =
        long_export().replace("R777,", "\"R,\n777\",").replace("R100001,", "R5,").replace("R90001,", "R90000,");
    let survey = "id = \"long\"\ntitle = \"Long\"\nunmapped = \"invalid\"\n\n[source]\nname = \"export\"\npath = \"e.csv\"\n\
        format = \"csv\"\nrespondent = \"id\"\nduplicates = \"keep_first\"\n\n[weights]\ncolumn = \"w\"\n\
        [publish]\nanswers = \"file\"\n";
    let tables = "[default]\nbanner = [{ question = \"use\" }]\n";
    let files = [("e.csv", &*export), ("survey.toml", survey), ("codebook.toml", CODEBOOK), ("tables.toml", tables)];
    Split::new("long", &files).check(&[1, 2, 5], 0);
}

/// A source of `survey.toml`.
fn source(name: &str, file: &str, keys: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\npath = \"{file}\"\nformat = \"csv\"\n{keys}\n\n")
}

/// Rows of a month, some of them of respondents of other months, without a respondent, or broken.
fn month(number: u32, rows: u32) -> String {
    let row = |row: u32| {
        let hash = (row + 1000 * number).wrapping_mul(2_654_435_761) >> 7;
        let respondent = match row % 17 {
            3 => format!("r{}", 10 * row),
            5 => String::new(),
            _ => format!("r{number}x{row}"),
        };
        let tea = ["Yes", "No", "yes ", "", "Perhaps"][hash as usize % 5];
        let town = ["York", "Leeds", "Hull"][(hash / 5) as usize % 3];
        let end = if row % 41 == 40 { ",,x" } else { "" };
        format!("{respondent},{tea},{town},{}{end}\n", hash % 60)
    };
    format!("id,tea,town,age\n{}", (0..rows).map(row).collect::<String>())
}

/// Several files, one of them by far the largest, where respondents are named unless `duplicates` is empty, with a join, a reference table, derived questions and weights that the run makes.
fn months(duplicates: &str) -> Split {
    let keys = &format!("respondent = \"id\"\nduplicates = \"{duplicates}\"");
    let keys = if duplicates.is_empty() { "" } else { keys };
    let survey = [
        "id = \"months\"\ntitle = \"Months\"\nunmapped = \"invalid\"\nquarantine_limit = 50\n\n".to_owned(),
        source(
            "towns",
            "towns.csv",
            "duplicates = \"keep_first\"\njoins = { to = \"monthly\", on = \"name\", equals = \"town\" }",
        ),
        source("monthly", "in/*.csv", keys),
        source("late", "late.csv", &keys.replace("id", "who")),
        "[[exclude]]\ncolumn = \"age\"\nis = [\"7\"]\nreason = \"test answer\"\n\n".to_owned(),
        "[[reference]]\nname = \"population\"\npath = \"population.csv\"\n\n".to_owned(),
        "[weights]\nmethod = \"post_stratify\"\n[[weights.target]]\nreference = \"population\"\nsize = \"people\"\nby = { town = \"town\" }\n".to_owned(),
    ];
    let codebook = "[[question]]\nid = \"tea\"\nkind = \"single\"\ntext = \"Tea?\"\ncolumn = \"tea\"\n\
        options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n\
        [[question]]\nid = \"town\"\nkind = \"single\"\ntext = \"Town?\"\ncolumn = \"town\"\n\
        options = [{ code = 1, label = \"York\" }, { code = 2, label = \"Leeds\" }, { code = 3, label = \"Hull\" }]\n\
        [[question]]\nid = \"region\"\nkind = \"text\"\ntext = \"Region?\"\ncolumn = \"region\"\n\
        [[question]]\nid = \"age\"\nkind = \"number\"\ntext = \"Age?\"\ncolumn = \"age\"\n\
        [[derive]]\nid = \"decade\"\nkind = \"number\"\ntext = \"Decade?\"\nsql = 'floor(\"age\" / 10)'\n";
    let (jan, feb, mar, late) = (
        month(1, 9_000),
        month(2, 300),
        month(3, 200),
        "who,tea,town,age\nw1,No,York,3\nr2x1,No,York,3\nw2,Yes,Hull,x\n",
    );
    let towns = "name,region\nYork,North\nHull,East\nYork,Twice\nEly,South\nBath,West\n";
    Split::new(
        "months",
        &[
            ("survey.toml", &survey.concat()),
            ("codebook.toml", codebook),
            ("towns.csv", towns),
            ("population.csv", "town,people\nYork,500\nLeeds,300\nHull,200\n"),
            ("in/2026-01.csv", &jan),
            ("in/2026-02.csv", &feb),
            ("in/2026-03.csv", &mar),
            ("late.csv", late),
        ],
    )
}

#[test]
fn files_that_parts_divide_are_one_run() {
    months("keep_first").check(&[1, 2, 3, 8], 0);
    // Where no column names respondents, their rows do, numbered through all files.
    months("").check(&[3], 0);
}

/// A month has 9,000 rows, which are two batches, and the other files 300, 200 and 3.
#[test]
fn the_largest_file_is_shared() {
    let split = months("keep_first");
    for expected in [&[9000, 503][..], &[8192, 808, 503], &[8192, 808, 0, 0, 0, 0, 0, 503]] {
        for (part, rows) in (1..).zip(expected) {
            let number = format!("{part}/{}", expected.len());
            let told = split.call(&["part", "months", "--part", &number, "--state", "x.state"]).exits(0).stdout;
            assert_eq!(told, format!("months: part {number}, {rows} rows, in x.state\n"));
        }
    }
}

#[test]
fn states_that_do_not_go_together_are_refused() {
    let split = months("keep_first");
    let states = split.parts(3);
    let [last, middle, first] = [&states[0], &states[1], &states[2]].map(Clone::clone);
    split.refused(&[first.clone(), last.clone()], &["a part is missing: 2/3", "hint: `topline part"]);
    split.refused(std::slice::from_ref(&middle), &["parts are missing: 1/3, 3/3"]);
    split.refused(&[first.clone(), middle.clone(), middle.clone(), last.clone()], &["both part 2/3"]);
    let of_two = split.part(1, 2);
    split.refused(
        &[of_two.clone(), middle.clone(), last.clone()],
        &["s1of2.state is part 1/2", "s2of3.state is part 2/3"],
    );
    // An export that changes between parts, which both of them read or not, and as long as it was.
    let jan = split.folder.path().join("pipelines/months/in/2026-01.csv");
    let text = fs::read_to_string(&jan).expect("an export");
    fs::write(&jan, text.replacen("Yes", "Nay", 1)).expect("an export");
    let other = split.part(1, 3);
    assert_eq!(other, first);
    split.refused(&states, &["in/2026-01.csv was another file for"]);
    fs::write(&jan, format!("{text}r1,Yes,York,8\n")).expect("an export");
    split.part(1, 3);
    split.refused(&states, &["in/2026-01.csv was another file for"]);
    fs::write(&jan, &text).expect("an export");
    split.part(1, 3);
    // The pipeline as it is now is not the one that the parts read.
    let codebook = split.folder.path().join("pipelines/months/codebook.toml");
    let before = fs::read_to_string(&codebook).expect("a codebook");
    fs::write(&codebook, before.replace("Tea?", "Coffee?")).expect("a codebook");
    split.refused(&states, &["the pipeline is not as it was for s3of3.state: codebook.toml"]);
    fs::write(&codebook, before).expect("a codebook");
    let library = Split::library();
    library.part(1, 1);
    fs::copy(library.folder.path().join("s1of1.state"), split.folder.path().join("library.state")).expect("a state");
    split.refused(&["library.state".to_owned()], &["library.state is of another pipeline, "]);
    split.merge(&states).exits(0);
}

#[test]
fn files_that_are_no_whole_states_are_refused() {
    let split = Split::library();
    let [state] = &split.parts(1)[..] else { panic!("one part has one state") };
    let at = split.folder.path().join(state);
    let mode = fs::metadata(&at).expect("a state").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = fs::read(&at).expect("a state");
    let check = |bytes: &[u8], expected: &str| {
        fs::write(&at, bytes).expect("a file");
        split.refused(std::slice::from_ref(state), &[state, expected]);
    };
    check(&bytes[..bytes.len() - 1], "it is cut off or damaged");
    check(&bytes[..bytes.len() / 2], "it is cut off or damaged");
    check(b"", "it is not the state of a part");
    check(b"id,name\n1,2\n", "it is not the state of a part");
    check(&[b"topline state 2\n", &bytes[16..]].concat(), "another version of topline wrote it");
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 3] ^= 1;
    check(&damaged, "it is cut off or damaged");
    split.refused(&["none.state".to_owned()], &["none.state"]);
    split.refused(&["pipelines".to_owned()], &["it is not a file"]);
    // Nothing but a state is replaced.
    fs::write(&at, "notes").expect("a file");
    let told = split.call(&["part", "library", "--part", "1/1", "--state", state]).exits(2).stderr;
    assert!(told.contains("what stands there is not the state of a part"), "{told}");
    assert_eq!(fs::read_to_string(&at).expect("a file"), "notes");
    for part in ["0/1", "2/1", "1", "a/b"] {
        split.call(&["part", "library", "--part", part, "--state", "x.state"]).exits(2);
    }
}

#[test]
fn a_part_that_is_killed_leaves_no_half_state() {
    let split = months("keep_first");
    let began = Instant::now();
    let state = split.part(1, 2);
    let longest = began.elapsed();
    let whole = fs::read(split.folder.path().join(&state)).expect("a state");
    let start = |state: &str| {
        let mut part = program(split.folder.path());
        part.args(["part", "months", "--part", "1/2", "--state", state]).spawn().expect("the program starts")
    };
    let there = |state: &str| split.folder.path().join(state).exists();
    let mut killed = 0;
    for step in 1..=12 {
        let mut part = start("killed.state");
        sleep(longest.mul_f64(f64::from(step) / 13.0));
        part.kill().expect("the program can be killed");
        part.wait().expect("the program ends");
        if there("killed.state") {
            assert!(fs::read(split.folder.path().join("killed.state")).expect("a state") == whole);
            fs::remove_file(split.folder.path().join("killed.state")).expect("a state to remove");
        } else {
            killed += 1;
        }
    }
    assert!(killed > 0, "no part was killed before its end");
    // What the killed parts left goes with the next.
    start("killed.state").wait().expect("the program ends");
    assert!(fs::read(split.folder.path().join("killed.state")).expect("a state") == whole);
    let hidden: Vec<String> = names(split.folder.path()).into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, [".killed.state.lock", ".s1of2.state.lock"]);
}

/// What a run refuses, its merge refuses in the same words, with the same places and counts.
#[test]
fn what_stops_a_run_stops_its_merge() {
    let unmapped = Split::library();
    let codebook = unmapped.folder.path().join("pipelines/library/codebook.toml");
    let text = fs::read_to_string(&codebook).expect("a codebook");
    fs::write(&codebook, text.replace("label = \"Fair\"", "label = \"Middling\"")).expect("a codebook");
    let quarantined = months("keep_first");
    let survey = quarantined.folder.path().join("pipelines/months/survey.toml");
    let text = fs::read_to_string(&survey).expect("a survey");
    fs::write(&survey, text.replace("quarantine_limit = 50", "quarantine_limit = 5")).expect("a survey");
    for (split, expected) in [
        (months("fail"), "respondents with several rows"),
        (unmapped, "match no option"),
        (quarantined, "rows are quarantined"),
    ] {
        let run = split.call(&["run", split.pipeline, "--out", "whole"]).exits(2).stderr;
        assert!(run.contains(expected), "{run}");
        for of in [1, 3] {
            assert_eq!(split.merge(&split.parts(of)).exits(2).stderr, run, "{of} parts");
        }
    }
}
