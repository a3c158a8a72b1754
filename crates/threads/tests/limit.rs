//! The limit of a process, which is set once: a program of its own.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use topline_threads::{limit_threads, threads, work};

#[test]
fn no_more_work_at_a_time_than_may() {
    limit_threads(NonZeroUsize::new(3).expect("a number"));
    limit_threads(NonZeroUsize::new(8).expect("a number"));
    assert_eq!(threads(), 3);
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                for _ in 0..20 {
                    // Twice: who works already does not wait for itself.
                    work(|| {
                        work(|| {
                            let working = now.fetch_add(1, Ordering::SeqCst) + 1;
                            most.fetch_max(working, Ordering::SeqCst);
                            thread::sleep(Duration::from_micros(200));
                            now.fetch_sub(1, Ordering::SeqCst);
                        });
                    });
                }
            });
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 3);
    // Who panics works no longer.
    for _ in 0..4 {
        assert!(thread::spawn(|| work(|| assert_eq!(threads(), 0))).join().is_err());
    }
    assert_eq!(work(|| 7), 7);
}
