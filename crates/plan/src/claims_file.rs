//! `claims/*.toml`: what one document states, and how each statement is to be held against the figures.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{Claim, Claims, Document, Expected, FigureRef, Relation, Ruling, Side, Size, States};

use crate::checks::{self, Referred, ReferredSum};
use crate::faults::ClaimsFault;
use crate::problem::Problem;
use crate::toml_file::TomlFile;
use crate::wording::{HouseWords, Phrase, is_quoted, is_size_quoted, parse_phrase, parse_size};

/// Stands between answers that are taken together.
const SUM: &str = " + ";

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimSpec {
    /// The words of the document.
    #[schemars(with = "String")]
    quote: Spanned<String>,
    /// `[line]` or `[first, last]`.
    lines: Vec<u32>,
    /// The figure that the claim is about, or a headline; answers that are taken together: `Q1.1 + Q1.2`.
    #[schemars(with = "Option<String>")]
    figure: Option<Spanned<String>>,
    /// The figures that the claim is about, or headlines.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    figures: Vec<Spanned<String>>,
    /// The value of each figure, in the words of the quote.
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
    /// Each figure is greater than this one.
    #[schemars(with = "Option<String>")]
    more_than: Option<Spanned<String>>,
    /// Each figure is less than this one.
    #[schemars(with = "Option<String>")]
    less_than: Option<Spanned<String>>,
    /// Each figure is about as great as this one.
    #[schemars(with = "Option<String>")]
    similar_to: Option<Spanned<String>>,
    /// By how much, with `more_than` or `less_than`: `slightly`, `rather`, `much`, `significantly`, `12 percentage points`, `twice`.
    #[schemars(with = "Option<String>")]
    by: Option<Spanned<String>>,
    /// The value is that of the others in the base: `most do not agree`.
    #[serde(default)]
    complement: bool,
    /// Why the data cannot say.
    unchecked: Option<String>,
    /// The base that the document gives.
    of: Option<u64>,
    /// The ruling that you expect (for `unchecked`: `not_checkable`).
    expect: Option<Ruling>,
    /// Why; *required* with another `expect`.
    because: Option<String>,
    /// `false` of a draft that nobody has accepted: it is not judged.
    #[serde(default = "accepted")]
    accepted: bool,
    /// The figures that a draft offers for `figure`, the likeliest first.
    #[serde(default)]
    #[expect(dead_code, reason = "for the person who reads the draft")]
    candidates: Vec<String>,
    /// How much likelier the first of them is than the second: from 0, not at all, to 1.
    #[expect(dead_code, reason = "for the person who reads the draft")]
    margin: Option<f64>,
}

fn accepted() -> bool {
    true
}

/// What a file of claims says, with the place of each reference.
pub(crate) struct ParsedClaims {
    pub claims: Option<Claims>,
    pub referred: Vec<Referred>,
    /// The answers that are taken together.
    pub sums: Vec<ReferredSum>,
}

/// Reads a file of claims; `headline` gives the figure of a headline, `house` what words mean in this house.
pub(crate) fn parse(
    source: &Arc<NamedSource<String>>,
    headline: &dyn Fn(&str) -> Option<FigureRef>,
    house: &HouseWords,
) -> (ParsedClaims, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let document: Option<Document> = file.require("document");
    let expected: Option<Expected> = file.take("expected");
    let specs: Vec<ClaimSpec> = file.take_each("claim");
    let mut problems = file.finish();
    let (mut referred, mut sums) = (Vec::new(), Vec::new());
    let mut claims = Vec::new();
    for spec in specs {
        let mut reader =
            ClaimReader { source, headline, house, referred: &mut referred, sums: &mut sums, problems: &mut problems };
        claims.extend(reader.claim(spec));
    }
    if let Some(expected) = &expected {
        problems.extend(checks::expected(expected, source));
    }
    let file = format!("claims/{}", source.name().rsplit('/').next().unwrap_or_default());
    let claims = document.map(|document| Claims { file, document, claims, expected });
    (ParsedClaims { claims, referred, sums }, problems)
}

