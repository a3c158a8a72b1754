//! Names set aside in a file, by their hashes, to be asked whether a name is among them.
//!
//! In memory stay the place of every so many names in the file and, once a name is asked for that stands between the least and
//! the greatest of them, a filter, which tells of most other names that they are not: it is that of Parquet's "Split Block Bloom
//! Filters", blocks of eight words, in each of which a name has one bit.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::iter;

use crate::seen::{Seen, order};

/// How many names stand between two that have their place kept.
const STRIDE: usize = 128;
/// How many names share a block of the filter of 256 bits: of other names some two in a hundred pass it.
const TO_A_BLOCK: usize = 25;

/// Names in a file.
pub(crate) struct SetAside {
    file: File,
    /// The least and the greatest name.
    bounds: (String, String),
    /// Empty until it is needed, which it never is where names ascend.
    filter: Vec<[u32; 8]>,
    /// How many there are.
    count: usize,
    /// The hash of every [`STRIDE`]th name and where it stands.
    places: Vec<(u64, u64)>,
    /// Where the last ends.
    end: u64,
    /// What was read of the file last.
    read: Vec<u8>,
}

/// What stands before a name in the file: its hash and its length.
const HEAD: usize = 12;

impl SetAside {
    /// Writes names, of which there is at least one, into a file without a name.
    pub(crate) fn write(seen: &Seen) -> io::Result<Self> {
        let mut by_hash: Vec<(u64, u32)> =
            (0..seen.len() as u32).map(|number| (seen.hash(seen.name(number)), number)).collect();
        by_hash.sort_unstable();
        let mut places = Vec::with_capacity(by_hash.len().div_ceil(STRIDE));
        let (mut least, mut greatest) = (seen.name(0), seen.name(0));
        let mut file = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        let mut end = 0;
        for (at, &(hash, number)) in by_hash.iter().enumerate() {
            let name = seen.name(number);
            if order(name, least).is_lt() {
                least = name;
            } else if order(name, greatest).is_gt() {
                greatest = name;
            }
            if at % STRIDE == 0 {
                places.push((hash, end));
            }
            file.write_all(&hash.to_le_bytes())?;
            file.write_all(&(name.len() as u32).to_le_bytes())?;
            file.write_all(name.as_bytes())?;
            end += (HEAD + name.len()) as u64;
        }
        let bounds = (least.to_owned(), greatest.to_owned());
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { file, bounds, filter: Vec::new(), count: by_hash.len(), places, end, read: Vec::new() })
    }

    /// Whether this name, which has this hash, is among them.
    pub(crate) fn has(&mut self, name: &str, hash: u64) -> io::Result<bool> {
        let (least, greatest) = &self.bounds;
        if order(name, greatest).is_gt() || order(name, least).is_lt() {
            return Ok(false);
        }
        if self.filter.is_empty() {
            self.fill_filter()?;
        }
        if !self.may_have(hash) {
            return Ok(false);
        }
        // From the last kept place before the hash to the first behind it, as several names may have one hash.
        let first = self.places.partition_point(|(kept, _)| *kept < hash).saturating_sub(1);
        let behind = self.places.partition_point(|(kept, _)| *kept <= hash);
        self.read_names(first, behind)?;
        Ok(names(&self.read).any(|(kept, text)| kept == hash && text == name.as_bytes()))
    }

    /// Reads the names from one kept place to another.
    fn read_names(&mut self, first: usize, behind: usize) -> io::Result<()> {
        let start = self.places[first].1;
        let end = self.places.get(behind).map_or(self.end, |(_, place)| *place);
        self.file.seek(SeekFrom::Start(start))?;
        self.read.clear();
        self.read.resize((end - start) as usize, 0);
        self.file.read_exact(&mut self.read)
    }

    fn fill_filter(&mut self) -> io::Result<()> {
        let mut filter = vec![[0; 8]; self.count.div_ceil(TO_A_BLOCK)];
        for first in (0..self.places.len()).step_by(STRIDE) {
            self.read_names(first, first + STRIDE)?;
            for (hash, _) in names(&self.read) {
                let block = block_of(hash, filter.len());
                for (word, bit) in filter[block].iter_mut().zip(bits_of(hash)) {
                    *word |= bit;
                }
            }
        }
        self.filter = filter;
        Ok(())
    }

    fn may_have(&self, hash: u64) -> bool {
        let block = &self.filter[block_of(hash, self.filter.len())];
        block.iter().zip(bits_of(hash)).all(|(word, bit)| word & bit != 0)
    }
}

/// The names that were read, each with its hash.
fn names(read: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut rest = read;
    iter::from_fn(move || {
        let (hash, behind) = rest.split_first_chunk()?;
        let (length, behind) = behind.split_first_chunk()?;
        let (text, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = behind;
        Some((u64::from_le_bytes(*hash), text))
    })
}

/// The block of a hash, by its upper half.
fn block_of(hash: u64, blocks: usize) -> usize {
    (((hash >> 32) * blocks as u64) >> 32) as usize
}

/// The bit of a hash in each word of its block, by its lower half: the specification's constants, each to choose one of 32.
fn bits_of(hash: u64) -> [u32; 8] {
    const SALT: [u32; 8] =
        [0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31];
    SALT.map(|salt| 1 << ((hash as u32).wrapping_mul(salt) >> 27))
}

#[cfg(test)]
mod tests {
    use super::SetAside;
    use crate::seen::Seen;

    #[test]
    fn another_name_of_the_same_hash_is_not_among_them() {
        let mut seen = Seen::default();
        for name in ["ada", "b", "zoë"] {
            seen.enter(name);
        }
        let mut names = SetAside::write(&seen).expect("a file");
        assert!(names.has("ada", seen.hash("ada")).expect("a file"));
        assert!(!names.has("bob", seen.hash("ada")).expect("a file"));
    }

    #[test]
    fn names_that_ascend_need_no_filter() {
        let mut seen = Seen::default();
        for number in 100..1_000 {
            seen.enter(&number.to_string());
        }
        let mut names = SetAside::write(&seen).expect("a file");
        assert!(
            !names.has("1000", seen.hash("1000")).expect("a file")
                && !names.has("99", seen.hash("99")).expect("a file")
        );
        assert!(names.filter.is_empty());
        assert!(names.has("500", seen.hash("500")).expect("a file"));
        assert_eq!(names.filter.len(), 900_usize.div_ceil(25));
    }
}
