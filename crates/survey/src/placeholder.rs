//! What stands between two braces of a bulletin.

use crate::headline::HeadlinePart;

/// A function of a bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulletinFunction {
    /// The percentage, and nothing but a percentage: `91%`.
    Pct,
    /// How many respondents it counts: `1,072`.
    Count,
    /// The count and the base: `72 of 79`.
    Of,
    /// The share in words: `just over a third`.
    Fraction,
    /// How two values differ: `12 points higher than`.
    Compare,
    /// Values with their texts: `91% agree, 5% disagree and 4% do not know`.
    List,
}

impl BulletinFunction {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Pct, Self::Count, Self::Of, Self::Fraction, Self::Compare, Self::List];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pct => "pct",
            Self::Count => "count",
            Self::Of => "of",
            Self::Fraction => "fraction",
            Self::Compare => "compare",
            Self::List => "list",
        }
    }

    /// How many headlines it takes, in words; nothing where it takes so many.
    #[must_use]
    pub fn lacks(self, given: usize) -> Option<&'static str> {
        match self {
            Self::Pct | Self::Count | Self::Of | Self::Fraction => (given != 1).then_some("one headline"),
            Self::Compare => (given != 2).then_some("two headlines"),
            Self::List => (given == 0).then_some("one headline or more"),
        }
    }
}

/// What stands between two braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placeholder<'t> {
    /// A headline, and what of it; the name of the part where there is none such.
    Headline(&'t str, Result<HeadlinePart, &'t str>),
    /// The quote of this name.
    Quote(&'t str),
    /// A function of headlines.
    Call(BulletinFunction, Vec<&'t str>),
    /// A function that there is not.
    Unknown(&'t str),
    /// Text as it stands: a number that is meant.
    Text(&'t str),
}

impl<'t> Placeholder<'t> {
    /// Reads it. What is the name of a headline, or of one with a part, is that and nothing else.
    pub fn read(inside: &'t str, is_headline: impl Fn(&str) -> bool) -> Self {
        let (name, part) = HeadlinePart::quoted(inside);
        if is_headline(name) {
            return Self::Headline(name, part);
        }
        let inside = inside.trim();
        if let Some(text) = inside.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            return Self::Text(text);
        }
        if let Some(quote) = inside.strip_prefix("quote.") {
            return Self::Quote(quote);
        }
        match inside.strip_suffix(')').and_then(|call| call.split_once('(')) {
            Some((function, arguments)) => {
                let function = function.trim();
                let known = BulletinFunction::ALL.into_iter().find(|known| known.as_str() == function);
                let given = arguments.split(',').map(str::trim);
                // `list()` has no argument, and not one without a name.
                let given = given.filter(|_| !arguments.trim().is_empty()).collect();
                known.map_or(Self::Unknown(function), |known| Self::Call(known, given))
            }
            None => Self::Headline(name, part),
        }
    }
}
