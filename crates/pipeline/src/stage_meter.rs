//! The stages of a run as they go: told to who waits, and logged with what each took.

use std::time::Instant;

use topline_store::system_text;

use crate::progress::{Progress, Stage};

/// What runs through the stages of one survey.
pub(crate) struct StageMeter<'m> {
    survey: &'m str,
    progress: &'m dyn Progress,
    current: Option<(Stage, Instant, Option<f64>)>,
}

impl<'m> StageMeter<'m> {
    pub(crate) fn new(survey: &'m str, progress: &'m dyn Progress) -> Self {
        Self { survey, progress, current: None }
    }

    /// A stage begins.
    pub(crate) fn begin(&mut self, stage: Stage) {
        self.progress.begin(self.survey, stage);
        tracing::info!(survey = self.survey, stage = stage.name(), "stage began");
        self.current = Some((stage, Instant::now(), cpu_seconds()));
    }

    /// The stage has ended, and gave so many rows.
    pub(crate) fn end(&mut self, rows: u64) {
        let Some((stage, began, cpu_before)) = self.current.take() else { return };
        let cpu = cpu_before.zip(cpu_seconds()).map(|(before, now)| rounded(now - before));
        tracing::info!(
            survey = self.survey,
            stage = stage.name(),
            rows,
            seconds = rounded(began.elapsed().as_secs_f64()),
            cpu_seconds = cpu,
            memory_mib = resident_mib(),
            "stage ended"
        );
    }
}

/// To thousandths.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

/// What this process has used of the processors, in seconds; nothing where the system does not say.
#[must_use]
pub fn cpu_seconds() -> Option<f64> {
    let text = system_text("/proc/self/stat")?;
    // The name of the program stands in brackets, and may hold anything.
    let (_, fields) = text.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(|field| field.parse::<u64>().ok());
    let (user, system) = (times.next()??, times.next()??);
    // Linux gives these in hundredths of a second (`USER_HZ`), whatever its own clock does.
    Some((user + system) as f64 / 100.0)
}

/// What this process has of memory, in MiB; nothing where the system does not say.
fn resident_mib() -> Option<u64> {
    let text = system_text("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? >> 10)
}
