//! A limit on memory that nothing slips through, however briefly it is held: beyond it, the allocation fails and the process ends.

use std::alloc::System;

use cap::Cap;

/// The most memory that reading a file of some kilobytes may take.
const MOST_MEMORY: usize = 1 << 30;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MOST_MEMORY);
