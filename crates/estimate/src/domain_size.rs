//! Respondents of a domain, those without an answer too.

use topline_exact::ExactSum;
use topline_exact::state::{StateReader, write_u64};

/// How many rows with weight there are, and what those weigh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DomainSize {
    /// Rows with weight.
    pub n: u64,
    /// The sum of their weights.
    pub n_weighted: f64,
}

/// The same while rows are added, exactly.
#[derive(Clone, Debug, Default)]
pub struct DomainSums {
    n: u64,
    weights: ExactSum,
}

impl DomainSums {
    /// Adds a row.
    pub fn add(&mut self, weight: f64) {
        if weight.abs() > 0.0 {
            self.n += 1;
            self.weights.add(weight);
        }
    }

    /// Adds the rows of another state.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.weights.merge(&other.weights);
    }

    /// What was added.
    #[must_use]
    pub fn size(&self) -> DomainSize {
        DomainSize { n: self.n, n_weighted: self.weights.value() }
    }

    /// Writes the sums for [`DomainSums::read`].
    pub fn write(&self, bytes: &mut Vec<u8>) {
        write_u64(bytes, self.n);
        self.weights.write(bytes);
    }

    /// The sums as written; `None` where the bytes hold none.
    pub fn read(reader: &mut StateReader<'_>) -> Option<Self> {
        Some(Self { n: reader.u64()?, weights: ExactSum::read(reader)? })
    }
}
