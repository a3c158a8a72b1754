//! Names set aside in a file, by their hashes, to be asked whether a name is among them.
//!
//! In memory stay the place of every so many names in the file and, once a name is asked for that stands between the least and
//! the greatest of them, a filter, which tells of most other names that they are not: it is that of Parquet's "Split Block Bloom
//! Filters", blocks of eight words, in each of which a name has one bit. It does not grow beyond a size; of very many names it
//! lets more others pass, which are then looked for in the file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::iter;

use crate::respondents::name_list::{NameList, order};

/// How many names stand between two that have their place kept.
const STRIDE: usize = 128;
/// How many names share a block of the filter of 256 bits: of other names some two in a hundred pass it.
const TO_A_BLOCK: usize = 25;
/// The most blocks of a filter: 32 MB.
const MOST_BLOCKS: usize = 1 << 20;
/// What is read or written of a file at a time.
const PIECE: usize = 1 << 18;

/// Names in a file.
pub(crate) struct NameFile {
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

impl NameFile {
    /// Writes names, of which there is at least one, into a file without a name.
    pub(crate) fn write(seen: &NameList) -> io::Result<Self> {
        let mut by_hash: Vec<(u64, u32)> =
            (0..seen.len() as u32).map(|number| (seen.hash(seen.name(number)), number)).collect();
        by_hash.sort_unstable();
        let (mut least, mut greatest) = (seen.name(0), seen.name(0));
        let mut writing = Writing::begin(by_hash.len())?;
        for (hash, number) in by_hash {
            let name = seen.name(number);
            if order(name, least).is_lt() {
                least = name;
            } else if order(name, greatest).is_gt() {
                greatest = name;
            }
            writing.push(hash, name.as_bytes())?;
        }
        writing.finish((least.to_owned(), greatest.to_owned()))
    }

    /// The names of two files, none of which stands in both, in one.
    pub(crate) fn merge(one: Self, other: Self) -> io::Result<Self> {
        let ((least, greatest), (other_least, other_greatest)) = (one.bounds, other.bounds);
        let least = if order(&least, &other_least).is_le() { least } else { other_least };
        let greatest = if order(&greatest, &other_greatest).is_ge() { greatest } else { other_greatest };
        let mut writing = Writing::begin(one.count + other.count)?;
        let mut reading = [Reading::begin(one.file, one.count)?, Reading::begin(other.file, other.count)?];
        while let Some(next) = reading.iter_mut().filter(|each| each.hash.is_some()).min_by_key(|each| each.hash) {
            if let Some(hash) = next.hash {
                writing.push(hash, &next.name)?;
            }
            next.go_on()?;
        }
        writing.finish((least, greatest))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Whether a name has been asked for that might have been among them.
    pub(crate) fn was_searched(&self) -> bool {
        !self.filter.is_empty()
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
        let mut filter = vec![[0; 8]; self.count.div_ceil(TO_A_BLOCK).min(MOST_BLOCKS)];
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

/// A file that is being written, name by name in the order of their hashes.
struct Writing {
    file: BufWriter<File>,
    count: usize,
    places: Vec<(u64, u64)>,
    end: u64,
}

impl Writing {
    /// Of about so many names.
    fn begin(count: usize) -> io::Result<Self> {
        let file = BufWriter::with_capacity(PIECE, tempfile::tempfile()?);
        Ok(Self { file, count: 0, places: Vec::with_capacity(count.div_ceil(STRIDE)), end: 0 })
    }

    fn push(&mut self, hash: u64, name: &[u8]) -> io::Result<()> {
        if self.count.is_multiple_of(STRIDE) {
            self.places.push((hash, self.end));
        }
        self.file.write_all(&hash.to_le_bytes())?;
        self.file.write_all(&(name.len() as u32).to_le_bytes())?;
        self.file.write_all(name)?;
        self.count += 1;
        self.end += (HEAD + name.len()) as u64;
        Ok(())
    }

    fn finish(self, bounds: (String, String)) -> io::Result<NameFile> {
        let Self { file, count, places, end } = self;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(NameFile { file, bounds, filter: Vec::new(), count, places, end, read: Vec::new() })
    }
}

/// A file that is being read, name by name.
struct Reading {
    file: BufReader<File>,
    /// How many names follow.
    left: usize,
    /// The hash of the next name; nothing behind the last.
    hash: Option<u64>,
    name: Vec<u8>,
}

impl Reading {
    fn begin(mut file: File, count: usize) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let file = BufReader::with_capacity(PIECE, file);
        let mut reading = Self { file, left: count, hash: None, name: Vec::new() };
        reading.go_on()?;
        Ok(reading)
    }

    fn go_on(&mut self) -> io::Result<()> {
        self.hash = None;
        if self.left > 0 {
            self.left -= 1;
            let (mut hash, mut length) = ([0; 8], [0; 4]);
            self.file.read_exact(&mut hash)?;
            self.file.read_exact(&mut length)?;
            self.name.resize(u32::from_le_bytes(length) as usize, 0);
            self.file.read_exact(&mut self.name)?;
            self.hash = Some(u64::from_le_bytes(hash));
        }
        Ok(())
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
    use super::NameFile;
    use crate::respondents::name_list::NameList;

    #[test]
    fn another_name_of_the_same_hash_is_not_among_them() {
        let mut seen = NameList::default();
        for name in ["ada", "b", "zoë"] {
            seen.enter(name);
        }
        let mut names = NameFile::write(&seen).expect("a file");
        assert!(names.has("ada", seen.hash("ada")).expect("a file"));
        assert!(!names.has("bob", seen.hash("ada")).expect("a file"));
    }

    #[test]
    fn names_that_ascend_need_no_filter() {
        let mut seen = NameList::default();
        for number in 100..1_000 {
            seen.enter(&number.to_string());
        }
        let mut names = NameFile::write(&seen).expect("a file");
        assert!(
            !names.has("1000", seen.hash("1000")).expect("a file")
                && !names.has("99", seen.hash("99")).expect("a file")
        );
        assert!(names.filter.is_empty());
        assert!(names.has("500", seen.hash("500")).expect("a file"));
        assert_eq!(names.filter.len(), 900_usize.div_ceil(25));
    }
}
