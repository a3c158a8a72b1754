//! When the cell of a tick box says that the box is empty.

use topline_survey::{Opt, Question};

use crate::label::{is_alike, is_same_number};

/// Texts that leave a box empty where the codebook does not know them otherwise.
const UNTICKS: [&str; 3] = ["0", "false", "no"];

/// What leaves the tick box of an option empty.
#[derive(Clone, Copy)]
pub(crate) struct TickRule<'q> {
    pub question: &'q Question,
    pub option: &'q Opt,
    /// Cell texts that say "not ticked".
    pub unticked: &'q [String],
}

impl TickRule<'_> {
    /// Whether a cell text leaves the box empty. What the codebook knows otherwise does not, be it "No".
    pub(crate) fn leaves_empty(&self, text: &str) -> bool {
        let Self { question, option, unticked } = self;
        let is_known = || {
            let labels = std::iter::once(&option.label).chain(&option.also).map(|label| label.trim());
            labels.chain(question.absent.texts().map(|(absent, _)| absent.trim())).any(|known| known == text)
        };
        let is_listed = |unticked: &String| unticked.trim() == text || is_same_number(unticked.trim(), text);
        unticked.iter().any(is_listed)
            || (!option.open && UNTICKS.iter().any(|untick| is_alike(text, untick)) && !is_known())
    }
}
