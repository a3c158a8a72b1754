//! Numbers of few bits, written in the hybrid encoding.
//!
//! A run begins at a multiple of eight numbers from the last one, so that groups of eight stay whole; shorter and shifted runs
//! are packed.

/// How many numbers are packed together.
const EIGHT: usize = 8;

/// The bits that numbers below `count` take, one at least.
pub(crate) fn width_of(count: usize) -> u8 {
    (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1) as u8
}

/// Appends numbers, none of which takes more than `width` bits, 32 at most.
pub(crate) fn write_numbers(numbers: &[u32], width: u8, into: &mut Vec<u8>) {
    let (mut packed_from, mut at) = (0, 0);
    while at < numbers.len() {
        let rest = &numbers[at..];
        let first = rest[0];
        let eights = rest.as_chunks::<EIGHT>().0.iter();
        let whole = EIGHT * eights.take_while(|eight| **eight == [first; EIGHT]).count();
        if whole == 0 {
            at = numbers.len().min(at + EIGHT);
            continue;
        }
        let run = whole + rest[whole..].iter().take_while(|number| **number == first).count();
        pack(&numbers[packed_from..at], width, into);
        write_varint((run as u64) << 1, into);
        into.extend_from_slice(&first.to_le_bytes()[..usize::from(width).div_ceil(8)]);
        at += run;
        packed_from = at;
    }
    pack(&numbers[packed_from..], width, into);
}

/// Appends bits, `length` of them, the lowest of each byte first; those behind are nought.
pub(crate) fn write_bits(bits: &[u8], length: usize, into: &mut Vec<u8>) {
    let (mut packed_from, mut at) = (0, 0);
    let bytes = &bits[..length.div_ceil(EIGHT)];
    while at < bytes.len() {
        let first = bytes[at];
        let whole = (at + 1) * EIGHT <= length;
        if !whole || !matches!(first, 0 | u8::MAX) {
            at += 1;
            continue;
        }
        // Bits behind the last are no part of a run.
        let most = length / EIGHT - at;
        let run = bytes[at..at + most].iter().position(|byte| *byte != first).unwrap_or(most);
        pack_bytes(&bytes[packed_from..at], into);
        write_varint(((run * EIGHT) as u64) << 1, into);
        into.push(first & 1);
        at += run;
        packed_from = at;
    }
    pack_bytes(&bytes[packed_from..], into);
}

/// A run of set bits.
pub(crate) fn write_ones(length: usize, into: &mut Vec<u8>) {
    write_varint((length as u64) << 1, into);
    into.push(1);
}

fn pack_bytes(bytes: &[u8], into: &mut Vec<u8>) {
    if !bytes.is_empty() {
        write_varint((bytes.len() as u64) << 1 | 1, into);
        into.extend_from_slice(bytes);
    }
}

