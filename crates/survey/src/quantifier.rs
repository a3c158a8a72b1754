//! Quantifiers: words for a share that name no number.

/// A word for a share. Which wordings each has, what shares it admits and where that comes from is in the reference of wordings.
///
/// A majority is more than half by definition; the others follow usage in reports. `almost all` leaves out no more than one
/// in seven, which lets 16 of 18 interviews pass and 15 not; a majority worth an adjective is three to one. `many`, `several`,
/// `some` and `few` are too vague to confirm: their bounds only refute what is plainly false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`.
    All,
    /// `not all`.
    NotAll,
    /// `almost all`.
    AlmostAll,
    /// `significant majority`.
    LargeMajority,
    /// `a clear majority`.
    ClearMajority,
    /// `most`.
    Majority,
    /// `a narrow majority`.
    NarrowMajority,
    /// `a minority`.
    Minority,
    /// `a sizeable minority`.
    LargeMinority,
    /// `a small minority`.
    SmallMinority,
    /// `many`.
    Many,
    /// `several`.
    Several,
    /// `some`.
    Some,
    /// `few`.
    Few,
    /// `almost none`.
    AlmostNone,
    /// `none`.
    None,
}
