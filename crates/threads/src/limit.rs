//! The limit: a counting semaphore of the process.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::thread;

static LIMIT: OnceLock<Limit> = OnceLock::new();

struct Limit {
    threads: usize,
    /// How many more may work.
    free: Mutex<usize>,
    freed: Condvar,
}

thread_local! {
    /// Whether this thread is working: what it calls may say so again.
    static WORKING: Cell<bool> = const { Cell::new(false) };
}

/// Lets at most so many threads of this process work at a time. Only the first call counts, and none after somebody has asked.
pub fn limit_threads(threads: NonZeroUsize) {
    LIMIT.get_or_init(|| Limit::of(threads.get()));
}

/// How many threads may work at a time: without a limit, as many as the machine has cores for this process.
#[must_use]
pub fn threads() -> usize {
    limit().threads
}

/// Works while fewer threads than the limit do. Whoever works must not wait for another thread.
pub fn work<T>(job: impl FnOnce() -> T) -> T {
    if WORKING.get() {
        return job();
    }
    let _working = Working::begin(limit());
    job()
}

fn limit() -> &'static Limit {
    LIMIT.get_or_init(|| Limit::of(thread::available_parallelism().map_or(1, NonZeroUsize::get)))
}

impl Limit {
    fn of(threads: usize) -> Self {
        Self { threads, free: Mutex::new(threads), freed: Condvar::new() }
    }
}

/// One of those who work.
struct Working(&'static Limit);

impl Working {
    fn begin(limit: &'static Limit) -> Self {
        let free = limit.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = limit.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        WORKING.set(true);
        Self(limit)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        WORKING.set(false);
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}
