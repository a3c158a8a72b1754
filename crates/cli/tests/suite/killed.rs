//! A run that is killed, and runs at the same time: the outputs are always those of one whole run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::program::{program, topline};
use crate::workspace::{Change, Library, files, path};

/// How many runs are killed, and how many signals are sent: `just test-hostile` asks for more.
fn count(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).map_or(otherwise, |count| count.parse().expect("a number"))
}

/// The files of a run but for the ledger, with their SHA-256.
type Outputs = BTreeMap<String, String>;

/// The outputs in a folder; each stands in the ledger with its sum, and nothing else is there.
fn whole(folder: &Path) -> Outputs {
    let ledger = fs::read(folder.join("run.json")).expect("a ledger");
    let ledger: Value = serde_json::from_slice(&ledger).expect("a ledger in JSON");
    let listed = ledger["outputs"].as_array().expect("the outputs of the ledger").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let listed: Outputs = listed.map(|output| (text(&output["path"]), text(&output["sha256"]))).collect();
    let sum = |bytes: &[u8]| {
        Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    let found = files(folder).into_iter().filter(|(name, _)| name != "run.json");
    let found: Outputs = found.map(|(name, bytes)| (name, sum(&bytes))).collect();
    assert_eq!(found, listed);
    found
}

/// Two versions of the survey: in the second, somebody who had not visited the library has.
fn versions() -> [Library; 2] {
    [Library::new(), Library::with(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")])]
}

fn start(library: &Library, out: &Path) -> Child {
    let mut program = program(library.folder());
    program.args(["run", "pipelines/library", "--out", path(out)]).spawn().expect("the program starts")
}

/// Numbers from zero to one that are the same in each run of the tests (Numerical Recipes' linear congruence).
struct Seeded(u32);

impl Seeded {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0) / f64::from(u32::MAX)
    }
}

#[test]
fn at_any_moment_the_outputs_are_the_old_or_the_new() {
    let versions = versions();
    let out = tempfile::tempdir().expect("a temporary folder");
    let outputs = out.path().join("library");
    let mut known = Vec::new();
    let mut longest = Duration::ZERO;
    for library in &versions {
        let began = Instant::now();
        start(library, out.path()).wait().expect("the program ends");
        longest = longest.max(began.elapsed());
        known.push(whole(&outputs));
    }
    assert_ne!(known[0], known[1], "the two versions must differ");

    let mut random = Seeded(2017);
    let mut standing = 1;
    let mut seen = [0, 0];
    for _ in 0..count("TOPLINE_KILLS", 40) {
        let new = 1 - standing;
        let mut run = start(&versions[new], out.path());
        sleep(longest.mul_f64(random.next()));
        run.kill().expect("the program can be killed");
        run.wait().expect("the program ends");
        let found = whole(&outputs);
        assert!(found == known[standing] || found == known[new], "neither the old outputs nor the new");
        seen[usize::from(found == known[new])] += 1;
        standing = if found == known[new] { new } else { standing };
    }
    assert!(seen[0] > 0, "no run was killed before its end: {seen:?}");

    // What the killed runs left goes with the next run, also where it finds the outputs up to date.
    for _ in 0..2 {
        fs::create_dir_all(out.path().join(".library.staging")).expect("a folder as a killed run leaves it");
        start(&versions[0], out.path()).wait().expect("the program ends");
        assert_eq!(whole(&outputs), known[0]);
        assert_eq!(crate::workspace::names(out.path()), [".library.lock", "library"]);
    }
}

#[test]
fn a_signal_at_any_moment_leaves_no_staging() {
    let versions = versions();
    let out = tempfile::tempdir().expect("a temporary folder");
    let outputs = out.path().join("library");
    let mut longest = Duration::ZERO;
    let known = [0, 1].map(|version| {
        let began = Instant::now();
        start(&versions[version], out.path()).wait().expect("the program ends");
        longest = longest.max(began.elapsed());
        whole(&outputs)
    });
    let mut random = Seeded(2026);
    let mut standing = 1;
    let mut stopped = 0;
    for _ in 0..count("TOPLINE_SIGNALS", 20) {
        let new = 1 - standing;
        let run = start(&versions[new], out.path());
        sleep(longest.mul_f64(random.next()));
        let (signal, code) = [("INT", 130), ("TERM", 143), ("HUP", 129)][(random.next() * 2.99) as usize];
        Command::new("kill").args(["-s", signal, &run.id().to_string()]).status().expect("kill");
        let told = run.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&told.stderr);
        match (told.status.code(), told.status.signal()) {
            (Some(found), _) if found == code => assert!(stderr.contains("error: stopped by SIG"), "{stderr}"),
            // It was over before the signal came (the second version has claims that fall short), or had not begun to listen.
            (Some(0 | 1), _) | (None, Some(_)) => {}
            other => panic!("SIG{signal}: {other:?}: {stderr}"),
        }
        stopped += u32::from(told.status.code() == Some(code));
        let found = whole(&outputs);
        assert!(found == known[standing] || found == known[new], "neither the old outputs nor the new");
        standing = if found == known[new] { new } else { standing };
        assert_eq!(crate::workspace::names(out.path()), [".library.lock", "library"], "SIG{signal}");
    }
    assert!(stopped > 0, "no signal came before a run's end");
}

#[test]
fn of_two_runs_at_once_one_waits_for_another_day() {
    let versions = versions();
    let out = tempfile::tempdir().expect("a temporary folder");
    let outputs = out.path().join("library");
    let known = [0, 1].map(|version| {
        start(&versions[version], out.path()).wait().expect("the program ends");
        whole(&outputs)
    });
    for _ in 0..5 {
        let runs = [start(&versions[0], out.path()), start(&versions[1], out.path())];
        for run in runs {
            let told = run.wait_with_output().expect("the program ends");
            let stderr = String::from_utf8_lossy(&told.stderr);
            match told.status.code() {
                // The second version has claims that fall short.
                Some(0 | 1) => {}
                Some(2) => assert!(stderr.contains("another run is under way"), "{stderr}"),
                other => panic!("exit {other:?}: {stderr}"),
            }
        }
        assert!(known.contains(&whole(&outputs)), "a mixture of two runs");
    }
}

#[test]
fn verifying_leaves_the_outputs_alone_and_nothing_behind() {
    let library = Library::new();
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    let before = files(&library.outputs());
    library.change(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")]);
    // A verification is killed, then two at once run to their end, beside a run.
    let mut killed = program(library.folder());
    let mut killed = killed.args(["verify", "pipelines/library", "--out", "out"]).spawn().expect("the program starts");
    sleep(Duration::from_millis(50));
    killed.kill().expect("the program can be killed");
    killed.wait().expect("the program ends");
    let verify = || program(library.folder()).args(["verify", "pipelines/library", "--out", "out"]).spawn();
    let both = [verify().expect("the program starts"), verify().expect("the program starts")];
    for run in both {
        assert_eq!(run.wait_with_output().expect("the program ends").status.code(), Some(1));
    }
    assert!(before == files(&library.outputs()), "verifying changed the outputs");
    assert_eq!(library.left(), [".library.lock", ".library~scratch.lock", "library"]);
}
