//! Compound files ([MS-CFB]), which hold what Office wrote before 2007: a stream read out of one, and one written around a stream.
//!
//! A chain of sectors is followed for no longer than the file has sectors, whatever it says of its length.

use topline_statfile::Damage;

/// How a compound file begins.
pub(crate) const MARK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Numbers of sectors from here on are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const TABLE: u32 = 0xFFFF_FFFD;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
/// The tables that the head of a file lists, and the bytes of that head.
const LISTED: usize = 109;
const HEAD: usize = 512;
/// The bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Shorter streams stand within a stream of their own, in sectors of their own.
const SHORT_STREAM: u64 = 4096;
const SHORT_SECTOR: usize = 64;
/// The size of the sectors that are written.
const SECTOR: usize = 4096;

/// The streams with one of these names, in the order of the names: the first one that is there, and which it is.
pub(crate) fn stream_of(file: &[u8], names: &[&str]) -> Result<Option<(usize, Vec<u8>)>, Damage> {
    let file = Sectors::of(file)?;
    for (which, name) in names.iter().enumerate() {
        let found = file.directory.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
        if let Some(entry) = found {
            return Ok(Some((which, file.stream(entry)?)));
        }
    }
    Ok(None)
}

/// A file whose chains are known.
struct Sectors<'f> {
    bytes: &'f [u8],
    size: usize,
    /// The sector behind each sector, and behind each short one.
    next: Vec<u32>,
    next_short: Vec<u32>,
    directory: Vec<Entry>,
}

/// A stream, or the root: the stream of the short ones.
struct Entry {
    name: String,
    start: u32,
    length: u64,
}

impl<'f> Sectors<'f> {
    fn of(bytes: &'f [u8]) -> Result<Self, Damage> {
        let head = bytes.get(..HEAD).ok_or(Damage::Cut { part: "the head", length: bytes.len() as u64 })?;
        let size = match u16::from_le_bytes([head[30], head[31]]) {
            9 => 512,
            12 => 4096,
            value => return Err(Damage::Value { part: "the size of a sector", at: 30, value: value.into() }),
        };
        let mut file = Self { bytes, size, next: Vec::new(), next_short: Vec::new(), directory: Vec::new() };
        let mut tables: Vec<u32> = numbers(&head[76..]).collect();
        let mut more = number(head, 68);
        let mut lists = 0;
        while more < NO_SECTOR {
            lists += 1;
            if lists > file.count() {
                return Err(misplaced("the list of tables", 68));
            }
            tables.extend(numbers(file.sector(more)?));
            more = tables.pop().unwrap_or(END);
        }
        // No more of them than sectors, should the lists repeat themselves.
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR).take(file.count()) {
            file.next.extend(numbers(file.sector(table)?));
        }
        let directory = file.chain(number(head, 48), u64::MAX)?;
        let is_large = size == SECTOR;
        file.directory = directory.chunks_exact(ENTRY).map(|entry| Entry::of(entry, is_large)).collect();
        if number(head, 64) > 0 {
            file.next_short = numbers(&file.chain(number(head, 60), u64::MAX)?).collect();
        }
        Ok(file)
    }

    /// How many sectors the file has, the last of which may be cut.
    fn count(&self) -> usize {
        self.bytes.len().saturating_sub(1) / self.size
    }

    fn sector(&self, number: u32) -> Result<&'f [u8], Damage> {
        let start = (number as usize + 1) * self.size;
        let end = self.bytes.len().min(start + self.size);
        self.bytes.get(start..end).ok_or(misplaced("a sector", start))
    }

    /// The sectors from this one on, up to this length.
    fn chain(&self, start: u32, length: u64) -> Result<Vec<u8>, Damage> {
        let mut chain = Vec::new();
        let mut sector = start;
        while sector < NO_SECTOR && length > 0 {
            if chain.len() > self.bytes.len() {
                return Err(misplaced("a chain of sectors", self.size * (start as usize + 1)));
            }
            chain.extend(self.sector(sector)?);
            if chain.len() as u64 >= length {
                break;
            }
            sector = self.next.get(sector as usize).copied().ok_or(misplaced("a chain of sectors", 76))?;
        }
        chain.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(chain)
    }

    fn stream(&self, entry: &Entry) -> Result<Vec<u8>, Damage> {
        let root = self.directory.first().filter(|_| entry.length < SHORT_STREAM);
        let Some(root) = root else { return self.chain(entry.start, entry.length) };
        let shorts = self.chain(root.start, root.length)?;
        let mut stream = Vec::new();
        let mut sector = entry.start;
        while sector < NO_SECTOR && entry.length > 0 {
            let start = sector as usize * SHORT_SECTOR;
            let end = shorts.len().min(start + SHORT_SECTOR);
            stream.extend(shorts.get(start..end).ok_or(misplaced("a short sector", start))?);
            if stream.len() as u64 >= entry.length {
                break;
            }
            sector = self.next_short.get(sector as usize).copied().ok_or(misplaced("a short sector", start))?;
        }
        stream.truncate(entry.length as usize);
        Ok(stream)
    }
}

