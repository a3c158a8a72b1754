//! Which files of the export a part of a run reads.
//!
//! A part has whole files as long as there are enough: the largest first, each to the part that has least. A file that is large
//! beside the others is shared by several parts, which have nothing else. Each of them finds the rows of the whole file, and does the
//! rest for its share of the batches.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use topline_store::PartNumber;

/// How many ways to share are tried.
const TRIED: usize = 64;

/// What a part has of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Portion {
    /// The file, by its position among those whose rows are responses.
    pub file: usize,
    /// Of the parts that share it, counted from nought, this one.
    pub share: u64,
    /// How many parts share it.
    pub of: u64,
}

impl Portion {
    /// Whether a batch of the file belongs to it.
    pub(crate) fn has(self, batch: u64) -> bool {
        batch % self.of == self.share
    }
}

/// Files that the same parts read.
#[derive(Debug, Clone)]
struct Group {
    bytes: u128,
    /// In their order.
    files: Vec<usize>,
    parts: u64,
}

impl Group {
    /// What a part has to do, in fifths of bytes: about three fifths of what a file takes are to be done by each part that shares it
    /// (`just bench-parts`).
    fn work(&self) -> u128 {
        let parts = u128::from(self.parts);
        self.bytes * (3 * parts + 2) / parts
    }
}

/// What this part has of files of these sizes.
pub(crate) fn portions(sizes: &[u64], number: PartNumber) -> Vec<Portion> {
    let most = sizes.len().min(number.of as usize);
    let ways = (most.saturating_sub(TRIED).max(1)..=most).map(|count| groups(sizes, count, number.of as usize));
    // Of ways that are as good, the one with most groups.
    let best = ways.rev().min_by_key(|groups| groups.iter().map(Group::work).max());
    let mut before = 0;
    for group in best.unwrap_or_default() {
        let share = u64::from(number.part) - 1 - before;
        if share < group.parts {
            let portion = |file| Portion { file, share, of: group.parts };
            return group.files.into_iter().map(portion).collect();
        }
        before += group.parts;
    }
    Vec::new()
}

/// The files in so many groups, whose parts are so many together if any group can be shared.
fn groups(sizes: &[u64], count: usize, parts: usize) -> Vec<Group> {
    let mut groups = vec![Group { bytes: 0, files: Vec::new(), parts: 1 }; count];
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    by_size.sort_by_key(|file| Reverse(sizes[*file]));
    let mut least: BinaryHeap<Reverse<(u128, usize)>> = (0..count).map(|group| Reverse((0, group))).collect();
    for file in by_size {
        let Some(Reverse((bytes, group))) = least.pop() else { break };
        groups[group].bytes = bytes + u128::from(sizes[file]);
        groups[group].files.push(file);
        // A group that has nothing but empty files has enough of them.
        least.push(Reverse((groups[group].bytes.max(1), group)));
    }
    for group in &mut groups {
        group.files.sort_unstable();
    }
    let alone = groups.iter().enumerate().filter(|(_, group)| group.files.len() == 1);
    let mut most: BinaryHeap<(u128, Reverse<usize>)> = alone.map(|(at, group)| (group.work(), Reverse(at))).collect();
    for _ in count..parts {
        let Some((_, Reverse(at))) = most.pop() else { break };
        groups[at].parts += 1;
        most.push((groups[at].work(), Reverse(at)));
    }
    groups
}
