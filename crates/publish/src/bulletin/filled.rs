//! `bulletin.md` with the headlines filled in, so that a number in prose cannot differ from the data.
//!
//! | in the text | becomes |
//! |---|---|
//! | `{name}` | the published value with its unit: `91%`, `81` |
//! | `{name.count}` | how many respondents the value counts, unweighted |
//! | `{name.base}` | how many respondents it is out of, unweighted |
//! | `{name.text}` | what the headline is, in words |
//! | `{quote.name}` | the words of a respondent, and who it is |
//! | `{{` | `{` |
//!
//! Left out: any other Markdown. What stands between the braces is all that is read.

use thiserror::Error;
use topline_survey::{Figure, FigureRef, HeadlinePart, Published, Why, nearest};

use crate::bulletin::markdown::markdown_text;
use crate::bulletin::quoted::{quote_block, quote_inline};
use crate::publication::Publication;
use crate::shown::with_unit;
use crate::words;

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
            | Self::NoFigure { .. }
            | Self::HeldBack { .. }
            | Self::EmptyBase { .. }
            | Self::NoBase { .. } => None,
        }
    }
}

/// The pipeline's bulletin, every headline in it filled in; what its readers must be told goes first.
pub fn bulletin(publication: &Publication<'_>) -> Result<String, BulletinError> {
    let text = publication.plan.bulletin.as_deref().ok_or(BulletinError::NoText)?;
    let mut filled = notice(publication);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        if let Some(literal) = after.strip_prefix('{') {
            filled.push('{');
            rest = literal;
            continue;
        }
        let line = text[..text.len() - after.len()].matches('\n').count() + 1;
        let (quoted, beyond) = after.split_once('}').ok_or(BulletinError::Unclosed { line })?;
        match HeadlinePart::quote_named(quoted, publication.plan.headlines.iter().map(|(headline, _)| headline)) {
            Some(name) => {
                let before = &text[..text.len() - after.len() - 1];
                let is_alone = is_blank(before.rsplit('\n').next()) && is_blank(beyond.split('\n').next());
                filled.push_str(&words_of(publication, name, line, is_alone)?);
            }
            None => filled.push_str(&quote(publication, quoted, line)?),
        }
        rest = beyond;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn notice(publication: &Publication<'_>) -> String {
    let Some(notice) = words::notice(&publication.plan.survey) else { return String::new() };
    let quoted: Vec<String> =
        notice.trim().lines().map(|line| format!("> {}", markdown_text(line.trim())).trim_end().to_owned()).collect();
    format!("{}\n\n", quoted.join("\n"))
}

fn is_blank(part: Option<&str>) -> bool {
    part.is_none_or(|part| part.trim().is_empty())
}

/// The words of a respondent: as a block where they are alone in their line.
fn words_of(publication: &Publication<'_>, name: &str, line: usize, is_alone: bool) -> Result<String, BulletinError> {
    let Some(quote) = publication.quotes.iter().find(|quote| quote.id == name) else {
        let near = nearest(name, publication.quotes.iter().map(|quote| quote.id.as_str()));
        let near = near.into_iter().map(str::to_owned).collect();
        return Err(BulletinError::UnknownQuote { line, quote: name.to_owned(), near });
    };
    let made_up = publication.plan.survey.reconstructed;
    Ok(if is_alone { quote_block(quote, made_up) } else { quote_inline(quote, made_up) })
}

/// What stands for `quoted`, the text between two braces.
fn quote(publication: &Publication<'_>, quoted: &str, line: usize) -> Result<String, BulletinError> {
    let (name, part) = HeadlinePart::quoted(quoted);
    let headlines = &publication.plan.headlines;
    let Some((headline, key)) = headlines.iter().find(|(headline, _)| headline.id.get_ref() == name) else {
        let known = headlines.iter().map(|(headline, _)| headline.id.get_ref().as_str());
        let near = nearest(name, known).into_iter().map(str::to_owned).collect();
        return Err(BulletinError::UnknownHeadline { line, headline: name.to_owned(), near });
    };
    match part {
        Ok(HeadlinePart::Value) => Ok(with_unit(&published(publication, name, key)?)),
        Ok(HeadlinePart::Count) => Ok(published(publication, name, key)?.cell.n.to_string()),
        Ok(HeadlinePart::Base) => match published(publication, name, key)?.cell.base.n {
            0 => Err(BulletinError::NoBase { headline: name.to_owned(), figure: Box::new(key.clone()) }),
            base => Ok(base.to_string()),
        },
        Ok(HeadlinePart::Text) => Ok(markdown_text(&headline.text)),
        Err(part) => Err(BulletinError::UnknownPart { line, headline: name.to_owned(), part: part.to_owned() }),
    }
}

/// The headline's figure, which must have a published value.
fn published<'p>(publication: &Publication<'p>, headline: &str, key: &FigureRef) -> Result<Figure<'p>, BulletinError> {
    let (headline, named) = (headline.to_owned(), Box::new(key.clone()));
    let Some(figure) = publication.figure(key) else {
        return Err(BulletinError::NoFigure { headline, figure: named });
    };
    match figure.cell.published {
        Published::Value(_) => Ok(figure),
        Published::HeldBack(reason) => Err(BulletinError::HeldBack { headline, figure: named, reason }),
        Published::Empty => Err(BulletinError::EmptyBase { headline, figure: named }),
    }
}
