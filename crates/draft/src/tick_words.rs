//! What cells of tick boxes hold: words of a tick, and words that leave a box empty.

use crate::lexicon::is_any;
use crate::text::fold;

/// Words that say that a box is ticked, whatever its label.
pub(crate) fn is_tick_word(text: &str) -> bool {
    is_any(&fold(text), |language| &language.ticks.ticked) || is_yes(text)
}

fn is_yes(text: &str) -> bool {
    is_any(&fold(text), |language| &language.ticks.yes)
}

/// Whether a text is yes or no.
pub(crate) fn is_yes_or_no(text: &str) -> bool {
    is_yes(text) || is_any(&fold(text), |language| &language.ticks.no)
}

/// Words that say that a box is not ticked.
pub(crate) fn is_untick(text: &str) -> bool {
    let text = fold(text);
    is_any(&text, |language| &language.ticks.unticked) || is_any(&text, |language| &language.ticks.no)
}

/// Whether the label of a value of a file says that a box is not ticked.
pub(crate) fn is_unticked_label(label: &str) -> bool {
    is_any(&fold(label), |language| &language.ticks.unticked_labels)
}
