//! Quantifiers: words for a share that name no number.

/// A word for a share.
///
/// | words | share of the base | and at least |
/// |---|---|---|
/// | `all`, `everyone`, `everybody` | 100% | |
/// | `almost all`, `nearly all`, `virtually all`, `almost everyone`, `nearly everyone` | from 85%, less than 100% | |
/// | `significant majority`, `vast`, `large`, `overwhelming`, `great majority` | 75% or more | |
/// | `most`, `majority` | more than 50% | |
/// | `a minority` | more than none, less than 50% | |
/// | `a small minority` | more than none, 25% or less | |
/// | `many` | 10% or more | 3 respondents |
/// | `several`, `a number of` | half or less | 3 respondents |
/// | `some` | more than none, not all | |
/// | `few`, `a few`, `very few` | more than none, a third or less | |
/// | `almost none`, `almost no one`, `hardly any`, `hardly anyone` | more than none, 15% or less | |
/// | `none`, `no one`, `nobody` | none | |
///
/// A majority is more than half by definition; the others follow usage in reports. `almost all` leaves out no more than one
/// in seven, which lets 16 of 18 interviews pass and 15 not; a majority worth an adjective is three to one. `many`, `several`,
/// `some` and `few` are too vague to confirm: their bounds only refute what is plainly false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`.
    All,
    /// `almost all`.
    AlmostAll,
    /// `significant majority`.
    LargeMajority,
    /// `most`.
    Majority,
    /// `a minority`.
    Minority,
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
