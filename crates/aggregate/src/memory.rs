//! How much memory the queries of this process may reserve together.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, MemoryPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};

static LIMIT: OnceLock<Limit> = OnceLock::new();

struct Limit {
    pool: Arc<dyn MemoryPool>,
    scratch: PathBuf,
}

/// Sets how many bytes the queries of this process may reserve, together and from now on. Sorts, joins and groups that want more
/// write what they have to files in the folder `scratch`; what cannot is an error. Only the first call counts.
pub fn limit_memory(bytes: u64, scratch: PathBuf) {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    LIMIT.get_or_init(|| Limit { pool: Arc::new(FairSpillPool::new(bytes)), scratch });
}

/// The surroundings of a session: without a limit where none is set.
pub(crate) fn runtime() -> Arc<RuntimeEnv> {
    let mut builder = RuntimeEnvBuilder::new();
    if let Some(Limit { pool, scratch }) = LIMIT.get() {
        let files = DiskManagerBuilder::default().with_mode(DiskManagerMode::Directories(vec![scratch.clone()]));
        builder = builder.with_memory_pool(Arc::clone(pool)).with_disk_manager_builder(files);
    }
    // Nothing that could fail is asked of it.
    builder.build_arc().unwrap_or_default()
}
