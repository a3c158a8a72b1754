//! How much time and memory the program may take.

use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;
use topline_pipeline::system_text;

/// The limits of one call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// In bytes: of queries by what they reserve, of the program by what it has.
    pub memory: u64,
    /// From its start.
    pub timeout: Option<Duration>,
}

/// An amount of memory, as `--memory` takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory(pub u64);

/// A text that is no amount of memory.
#[derive(Debug, Error)]
#[error("it is a number with MB, MiB, GB or GiB, and at least 64MB")]
pub(crate) struct NoMemory;

impl FromStr for Memory {
    type Err = NoMemory;

    fn from_str(text: &str) -> Result<Self, NoMemory> {
        let text = text.trim();
        let digits = text.find(|each: char| !each.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "mb" | "m" => 1_000_000,
            "mib" => 1 << 20,
            "gb" | "g" => 1_000_000_000,
            "gib" => 1 << 30,
            _ => return Err(NoMemory),
        };
        let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or(NoMemory)?;
        if bytes < 64_000_000 { Err(NoMemory) } else { Ok(Self(bytes)) }
    }
}

/// Half of the memory of the machine, or of what this process may have of it; 4 GiB where that is not known.
pub(crate) fn default_memory() -> u64 {
    let machine = system_text("/proc/meminfo").and_then(|text| {
        let kilobytes = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        Some(kilobytes.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
    });
    let group = system_text("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse::<u64>().ok());
    let least = [machine, group].into_iter().flatten().min();
    least.map_or(4 << 30, |bytes| bytes / 2).max(64_000_000)
}

/// What the program has of memory at the moment, files that are mapped left out; where the system says.
pub(crate) fn resident_bytes() -> Option<u64> {
    let text = system_text("/proc/self/statm")?;
    let mut pages = text.split(' ').skip(1).map(|number| number.trim().parse::<u64>().unwrap_or_default());
    let (resident, shared) = (pages.next()?, pages.next()?);
    Some(resident.saturating_sub(shared) * PAGE)
}

/// The system counts in pages of this size (of other sizes on some machines, where the limit is then taken as the larger).
const PAGE: u64 = 4096;
