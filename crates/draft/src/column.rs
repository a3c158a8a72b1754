//! A column of the export: what its header says, and what its cells look like.

use topline_survey::Absent;

use crate::heading::Heading;
use crate::marks::reason_of;
use crate::metadata::Metadata;
use crate::profile::{Profile, is_tag, number};
use crate::tools::{Dialect, Tool};

/// A column, looked at from all sides.
#[derive(Debug)]
pub(crate) struct Column {
    pub heading: Heading,
    pub profile: Profile,
    /// Why it is no question, where it is none.
    pub metadata: Option<Metadata>,
}

/// What holds for the whole export.
#[derive(Debug)]
pub(crate) struct Context {
    pub tool: Tool,
    /// What separates the cells of delimited text, where it is not a comma.
    pub delimiter: Option<char>,
    /// Texts that stand for an absent answer wherever they occur.
    pub absent: Vec<(String, Absent)>,
}

/// How people write that there is no answer.
const DASHES: [&str; 4] = ["-", "--", "---", "\u{2014}"];
/// How many columns a dash must stand in, where words stand beside it.
const DASHED_COLUMNS: usize = 3;

/// More different texts than these are respondents' own words, unless they are numbers.
const MOST_LABELS: usize = 60;

/// How programs write that a value is missing, sign by sign: "None" is an answer.
const MISSING: [(&str, Absent); 21] = [
    ("NA", Absent::NotAsked),
    ("NaN", Absent::NotAsked),
    ("nan", Absent::NotAsked),
    ("NULL", Absent::NotAsked),
    ("null", Absent::NotAsked),
    ("#NULL!", Absent::NotAsked),
    ("<NA>", Absent::NotAsked),
    ("NaT", Absent::NotAsked),
    (".", Absent::NotAsked),
    ("(null)", Absent::NotAsked),
    ("[null]", Absent::NotAsked),
    ("<null>", Absent::NotAsked),
    // Pivot tables of spreadsheets.
    ("(blank)", Absent::NoAnswer),
    ("(leer)", Absent::NoAnswer),
    ("(vide)", Absent::NoAnswer),
    ("(vuoto)", Absent::NoAnswer),
    ("(Missing)", Absent::NoAnswer),
    ("(missing)", Absent::NoAnswer),
    ("(empty)", Absent::NoAnswer),
    ("<empty>", Absent::NoAnswer),
    ("undefined", Absent::NotAsked),
];

impl Context {
    /// Finds the texts for absent answers: those of programs where they stand beside values, and those of people.
    pub(crate) fn of(tool: Tool, delimiter: Option<char>, columns: &[Column]) -> Self {
        let in_columns = |text: &str| columns.iter().filter(|column| column.profile.has(text)).count();
        let is_beside = |text: &str| {
            let holds = |column: &&Column| column.profile.has(text) && column.profile.distinct() > 1;
            columns.iter().filter(holds).any(|column| !are_country_codes(column))
        };
        let mut absent: Vec<(String, Absent)> = MISSING
            .iter()
            .filter(|(text, _)| in_columns(text) >= 2 || is_beside(text))
            .map(|(text, reason)| ((*text).to_owned(), *reason))
            .collect();
        if let Some(code) = tool.dialect().code_of_unanswered().filter(|code| in_columns(code) >= 2) {
            absent.push((code.to_owned(), Absent::NoAnswer));
        }
        let dashes = DASHES
            .iter()
            .filter(|text| in_columns(text) >= DASHED_COLUMNS || columns.iter().any(|column| is_dashed(column, text)));
        absent.extend(dashes.map(|text| ((*text).to_owned(), Absent::NoAnswer)));
        for column in columns.iter().filter(|column| column.metadata.is_none()) {
            for (text, _) in &column.profile.texts {
                // Tagged missing values of Stata, as its programs write them into text.
                let tagged = || (is_tag(text) && column.profile.distinct() > 1).then_some(Absent::NoAnswer);
                if let Some(reason) = reason_of(text).or_else(tagged)
                    && (column.profile.distinct() <= MOST_LABELS || column.profile.is_mostly_numeric())
                    && !absent.iter().any(|(known, _)| known == text)
                {
                    absent.push((text.clone(), reason));
                }
            }
        }
        Self { tool, delimiter, absent }
    }

    /// How the tool writes its exports.
    pub(crate) fn dialect(&self) -> &'static dyn Dialect {
        self.tool.dialect()
    }

    pub(crate) fn is_absent(&self, text: &str) -> bool {
        self.absent.iter().any(|(known, _)| known == text)
    }
}

impl Column {
    /// The texts that are answers, with their counts.
    pub(crate) fn answers<'c>(&'c self, context: &'c Context) -> impl Iterator<Item = (&'c str, u64)> {
        self.profile
            .texts
            .iter()
            .filter(|(text, _)| !context.is_absent(text))
            .map(|(text, count)| (text.as_str(), *count))
    }

    /// Whether all answers are whole numbers.
    pub(crate) fn is_integral(&self, context: &Context) -> bool {
        let mut any = false;
        !self.profile.overflows
            && self.answers(context).all(|(text, _)| {
                any = true;
                integer(text).is_some()
            })
            && any
    }
}

/// The dashes among the words that a column holds: they say that there is no answer, unless other signs are answers too.
pub(crate) fn dashes(texts: &[(&str, u64)]) -> Vec<&'static str> {
    let is_sign = |text: &str| !text.contains(char::is_alphanumeric) && !DASHES.contains(&text);
    let has = |dash: &str| texts.iter().any(|(text, _)| *text == dash);
    let dashes: Vec<&str> = DASHES.into_iter().filter(|dash| has(dash)).collect();
    let is_answer = texts.len() < dashes.len() + 2 || texts.iter().any(|(text, _)| is_sign(text));
    if is_answer { Vec::new() } else { dashes }
}

/// Whether a dash stands beside numbers, and beside nothing else: among words it may be one of them.
fn is_dashed(column: &Column, dash: &str) -> bool {
    let mut others = column.profile.texts.iter().filter(|(text, _)| !DASHES.contains(&text.as_str()));
    let are_numbers = others.clone().count() >= 2 && others.all(|(text, _)| number(text).is_some());
    column.metadata.is_none() && column.profile.has(dash) && are_numbers
}

/// Whether a column holds the codes of countries, among which `NA` is Namibia.
fn are_country_codes(column: &Column) -> bool {
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let texts = &column.profile.texts;
    texts.len() > 2 && texts.iter().filter(|(text, _)| is_code(text)).count() * 10 >= texts.len() * 9
}

/// The whole number that a text writes, be it as `3.0`.
pub(crate) fn integer(text: &str) -> Option<i64> {
    number(text).filter(|number| number.fract().abs() < f64::EPSILON && number.abs() < 9e15).map(|number| number as i64)
}
