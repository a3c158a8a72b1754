//! How much more one figure is than another.

use topline_exact::Decimal;

/// How much more one figure is than another.
///
/// | words | the difference of percentages, or the ratio |
/// |---|---|
/// | `slightly`, `a little`, `marginally` | at most 5 points |
/// | `rather`, `somewhat` | at least 2 points |
/// | `much`, `far`, `considerably` | at least 10 points |
/// | `significantly` | its 95% interval leaves out 0 |
/// | `12 percentage points` | that difference, rounded to as many decimals |
/// | `twice`, `three times` | nearer to that ratio than to the next quarter |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// `slightly`.
    Slight,
    /// `rather`.
    Moderate,
    /// `much`.
    Large,
    /// `significantly`.
    BeyondChance,
    /// `12 percentage points`.
    Points(Decimal),
    /// `twice`.
    Times(Decimal),
    /// `more than twice`.
    MoreThanTimes(Decimal),
    /// `almost twice`.
    AlmostTimes(Decimal),
}
