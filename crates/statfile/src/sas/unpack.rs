//! Packed rows: run-length encoding (`COMPRESS=CHAR`) and Ross data compression (`COMPRESS=BINARY`).
//!
//! No row unpacks to more bytes than it has: what would is damage.

/// How rows are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    RunLength,
    Ross,
}

/// Unpacks a row, which has `width` bytes; whether that came out.
pub(super) fn unpack(packing: Packing, packed: &[u8], width: usize, into: &mut Vec<u8>) -> bool {
    into.clear();
    let unpacked = match packing {
        Packing::RunLength => run_length(packed, width, into),
        Packing::Ross => ross(packed, width, into),
    };
    unpacked.is_some() && into.len() == width
}

/// Bytes taken one by one, and bytes written with a limit.
struct Tape<'p, 'i> {
    packed: &'p [u8],
    into: &'i mut Vec<u8>,
    width: usize,
}

impl Tape<'_, '_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.packed.split_first()?;
        self.packed = rest;
        Some(*first)
    }

    fn has_room(&self, count: usize) -> Option<()> {
        (self.into.len() + count <= self.width).then_some(())
    }

    fn copy(&mut self, count: usize) -> Option<()> {
        self.has_room(count)?;
        let (copied, rest) = self.packed.split_at_checked(count)?;
        self.into.extend_from_slice(copied);
        self.packed = rest;
        Some(())
    }

    fn repeat(&mut self, byte: u8, count: usize) -> Option<()> {
        self.has_room(count)?;
        self.into.resize(self.into.len() + count, byte);
        Some(())
    }

    /// Repeats what was written so far back; it may run into itself.
    fn copy_back(&mut self, back: usize, count: usize) -> Option<()> {
        self.has_room(count)?;
        let start = self.into.len().checked_sub(back)?;
        for at in start..start + count {
            self.into.push(self.into[at]);
        }
        Some(())
    }
}

/// A control byte has a command in its high half, and a length in its low half.
fn run_length(packed: &[u8], width: usize, into: &mut Vec<u8>) -> Option<()> {
    let mut tape = Tape { packed, into, width };
    while let Some(control) = tape.next() {
        let low = usize::from(control & 0x0F);
        match control >> 4 {
            command @ 0..=1 => {
                let count = usize::from(tape.next()?) + 64 + low * 256 + usize::from(command) * 4096;
                tape.copy(count)?;
            }
            2 => tape.copy(low + 96)?,
            4 => {
                let count = usize::from(tape.next()?) + 18 + low * 256;
                let byte = tape.next()?;
                tape.repeat(byte, count)?;
            }
            command @ 5..=7 => {
                let count = usize::from(tape.next()?) + 17 + low * 256;
                tape.repeat([b'@', b' ', 0][usize::from(command) - 5], count)?;
            }
            command @ 8..=11 => tape.copy(low + 1 + 16 * (usize::from(command) - 8))?,
            12 => {
                let byte = tape.next()?;
                tape.repeat(byte, low + 3)?;
            }
            command @ 13..=15 => tape.repeat([b'@', b' ', 0][usize::from(command) - 13], low + 2)?,
            _ => return None,
        }
    }
    Some(())
}

/// Sixteen bits say of each of the next sixteen items whether it is a byte or a command.
fn ross(packed: &[u8], width: usize, into: &mut Vec<u8>) -> Option<()> {
    let mut tape = Tape { packed, into, width };
    while tape.packed.len() >= 2 {
        let commands = u16::from_be_bytes([tape.next()?, tape.next()?]);
        for bit in (0..16).rev() {
            if commands & (1 << bit) == 0 {
                if tape.packed.is_empty() {
                    break;
                }
                tape.copy(1)?;
                continue;
            }
            let (marker, next) = (tape.next()?, usize::from(tape.next()?));
            let low = usize::from(marker & 0x0F);
            let back = 3 + low + next * 16;
            match marker >> 4 {
                0 => tape.repeat(next as u8, low + 3)?,
                1 => {
                    let byte = tape.next()?;
                    tape.repeat(byte, 19 + low + next * 16)?;
                }
                2 => {
                    let count = 16 + usize::from(tape.next()?);
                    tape.copy_back(back, count)?;
                }
                count => tape.copy_back(back, usize::from(count))?,
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(packing: Packing, packed: &[u8], width: usize, expect: Option<&[u8]>) {
        let mut row = Vec::new();
        let unpacked = unpack(packing, packed, width, &mut row);
        assert_eq!(unpacked.then_some(row.as_slice()), expect);
    }

    #[test]
    fn runs_unpack() {
        check(Packing::RunLength, b"\x82abc\xE1\xF0", 8, Some(b"abc   \0\0"));
        check(Packing::RunLength, b"\xC1x\xD0", 6, Some(b"xxxx@@"));
        check(Packing::RunLength, b"\x60\x00", 17, Some(&[b' '; 17]));
        check(Packing::RunLength, b"\x40\x02y", 20, Some(&[b'y'; 20]));
        check(Packing::RunLength, b"\x82ab", 3, None);
        check(Packing::RunLength, b"\x7F\xFF", 8, None);
        check(Packing::RunLength, b"\x30", 8, None);
    }

    #[test]
    fn commands_unpack() {
        // A byte, then one repeated, then three from three back.
        check(Packing::Ross, b"\x60\x00a\x00b\x30\x01cd", 9, None);
        check(Packing::Ross, b"\x60\x00a\x00b\x30\x00cd", 9, Some(b"abbbbbbcd"));
        check(Packing::Ross, b"\x80\x00\x10\x00z", 19, Some(&[b'z'; 19]));
        // More bytes than stand so far back: it runs into itself.
        check(Packing::Ross, b"\x10\x00abc\x50\x00", 8, Some(b"abcabcab"));
        check(Packing::Ross, b"\x80\x00\x30\x00", 3, None);
        check(Packing::Ross, b"\x80\x00\x1F\xFFz", 19, None);
    }
}
