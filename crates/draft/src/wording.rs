//! What the wording of a question says of how it is answered.

use crate::lexicon::contains_any;
use crate::text::fold;

/// Whether the question asks for all that applies.
pub(crate) fn says_several(question: &str) -> bool {
    contains_any(&fold(question), |language| &language.asks.several)
}

/// Whether the question asks for one answer.
pub(crate) fn says_one(question: &str) -> bool {
    contains_any(&fold(question), |language| &language.asks.one)
}

/// Whether the question asks for an order.
pub(crate) fn says_ranking(question: &str) -> bool {
    contains_any(&fold(question), |language| &language.asks.ranking)
}