impl Entry {
    fn of(bytes: &[u8], is_large: bool) -> Self {
        let letters = bytes[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let letters: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
        let high = if is_large { u64::from(number(bytes, 124)) << 32 } else { 0 };
        let length = high | u64::from(number(bytes, 120));
        Self { name: String::from_utf16_lossy(&letters), start: number(bytes, 116), length }
    }
}

fn misplaced(part: &'static str, at: usize) -> Damage {
    Damage::Misplaced { part, at: at as u64 }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|bytes| number(bytes, 0))
}

/// The longest stream that can be written.
pub(crate) const LONGEST_STREAM: usize = (LISTED - 1) * (SECTOR / 4) * SECTOR;

/// A compound file with this stream alone, which is no longer than [`LONGEST_STREAM`]. What is missing of a sector is filled
/// with zeros.
pub(crate) fn written_around(stream: &[u8], name: &str) -> Vec<u8> {
    let length = stream.len().max(SHORT_STREAM as usize);
    let sectors = length.div_ceil(SECTOR) as u32;
    let tables = (sectors + 2).div_ceil(SECTOR as u32 / 4 - 1);
    let directory = tables + sectors;
    let mut file = Vec::with_capacity((directory as usize + 2) * SECTOR);
    file.extend(MARK);
    file.extend([0; 16]);
    // Version 4.62 in little endian, sectors of 2^12 bytes, short ones of 2^6.
    file.extend([0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    for field in [1, tables, directory, 0, SHORT_STREAM as u32, END, 0, END, 0] {
        file.extend(u32::to_le_bytes(field));
    }
    let listed = (0..tables).chain(std::iter::repeat(FREE)).take(LISTED);
    file.extend(listed.flat_map(u32::to_le_bytes));
    file.resize(SECTOR, 0);
    // The tables come first, then the stream, then the directory.
    let of_tables = std::iter::repeat_n(TABLE, tables as usize);
    let next = of_tables.chain(tables + 1..directory).chain([END, END]).chain(std::iter::repeat(FREE));
    file.extend(next.take(tables as usize * SECTOR / 4).flat_map(u32::to_le_bytes));
    file.extend(stream);
    file.resize((1 + directory as usize) * SECTOR, 0);
    file.extend(entry("Root Entry", 5, 0, 0));
    file.extend(entry(name, 2, tables, length as u32));
    file.resize((2 + directory as usize) * SECTOR, 0);
    file
}

/// An entry of the directory: its kind is 5 for the root, 2 for a stream.
fn entry(name: &str, kind: u8, start: u32, length: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let taken = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(taken.to_le_bytes());
    // Black, without siblings; the root's child is the stream.
    entry.extend([kind, 1]);
    entry.extend([FREE, FREE, if kind == 5 { 1 } else { FREE }].into_iter().flat_map(u32::to_le_bytes));
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(length).to_le_bytes());
    entry
}
