//! Values that a thread of its own takes, in the order in which they are handed to it.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::limit::work;

/// How many values wait.
const WAITING: usize = 2;

/// A thread that takes values.
pub struct Worker<T> {
    /// Nothing once it has been told that there are no more.
    values: Option<SyncSender<T>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Worker<T> {
    /// A thread of this name that does something with each value.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(name: &str, take: impl FnMut(T) + Send + 'static) -> io::Result<Self> {
        let mut take = take;
        let (sender, values) = sync_channel(WAITING);
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || values.into_iter().for_each(|value| work(|| take(value))))?;
        Ok(Self { values: Some(sender), thread: Some(thread) })
    }

    /// Hands over a value; waits while too many wait.
    ///
    /// # Panics
    /// As the thread did.
    pub fn send(&mut self, value: T) {
        if self.values.as_ref().is_some_and(|values| values.send(value).is_err()) {
            self.end();
        }
    }

    /// Waits until all values have been taken.
    ///
    /// # Panics
    /// As the thread did.
    pub fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.values = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            resume_unwind(panic);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::mpsc::channel;

    use super::Worker;

    #[test]
    fn values_are_taken_in_their_order() {
        let (sender, taken) = channel();
        let mut worker =
            Worker::new("take", move |value: u32| sender.send(value).expect("a listener")).expect("a thread");
        (0..100).for_each(|value| worker.send(value));
        worker.finish();
        assert!(taken.into_iter().eq(0..100));
    }

    #[test]
    fn a_panic_is_that_of_whoever_hands_over() {
        let mut worker = Worker::new("fail", |value: u32| assert!(value < 3, "taken")).expect("a thread");
        let send_all = AssertUnwindSafe(move || {
            (0..100).for_each(|value| worker.send(value));
            worker.finish();
        });
        let found = catch_unwind(send_all).expect_err("a panic");
        assert_eq!(found.downcast_ref::<&str>(), Some(&"taken"));
    }
}
