//! How a run goes on, shown on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use topline_pipeline::{Progress, Stage};

/// A line on standard error that says what a run is doing; nothing where that is no terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}: {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// A line that is never shown.
    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// What is to be read where no stage is told of.
    pub(crate) fn say(&self, what: &str) {
        self.0.set_prefix("run");
        self.0.set_message(what.to_owned());
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, survey: &str, stage: Stage) {
        self.0.set_prefix(survey.to_owned());
        self.0.set_message(stage.as_str());
    }

    fn rows(&self, rows: u64) {
        self.0.set_message(format!("{}, {rows} rows", Stage::Normalise.as_str()));
    }
}
