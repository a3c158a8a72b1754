//! Names seen so far, each with a number.
//!
//! No string of its own for each, but all names one behind the other, and a number of four bytes for each in the table. While
//! they come in ascending order, as identifiers in an export mostly do, there is no table: a name above the last one is new.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// How many bytes of names are kept together: a longer row of them would be copied whenever it grows.
const TOGETHER: usize = 1 << 20;

/// Names, each with a number.
#[derive(Default)]
pub(crate) struct NameList {
    /// Each name once, in pieces; none is cut.
    names: Vec<String>,
    /// Where each name is.
    places: Vec<Place>,
    /// The numbers of names by their hash; empty while names ascend.
    known: HashTable<u32>,
    hashing: RandomState,
    /// How many bytes the names have.
    bytes: usize,
}

#[derive(Clone, Copy)]
struct Place {
    piece: u32,
    start: u32,
    length: u32,
}

/// The order of names: shorter ones first, so that numbers ascend whether or not they are filled up with zeros.
pub(crate) fn order(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

impl NameList {
    /// Nothing seen, with hashes as this one has them.
    pub(crate) fn emptied(&self) -> Self {
        Self { hashing: self.hashing.clone(), ..Self::default() }
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// About how much memory they take.
    pub(crate) fn memory(&self) -> usize {
        self.bytes + self.places.len() * size_of::<Place>() + self.known.capacity() * (size_of::<u32>() + 1)
    }

    /// The number of a name, if it has been entered.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        if self.is_ascending() {
            return self.halve(name);
        }
        self.known.find(self.hash(name), |number| self.name(*number) == name).copied()
    }

    /// The name with this number, which [`Self::enter`] gave.
    pub(crate) fn name(&self, number: u32) -> &str {
        let Place { piece, start, length } = self.places[number as usize];
        &self.names[piece as usize][start as usize..(start + length) as usize]
    }

    /// The number of a name, counted from zero, and whether it is new.
    pub(crate) fn enter(&mut self, name: &str) -> (u32, bool) {
        if self.is_ascending() {
            let last = self.places.len().checked_sub(1).map(|last| last as u32);
            match last.map_or(Ordering::Greater, |last| order(name, self.name(last))) {
                Ordering::Greater => return (self.push(name), true),
                Ordering::Equal => return (last.unwrap_or_default(), false),
                Ordering::Less => {}
            }
            if let Some(number) = self.halve(name) {
                return (number, false);
            }
            self.grow();
        }
        let hash = self.hash(name);
        if let Some(number) = self.known.find(hash, |number| self.name(*number) == name) {
            return (*number, false);
        }
        if self.known.len() == self.known.capacity() {
            self.grow();
        }
        let number = self.push(name);
        // There is room, so that no name is asked for.
        self.known.insert_unique(hash, number, |_| hash);
        (number, true)
    }

    pub(crate) fn hash(&self, name: &str) -> u64 {
        self.hashing.hash_one(name)
    }

    fn is_ascending(&self) -> bool {
        self.known.is_empty()
    }

    /// The number of a name among names that ascend.
    fn halve(&self, name: &str) -> Option<u32> {
        let number = |place: &Place| {
            let Place { piece, start, length } = *place;
            order(&self.names[piece as usize][start as usize..(start + length) as usize], name)
        };
        self.places.binary_search_by(number).ok().map(|number| number as u32)
    }

    /// Keeps a name that is new.
    fn push(&mut self, name: &str) -> u32 {
        let number = self.places.len() as u32;
        if self.names.last().is_none_or(|piece| piece.len() + name.len() > TOGETHER) {
            self.names.push(String::with_capacity(TOGETHER.max(name.len())));
        }
        let piece = self.names.len() as u32 - 1;
        if let Some(names) = self.names.last_mut() {
            self.places.push(Place { piece, start: names.len() as u32, length: name.len() as u32 });
            names.push_str(name);
        }
        self.bytes += name.len();
        number
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
        self.hash(self.name(number))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::NameList;

    /// Enters names, of which each has the number of its first place among the distinct ones.
    fn enter_all<'n>(seen: &mut NameList, names: impl Iterator<Item = &'n str>) {
        let mut distinct = HashMap::new();
        for name in names {
            let next = distinct.len() as u32;
            let number = *distinct.entry(name).or_insert(next);
            assert_eq!(seen.number(name), (number < next).then_some(number), "{name:.40}");
            assert_eq!(seen.enter(name), (number, number == next), "{name:.40}");
            assert_eq!(seen.name(number), name);
        }
        assert_eq!(seen.len(), distinct.len());
    }

    #[test]
    fn a_name_is_new_once() {
        let names: Vec<String> = (0..200_000).map(|number| format!("{number:0width$}", width = number % 30)).collect();
        let long = "x".repeat(3 << 20);
        let names = names.iter().map(String::as_str).chain([long.as_str(), ""]);
        enter_all(&mut NameList::default(), names.clone().chain(names));
    }

    #[test]
    fn names_that_ascend_up_to_some_place_are_found() {
        let ascending: Vec<String> = (0..3_000).map(|number| (number * 3).to_string()).collect();
        let ascending = || ascending.iter().map(String::as_str);
        let mut seen = NameList::default();
        enter_all(&mut seen, ascending().flat_map(|name| [name; 2]));
        assert!(seen.is_ascending());
        for behind in [["4", "8999"], ["", "0"], ["x", "a"], ["07", "7"]] {
            enter_all(&mut NameList::default(), ascending().chain(ascending()).chain(behind).chain(ascending()));
        }
    }
}
