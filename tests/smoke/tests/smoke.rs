//! Feeds each target with its seeds, and with random changes of them for a while.
//!
//! `TOPLINE_SMOKE_SECONDS` says how long each is fed (one second), `TOPLINE_SMOKE_SEED` which changes are made, and
//! `TOPLINE_SMOKE_SEEDS` a folder of other seeds (`seeds.py` fills one). An input that a target does not survive is left in
//! `target/tmp/smoke`, even if it ends the process.

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use topline_smoke::{Mutator, TARGETS, Target};

/// The longest that one input may take, in a build that is not optimised, on a machine with other work.
const SLOW: Duration = Duration::from_secs(20);

#[test]
fn nothing_panics_or_hangs() {
    let left = Mutex::new(TARGETS.iter().collect::<Vec<_>>());
    let failed = Mutex::new(Vec::new());
    let work = || {
        while let Some(target) = { left.lock().expect("the targets").pop() } {
            if let Err(problem) = feed(*target) {
                failed.lock().expect("the problems").push(problem);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get().min(4));
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner().expect("the problems");
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Feeds one target.
#[expect(clippy::print_stderr, reason = "how much was tried is the result of a test that finds nothing")]
fn feed(target: Target) -> Result<(), String> {
    let seeds = seeds(target.name);
    assert!(!seeds.is_empty(), "no seeds for {}", target.name);
    let mut mutator = Mutator::new(number("TOPLINE_SMOKE_SEED", 1));
    let until = Instant::now() + Duration::from_secs(number("TOPLINE_SMOKE_SECONDS", 1));
    let mut fed = 0_u64;
    for seed in &seeds {
        survives(target, seed)?;
    }
    while Instant::now() < until {
        survives(target, &mutator.next(&seeds))?;
        fed += 1;
    }
    eprintln!("{}: {} seeds and {fed} changes of them", target.name, seeds.len());
    Ok(())
}

fn survives(target: Target, input: &[u8]) -> Result<(), String> {
    // Where the process ends, the input is already on the disk.
    let kept = folder().join(target.name);
    fs::write(&kept, input).map_err(|error| error.to_string())?;
    let began = Instant::now();
    let read = catch_unwind(AssertUnwindSafe(|| (target.read)(input)));
    let took = began.elapsed();
    if read.is_ok() && took < SLOW {
        return Ok(());
    }
    let failing = folder().join(format!("{}-failing", target.name));
    fs::copy(&kept, &failing).map_err(|error| error.to_string())?;
    let what = if read.is_err() { "panics" } else { "takes too long" };
    Err(format!("{} {what} ({took:?}): {}", target.name, failing.display()))
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn number(variable: &str, otherwise: u64) -> u64 {
    env::var(variable).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}

/// The seeds of a target.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let folder = env::var_os("TOPLINE_SMOKE_SEEDS").map_or(committed, PathBuf::from).join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a seed")).collect()
}
