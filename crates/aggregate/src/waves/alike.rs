//! Which questions, options and items of two waves are the same, by what they say and not by how they are numbered.

use std::collections::{BTreeSet, HashMap};

use topline_survey::{Item, Kind, Opt, Plan, Question};

use crate::waves::unlike::{Reason, Unlike};

/// What of a later wave is what of an earlier one.
pub(crate) struct Alike<'p> {
    /// By the name of the later question.
    questions: HashMap<&'p str, QuestionPair<'p>>,
}

/// One question in two waves.
pub(crate) struct QuestionPair<'p> {
    pub earlier: &'p Question,
    pub later: &'p Question,
    /// From later codes to earlier ones.
    codes: HashMap<i32, i32>,
    /// From the names of later items to those of earlier ones.
    items: HashMap<&'p str, &'p str>,
}

impl<'p> Alike<'p> {
    /// Matches the questions of two waves; what does not match is told, as of the earlier `wave`. Of those that are `reworded`
    /// the wording may differ.
    pub(crate) fn new(
        [earlier, later]: [&'p Plan; 2],
        wave: usize,
        reworded: &[String],
        unlike: &mut Vec<Unlike>,
    ) -> Self {
        let mut questions = HashMap::new();
        for question in &later.codebook.questions {
            let mut told = Vec::new();
            match partner(&earlier.codebook.questions, question, reworded) {
                Ok(partner) => {
                    let pair = QuestionPair::new(partner, question, &mut told);
                    questions.insert(question.id.as_str(), pair);
                }
                Err(reason) => told.push(reason),
            }
            unlike.extend(told.into_iter().map(|reason| Unlike { wave, of: question.id.clone(), reason }));
        }
        Self { questions }
    }

    /// The pair of a later question.
    pub(crate) fn question(&self, later: &str) -> Option<&QuestionPair<'p>> {
        self.questions.get(later)
    }
}

/// The earlier question that asks the same: of the same name and wording, else the only one of this wording.
fn partner<'p>(earlier: &'p [Question], later: &Question, reworded: &[String]) -> Result<&'p Question, Reason> {
    let words = folded(&later.text);
    let named = earlier.iter().find(|question| question.id == later.id);
    let alike: Vec<&Question> = earlier.iter().filter(|question| folded(&question.text) == words).collect();
    let found = match (named, alike.as_slice()) {
        (Some(named), _) if folded(&named.text) == words || reworded.contains(&later.id) => named,
        (_, [only]) => only,
        (Some(named), _) => {
            return Err(Reason::Reworded { earlier: named.text.clone(), later: later.text.clone() });
        }
        (None, _) => return Err(Reason::NewQuestion),
    };
    if found.kind() != later.kind() {
        return Err(Reason::Kind { earlier: found.kind().as_str(), later: later.kind().as_str() });
    }
    Ok(found)
}

impl<'p> QuestionPair<'p> {
    fn new(earlier: &'p Question, later: &'p Question, told: &mut Vec<Reason>) -> Self {
        let mut codes = HashMap::new();
        for option in later.options() {
            match same_label(earlier.options(), option).as_slice() {
                [] => told.push(Reason::NewOption { label: option.label.clone() }),
                [one] if same_label(later.options(), one).len() == 1 => {
                    codes.insert(option.code, one.code);
                }
                _ => told.push(Reason::Ambiguous { label: option.label.clone() }),
            }
            let known = earlier.option(option.code).filter(|_| codes.get(&option.code) != Some(&option.code));
            if let Some(known) = known {
                let (earlier, later) = (known.label.clone(), option.label.clone());
                told.push(Reason::Recoded { code: option.code, earlier, later });
            }
        }
        let kept: BTreeSet<i32> = codes.values().copied().collect();
        let gone = earlier.options().iter().filter(|option| !kept.contains(&option.code));
        told.extend(gone.map(|option| Reason::GoneOption { label: option.label.clone() }));
        let items = later.items().iter().filter_map(|item| {
            let same: Vec<&Item> = earlier.items().iter().filter(|known| is_same_item(known, item)).collect();
            if let [only] = same.as_slice() {
                return Some((item.id.as_str(), only.id.as_str()));
            }
            told.push(Reason::NewOption { label: item.label.clone() });
            None
        });
        let items = items.collect();
        Self { earlier, later, codes, items }
    }

    /// The earlier codes of later ones, sorted; nothing where one of them has none.
    pub(crate) fn codes(&self, later: &[i32]) -> Option<BTreeSet<i32>> {
        later.iter().map(|code| self.code(*code)).collect()
    }

    /// The earlier code of a later one. A place in a ranking is itself.
    pub(crate) fn code(&self, later: i32) -> Option<i32> {
        if self.later.kind() == Kind::Rank { Some(later) } else { self.codes.get(&later).copied() }
    }

    /// The earlier name of a later item; of a question without items the empty one.
    pub(crate) fn item(&self, later: &str) -> Option<&str> {
        if later.is_empty() { Some("") } else { self.items.get(later).copied() }
    }

    /// Whether each answer that counts in a mean counts for the same value, and there is no other.
    pub(crate) fn has_same_values(&self) -> bool {
        let value =
            |option: &Opt| option.mark.is_none().then(|| option.value.unwrap_or_else(|| f64::from(option.code)));
        let of_later = self.later.options().iter().filter(|option| value(option).is_some());
        let of_earlier = self.earlier.options().iter().filter(|option| value(option).is_some()).count();
        let is_same = |option: &Opt| {
            let known = self.code(option.code).and_then(|code| self.earlier.option(code));
            known.and_then(value).zip(value(option)).is_some_and(|(earlier, later)| earlier.total_cmp(&later).is_eq())
        };
        let mut same = 0;
        for option in of_later {
            if !is_same(option) {
                return false;
            }
            same += 1;
        }
        same == of_earlier
            && self.later.items().len() == self.items.len()
            && self.earlier.items().len() == self.items.len()
    }
}

/// The options that say what another says, under any of their spellings.
fn same_label<'o>(options: &'o [Opt], wanted: &Opt) -> Vec<&'o Opt> {
    let spellings = |option: &Opt| -> BTreeSet<String> {
        std::iter::once(&option.label).chain(&option.also).map(|label| folded(label)).collect()
    };
    let wanted = spellings(wanted);
    options.iter().filter(|option| !spellings(option).is_disjoint(&wanted)).collect()
}

fn is_same_item(one: &Item, other: &Item) -> bool {
    let spellings = |item: &Item| -> BTreeSet<String> {
        std::iter::once(&item.label).chain(&item.also).map(|label| folded(label)).collect()
    };
    !spellings(one).is_disjoint(&spellings(other))
}

/// A text without what is no part of what it says: case, spaces, and how quotes and dashes are drawn.
pub(crate) fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain = lower.chars().map(|each| match each {
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '"' => '\'',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{2026}' => '.',
        other => other,
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', '?', ':', '*']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_is_no_part_of_a_label_is_folded() {
        assert_eq!(folded(" Don\u{2019}t  know "), folded("don't know"));
        assert_eq!(folded("18\u{2013}24"), "18-24");
        assert_eq!(folded("How old are you?"), folded("How old are you"));
        assert_ne!(folded("18-24"), folded("18-34"));
    }
}
