//! The words that loosen a quantity.

use topline_survey::Hedge;

/// Every wording of a hedge; a longer one before those that it begins with.
pub const HEDGES: [(&str, Hedge); 93] = [
    ("only just over", Hedge::JustOver),
    ("just over", Hedge::JustOver),
    ("just above", Hedge::JustOver),
    ("just more than", Hedge::JustOver),
    ("slightly more than", Hedge::JustOver),
    ("slightly over", Hedge::JustOver),
    ("slightly above", Hedge::JustOver),
    ("marginally more than", Hedge::JustOver),
    ("marginally over", Hedge::JustOver),
    ("marginally above", Hedge::JustOver),
    ("fractionally over", Hedge::JustOver),
    ("a little more than", Hedge::JustOver),
    ("a little over", Hedge::JustOver),
    ("a shade over", Hedge::JustOver),
    ("a touch over", Hedge::JustOver),
    ("just under", Hedge::Almost),
    ("just below", Hedge::Almost),
    ("just less than", Hedge::Almost),
    ("just fewer than", Hedge::Almost),
    ("just shy of", Hedge::Almost),
    ("just short of", Hedge::Almost),
    ("slightly less than", Hedge::Almost),
    ("slightly fewer than", Hedge::Almost),
    ("slightly under", Hedge::Almost),
    ("slightly below", Hedge::Almost),
    ("marginally less than", Hedge::Almost),
    ("marginally under", Hedge::Almost),
    ("fractionally under", Hedge::Almost),
    ("a little less than", Hedge::Almost),
    ("a little under", Hedge::Almost),
    ("a shade under", Hedge::Almost),
    ("not quite", Hedge::Almost),
    ("almost", Hedge::Almost),
    ("nearly", Hedge::Almost),
    ("approaching", Hedge::Almost),
    ("nearing", Hedge::Almost),
    ("well over", Hedge::WellOver),
    ("well above", Hedge::WellOver),
    ("far more than", Hedge::WellOver),
    ("much more than", Hedge::WellOver),
    ("considerably more than", Hedge::WellOver),
    ("substantially more than", Hedge::WellOver),
    ("significantly more than", Hedge::WellOver),
    ("comfortably over", Hedge::WellOver),
    ("comfortably more than", Hedge::WellOver),
    ("well under", Hedge::WellUnder),
    ("well below", Hedge::WellUnder),
    ("far less than", Hedge::WellUnder),
    ("far fewer than", Hedge::WellUnder),
    ("considerably less than", Hedge::WellUnder),
    ("considerably fewer than", Hedge::WellUnder),
    ("substantially less than", Hedge::WellUnder),
    ("at least", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("no fewer than", Hedge::AtLeast),
    ("not fewer than", Hedge::AtLeast),
    ("a minimum of", Hedge::AtLeast),
    ("at most", Hedge::AtMost),
    ("no more than", Hedge::AtMost),
    ("not more than", Hedge::AtMost),
    ("a maximum of", Hedge::AtMost),
    ("up to", Hedge::AtMost),
    ("up from", Hedge::Over),
    ("over", Hedge::Over),
    ("above", Hedge::Over),
    ("more than", Hedge::Over),
    ("greater than", Hedge::Over),
    ("higher than", Hedge::Over),
    ("in excess of", Hedge::Over),
    ("upwards of", Hedge::Over),
    ("exceeding", Hedge::Over),
    ("down from", Hedge::Under),
    ("under", Hedge::Under),
    ("below", Hedge::Under),
    ("less than", Hedge::Under),
    ("fewer than", Hedge::Under),
    ("lower than", Hedge::Under),
    ("exactly", Hedge::Exactly),
    ("precisely", Hedge::Exactly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("approximately", Hedge::About),
    ("approx", Hedge::About),
    ("approx.", Hedge::About),
    ("roughly", Hedge::About),
    ("close to", Hedge::About),
    ("in the region of", Hedge::About),
    ("some", Hedge::About),
    ("circa", Hedge::About),
    ("ca.", Hedge::About),
    ("c.", Hedge::About),
    ("~", Hedge::About),
];

/// Every wording of a hedge that comes after its quantity.
pub const HEDGES_AFTER: [(&str, Hedge); 7] = [
    ("or so", Hedge::About),
    ("or more", Hedge::AtLeast),
    ("or above", Hedge::AtLeast),
    ("or over", Hedge::AtLeast),
    ("or less", Hedge::AtMost),
    ("or fewer", Hedge::AtMost),
    ("or under", Hedge::AtMost),
];

/// The hedge before a quantity, and the words of the quantity.
pub(super) fn before<'w>(words: &'w [&'w str]) -> Option<(Hedge, &'w [&'w str])> {
    HEDGES.iter().find_map(|(wording, hedge)| Some((*hedge, after(words, wording)?)))
}

/// The hedge after a quantity, and the words of the quantity.
pub(super) fn behind<'w>(words: &'w [&'w str]) -> Option<(Hedge, &'w [&'w str])> {
    HEDGES_AFTER.iter().find_map(|(wording, hedge)| {
        let count = wording.split(' ').count();
        let at = words.len().checked_sub(count)?;
        words[at..].iter().copied().eq(wording.split(' ')).then_some((*hedge, &words[..at]))
    })
}

/// What is left of the words after those of a wording that they begin with.
fn after<'w>(words: &'w [&'w str], wording: &str) -> Option<&'w [&'w str]> {
    let count = wording.split(' ').count();
    let begins = words.len() >= count && words[..count].iter().copied().eq(wording.split(' '));
    begins.then(|| &words[count..])
}
