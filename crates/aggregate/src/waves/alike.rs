//! Which questions, options and items of two waves are the same, by what they say and not by how they are numbered.

use std::collections::{BTreeSet, HashMap, HashSet};

use topline_survey::{Item, Kind, Mark, Opt, Plan, Question};

use crate::waves::unlike::{Reason, Unlike};
use crate::waves::wording::{folded, unnumbered};

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
        let asked = [&earlier.codebook.questions, &later.codebook.questions].map(Vec::as_slice);
        let partners: Vec<Result<&Question, Reason>> =
            asked[1].iter().map(|question| partner(asked, question, reworded)).collect();
        let kept: HashSet<&str> = partners.iter().flatten().map(|partner| partner.id.as_str()).collect();
        let mut named = HashSet::new();
        let mut questions = HashMap::new();
        for (question, partner) in asked[1].iter().zip(partners) {
            let mut told = Vec::new();
            match partner {
                Ok(partner) if partner.kind() == question.kind() => {
                    questions.insert(question.id.as_str(), QuestionPair::new(partner, question, &mut told));
                }
                Ok(partner) => {
                    told.push(Reason::Kind { earlier: partner.kind().as_str(), later: question.kind().as_str() });
                }
                // What had the name is this question in other words, unless it has a partner of its own.
                Err(Reason::NewQuestion { text }) => {
                    let before = asked[0].iter().find(|before| before.id == question.id);
                    told.push(match before.filter(|before| !kept.contains(before.id.as_str())) {
                        Some(before) => {
                            named.insert(before.id.as_str());
                            Reason::Reworded { earlier: before.text.clone(), later: text }
                        }
                        None => Reason::NewQuestion { text },
                    });
                }
                Err(reason) => told.push(reason),
            }
            unlike.extend(told.into_iter().map(|reason| Unlike { wave, of: question.id.clone(), reason }));
        }
        let is_gone =
            |question: &&Question| !kept.contains(question.id.as_str()) && !named.contains(question.id.as_str());
        unlike.extend(asked[0].iter().filter(is_gone).map(|question| {
            let reason = Reason::GoneQuestion { text: question.text.clone() };
            Unlike { wave, of: question.id.clone(), reason }
        }));
        Self { questions }
    }

    /// The pair of a later question.
    pub(crate) fn question(&self, later: &str) -> Option<&QuestionPair<'p>> {
        self.questions.get(later)
    }
}

/// The earlier question that asks the same: the only one of this wording. Of several in each wave, that of the same name.
fn partner<'p>(
    [earlier, later]: [&'p [Question]; 2],
    question: &Question,
    reworded: &[String],
) -> Result<&'p Question, Reason> {
    let named = |among: &[&'p Question]| among.iter().copied().find(|before| before.id == question.id);
    if reworded.contains(&question.id)
        && let Some(before) = named(&earlier.iter().collect::<Vec<_>>())
    {
        return Ok(before);
    }
    let exact: fn(&str) -> String = folded;
    for words in [exact, |text| folded(unnumbered(text))] {
        let same = |questions: &'p [Question]| -> Vec<&'p Question> {
            questions.iter().filter(|other| words(&other.text) == words(&question.text)).collect()
        };
        let (before, now) = (same(earlier), same(later));
        match (before.as_slice(), now.len()) {
            ([], _) => {}
            ([only], 1) => return Ok(only),
            (several, count) if several.len() == count => {
                return named(several).ok_or(Reason::Ambiguous { label: question.text.clone() });
            }
            _ => return Err(Reason::Ambiguous { label: question.text.clone() }),
        }
    }
    Err(Reason::NewQuestion { text: question.text.clone() })
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
        let gone: Vec<&Opt> = earlier.options().iter().filter(|option| !kept.contains(&option.code)).collect();
        told.extend(gone.iter().map(|option| Reason::GoneOption { label: option.label.clone() }));
        if !gone.is_empty() || codes.len() < later.options().len() {
            for other in later.options().iter().filter(|option| option.mark == Some(Mark::Other)) {
                if codes.remove(&other.code).is_some() {
                    told.push(Reason::OtherOptions { label: other.label.clone() });
                }
            }
        }
        let compared = later.options().iter().filter(|option| codes.contains_key(&option.code));
        if compared.clone().count() > 1 && compared.clone().all(|option| is_number(&option.label)) {
            told.push(Reason::Unworded);
        }
        let items = items(earlier.items(), later.items(), told);
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

/// The earlier name of each later item that has one, by their labels.
fn items<'p>(earlier: &'p [Item], later: &'p [Item], told: &mut Vec<Reason>) -> HashMap<&'p str, &'p str> {
    let same = |items: &'p [Item], wanted: &Item| -> Vec<&'p Item> {
        items
            .iter()
            .filter(|item| !spellings(&item.label, &item.also).is_disjoint(&spellings(&wanted.label, &wanted.also)))
            .collect()
    };
    let mut found = HashMap::new();
    for item in later {
        match same(earlier, item).as_slice() {
            [] => told.push(Reason::NewOption { label: item.label.clone() }),
            [only] if same(later, only).len() == 1 => {
                found.insert(item.id.as_str(), only.id.as_str());
            }
            _ => told.push(Reason::Ambiguous { label: item.label.clone() }),
        }
    }
    let kept: HashSet<&str> = found.values().copied().collect();
    let gone = earlier.iter().filter(|item| !kept.contains(item.id.as_str()));
    told.extend(gone.map(|item| Reason::GoneOption { label: item.label.clone() }));
    found
}

/// The options that say what another says, under any of their spellings.
fn same_label<'o>(options: &'o [Opt], wanted: &Opt) -> Vec<&'o Opt> {
    let wanted = spellings(&wanted.label, &wanted.also);
    options.iter().filter(|option| !spellings(&option.label, &option.also).is_disjoint(&wanted)).collect()
}

fn spellings(label: &str, also: &[String]) -> BTreeSet<String> {
    also.iter().map(String::as_str).chain([label]).map(folded).collect()
}

/// Whether a label is a number and no words.
fn is_number(label: &str) -> bool {
    label.trim().parse::<f64>().is_ok()
}
