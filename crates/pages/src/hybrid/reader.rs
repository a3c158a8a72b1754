//! Numbers taken from a hybrid encoding, each looked up in a table as it is unpacked.

use bytes::Bytes;

use crate::validity::Validity;

/// Numbers of a fixed width that are taken from the front.
#[derive(Debug)]
pub(crate) struct HybridReader {
    bytes: Bytes,
    /// Where the next run begins.
    next: usize,
    width: usize,
    run: Run,
}

/// What is left of a run.
#[derive(Debug, Clone, Copy)]
enum Run {
    /// The same number.
    Repeated { number: u32, left: usize },
    /// Numbers side by side, from a bit of the page on.
    Packed { bit: usize, left: usize },
}

/// A table of what numbers mean. What it does not have is `poison`.
#[derive(Debug)]
pub(crate) struct LookupTable<T> {
    /// The first, as far as a byte goes, so that no number of so many bits is beyond it.
    small: Box<[T; 256]>,
    all: Vec<T>,
    poison: T,
}

impl<T: Copy> LookupTable<T> {
    pub(crate) fn new(values: Vec<T>, poison: T) -> Self {
        let mut small = Box::new([poison; 256]);
        for (small, value) in small.iter_mut().zip(&values) {
            *small = *value;
        }
        Self { small, all: values, poison }
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.all
    }

    #[inline]
    fn get(&self, number: u32) -> T {
        self.all.get(number as usize).copied().unwrap_or(self.poison)
    }
}

impl HybridReader {
    /// Of numbers that have so many bits, 32 at most.
    pub(crate) fn new(bytes: Bytes, width: usize) -> Option<Self> {
        (width <= 32).then_some(Self { bytes, next: 0, width, run: Run::Repeated { number: 0, left: 0 } })
    }

    /// Reads the head of the next run; `None` where there is none or it is damaged.
    fn next_run(&mut self) -> Option<()> {
        let mut header = 0_u64;
        let mut shift = 0;
        loop {
            let byte = *self.bytes.get(self.next)?;
            self.next += 1;
            header |= u64::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
            if shift > 35 {
                return None;
            }
        }
        let count = (header >> 1) as usize;
        if header & 1 == 0 {
            let size = self.width.div_ceil(8);
            let bytes = self.bytes.get(self.next..self.next + size)?;
            let number = bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
            self.next += size;
            self.run = Run::Repeated { number, left: count };
        } else {
            let size = count.checked_mul(self.width)?.min(self.bytes.len() - self.next);
            // Of a run that is cut off, as many as there are.
            let there = (size * 8).checked_div(self.width);
            let left = there.map_or(count * 8, |there| there.min(count * 8));
            self.run = Run::Packed { bit: self.next * 8, left };
            self.next += size;
        }
        Some(())
    }

    /// The bits of the page from a position on: 57 at least, as far as there are.
    #[inline]
    fn word(bytes: &[u8], bit: usize) -> u64 {
        let rest = bytes.get(bit / 8..).unwrap_or_default();
        let word = match rest.first_chunk::<8>() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        word >> (bit % 8)
    }

    /// Takes so many numbers of one bit.
    pub(crate) fn take_bits(&mut self, mut count: usize, out: &mut Validity) -> Option<()> {
        while count > 0 {
            match &mut self.run {
                Run::Repeated { left: 0, .. } | Run::Packed { left: 0, .. } => self.next_run()?,
                Run::Repeated { number, left } => {
                    let taken = count.min(*left);
                    out.push_repeated(*number == 1, taken);
                    *left -= taken;
                    count -= taken;
                }
                Run::Packed { bit, left } => {
                    let mut taken = count.min(*left);
                    *left -= taken;
                    count -= taken;
                    while taken > 0 {
                        let whole = if *bit % 8 == 0 { 64 } else { 56 };
                        let bits = taken.min(whole);
                        out.push(Self::word(&self.bytes, *bit) & (u64::MAX >> (64 - bits)), bits);
                        *bit += bits;
                        taken -= bits;
                    }
                }
            }
        }
        Some(())
    }

    /// Takes as many numbers as `out` has room for, each as what the table has for it.
    pub(crate) fn take<T: Copy>(&mut self, table: &LookupTable<T>, mut out: &mut [T]) -> Option<()> {
        while !out.is_empty() {
            match &mut self.run {
                Run::Repeated { left: 0, .. } | Run::Packed { left: 0, .. } => self.next_run()?,
                Run::Repeated { number, left } => {
                    let taken = out.len().min(*left);
                    let (now, later) = out.split_at_mut(taken);
                    now.fill(table.get(*number));
                    *left -= taken;
                    out = later;
                }
                Run::Packed { bit, left } => {
                    let taken = out.len().min(*left);
                    let (now, later) = out.split_at_mut(taken);
                    unpack(&self.bytes, *bit, self.width, table, now);
                    *bit += taken * self.width;
                    *left -= taken;
                    out = later;
                }
            }
        }
        Some(())
    }
}

/// Unpacks numbers from a bit of the page on.
fn unpack<T: Copy>(bytes: &[u8], bit: usize, width: usize, table: &LookupTable<T>, out: &mut [T]) {
    if !bit.is_multiple_of(8) || width > 8 || width == 0 {
        return unpack_any(bytes, bit, width, table, out);
    }
    let whole = out.len() / 8 * 8;
    let packed = &bytes[bit / 8..][..whole * width / 8];
    let (groups, rest) = out.split_at_mut(whole);
    match width {
        1 => unpack_groups::<1, T>(packed, &table.small, groups),
        2 => unpack_groups::<2, T>(packed, &table.small, groups),
        3 => unpack_groups::<3, T>(packed, &table.small, groups),
        4 => unpack_groups::<4, T>(packed, &table.small, groups),
        5 => unpack_groups::<5, T>(packed, &table.small, groups),
        6 => unpack_groups::<6, T>(packed, &table.small, groups),
        7 => unpack_groups::<7, T>(packed, &table.small, groups),
        _ => unpack_groups::<8, T>(packed, &table.small, groups),
    }
    unpack_any(bytes, bit + whole * width, width, table, rest);
}

