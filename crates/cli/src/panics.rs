//! Defects of this program and of libraries: told in a line, and not by a dump.
//!
//! What a panic says may hold an answer, so that only its place is told. The work is done on a stack of its own, which is deep:
//! queries are trees, and the engine walks them by calling itself.

use std::panic;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use topline_pipeline::clear_staged;

use crate::ending::{end, last_word};

/// Where the last panic was.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// The sizes of stack that are tried, in bytes: of what is not used nothing is taken but addresses.
const STACKS: [usize; 3] = [1 << 30, 1 << 28, 1 << 25];

/// Does the work; a panic that nobody catches ends the program with exit code 2.
pub(crate) fn caught(work: impl FnOnce() -> ExitCode + Send + Clone + 'static) -> ExitCode {
    panic::set_hook(Box::new(|found| {
        let place = found.location().map(|place| format!("{}:{}", short(place.file()), place.line()));
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place.unwrap_or_default();
    }));
    let start = |size| thread::Builder::new().name("work".to_owned()).stack_size(size).spawn(work.clone());
    let Some(worker) = STACKS.into_iter().find_map(|size| start(size).ok()) else {
        end("failed to start: the system gives no thread", None, 2)
    };
    if let Ok(code) = worker.join() {
        // Whoever is ending the program has the last word, and this waits for it.
        std::mem::forget(last_word());
        clear_staged();
        return code;
    }
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let hint = "it is a defect of topline or of a library: please report it with the command, and not with the data";
    end(&format!("something that must not happen did, in {place}"), Some(hint), 2)
}

/// The last parts of a source file's path, which say the crate and nothing of the machine that it was built on.
fn short(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let from = parts.iter().rposition(|part| *part == "src").map_or(0, |at| at.saturating_sub(1));
    parts[from..].join("/")
}
