//! The guide: every console, SQL, Python and R block of README.md, CONTRIBUTING.md and `docs/src` is run, and prints what the
//! page shows. See CONTRIBUTING.md, "Write documentation", for what a block can say of itself.
//!
//! `TOPLINE_GUIDE=update` writes what was printed into the pages. `TOPLINE_GUIDE=<part of a path>` checks these pages alone.

mod block;
mod book;
mod languages;
mod page;
mod problem_page;
mod sandbox;
mod shown;

use std::env;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::workspace::{root, seeds};

use page::check_page;

/// How many pages are checked at the same time.
const AT_ONCE: usize = 2;

#[test]
fn every_block_prints_what_the_page_shows() {
    let wanted = env::var("TOPLINE_GUIDE").unwrap_or_default();
    let updates = wanted == "update";
    let pages: Vec<String> =
        book::pages().into_iter().filter(|page| updates || page.contains(wanted.as_str())).collect();
    seeds();
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = check_page(page);
                    outcomes.lock().expect("no page panics").push((page, outcome));
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().expect("no page panics");
    let mut wrong = Vec::new();
    let mut skipped = Vec::new();
    let mut ran = 0;
    for (page, outcome) in outcomes {
        if updates {
            fs::write(root().join(page), outcome.updated()).expect("a page that can be written");
        }
        wrong.extend(outcome.wrong);
        skipped.extend(outcome.skipped);
        ran += outcome.ran;
    }
    say(ran, &skipped);
    assert!(wrong.is_empty(), "{} blocks do not print what the page shows:\n\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(ran > 0 || !wanted.is_empty(), "no block was run");
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests must see which blocks were not run")]
fn say(ran: usize, skipped: &[String]) {
    eprintln!("{ran} blocks of the guide were run");
    for block in skipped {
        eprintln!("SKIPPED: {block}");
    }
}
