//! What processes of a cluster log, on standard error. No line has a key in it.

use log::{LevelFilter, Log, Metadata, Record};

use crate::stores::without_keys;

struct Lines;

static LINES: Lines = Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    #[expect(clippy::print_stderr, reason = "this is where lines of the log go")]
    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let text = without_keys(&record.args().to_string());
            eprintln!("{} {}: {text}", record.level(), record.target());
        }
    }

    fn flush(&self) {}
}

/// Logs as much as is asked for.
pub(crate) fn start(level: LevelFilter) {
    log::set_max_level(level);
    // Only the first logger of a process counts.
    let _ = log::set_logger(&LINES);
}
