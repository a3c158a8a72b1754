//! Which rows have a value (the definition levels of a flat column, which are bits), and values spread over these rows.

/// A bit for each row, the first in the lowest place of a word: set where the row has a value.
#[derive(Debug, Default)]
pub(crate) struct Validity {
    words: Vec<u64>,
    length: usize,
    ones: usize,
}

impl Validity {
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.length = 0;
        self.ones = 0;
    }

    /// How many are set.
    pub(crate) fn ones(&self) -> usize {
        self.ones
    }

    /// Appends the lowest bits of a word, at most 64; those above are zero.
    #[inline]
    pub(crate) fn push(&mut self, word: u64, bits: usize) {
        let offset = self.length % 64;
        self.ones += word.count_ones() as usize;
        if offset == 0 {
            self.words.push(word);
        } else {
            if let Some(last) = self.words.last_mut() {
                *last |= word << offset;
            }
            if offset + bits > 64 {
                self.words.push(word >> (64 - offset));
            }
        }
        self.length += bits;
    }

    /// Appends the same bit, so many times.
    pub(crate) fn push_repeated(&mut self, set: bool, mut times: usize) {
        while times > 0 {
            let bits = times.min(64);
            self.push(if set { u64::MAX >> (64 - bits) } else { 0 }, bits);
            times -= bits;
        }
    }

    /// Writes values, in their order, to the rows whose bit is set, and `null` to the others. There must be 64 more values
    /// than bits are set.
    pub(crate) fn spread<T: Copy>(&self, values: &[T], null: T, out: &mut [T]) {
        let mut next = 0;
        for (word, out) in self.words.iter().zip(out.chunks_mut(64)) {
            // A window of fixed length: positions in it need no check.
            let Some(window) = values[next..].first_chunk::<64>() else { return };
            let mut taken = 0;
            for (row, out) in out.iter_mut().enumerate() {
                let set = word >> row & 1;
                *out = if set == 1 { window[taken & 63] } else { null };
                taken += set as usize;
            }
            next += taken;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_bits_are_set() {
        let mut state = 7_u64;
        for length in [0, 1, 63, 64, 65, 200, 1000] {
            let mut bits = Validity::default();
            let mut expect = Vec::new();
            while expect.len() < length {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let run = ((state >> 33) as usize % 80 + 1).min(length - expect.len());
                if state >> 62 == 0 {
                    bits.push_repeated(state >> 61 & 1 == 1, run);
                    expect.extend(std::iter::repeat_n(state >> 61 & 1 == 1, run));
                } else {
                    let run = run.min(64);
                    let word = state.rotate_left(17) & (u64::MAX >> (64 - run));
                    bits.push(word, run);
                    expect.extend((0..run).map(|bit| word >> bit & 1 == 1));
                }
            }
            let ones = expect.iter().filter(|set| **set).count();
            assert_eq!(bits.ones(), ones);
            let mut values: Vec<u16> = (1..=ones as u16).collect();
            values.resize(ones + 64, 9999);
            let mut out = vec![7777; length];
            bits.spread(&values, 0, &mut out);
            let mut next = 0;
            let expect: Vec<u16> = expect
                .iter()
                .map(|set| {
                    next += u16::from(*set);
                    if *set { next } else { 0 }
                })
                .collect();
            assert_eq!(out, expect);
        }
    }
}
