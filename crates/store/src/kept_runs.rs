//! Outputs of earlier runs that are kept: a folder for each below `.earlier`, named after the time at which its run began.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::file_state::is_absence;
use crate::standing_run::StandingRun;

/// How many earlier runs are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// The run that is replaced goes. What was kept before stays.
    #[default]
    Nothing,
    /// So many, with the one that is replaced; the oldest go.
    Latest(usize),
}

/// The outputs of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRun {
    /// When it began, as `2026-11-30T054654Z`.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
}

/// The runs of a survey that are kept, the oldest first.
pub fn kept_runs(out: &Path, survey: &str) -> Result<Vec<KeptRun>, StoreError> {
    let folder = folder_of(out, survey);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if is_absence(&error) => return Ok(Vec::new()),
        Err(source) => return Err(StoreError::Read { path: folder, source }),
    };
    let mut kept = Vec::new();
    for entry in entries {
        let path = entry.map_err(StoreError::read(&folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.join("run.json").is_file() {
            kept.push(KeptRun { name, path });
        }
    }
    kept.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(kept)
}

/// Keeps the outputs in `replaced`, which a new run has taken the place of, and removes the oldest of those that are too many.
pub(crate) fn keep(replaced: &Path, out: &Path, survey: &str, keep: Keep) -> Result<(), StoreError> {
    let Keep::Latest(count) = keep else { return Ok(()) };
    if count > 0
        && let Some(run) = StandingRun::read(replaced)?
    {
        let folder = folder_of(out, survey);
        fs::create_dir_all(&folder).map_err(StoreError::write(&folder))?;
        let stamp = utc(run.started).replace(':', "");
        // Two runs may begin in one second.
        let names = std::iter::once(stamp.clone()).chain((2..).map(|number| format!("{stamp}-{number}")));
        let free = names.map(|name| folder.join(name)).find(|path| !path.exists());
        if let Some(path) = free {
            fs::rename(replaced, &path).map_err(StoreError::write(&path))?;
        }
    }
    let kept = kept_runs(out, survey)?;
    for old in &kept[..kept.len().saturating_sub(count)] {
        fs::remove_dir_all(&old.path).map_err(StoreError::write(&old.path))?;
    }
    Ok(())
}

fn folder_of(out: &Path, survey: &str) -> PathBuf {
    out.join(".earlier").join(survey)
}

/// `2026-11-30T05:46:54Z`, of seconds since 1970.
#[must_use]
pub fn utc(seconds: u64) -> String {
    let (year, month, day) = day_of(seconds / 86_400);
    let of_day = seconds % 86_400;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// The year, month and day of a number of days since 1970 (Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
fn day_of(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn seconds_are_days_and_times() {
        // By `date -u -d @SECONDS`.
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_796_017_614, "2026-11-30T05:46:54Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(utc(seconds), expected);
        }
    }
}