struct ClaimReader<'r> {
    source: &'r Arc<NamedSource<String>>,
    headline: &'r dyn Fn(&str) -> Option<FigureRef>,
    house: &'r HouseWords,
    referred: &'r mut Vec<Referred>,
    sums: &'r mut Vec<ReferredSum>,
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
        let (mut figures, is_sum) = spec.figure.as_ref().map(|name| self.figure_or_sum(name)).unwrap_or_default();
        figures.extend(spec.figures.iter().filter_map(|name| self.figure(name)));
        if is_sum && (spec.is.is_none() || !spec.figures.is_empty()) {
            self.problem(&span, ClaimsFault::SumOfOneValue {});
            return None;
        }
        let among = |reader: &mut Self, names: &[Spanned<String>]| -> Vec<FigureRef> {
            names.iter().filter_map(|name| reader.figure(name)).collect()
        };
        let highest = among(self, &spec.highest_among);
        let lowest = among(self, &spec.lowest_among);
        let compared = self.compared(&spec);
        let ways =
            [spec.is.is_some(), !highest.is_empty(), !lowest.is_empty(), compared.is_some(), spec.unchecked.is_some()];
        if ways.iter().filter(|way| **way).count() != 1 {
            self.problem(&span, ClaimsFault::OneThing {});
            return None;
        }
        if figures.is_empty() && !spec.accepted {
            return None;
        }
        if figures.is_empty() && spec.unchecked.is_none() {
            self.problem(&span, ClaimsFault::NoFigure {});
            return None;
        }
        let by = self.size(spec.by, &spec.quote)?;
        if by.is_some() && !matches!(compared, Some(Some((Relation::More | Relation::Less, _)))) {
            self.problem(&span, ClaimsFault::NoComparison {});
        }
        let value = match spec.is {
            Some(words) => Some(self.stated(words, &spec.quote)?),
            None => None,
        };
        let mut of = spec.of;
        let states = match (value, compared, spec.unchecked) {
            (_, _, Some(reason)) => States::Unchecked { reason },
            (Some((phrase, words)), ..) => {
                if of.is_some() && phrase.of.is_some() && of != phrase.of {
                    self.problem(&span, ClaimsFault::TwoBases {});
                }
                of = of.or(phrase.of);
                let side = if spec.complement { Side::Others } else { Side::Counted };
                States::Value { figures, is_sum, side, is: phrase.stated, words }
            }
            (_, Some(compared), _) => {
                let (order, with) = compared?;
                States::Compared { figures, order, with, by }
            }
            _ if lowest.is_empty() => States::Highest { figures, among: highest },
            _ => States::Lowest { figures, among: lowest },
        };
        let usual = if matches!(states, States::Unchecked { .. }) { Ruling::NotCheckable } else { Ruling::Holds };
        let expect = spec.expect.unwrap_or(usual);
        if expect != usual && spec.because.is_none() {
            self.problem(&span, ClaimsFault::NoBecause {});
        }
        let (quote, because) = (spec.quote.into_inner(), spec.because);
        Some(Claim { quote, lines, states, of, expect, because, is_accepted: spec.accepted })
    }

    #[expect(
        clippy::option_option,
        reason = "that nothing is compared is no problem; that the other has no name is one"
    )]
    /// How the figures are compared, and with which; nothing of the other where its name cannot be read.
    fn compared(&mut self, spec: &ClaimSpec) -> Option<Option<(Relation, FigureRef)>> {
        let keys = [
            (Relation::More, &spec.more_than),
            (Relation::Less, &spec.less_than),
            (Relation::Similar, &spec.similar_to),
        ];
        let mut given = keys.into_iter().filter_map(|(order, name)| Some((order, name.as_ref()?)));
        let (order, name) = given.next()?;
        if let Some((_, second)) = given.next() {
            self.problem(&second.span(), ClaimsFault::OneThing {});
        }
        Some(self.figure(name).map(|figure| (order, figure)))
    }

    /// How much more is stated, and the words.
    #[expect(
        clippy::option_option,
        reason = "a size that cannot be read spoils the claim; one that is not there does not"
    )]
    fn size(&mut self, words: Option<Spanned<String>>, quote: &Spanned<String>) -> Option<Option<(Size, String)>> {
        let Some(words) = words else { return Some(None) };
        match parse_size(words.get_ref()) {
            Ok(size) => {
                if !is_size_quoted(words.get_ref(), size, quote.get_ref()) {
                    self.problem(&words.span(), ClaimsFault::NotQuoted { words: words.get_ref().clone() });
                }
                Some(Some((size, words.into_inner())))
            }
            Err(reason) => {
                self.problem(&words.span(), ClaimsFault::Wording { reason });
                None
            }
        }
    }

    /// What words state, and the words.
    fn stated(&mut self, words: Spanned<String>, quote: &Spanned<String>) -> Option<(Phrase, String)> {
        match parse_phrase(words.get_ref(), self.house) {
            Ok(phrase) => {
                if !is_quoted(words.get_ref(), &phrase.stated, quote.get_ref(), self.house) {
                    self.problem(&words.span(), ClaimsFault::NotQuoted { words: words.get_ref().clone() });
                }
                Some((phrase, words.into_inner()))
            }
            Err(reason) => {
                self.problem(&words.span(), ClaimsFault::Wording { reason });
                None
            }
        }
    }

    /// The figure of a name, or those that it takes together, and whether it does.
    fn figure_or_sum(&mut self, name: &Spanned<String>) -> (Vec<FigureRef>, bool) {
        let text = name.get_ref();
        if !text.contains(SUM) || (self.headline)(text).is_some() {
            return (self.figure(name).into_iter().collect(), false);
        }
        let parts = text.split(SUM).map(|part| Spanned::new(name.span(), part.trim().to_owned()));
        let figures: Vec<FigureRef> = parts.filter_map(|part| self.figure(&part)).collect();
        self.sums.push((figures.clone(), name.span()));
        (figures, true)
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
