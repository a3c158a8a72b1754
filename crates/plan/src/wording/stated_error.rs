//! Why words state nothing that can be judged.

use thiserror::Error;

/// Why words state nothing that can be judged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StatedError {
    /// There are no words.
    #[error("nothing is stated")]
    Nothing,
    /// No form is like it.
    #[error("`{text}` is not a wording that can be judged")]
    Unknown {
        /// The words.
        text: String,
    },
    /// A part is none of its whole: `17 of 16`, `six in five`, `one in zero`.
    #[error("`{text}` is not a part of a whole")]
    NoPart {
        /// The words.
        text: String,
    },
    /// The two ends of a range are the wrong way round, or of different kinds.
    #[error("`{text}` goes from no lower to no higher value")]
    NoRange {
        /// The words.
        text: String,
    },
    /// Two bases: `21% of 370 (n = 300)`.
    #[error("`{text}` gives two bases")]
    TwoBases {
        /// The words.
        text: String,
    },
}

impl StatedError {
    /// The forms that can be judged.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        "the known forms are `91%`, `25 per cent`, `81`, `eighteen`, `10 of 16`, `all 12`, `none of 12`, `all but one`, `a quarter`, \
         `two thirds`, `one in six`, `nine out of ten`, `91-92%`, `12 percentage points`; hedged by over, just over, well over, under, \
         just under, almost, exactly, at least, at most or about; `between a third and almost half`; all, almost all, most, majority, \
         significant majority, minority, many, several, some, few, none, the most common; words with digits, as in `one in six (15%)` \
         or `21% of 370 councils`. The size of a difference (`twice`, `rather more`) is `by` of a claim with `more_than`"
    }
}
