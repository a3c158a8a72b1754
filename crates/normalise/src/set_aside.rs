//! Names set aside in a file, by their hashes, to be asked whether a name is among them.
//!
//! In memory stay a filter, which tells of most other names that they are not, and the place of every so many names in the file.
//! The filter is that of Parquet's "Split Block Bloom Filters": blocks of eight words, in each of which a name has one bit.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

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
    filter: Vec<[u32; 8]>,
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
        let mut filter = vec![[0; 8]; by_hash.len().div_ceil(TO_A_BLOCK).max(1)];
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
            let block = block_of(hash, filter.len());
            for (word, bit) in filter[block].iter_mut().zip(bits_of(hash)) {
                *word |= bit;
            }
            file.write_all(&hash.to_le_bytes())?;
            file.write_all(&(name.len() as u32).to_le_bytes())?;
            file.write_all(name.as_bytes())?;
            end += (HEAD + name.len()) as u64;
        }
        let bounds = (least.to_owned(), greatest.to_owned());
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { file, bounds, filter, places, end, read: Vec::new() })
    }

    /// Whether this name, which has this hash, is among them.
    pub(crate) fn has(&mut self, name: &str, hash: u64) -> io::Result<bool> {
        let (least, greatest) = &self.bounds;
        if order(name, greatest).is_gt() || order(name, least).is_lt() || !self.may_have(hash) {
            return Ok(false);
        }
        // From the last kept place before the hash to the first behind it, as several names may have one hash.
        let first = self.places.partition_point(|(kept, _)| *kept < hash).saturating_sub(1);
        let behind = self.places.partition_point(|(kept, _)| *kept <= hash);
        let start = self.places[first].1;
        let end = self.places.get(behind).map_or(self.end, |(_, place)| *place);
        self.file.seek(SeekFrom::Start(start))?;
        self.read.clear();
        self.read.resize((end - start) as usize, 0);
        self.file.read_exact(&mut self.read)?;
        let mut rest = self.read.as_slice();
        while let Some((kept, behind)) = rest.split_first_chunk::<8>()
            && let Some((length, behind)) = behind.split_first_chunk::<4>()
            && let Some((text, behind)) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)
        {
            if u64::from_le_bytes(*kept) == hash && text == name.as_bytes() {
                return Ok(true);
            }
            rest = behind;
        }
        Ok(false)
    }

    fn may_have(&self, hash: u64) -> bool {
        let block = &self.filter[block_of(hash, self.filter.len())];
        block.iter().zip(bits_of(hash)).all(|(word, bit)| word & bit != 0)
    }
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
}
