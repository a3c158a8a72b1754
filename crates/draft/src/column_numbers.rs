//! Numbers, summed up.

/// What is known of the numbers of a column.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct ColumnNumbers {
    /// How many there are.
    pub count: u64,
    /// How many of them are whole.
    pub integers: u64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    sum: f64,
}

impl ColumnNumbers {
    /// Takes in one more.
    pub(crate) fn take(&mut self, number: f64) {
        let first = self.count == 0;
        self.least = if first { number } else { self.least.min(number) };
        self.greatest = if first { number } else { self.greatest.max(number) };
        self.sum += number;
        self.count += 1;
        self.integers += u64::from(number.fract().abs() < f64::EPSILON);
    }

    /// Their mean.
    pub(crate) fn mean(&self) -> f64 {
        self.sum / self.count.max(1) as f64
    }
}
