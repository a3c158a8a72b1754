//! Questions whose answers are numbers with a unit.

use crate::profile::Profile;
use crate::question_draft::Drafted;
use crate::text::counted;

/// Whether nearly all answers are numbers, and most of these have a unit: more different ones than a list of options has.
pub(crate) fn has_units(profile: &Profile, count: u64, distinct: usize) -> bool {
    let with = profile.with_unit.count();
    let numbers = with + profile.numbers.count;
    let is_list = distinct <= MOST_LISTED && count * 2 >= 3 * distinct as u64;
    with * 2 > count && numbers * 10 >= count * 9 && !is_list && !profile.overflows
}

/// The most options of a list: `10%`, `20%` and so on, each chosen by several.
const MOST_LISTED: usize = 12;

/// A number with its unit: that of most cells. What has another one is a finding, and no number of this one.
pub(crate) fn with_unit(mut drafted: Drafted, profile: &Profile) -> Drafted {
    let numbers = &profile.with_unit;
    let Some(usual) = numbers.units.iter().max_by_key(|unit| unit.count) else { return drafted };
    let all = |count: u64| count == numbers.count();
    // Money has no thousandths; percentages may, and have no thousands.
    let is_share = usual.folded == "%";
    let signs = numbers.signs;
    let number = &mut drafted.question.number;
    let commas = signs.commas > 0;
    (number.decimal, number.grouping) = if numbers.spaced > 0 {
        (commas.then_some(','), Some(' '))
    } else if commas && all(signs.grouping_comma) && !(is_share && all(signs.decimal_comma)) {
        (None, Some(','))
    } else if commas && all(signs.decimal_comma) {
        (Some(','), None)
    } else if numbers.pointed > 0 && all(signs.grouping_point) && (commas || !is_share) {
        (Some(','), Some('.'))
    } else {
        (None, None)
    };
    number.units.push(usual.text.clone());
    let bare = profile.numbers.count;
    // A share of one among percentages is another number.
    let are_alike = profile.numbers.least >= 1.0 || !is_share;
    if bare > 0 && are_alike {
        number.units.push(String::new());
    }
    let told = match (bare, are_alike) {
        (0, _) => "each cell has it".to_owned(),
        (_, true) => format!("{} without it are read as numbers of it", counted(bare, "cell")),
        (_, false) => format!("{} without it are no numbers, as some are below 1", counted(bare, "cell")),
    };
    let others = numbers.count() - usual.count;
    let drafted = drafted.note(format!("guessed: a number with \"{}\": {told}", usual.text));
    if others == 0 {
        drafted
    } else {
        drafted.note(format!("{} with another unit are no numbers of this one", counted(others, "cell")))
    }
}
