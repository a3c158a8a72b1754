//! Random numbers whose sequence is fixed by this file alone.
//!
//! The generator is `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). It is
//! written here, and not taken from a crate, so that an export's bytes never depend on a library's version. Nothing here calls
//! a function of the platform's mathematics library: the same seed gives the same bytes on every machine. Left out:
//! cryptographic strength, and any source of randomness but the seed.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The stream of `seed` for one purpose, so that a change to one question leaves the draws of the others alone.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a of the purpose, then one step to spread it.
        let hash = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut random = Self { state: seed ^ hash };
        random.state = random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `end`, each as likely; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = end as u64;
        if end == 0 {
            return 0;
        }
        // The last, incomplete round of remainders is drawn again.
        let whole = u64::MAX - u64::MAX % end;
        loop {
            let drawn = self.next();
            if drawn < whole {
                return (drawn % end) as usize;
            }
        }
    }

    /// A number from 0 up to, and without, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number about 0 with standard deviation 1: twelve uniform ones added, less their mean.
    pub(crate) fn deviate(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Puts `values` in a random order.
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(last + 1);
            values.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_sequence_is_that_of_splitmix64() {
        // The first values of the published C implementation for the seed 1234567.
        let mut random = Random { state: 1_234_567 };
        let drawn: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_number_below_the_end_is_drawn_and_none_beyond() {
        let mut random = Random::new(1, "below");
        let mut times = [0; 7];
        for _ in 0..7_000 {
            times[random.below(7)] += 1;
        }
        // 1,000 are expected of each; 150 are five standard deviations.
        assert!(times.iter().all(|times| (850..1_150).contains(times)), "{times:?}");
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn purposes_have_streams_of_their_own() {
        let first = |purpose| Random::new(7, purpose).next();
        assert_ne!(first("Q1"), first("Q2"));
        assert_eq!(first("Q1"), first("Q1"));
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut values: Vec<usize> = (0..50).collect();
        Random::new(3, "shuffle").shuffle(&mut values);
        assert_ne!(values, (0..50).collect::<Vec<_>>());
        values.sort_unstable();
        assert_eq!(values, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn deviates_have_mean_0_and_deviation_1() {
        let mut random = Random::new(5, "deviate");
        let drawn: Vec<f64> = (0..10_000).map(|_| random.deviate()).collect();
        let mean = drawn.iter().sum::<f64>() / 10_000.0;
        let variance = drawn.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 10_000.0;
        assert!(mean.abs() < 0.05 && (variance - 1.0).abs() < 0.06, "{mean} {variance}");
    }
}