/// Packs numbers; the last eight may be fewer, at the end of all.
fn pack(numbers: &[u32], width: u8, into: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    write_varint((numbers.len().div_ceil(EIGHT) as u64) << 1 | 1, into);
    let width = usize::from(width);
    // Eight numbers take as many bytes as one has bits. All 8 or 32 are written each time, which is one step whatever the width;
    // those behind are written over, or cut off at the end.
    let mut at = into.len();
    into.resize(at + numbers.len().div_ceil(EIGHT) * width + 32, 0);
    let (eights, rest) = numbers.as_chunks::<EIGHT>();
    let mut last = [0; EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    for eight in eights.iter().chain((!rest.is_empty()).then_some(&last)) {
        if width <= 8 {
            into[at..at + 8].copy_from_slice(&eight_packed(*eight, width).to_le_bytes());
        } else {
            let half = |numbers: &[u32]| {
                numbers.iter().rev().fold(0_u128, |packed, number| packed << width | u128::from(*number)).to_le_bytes()
            };
            // Four numbers take half of the bytes, or end in the middle of one.
            let (low, high) = eight.split_at(4);
            let mut bytes = [0; 32];
            bytes[..16].copy_from_slice(&half(low));
            // Of an odd width the four bits of half a byte are free behind 124 at most, so that nothing is shifted out.
            let (byte, shift) = (4 * width / 8, 4 * width % 8);
            let high = (u128::from_le_bytes(half(high)) << shift).to_le_bytes();
            for (into, from) in bytes[byte..].iter_mut().zip(high) {
                *into |= from;
            }
            into[at..at + 32].copy_from_slice(&bytes);
        }
        at += width;
    }
    into.truncate(at);
}

/// Eight numbers of eight bits at most: two by two, so that no step waits for seven others.
fn eight_packed(numbers: [u32; EIGHT], width: usize) -> u64 {
    let number = numbers.map(u64::from);
    let two = |at: usize| number[at] | number[at + 1] << width;
    let four = |at: usize| two(at) | two(at + 2) << (2 * width);
    four(0) | four(4) << (4 * width)
}

fn write_varint(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::{width_of, write_bits, write_numbers};

    /// Reads numbers back, after the specification.
    fn read(mut bytes: &[u8], width: u8, count: usize) -> Vec<u32> {
        let mut numbers = Vec::new();
        let width = usize::from(width);
        while numbers.len() < count {
            let mut header = 0_u64;
            let mut shift = 0;
            loop {
                let byte = bytes[0];
                bytes = &bytes[1..];
                header |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            if header & 1 == 0 {
                let length = width.div_ceil(8);
                let number = bytes[..length].iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
                bytes = &bytes[length..];
                numbers.extend(std::iter::repeat_n(number, (header >> 1) as usize));
            } else {
                let length = (header >> 1) as usize * width;
                let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
                for number in 0..(header >> 1) as usize * 8 {
                    numbers.push((0..width).map(|at| bit(number * width + at) << at).sum());
                }
                bytes = &bytes[length..];
            }
        }
        assert!(bytes.is_empty(), "{} bytes too many", bytes.len());
        assert!(numbers[count..].iter().all(|number| *number == 0), "what lies behind is nought");
        numbers.truncate(count);
        numbers
    }

    /// Runs of every length, of numbers that take all bits of the width.
    fn numbers(width: u8, seed: u32) -> Vec<u32> {
        let mut state = seed;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 7
        };
        let mask = u32::MAX >> (32 - width);
        let mut numbers = Vec::new();
        for _ in 0..random() % 40 {
            let length = if random() % 2 == 0 { 1 } else { random() % 40 };
            let number = random() << 7 & mask | random() & mask;
            numbers.extend((0..length).map(|_| number));
        }
        numbers
    }

    #[test]
    fn numbers_come_back_at_every_width() {
        for width in 1..=32 {
            for seed in 0..200 {
                let numbers = numbers(width, seed);
                let mut bytes = Vec::new();
                write_numbers(&numbers, width, &mut bytes);
                assert_eq!(read(&bytes, width, numbers.len()), numbers, "width {width}, seed {seed}");
            }
        }
    }

    #[test]
    fn bits_come_back() {
        for seed in 0..1_000 {
            let bits = numbers(1, seed);
            let mut packed = vec![0_u8; bits.len().div_ceil(8)];
            for (at, bit) in bits.iter().enumerate() {
                packed[at / 8] |= (*bit as u8) << (at % 8);
            }
            let mut bytes = Vec::new();
            write_bits(&packed, bits.len(), &mut bytes);
            assert_eq!(read(&bytes, 1, bits.len()), bits, "seed {seed}");
        }
    }

    #[test]
    fn the_example_of_the_specification_is_packed_as_it_says() {
        // "The numbers 0 through 7 using bit width 3": 10001000 11000110 11111010, behind the header of one eight.
        let mut bytes = Vec::new();
        write_numbers(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut bytes);
        assert_eq!(bytes, [3, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
    }

    #[test]
    fn a_width_holds_its_numbers() {
        for (count, width) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8), (257, 9)] {
            assert_eq!(width_of(count), width, "{count} numbers");
        }
    }
}
