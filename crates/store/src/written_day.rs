//! The day on which an input was written.

use std::path::Path;
use std::time::SystemTime;

use crate::error::StoreError;
use crate::input::{expand, list_inputs};

/// The day, since 1970, on which the file was written that a pipeline in `folder` names as `path`; of several the latest.
pub fn day_written(folder: &Path, path: &str) -> Result<u64, StoreError> {
    let paths = if path.contains(['*', '?']) { list_inputs(folder, path)? } else { vec![expand(path)?] };
    let mut latest = 0;
    for path in paths {
        let path = folder.join(path);
        let modified = std::fs::metadata(&path).and_then(|found| found.modified()).map_err(StoreError::read(&path))?;
        let since = modified.duration_since(SystemTime::UNIX_EPOCH);
        latest = latest.max(since.map_or(0, |since| since.as_secs() / 86_400));
    }
    Ok(latest)
}
