//! `claims/*.toml`: what one document states, and how each statement is to be held against the figures.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{Claim, Claims, Document, Expected, FigureRef, Ruling, Stated, States};

use crate::checks::{self, Referred};
use crate::faults::ClaimsFault;
use crate::problem::Problem;
use crate::toml_file::TomlFile;
use crate::wording::parse_stated;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimSpec {
    /// The words of the document.
    #[schemars(with = "String")]
    quote: Spanned<String>,
    /// `[line]` or `[first, last]`.
    lines: Vec<u32>,
    /// The figure that the claim is about, or a headline.
    #[schemars(with = "Option<String>")]
    figure: Option<Spanned<String>>,
    /// The figures that the claim is about, or headlines.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    figures: Vec<Spanned<String>>,
    /// The value of each figure, in the words of the document.
    #[schemars(with = "Option<String>")]
    is: Option<Spanned<String>>,
    /// The figures are the greatest of these.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    highest_among: Vec<Spanned<String>>,
    /// The figures are the least of these.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    lowest_among: Vec<Spanned<String>>,
    /// The figure is greater than this one.
    #[schemars(with = "Option<String>")]
    more_than: Option<Spanned<String>>,
    /// Why the data cannot say.
    unchecked: Option<String>,
    /// The base that the document gives.
    of: Option<u64>,
    /// The ruling that you expect (for `unchecked`: `not_checkable`).
    expect: Option<Ruling>,
    /// Why; *required* with another `expect`.
    because: Option<String>,
}

/// What a file of claims says, with the place of each reference.
pub(crate) struct ParsedClaims {
    pub claims: Option<Claims>,
    pub referred: Vec<Referred>,
}

/// Reads a file of claims; `headline` gives the figure of a headline.
pub(crate) fn parse(
    source: &Arc<NamedSource<String>>,
    headline: &dyn Fn(&str) -> Option<FigureRef>,
) -> (ParsedClaims, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let document: Option<Document> = file.require("document");
    let expected: Option<Expected> = file.take("expected");
    let specs: Vec<ClaimSpec> = file.take_each("claim");
    let mut problems = file.finish();
    let mut referred = Vec::new();
    let mut claims = Vec::new();
    for spec in specs {
        let mut reader = ClaimReader { source, headline, referred: &mut referred, problems: &mut problems };
        claims.extend(reader.claim(spec));
    }
    if let Some(expected) = &expected {
        problems.extend(checks::expected(expected, source));
    }
    let claims = document.map(|document| Claims { document, claims, expected });
    (ParsedClaims { claims, referred }, problems)
}

struct ClaimReader<'r> {
    source: &'r Arc<NamedSource<String>>,
    headline: &'r dyn Fn(&str) -> Option<FigureRef>,
    referred: &'r mut Vec<Referred>,
    problems: &'r mut Vec<Problem>,
}

impl ClaimReader<'_> {
    fn claim(&mut self, spec: ClaimSpec) -> Option<Claim> {
        let span = spec.quote.span();
        let lines = match spec.lines.as_slice() {
            [line] => (*line, *line),
            [first, last] if first <= last => (*first, *last),
            _ => {
                self.problem(&span, ClaimsFault::Lines {});
                return None;
            }
        };
        let figures: Vec<FigureRef> =
            spec.figure.iter().chain(&spec.figures).filter_map(|name| self.figure(name)).collect();
        let among = |reader: &mut Self, names: &[Spanned<String>]| -> Vec<FigureRef> {
            names.iter().filter_map(|name| reader.figure(name)).collect()
        };
        let highest = among(self, &spec.highest_among);
        let lowest = among(self, &spec.lowest_among);
        let than = spec.more_than.as_ref().and_then(|name| self.figure(name));
        let ways =
            [spec.is.is_some(), !highest.is_empty(), !lowest.is_empty(), than.is_some(), spec.unchecked.is_some()];
        if ways.iter().filter(|way| **way).count() != 1 {
            self.problem(&span, ClaimsFault::OneThing {});
            return None;
        }
        if figures.is_empty() && spec.unchecked.is_none() {
            self.problem(&span, ClaimsFault::NoFigure {});
            return None;
        }
        let value = match spec.is {
            Some(words) => Some(self.stated(words)?),
            None => None,
        };
        let states = match (value, than, spec.unchecked) {
            (_, _, Some(reason)) => States::Unchecked { reason },
            (Some((is, words)), ..) => States::Value { figures, is, words },
            (_, Some(than), _) => States::MoreThan { figure: figures[0].clone(), than },
            _ if lowest.is_empty() => States::Highest { figures, among: highest },
            _ => States::Lowest { figures, among: lowest },
        };
        let usual = if matches!(states, States::Unchecked { .. }) { Ruling::NotCheckable } else { Ruling::Holds };
        let expect = spec.expect.unwrap_or(usual);
        if expect != usual && spec.because.is_none() {
            self.problem(&span, ClaimsFault::NoBecause {});
        }
        Some(Claim { quote: spec.quote.into_inner(), lines, states, of: spec.of, expect, because: spec.because })
    }

    /// What words state, and the words.
    fn stated(&mut self, words: Spanned<String>) -> Option<(Stated, String)> {
        match parse_stated(words.get_ref()) {
            Ok(stated) => Some((stated, words.into_inner())),
            Err(reason) => {
                self.problem(&words.span(), ClaimsFault::Wording { reason });
                None
            }
        }
    }

    fn figure(&mut self, name: &Spanned<String>) -> Option<FigureRef> {
        let read = match (self.headline)(name.get_ref()) {
            Some(figure) => figure,
            None => match name.get_ref().parse::<FigureRef>() {
                Ok(figure) => figure,
                Err(reason) => {
                    self.problem(&name.span(), ClaimsFault::NotAFigure { reason });
                    return None;
                }
            },
        };
        self.referred.push((read.clone(), name.span()));
        Some(read)
    }

    fn problem(&mut self, span: &Range<usize>, fault: ClaimsFault) {
        self.problems.push(Problem::new(self.source, Some(span.clone()), fault));
    }
}
