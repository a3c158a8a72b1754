//! Values that a thread of their own makes, a few ahead of whoever takes them.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use crate::limit::{threads, work};

/// How many values wait.
const WAITING: usize = 2;

/// Values in the order in which they are made.
pub struct ReadAhead<T>(Source<T>);

enum Source<T> {
    /// Made when it is asked for.
    Here(Box<dyn FnMut() -> Option<T> + Send>),
    There(Receiver<T>, Option<JoinHandle<()>>),
}

impl<T: Send + 'static> ReadAhead<T> {
    /// Values that `make` gives, until it gives nothing: in a thread of this name where several may work.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(name: &str, make: impl FnMut() -> Option<T> + Send + 'static) -> io::Result<Self> {
        let mut make = make;
        if threads() == 1 {
            return Ok(Self(Source::Here(Box::new(make))));
        }
        let (sender, values) = sync_channel(WAITING);
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            // It ends too where nobody waits for more.
            while let Some(value) = work(&mut make)
                && sender.send(value).is_ok()
            {}
        })?;
        Ok(Self(Source::There(values, Some(thread))))
    }
}

impl<T> Iterator for ReadAhead<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Source::Here(make) => make(),
            Source::There(values, thread) => values.recv().ok().or_else(|| {
                if let Some(Err(panic)) = thread.take().map(JoinHandle::join) {
                    resume_unwind(panic);
                }
                None
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::ReadAhead;

    #[test]
    fn values_come_in_their_order() {
        let mut next = 0;
        let made = ReadAhead::new("count", move || {
            next += 1;
            (next <= 100).then_some(next)
        });
        assert!(made.expect("a thread").eq(1..=100));
    }

    #[test]
    fn a_panic_is_that_of_whoever_waits() {
        let mut made = ReadAhead::new("fail", || -> Option<u8> { panic!("made") }).expect("a thread");
        let found = catch_unwind(AssertUnwindSafe(|| made.next())).expect_err("a panic");
        assert_eq!(found.downcast_ref::<&str>(), Some(&"made"));
    }
}
