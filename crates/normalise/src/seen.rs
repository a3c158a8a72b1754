//! Names seen so far, above all those of respondents, so that the next row of one is known.
//!
//! This grows with respondents, and is all that does: hence no string of its own for each, but all names one behind the other,
//! and a number of four bytes for each in the table.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// How many bytes of names are kept together: a longer row of them would be copied whenever it grows.
const TOGETHER: usize = 1 << 20;

/// Names, each with a number.
#[derive(Default)]
pub(crate) struct Seen {
    /// Each name once, in pieces; none is cut.
    names: Vec<String>,
    /// Where each name is.
    places: Vec<Place>,
    known: HashTable<u32>,
    hashing: RandomState,
}

#[derive(Clone, Copy)]
struct Place {
    piece: u32,
    start: u32,
    length: u32,
}

impl Seen {
    /// Whether this name has not been asked for before.
    pub(crate) fn is_first(&mut self, name: &str) -> bool {
        self.enter(name).1
    }

    /// The number of a name, if it has been entered.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.known.find(self.hashing.hash_one(name), |number| self.name(*number) == name).copied()
    }

    /// The name with this number, which [`Self::enter`] gave.
    pub(crate) fn name(&self, number: u32) -> &str {
        let Place { piece, start, length } = self.places[number as usize];
        &self.names[piece as usize][start as usize..(start + length) as usize]
    }

    /// The number of a name, counted from zero, and whether it is new.
    pub(crate) fn enter(&mut self, name: &str) -> (u32, bool) {
        let hash = self.hashing.hash_one(name);
        if let Some(number) = self.known.find(hash, |number| self.name(*number) == name) {
            return (*number, false);
        }
        if self.known.len() == self.known.capacity() {
            self.grow();
        }
        let Self { names, places, known, .. } = self;
        let number = places.len() as u32;
        // There is room, so that no name is asked for.
        known.insert_unique(hash, number, |_| hash);
        if names.last().is_none_or(|piece| piece.len() + name.len() > TOGETHER) {
            names.push(String::with_capacity(TOGETHER.max(name.len())));
        }
        let piece = names.len() as u32 - 1;
        if let Some(names) = names.last_mut() {
            places.push(Place { piece, start: names.len() as u32, length: name.len() as u32 });
            names.push_str(name);
        }
        (number, true)
    }

    /// Makes room for as many names again. They are entered anew in the order in which they stand in memory: the table would take
    /// them in its own, and wait for each.
    fn grow(&mut self) {
        let mut larger = HashTable::with_capacity((2 * self.places.len()).max(64));
        for number in 0..self.places.len() as u32 {
            larger.insert_unique(self.hash_of(number), number, |number| self.hash_of(*number));
        }
        self.known = larger;
    }

    fn hash_of(&self, number: u32) -> u64 {
        self.hashing.hash_one(self.name(number))
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_name_is_first_once() {
        let mut seen = Seen::default();
        let names: Vec<String> = (0..200_000).map(|number| format!("{number:0width$}", width = number % 30)).collect();
        let long = "x".repeat(3 << 20);
        for round in 0..2 {
            let mut distinct = std::collections::HashSet::new();
            for name in names.iter().chain([&long, &String::new()]) {
                assert_eq!(seen.is_first(name), distinct.insert(name) && round == 0, "{name:.40}");
            }
        }
    }
}
