//! The end of the program before its work is done: by a signal, or by a limit of time or memory.
//!
//! What a run has staged goes, the last outputs stay, and a line on standard error says what happened.

use std::io::{IsTerminal as _, Write as _};
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use topline_pipeline::{clear_staged, system_text};

use crate::arguments::Arguments;
use crate::error_report::ErrorReport;
use crate::failure::tell_report;
use crate::limits::{Limits, resident_bytes};

/// Held by whoever ends the program, for the rest of its life.
static LAST_WORD: Mutex<()> = Mutex::new(());
/// The survey whose run ends with the program, where it is one of several.
static SURVEY: Mutex<Option<String>> = Mutex::new(None);
/// Whether the limits no longer hold for this process.
static LIFTED: AtomicBool = AtomicBool::new(false);
/// Whether a query of the prompt is running, which ctrl-c ends instead of the program.
static QUERY: AtomicBool = AtomicBool::new(false);
/// Whether ctrl-c was pressed, and no query has heard of it yet.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the system has sent the signal that a file would be too large. It is set before the write fails that met the limit, while the thread
/// that ends the program hears of it some time.
static TOO_LARGE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// How often the memory is looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a query has to hear that it was interrupted, and a message to be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ends the program: the first who does has the last word.
pub(crate) fn end(message: &str, hint: Option<&str>, code: i32) -> ! {
    let _last_word = last_word();
    clear_staged();
    // Whoever reads standard error may have stopped, while a message is being written.
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        process::exit(code)
    });
    let mut stderr = std::io::stderr().lock();
    if stderr.is_terminal() {
        // A line of progress may stand there.
        let _ = write!(stderr, "\r\u{1b}[K");
    }
    drop(stderr);
    let survey = SURVEY.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let hint = hint.map(str::to_owned);
    tell_report(&ErrorReport { hint, ..ErrorReport::said(message, survey.as_deref()) });
    process::exit(code)
}

/// What ends the program now ends the run of this survey, which messages name.
pub(crate) fn is_of(survey: &str) {
    *SURVEY.lock().unwrap_or_else(PoisonError::into_inner) = Some(survey.to_owned());
}

/// The limits are those of the processes that this one starts from now on, and no longer its own.
pub(crate) fn lift_limits() {
    LIFTED.store(true, Ordering::SeqCst);
}

/// Ends the program when standard input ends, which whoever started it holds.
fn hold_on_to_starter() {
    thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        end("the program that started this one has ended", None, 2)
    });
}

/// Waits for ever where the program is being ended; else nobody else ends it from now on.
pub(crate) fn last_word() -> MutexGuard<'static, ()> {
    LAST_WORD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the program by signals from now on, and when it goes beyond its limits.
pub(crate) fn watch(arguments: &Arguments) {
    let limits = arguments.limits();
    if Arguments::is_attached() {
        hold_on_to_starter();
    }
    let signals = [SIGINT, SIGTERM, SIGHUP, SIGXFSZ].into_iter().filter(|signal| !is_ignored(*signal));
    if !is_ignored(SIGXFSZ) {
        // Without it the code is 2, which is right too.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::clone(&TOO_LARGE));
    }
    if let Ok(mut signals) = Signals::new(signals) {
        thread::spawn(move || signals.forever().for_each(heed));
    }
    thread::spawn(move || keep(limits));
}

/// The exit code of a program that has done what it could: that of the signal where a limit on files was met.
pub(crate) fn exit_code(code: ExitCode) -> ExitCode {
    if TOO_LARGE.load(Ordering::SeqCst) { ExitCode::from(128 + SIGXFSZ as u8) } else { code }
}

/// What a query of the prompt does meanwhile can be interrupted.
pub(crate) fn interruptible<T>(query: impl FnOnce() -> T) -> T {
    INTERRUPTED.store(false, Ordering::SeqCst);
    QUERY.store(true, Ordering::SeqCst);
    let answer = query();
    QUERY.store(false, Ordering::SeqCst);
    answer
}

/// Whether ctrl-c was pressed since this was asked last.
pub(crate) fn is_interrupted() -> bool {
    INTERRUPTED.swap(false, Ordering::SeqCst)
}

fn heed(signal: i32) {
    if signal == SIGINT && QUERY.load(Ordering::SeqCst) && !INTERRUPTED.swap(true, Ordering::SeqCst) {
        thread::spawn(|| {
            thread::sleep(PATIENCE);
            if INTERRUPTED.load(Ordering::SeqCst) && QUERY.load(Ordering::SeqCst) {
                stop(SIGINT);
            }
        });
        return;
    }
    stop(signal)
}

fn stop(signal: i32) -> ! {
    let name = signal_hook::low_level::signal_name(signal).unwrap_or("a signal");
    let message = if signal == SIGXFSZ {
        format!("stopped by {name}: a file would be larger than the limit of this process (`ulimit -f`)")
    } else {
        format!("stopped by {name}")
    };
    end(&message, Some("what was not finished is removed; the outputs are those of one whole run"), 128 + signal)
}

/// Whether whoever started the program had it ignore a signal, as `nohup` does.
fn is_ignored(signal: i32) -> bool {
    let status = system_text("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask & (1 << (signal - 1)) != 0
}

/// Looks whether the limits are kept, until the program ends.
fn keep(limits: Limits) {
    let began = Instant::now();
    loop {
        thread::sleep(GLANCE);
        if LIFTED.load(Ordering::SeqCst) {
            return;
        }
        if let Some(timeout) = limits.timeout
            && began.elapsed() > timeout
        {
            let message = format!("it takes longer than {} seconds", timeout.as_secs_f64());
            end(&message, Some("`--timeout` gives it longer"), 2);
        }
        if resident_bytes().is_some_and(|bytes| bytes > limits.memory) {
            let message = format!("it takes more memory than {} MiB", limits.memory >> 20);
            end(&message, Some("`--memory` gives it more"), 2);
        }
    }
}
