//! Tasks that any thread may do, in any order.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::limit::{threads, work};

/// Does the tasks from 0 to less than `tasks`. Each thread, `most` at most, begins with a state that `begin` makes and takes the next
/// task until there are no more; the states in the end. Which of them has which tasks is left to chance.
pub fn share<S: Send>(
    tasks: usize,
    most: usize,
    begin: impl Fn() -> S + Sync,
    task: impl Fn(&mut S, usize) + Sync,
) -> Vec<S> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut state = begin();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= tasks {
                return state;
            }
            work(|| task(&mut state, number));
        }
    };
    let helpers = threads().min(most).min(tasks).saturating_sub(1);
    thread::scope(|scope| {
        // Where the system gives no further thread, fewer do it.
        let others: Vec<_> = (0..helpers)
            .map_while(|_| thread::Builder::new().name("share".to_owned()).spawn_scoped(scope, some).ok())
            .collect();
        let own = some();
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        std::iter::once(own).chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn each_task_is_done_once() {
        for (tasks, most) in [(0, 4), (1, 4), (1_000, 1), (1_000, 4)] {
            let states = share(tasks, most, Vec::new, Vec::push);
            assert!((1..=most).contains(&states.len()));
            let mut done = states.concat();
            done.sort_unstable();
            assert!(done.into_iter().eq(0..tasks), "{tasks} tasks");
        }
    }
}
