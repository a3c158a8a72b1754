//! The rules of the house, read from the sources: who may use whom, how long a file and a function may be, who may touch the
//! disk, which files need each other in a circle, and that a public name means one thing.
//!
//! Each rule has a list of those that break it, with the reason. A list may only get shorter: who no longer breaks a rule must
//! leave it.

mod circles;
mod crates;
mod doors;
mod names;
mod size;
mod source;
mod tracked;

use std::collections::BTreeSet;
use std::fmt::Debug;

/// Fails unless those that break a rule are exactly those that are listed.
fn are_those_listed<T: Ord + Debug + Clone>(rule: &str, breaking: &BTreeSet<T>, listed: &BTreeSet<T>) {
    let new: Vec<&T> = breaking.difference(listed).collect();
    let mended: Vec<&T> = listed.difference(breaking).collect();
    assert!(new.is_empty(), "{rule}: {new:#?} are not on the list of exceptions");
    assert!(mended.is_empty(), "{rule}: {mended:#?} no longer break it; take them off the list of exceptions");
}
