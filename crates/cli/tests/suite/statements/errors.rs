//! Statements with an error, and what must be said of each.

use super::facts::{Fact, Numbers, percent};
use super::{Statement, claim_of};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ErrorKind {
    Value,
    Digits,
    Complement,
    Option,
    Subgroup,
    Base,
    Count,
    Comparison,
    Fraction,
}

const KINDS: [ErrorKind; 9] = [
    ErrorKind::Value,
    ErrorKind::Digits,
    ErrorKind::Complement,
    ErrorKind::Option,
    ErrorKind::Subgroup,
    ErrorKind::Base,
    ErrorKind::Count,
    ErrorKind::Comparison,
    ErrorKind::Fraction,
];

/// Fractions in words, in thousandths.
const FRACTIONS: [(&str, u64); 12] = [
    ("a tenth", 100),
    ("a fifth", 200),
    ("a quarter", 250),
    ("one in three", 333),
    ("two fifths", 400),
    ("half", 500),
    ("three in five", 600),
    ("two thirds", 667),
    ("seven in ten", 700),
    ("three quarters", 750),
    ("four out of five", 800),
    ("nine in ten", 900),
];

/// A wrong statement.
pub(super) struct Error {
    pub kind: ErrorKind,
    survey: usize,
    fact: usize,
    /// The figure whose value is stated.
    other: Option<usize>,
    /// Its name, and those of figures with the same value that stand to the claimed one as it does.
    sources: Vec<String>,
    is: String,
    of: Option<u64>,
}

impl Error {
    pub(super) fn statement(&self, facts: &[Vec<Fact>]) -> Statement {
        let facts = &facts[self.survey];
        let figure = &facts[self.fact].figure;
        if self.kind == ErrorKind::Comparison {
            let other = self.other.map(|other| facts[other].figure.clone()).unwrap_or_default();
            let claim = format!("quote = \"compared\"\nfigure = {figure:?}\n{} = {other:?}\n", self.is);
            return Statement { survey: self.survey, claim, words: format!("{figure} {} {other}", self.is) };
        }
        let fact = &facts[self.fact];
        let words = format!(
            "{figure} ({} of {}) is {} {:?}",
            fact.n,
            fact.base,
            self.is,
            self.other.map(|other| &facts[other].figure)
        );
        Statement { survey: self.survey, claim: claim_of(figure, &self.is, self.of), words }
    }

    /// Whether a verdict names the cause.
    pub(super) fn is_named(&self, ruling: &str, reason: &str) -> bool {
        match self.kind {
            // Nothing else is to blame.
            ErrorKind::Value | ErrorKind::Fraction => ruling != "another_figure",
            ErrorKind::Digits => reason.contains("change places"),
            ErrorKind::Complement => ruling == "another_figure" && reason.contains("whom the figure does not count"),
            ErrorKind::Option | ErrorKind::Subgroup => {
                let names = |source: &String| reason.contains(&format!("{source} ("));
                ruling == "another_figure" && self.sources.iter().any(names)
            }
            ErrorKind::Base => reason.contains("base stated is") || reason.contains("out of"),
            ErrorKind::Count => {
                reason.contains("the number of respondents, and not their percentage")
                    || reason.contains("the percentage, and not the number")
            }
            ErrorKind::Comparison => reason.contains("the first is the"),
        }
    }
}

/// So many wrong statements, as many of each kind as of any other.
pub(super) fn errors(facts: &[Vec<Fact>], numbers: &mut Numbers, wanted: usize) -> Vec<Error> {
    let mut made: Vec<Error> = Vec::new();
    for tried in 0..200_000 {
        if made.len() == wanted {
            break;
        }
        let kind = KINDS[made.len() % KINDS.len()];
        let survey = if tried % 5 < 3 { 0 } else { 1 + tried % 2 };
        let known = &facts[survey];
        let fact = numbers.next(known.len());
        let is_base =
            known[fact].base >= 12 && known[fact].n > 0 && known[fact].n < known[fact].base && !known[fact].is_tie();
        if !is_base {
            continue;
        }
        let Some(error) = error(kind, survey, fact, known, numbers) else { continue };
        let is_new = |other: &Error| (other.survey, other.fact, &other.is) != (error.survey, error.fact, &error.is);
        if made.iter().all(is_new) {
            made.push(error);
        }
    }
    made
}

