//! The figures whose values documents give.

use topline_survey::{Claim, FigureRef, Quantity, Ruling, Side, Stated, States};

/// The figures of a claim, where it gives their value: a percentage, a count or a score in digits, that is right of the figure but
/// perhaps for its base. Words such as `most` or `just over a fifth` give none, and what is known to be wrong is not theirs.
#[must_use]
pub fn given_figures(claim: &Claim) -> Option<&[FigureRef]> {
    let States::Value { figures, is_sum: false, side: Side::Counted, is, .. } = &claim.states else { return None };
    let is_right = matches!(claim.expect, Ruling::Holds | Ruling::Impossible);
    (claim.is_accepted && is_right && is.iter().any(|stated| gives_value(*stated))).then_some(figures)
}

fn gives_value(stated: Stated) -> bool {
    match stated {
        Stated::Exactly(Quantity::Percentage(_) | Quantity::Number(_) | Quantity::Points(_))
        | Stated::CountOf { .. }
        | Stated::AllBut(_) => true,
        Stated::Exactly(Quantity::Part(_))
        | Stated::Hedged { .. }
        | Stated::Between(_)
        | Stated::Quantifier(_)
        | Stated::MostCommon
        | Stated::LeastCommon => false,
    }
}
