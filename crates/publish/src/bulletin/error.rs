//! Why a bulletin cannot be written.

use thiserror::Error;
use topline_survey::{FigureRef, Why};

/// A bulletin that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BulletinError {
    /// The pipeline has no `bulletin.md`.
    #[error("the pipeline has no `bulletin.md`")]
    NoText,
    /// A brace opens and nothing closes it.
    #[error("the `{{` in line {line} of `bulletin.md` is not closed")]
    Unclosed {
        /// The line, counted from one.
        line: usize,
    },
    /// No headline has this name.
    #[error("line {line} of `bulletin.md` quotes the unknown headline `{headline}`")]
    UnknownHeadline {
        /// The line, counted from one.
        line: usize,
        /// The name.
        headline: String,
        /// The names most like it.
        near: Vec<String>,
    },
    /// No quote has this name.
    #[error("line {line} of `bulletin.md` shows the unknown quote `{quote}`")]
    UnknownQuote {
        /// The line, counted from one.
        line: usize,
        /// The name.
        quote: String,
        /// The names most like it.
        near: Vec<String>,
    },
    /// There is no such function.
    #[error("line {line} of `bulletin.md` calls the unknown function `{function}`")]
    UnknownFunction {
        /// The line, counted from one.
        line: usize,
        /// Its name.
        function: String,
    },
    /// A function takes another number of headlines.
    #[error("line {line} of `bulletin.md`: `{function}` takes {takes}")]
    Arguments {
        /// The line, counted from one.
        line: usize,
        /// The function.
        function: &'static str,
        /// What it takes.
        takes: &'static str,
    },
    /// A figure that is no percentage is to be one.
    #[error("the headline `{headline}` is no share: `{figure}` is no percentage")]
    NoShare {
        /// The headline.
        headline: String,
        /// Its figure.
        figure: Box<FigureRef>,
    },
    /// Two figures of different units are to be compared.
    #[error("the headlines `{one}` and `{other}` cannot be compared: they are in different units")]
    NotAlike {
        /// The first headline.
        one: String,
        /// The second.
        other: String,
    },
    /// A headline has no such part.
    #[error("line {line} of `bulletin.md` asks for `{part}` of the headline `{headline}`")]
    UnknownPart {
        /// The line, counted from one.
        line: usize,
        /// The headline.
        headline: String,
        /// What was asked for.
        part: String,
    },
    /// No figure of the run has the headline's name for it.
    #[error("the headline `{headline}` names the figure `{figure}`, which the run did not compute")]
    NoFigure {
        /// The headline.
        headline: String,
        /// Its figure.
        figure: Box<FigureRef>,
    },
    /// The figure is held back.
    #[error("the headline `{headline}` has no published value: `{figure}` is held back ({})", reason.as_str())]
    HeldBack {
        /// The headline.
        headline: String,
        /// Its figure.
        figure: Box<FigureRef>,
        /// Why.
        reason: Why,
    },
    /// Nobody is in the figure's base.
    #[error("the headline `{headline}` has no published value: nobody is in the base of `{figure}`")]
    EmptyBase {
        /// The headline.
        headline: String,
        /// Its figure.
        figure: Box<FigureRef>,
    },
    /// The figure is not out of anything.
    #[error("the headline `{headline}` has no base: `{figure}` is not out of anything")]
    NoBase {
        /// The headline.
        headline: String,
        /// Its figure.
        figure: Box<FigureRef>,
    },
}

impl BulletinError {
    /// What to do about it, where that can be said.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unclosed { .. } => Some("write `{{` for a brace that is meant as one".to_owned()),
            Self::UnknownHeadline { near, .. } | Self::UnknownQuote { near, .. } if !near.is_empty() => {
                let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                Some(format!("did you mean {}?", near.join(" or ")))
            }
            Self::UnknownPart { headline, .. } => Some(format!(
                "write `{{{headline}}}`, `{{{headline}.count}}`, `{{{headline}.base}}` or `{{{headline}.text}}`"
            )),
            Self::NoText
            | Self::UnknownHeadline { .. }
            | Self::UnknownQuote { .. }
            | Self::UnknownFunction { .. }
            | Self::Arguments { .. }
            | Self::NoShare { .. }
            | Self::NotAlike { .. }
            | Self::NoFigure { .. }
            | Self::HeldBack { .. }
            | Self::EmptyBase { .. }
            | Self::NoBase { .. } => None,
        }
    }
}
