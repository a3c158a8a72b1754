//! Questions that an export has twice: the ticked options together in one column, and behind it a box for each of them, whose column
//! is named after both. `Which? (Tea)` and `Which? (Milk)` are the boxes of `Which?`.
//!
//! The boxes are read: an option may hold the sign that stands between options.

use std::collections::HashMap;

use crate::heading::Heading;
use crate::profile::Profile;
use crate::tick_words::{is_tick_word, is_untick};

/// Of ten filled cells of the list, so many hold options of the boxes at least: others are respondents' own words.
const LEAST_OWN: u64 = 7;

/// Makes boxes of the columns that spread a list, and says which columns hold the lists.
pub(crate) fn doubled_lists(headings: &mut [Heading], profiles: &[Profile]) -> Vec<usize> {
    let lists: HashMap<String, usize> =
        headings.iter().enumerate().map(|(at, heading)| (heading.name.clone(), at)).collect();
    let mut spread: HashMap<usize, Vec<(usize, String)>> = HashMap::new();
    for (at, heading) in headings.iter().enumerate().filter(|(at, _)| are_ticks(&profiles[*at])) {
        if let Some((list, option)) = named_after(&heading.name, &lists).filter(|(list, _)| *list != at) {
            spread.entry(list).or_default().push((at, option));
        }
    }
    spread.retain(|list, boxes| boxes.len() >= 2 && holds(&profiles[*list], boxes));
    for (list, boxes) in &spread {
        let (name, question, code) = (&headings[*list].name, &headings[*list].question, &headings[*list].code);
        let shared = Heading {
            question: question.clone(),
            code: code.clone(),
            key: Some(format!("boxes of {name}")),
            ..Heading::default()
        };
        for (at, option) in boxes {
            let name = headings[*at].name.clone();
            headings[*at] = Heading { name, part: Some(option.clone()), ..shared.clone() };
        }
    }
    let mut lists: Vec<usize> = spread.into_keys().collect();
    lists.sort_unstable();
    lists
}

/// The column that a name begins with, and the option in brackets behind it.
fn named_after(name: &str, lists: &HashMap<String, usize>) -> Option<(usize, String)> {
    let inner = name.trim_end().strip_suffix(')')?;
    // An option may have brackets of its own.
    inner.match_indices(" (").find_map(|(at, sign)| {
        let list = lists.get(&inner[..at])?;
        Some((*list, inner[at + sign.len()..].trim().to_owned()))
    })
}

fn are_ticks(profile: &Profile) -> bool {
    !profile.overflows && profile.texts.iter().all(|(text, _)| is_tick_word(text) || is_untick(text))
}

/// Whether the cells of a list hold the options of these boxes, with signs between them.
fn holds(list: &Profile, boxes: &[(usize, String)]) -> bool {
    let mut options: Vec<&str> = boxes.iter().map(|(_, option)| option.as_str()).collect();
    options.sort_by_key(|option| std::cmp::Reverse(option.len()));
    let is_list = |text: &str| {
        let rest = options.iter().fold(text.to_owned(), |rest, option| rest.replace(option, ""));
        !rest.contains(char::is_alphanumeric)
    };
    let own: u64 = list.texts.iter().filter(|(text, _)| is_list(text)).map(|(_, count)| count).sum();
    list.filled > 0 && own * 10 >= list.texts.iter().map(|(_, count)| count).sum::<u64>() * LEAST_OWN
}