/// Unpacks eight numbers of `W` bits, `W` bytes, at a time.
fn unpack_groups<const W: usize, T: Copy>(packed: &[u8], table: &[T; 256], out: &mut [T]) {
    for (packed, out) in packed.as_chunks::<W>().0.iter().zip(out.as_chunks_mut::<8>().0) {
        let mut word = [0; 8];
        word[..W].copy_from_slice(packed);
        let word = u64::from_le_bytes(word);
        for (at, out) in out.iter_mut().enumerate() {
            *out = table[(word >> (at * W)) as usize & ((1 << W) - 1)];
        }
    }
}

/// Unpacks numbers one by one.
fn unpack_any<T: Copy>(bytes: &[u8], mut bit: usize, width: usize, table: &LookupTable<T>, out: &mut [T]) {
    let mask = (1_u64 << width) - 1;
    for out in out {
        *out = table.get((HybridReader::word(bytes, bit) & mask) as u32);
        bit += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same numbers as the format's specification writes them: here and there a run, else packed.
    fn encoded(numbers: &[u32], width: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut rest = numbers;
        while !rest.is_empty() {
            let same = rest.iter().take_while(|number| **number == rest[0]).count();
            if same >= 9 || rest.len() < 8 {
                let header = (same as u64) << 1;
                push_varint(header, &mut bytes);
                bytes.extend(&rest[0].to_le_bytes()[..width.div_ceil(8)]);
                rest = &rest[same..];
                continue;
            }
            let groups = (rest.len() / 8).min(3);
            push_varint((groups as u64) << 1 | 1, &mut bytes);
            let (now, later) = rest.split_at(groups * 8);
            let mut bits = vec![0_u8; groups * width];
            for (at, number) in now.iter().enumerate() {
                for bit in (0..width).filter(|bit| number >> bit & 1 == 1) {
                    bits[(at * width + bit) / 8] |= 1 << ((at * width + bit) % 8);
                }
            }
            bytes.extend(bits);
            rest = later;
        }
        bytes
    }

    fn push_varint(mut value: u64, bytes: &mut Vec<u8>) {
        while value >= 0x80 {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
    }

    #[test]
    fn numbers_of_all_widths_come_back() {
        let mut state = 1_u64;
        let mut random = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 31) % bound
        };
        for width in 1..=20_usize {
            let most = 1_u64 << width;
            let mut numbers = Vec::new();
            while numbers.len() < 1000 {
                let times = if random(5) == 0 { random(40) as usize + 1 } else { 1 };
                let number = random(most) as u32;
                numbers.extend(std::iter::repeat_n(number, times));
            }
            let bytes = Bytes::from(encoded(&numbers, width));
            let table = LookupTable::new((0..most as u32).collect(), u32::MAX);
            let mut hybrid = HybridReader::new(bytes.clone(), width).expect("a width");
            let mut found = Vec::new();
            while found.len() < numbers.len() {
                let count = (random(50) as usize + 1).min(numbers.len() - found.len());
                let mut out = vec![0; count];
                hybrid.take(&table, &mut out).expect("numbers");
                found.extend(out);
            }
            assert_eq!(found, numbers, "width {width}");
            if width == 1 {
                let mut hybrid = HybridReader::new(bytes.clone(), 1).expect("a width");
                let mut bits = Validity::default();
                let mut left = numbers.len();
                while left > 0 {
                    let count = (random(90) as usize + 1).min(left);
                    hybrid.take_bits(count, &mut bits).expect("bits");
                    left -= count;
                }
                let ones = numbers.iter().filter(|number| **number == 1).count();
                assert_eq!(bits.ones(), ones);
                let mut out = vec![0_u32; numbers.len()];
                bits.spread(&vec![1; ones + 64], 0, &mut out);
                assert_eq!(out, numbers);
            }
            // Cut off anywhere: what is there, or nothing, and no panic.
            for cut in 0..bytes.len() {
                let mut hybrid = HybridReader::new(bytes.slice(..cut), width).expect("a width");
                assert!(hybrid.take(&table, &mut vec![0; numbers.len()]).is_none());
            }
        }
    }

    #[test]
    fn damaged_runs_end_it() {
        for bytes in [&[0xFF; 12][..], &[0x80; 3], &[2], &[]] {
            let mut hybrid = HybridReader::new(Bytes::copy_from_slice(bytes), 9).expect("a width");
            assert!(hybrid.take(&LookupTable::new(vec![1_u16], u16::MAX), &mut [0; 5000]).is_none(), "{bytes:?}");
        }
        assert!(HybridReader::new(Bytes::new(), 33).is_none());
        // A number that the table does not have is poison.
        let mut hybrid = HybridReader::new(Bytes::from_static(&[3, 0b1110_0100, 0]), 2).expect("a width");
        let mut out = [9; 4];
        hybrid.take(&LookupTable::new(vec![5_u16, 6], u16::MAX), &mut out).expect("numbers");
        assert_eq!(out, [5, 6, u16::MAX, u16::MAX]);
    }
}