fn error(kind: ErrorKind, survey: usize, fact: usize, known: &[Fact], numbers: &mut Numbers) -> Option<Error> {
    let own = &known[fact];
    let value = own.percent();
    let plain = |is: String| Error { kind, survey, fact, other: None, sources: Vec::new(), is, of: None };
    match kind {
        ErrorKind::Value => {
            let off = 2 + numbers.next(8) as u64;
            let wrong = if numbers.next(2) == 0 { value + off } else { value.checked_sub(off)? };
            (wrong < 100 && wrong != own.n && is_of_none(wrong, own, known)).then(|| plain(format!("{wrong}%")))
        }
        ErrorKind::Digits => {
            let wrong = turned(value)?;
            Some(plain(format!("{wrong}%")))
        }
        ErrorKind::Complement => {
            let wrong = percent(own.base - own.n, own.base);
            (wrong.abs_diff(value) > 3 && Some(wrong) != turned(value)).then(|| plain(format!("{wrong}%")))
        }
        ErrorKind::Option | ErrorKind::Subgroup => {
            let is_option = kind == ErrorKind::Option;
            let is_meant = |other: &&usize| {
                let other = &known[**other];
                let is_near = other.group == own.group
                    && if is_option {
                        other.column == own.column && other.row != own.row
                    } else {
                        other.column != own.column && other.row == own.row
                    };
                let stated = other.percent();
                is_near
                    && other.base > 0
                    && !other.is_tie()
                    && !other.is_net
                    && stated.abs_diff(value) > 1
                    && stated != percent(own.base - own.n, own.base)
                    && Some(stated) != turned(value)
            };
            let places: Vec<usize> = (0..known.len()).collect();
            let near: Vec<usize> = places.iter().filter(is_meant).copied().collect();
            if near.is_empty() || own.is_net {
                return None;
            }
            let other = *numbers.pick(&near);
            let stated = known[other].percent();
            let alike = near.iter().map(|near| &known[*near]).filter(|near| near.percent() == stated);
            let sources = alike.map(|near| near.figure.clone()).collect();
            Some(Error { kind, survey, fact, other: Some(other), sources, is: format!("{stated}%"), of: None })
        }
        ErrorKind::Base => {
            let off = 1 + numbers.next(20) as u64;
            let of =
                if numbers.next(2) == 0 { own.base + off } else { own.base.checked_sub(off).filter(|of| *of > 5)? };
            Some(Error { of: Some(of), ..plain(format!("{value}%")) })
        }
        ErrorKind::Count => {
            if own.n.abs_diff(value) < 2 || own.n > 99 || own.n == percent(own.base - own.n, own.base) {
                return None;
            }
            Some(plain(if numbers.next(3) == 0 { value.to_string() } else { format!("{}%", own.n) }))
        }
        ErrorKind::Comparison => {
            let other = numbers.next(known.len());
            let rival = &known[other];
            let is_less = own.n * rival.base < rival.n * own.base;
            let is_equal = own.n * rival.base == rival.n * own.base;
            let word = if is_less { "more_than" } else { "less_than" };
            (rival.question == own.question && rival.base > 5 && !is_equal)
                .then(|| Error { other: Some(other), ..plain(word.to_owned()) })
        }
        ErrorKind::Fraction => {
            let (words, thousandths) = *numbers.pick(&FRACTIONS);
            let off = (own.millionths() / 1000).abs_diff(thousandths);
            (60..250).contains(&off).then(|| plain(words.to_owned()))
        }
    }
}

/// The digits of a percentage the other way round.
fn turned(value: u64) -> Option<u64> {
    let wrong = value % 10 * 10 + value / 10;
    ((10..100).contains(&value) && (10..100).contains(&wrong) && wrong.abs_diff(value) > 1).then_some(wrong)
}

/// Whether a percentage is that of no figure of the same question, nor made of this one's.
fn is_of_none(wrong: u64, own: &Fact, known: &[Fact]) -> bool {
    wrong != percent(own.base - own.n, own.base)
        && Some(wrong) != turned(own.percent())
        && known.iter().all(|other| other.question != own.question || other.percent() != wrong)
}
