//! `quotes.toml`: answers in the respondents' own words that documents show.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// The fewest respondents whom an attribution may fit, where the file does not say.
pub const LEAST_ATTRIBUTED: u64 = 10;

/// What holds for all quotes, and the quotes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quotes {
    /// The fewest respondents whom an attribution may fit.
    pub minimum: u64,
    /// Questions that are private and may be shown all the same.
    pub private: Vec<Spanned<String>>,
    /// Words that are masked.
    pub mask: Vec<String>,
    /// Words that are no name, though they may look like one.
    pub keep: Vec<String>,
    /// The quotes, in the order of the file, each with its attribution filled in.
    pub quotes: Vec<Quote>,
}

/// A quote.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Its name, by which the bulletin shows it: letters, digits, `_` and `-`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The `text` question that the respondent answered.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// The identifier of the respondent, as `responses` has it. Give this or `row`.
    #[schemars(with = "Option<String>")]
    pub respondent: Option<Spanned<String>>,
    /// The `row_id` of the response, as `responses` has it. Give this or `respondent`.
    #[schemars(with = "Option<i64>")]
    pub row: Option<Spanned<i64>>,
    /// The words of the answer that are quoted, `...` for words that are left out. Without this key, the whole answer.
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// The questions whose answers say who speaks, in order; `[]` for none. Without this key, the `attribution` of the file.
    #[schemars(with = "Option<Vec<String>>")]
    pub attribution: Option<Vec<Spanned<String>>>,
    /// The table under which the report shows it. Without this key, the report has a section of quotes.
    #[schemars(with = "Option<String>")]
    pub beside: Option<Spanned<String>>,
}

impl Quote {
    /// Where the file says whose answer it is.
    #[must_use]
    pub fn place_of_respondent(&self) -> Range<usize> {
        let respondent = self.respondent.as_ref().map(Spanned::span);
        respondent.or_else(|| self.row.as_ref().map(Spanned::span)).unwrap_or_else(|| self.id.span())
    }

    /// Where the file has the words; its name where it has none.
    #[must_use]
    pub fn place_of_words(&self) -> Range<usize> {
        self.text.as_ref().map_or_else(|| self.id.span(), Spanned::span)
    }
}

/// A quote as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownQuote {
    /// Its name.
    pub id: String,
    /// The question that the respondent answered.
    pub question: String,
    /// The words, all that is masked replaced.
    pub text: String,
    /// Who speaks, in words: labels of options. Empty where nothing is said.
    pub attribution: String,
    /// The table under which it stands.
    pub beside: Option<String>,
}
