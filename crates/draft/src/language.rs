//! The words that surveys use in a language, as `words/<language>.toml` has them.

use serde::Deserialize;

/// The words of a language; what a language lacks is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Language {
    /// How much one agrees, likes, trusts.
    pub agreement: Agreement,
    /// How often, by rates and phrases.
    pub frequency: Frequency,
    /// How often, by five steps.
    pub often: Steps,
    pub yes_no: YesNo,
    /// How good, and how much: labels that are known as a whole.
    pub quality: Vec<Place>,
    pub amount: Vec<Place>,
    /// How well done, how intense, how urgent: labels that are known as a whole.
    pub doneness: Vec<Place>,
    pub intensity: Vec<Place>,
    pub priority: Vec<Place>,
    pub schooling: Schooling,
    pub skill: Skill,
    pub calendar: Calendar,
    pub numbers: Numbers,
    pub bands: Bands,
    pub marks: Marks,
    /// Whole labels that say why there is no answer.
    pub absent: Absences,
    pub ticks: Ticks,
    /// What questions say of how they are to be answered.
    pub asks: Asks,
    /// What rows of totals are called.
    pub totals: Totals,
    /// What names a person.
    pub personal: PersonalWords,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PersonalWords {
    /// Whole names of columns: letters and digits in lower case.
    pub names: Vec<String>,
    /// What questions contain.
    pub phrases: Vec<String>,
    /// Whole names of columns that name others than respondents, whom many rows have in common.
    pub others: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Agreement {
    /// Beginnings of words that say what is rated.
    pub roots: Vec<String>,
    /// Beginnings of words that say its opposite.
    pub opposites: Vec<String>,
    /// Labels in the middle.
    pub middle: Vec<String>,
    /// Words of a label in the middle.
    pub middle_words: Vec<String>,
    /// Beginnings of labels in the middle: neither the one nor the other.
    pub neither: Vec<String>,
    /// Words that turn a label round.
    pub negations: Vec<String>,
    /// Words that leave nothing, beside a negation.
    pub absolutes: Vec<String>,
    /// Words that say less against, beside a negation: "not very".
    pub softeners: Vec<String>,
    /// Words that leave hardly anything of what they stand beside.
    pub hardly: Vec<String>,
    /// Words that do not say what is rated.
    pub fillers: Vec<String>,
    /// Words of strength that do.
    pub strong_roots: Vec<String>,
    /// How much words make of what they stand beside.
    pub strength: Vec<Strength>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Strength {
    pub weight: f64,
    pub words: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Frequency {
    /// Words that are rates by themselves: "daily".
    pub rate_words: Vec<String>,
    /// Phrases that make a rate of a unit: "times a".
    pub rate_phrases: Vec<String>,
    /// Units of time; the first that fits.
    pub unit: Vec<Unit>,
    /// How many times in the unit; the last that fits.
    pub count: Vec<Multiple>,
    /// What makes that less or more.
    pub factor: Vec<Multiple>,
    /// What is no rate; the first that fits.
    pub step: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    pub times_a_year: f64,
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Multiple {
    pub times: f64,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub phrases: Vec<String>,
}

/// A label with one of the phrases, or one of the first words; and one of the further phrases where there are any.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub times_a_year: f64,
    #[serde(default)]
    pub phrases: Vec<String>,
    #[serde(default)]
    pub first_words: Vec<String>,
    #[serde(default)]
    pub with_phrases: Vec<String>,
    /// Whole labels.
    #[serde(default)]
    pub labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Steps {
    pub always: Vec<String>,
    pub often: Vec<String>,
    pub sometimes: Vec<String>,
    pub rarely: Vec<String>,
    /// Whole labels.
    pub never: Vec<String>,
    /// Words that make a step stronger, weaker, or that stop short of it.
    pub more: Vec<String>,
    pub less: Vec<String>,
    pub almost: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct YesNo {
    pub yes: Vec<String>,
    pub partly: Vec<String>,
    /// No, alone or before a comma.
    pub no: Vec<String>,
    /// No, whatever follows.
    pub no_before_words: Vec<String>,
}

/// Labels that are one place on a scale.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub place: f64,
    pub labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Schooling {
    /// The first that fits.
    pub level: Vec<Level>,
}

/// A label with one of the phrases (and with, or without, one of others), or that is one of the labels.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub place: f64,
    #[serde(default)]
    pub phrases: Vec<String>,
    #[serde(default)]
    pub with_phrases: Vec<String>,
    #[serde(default)]
    pub without_phrases: Vec<String>,
    #[serde(default)]
    pub labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Skill {
    /// From the least.
    pub steps: Vec<String>,
    /// A word before a step: "complete beginner" is before "beginner".
    pub half_a_step_back: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Calendar {
    pub months: Vec<String>,
    pub days: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Numbers {
    /// From zero.
    pub words: Vec<String>,
    /// "a" of "a year".
    pub articles: Vec<String>,
    pub never: Vec<String>,
    pub once: Vec<String>,
    pub twice: Vec<String>,
    /// What labels of how many times contain.
    pub time: String,
    /// What they begin with where it is more.
    pub more_than: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bands {
    /// Whole labels below all numbers.
    pub nothing: Vec<String>,
    pub years: String,
    /// Units shorter than a year.
    pub unit: Vec<BandUnit>,
    pub thousand: String,
    pub million: String,
    /// Between the ends of a band.
    pub to: String,
    /// Before or behind a number: what is below it, what is above it.
    pub below_before: Vec<String>,
    pub below_behind: Vec<String>,
    pub above_before: Vec<String>,
    pub above_behind: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BandUnit {
    pub years: f64,
    pub word: String,
}

/// What labels say beside a place on a scale.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Marks {
    pub dont_know: Phrases,
    pub not_applicable: Phrases,
    pub other: Phrases,
    /// Offers to say nothing.
    pub refusal: Phrases,
    /// Stands after the scale.
    pub last: Phrases,
}

/// Labels by their beginnings, by what they contain, or as a whole.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Phrases {
    pub begins: Vec<String>,
    pub contains: Vec<String>,
    pub is: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Absences {
    /// In any column.
    pub no_answer: Vec<String>,
    pub not_asked: Vec<String>,
    pub refused: Vec<String>,
    /// Labels that a file gives to values that are no answers; in the cells of an export they can be answers.
    pub missing: Vec<String>,
    /// What the labels of values contain that a file declares missing.
    pub declared: DeclaredAbsences,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DeclaredAbsences {
    pub refused: Vec<String>,
    pub not_asked: Vec<String>,
    pub invalid: Vec<String>,
}

/// What cells of tick boxes hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Ticks {
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub ticked: Vec<String>,
    pub unticked: Vec<String>,
    /// What a file calls the value of a box that is not ticked.
    pub unticked_labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Asks {
    /// Several answers may be given.
    pub several: Vec<String>,
    /// One answer is to be given.
    pub one: Vec<String>,
    /// Labels of none, or of all, of what is offered.
    pub none_or_all: Vec<String>,
    /// Things are to be put in an order.
    pub ranking: Vec<String>,
    /// What the places of a ranking are called.
    pub places: Vec<String>,
    /// What the columns of mentions are told apart by.
    pub mentions: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Totals {
    pub labels: Vec<String>,
}

/// Lists that surveys offer as they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosedLists {
    /// Countries, and states and provinces of some.
    pub lists: std::collections::HashSet<String>,
}
