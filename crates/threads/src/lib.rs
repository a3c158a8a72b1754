//! How many threads of this process work at a time, and the ways in which work is shared among them.
//!
//! A run is a line of stages, each of which takes batches from the one before it. Where several threads may work, stages have
//! threads of their own, with a queue of a few batches between them: what is in memory does not grow with the number of threads,
//! and everything comes in the order in which it was read. A thread [`work`]s only while fewer than the limit do, so that there may
//! be more threads than that, which wait for each other most of the time.
//!
//! Nothing here decides what is computed. Whoever uses it must give the same bytes whatever the limit is.

mod limit;
mod read_ahead;
mod share;
mod worker;

pub use limit::{limit_threads, threads, work};
pub use read_ahead::ReadAhead;
pub use share::share;
pub use worker::Worker;
