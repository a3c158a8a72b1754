//! Random changes of an input: a bit, a number, a piece that is cut, doubled, or taken from another input.

use fastrand::Rng;

/// Numbers that readers stumble over, as bytes of either order and as digits.
const EDGES: [u64; 10] =
    [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF];

/// The longest input.
const LONGEST: usize = 64 << 10;

/// Changes inputs at random; the same seed makes the same changes.
#[derive(Debug)]
pub struct Mutator {
    random: Rng,
}

impl Mutator {
    /// With a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { random: Rng::with_seed(seed) }
    }

    /// One of the seeds with one to eight changes.
    pub fn next(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.one_of(seeds);
        for _ in 0..self.random.usize(1..=8) {
            self.change(&mut input, seeds);
        }
        input.truncate(LONGEST);
        input
    }

    fn one_of(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        self.random.choice(seeds).cloned().unwrap_or_default()
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.random.usize(0..=input.len());
        match self.random.u8(0..9) {
            0 => input.truncate(at),
            1 => {
                input.drain(at..self.end(at, input.len()));
            }
            2 => {
                let piece = input[at..self.end(at, input.len())].to_vec();
                let times = self.random.usize(1..=4);
                input.splice(at..at, piece.repeat(times));
            }
            3 => {
                let other = self.one_of(seeds);
                let from = self.random.usize(0..=other.len());
                let piece = &other[from..self.end(from, other.len())];
                input.splice(at..at, piece.iter().copied());
            }
            4 => self.write_edge(input, at),
            5 => {
                let digits = EDGES[self.random.usize(0..EDGES.len())].to_string();
                let end = at + input[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                input.splice(at..end, digits.into_bytes());
            }
            6 => {
                let byte = self.random.u8(..);
                input.insert(at, byte);
            }
            7 if at < input.len() => input[at] = self.random.u8(..),
            _ if at < input.len() => input[at] ^= 1 << self.random.u8(0..8),
            _ => {}
        }
    }

    /// Where a piece that begins at `at` ends: mostly soon.
    fn end(&mut self, at: usize, length: usize) -> usize {
        let most = if self.random.u8(0..4) == 0 { length - at } else { (length - at).min(32) };
        at + self.random.usize(0..=most)
    }

    fn write_edge(&mut self, input: &mut [u8], at: usize) {
        let edge = EDGES[self.random.usize(0..EDGES.len())];
        let width = [1, 2, 4, 8][self.random.usize(0..4)];
        let bytes = if self.random.bool() { edge.to_le_bytes() } else { (edge << (64 - 8 * width)).to_be_bytes() };
        for (into, byte) in input[at..].iter_mut().zip(&bytes[..width]) {
            *into = *byte;
        }
    }
}
