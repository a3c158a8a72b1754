//! Statements with an error, and what must be said of each.

use super::Statement;
use super::error_kind::{ErrorKind, FRACTIONS, turned};
use super::facts::{Fact, Numbers, percent};

/// A wrong statement.
pub(super) struct Error {
    pub kind: ErrorKind,
    survey: usize,
    fact: usize,
    /// The figure whose value is stated.
    other: Option<usize>,
    /// Its name, and those of figures with the same value that stand to the claimed one as it does.
    pub sources: Vec<String>,
    is: String,
    of: Option<u64>,
}

impl Error {
    pub(super) fn statement(&self, facts: &[Vec<Fact>]) -> Statement {
        let facts = &facts[self.survey];
        let (fact, other) = (&facts[self.fact], self.other.map(|other| &facts[other]));
        let Fact { figure, n, base, .. } = fact;
        let (quote, claim, words) = match other {
            Some(other) if self.kind == ErrorKind::Comparison => {
                let words = format!("{figure} {} {}", self.is, other.figure);
                ("compared", fact.comparison_claim(&self.is, other), words)
            }
            other => {
                let words = format!("{figure} ({n} of {base}) is {} {:?}", self.is, other.map(|other| &other.figure));
                (self.is.as_str(), fact.value_claim(&self.is, self.of), words)
            }
        };
        Statement { survey: self.survey, claim: format!("quote = {quote:?}\n{claim}"), words }
    }
}

/// So many wrong statements, as many of each kind as of any other.
pub(super) fn errors(facts: &[Vec<Fact>], numbers: &mut Numbers, wanted: usize) -> Vec<Error> {
    let mut made: Vec<Error> = Vec::new();
    for tried in 0..200_000 {
        if made.len() == wanted {
            break;
        }
        let kind = ErrorKind::ALL[made.len() % ErrorKind::ALL.len()];
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
            let is_meant = |other: &&usize| {
                let other = &known[**other];
                let stated = other.percent();
                kind.is_mistaken(own, other)
                    && other.base > 0
                    && !other.is_tie()
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

/// Whether a percentage is that of no figure of the same question, nor made of this one's.
fn is_of_none(wrong: u64, own: &Fact, known: &[Fact]) -> bool {
    wrong != percent(own.base - own.n, own.base)
        && Some(wrong) != turned(own.percent())
        && known.iter().all(|other| other.question != own.question || other.percent() != wrong)
}
