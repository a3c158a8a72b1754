//! Figures and documents into verdicts.
//!
//! A document states a number, a fraction, a count or a quantifier of a figure; [`judge()`] says what the data say of it, and
//! [`judge_expected`] does so for a whole table of published figures beside the export. What the words mean is fixed in one
//! place, the table of [`Stated`](topline_survey::Stated).
//!
//! Left out: reading the files of claims and printing verdicts. Nothing here sees a respondent, and a figure that is held
//! back is not told.

// A new variant of our own enums must be decided on wherever a number, a verdict or what is held back depends on it.
#![deny(clippy::wildcard_enum_match_arm)]

mod audit;
mod cells;
mod circular;
mod combined;
mod comparison;
mod complement;
mod difference;
mod earlier_wave;
mod elsewhere;
mod expected;
mod figures;
mod found;
mod fraction;
mod inconsistent;
mod interval;
mod judge;
mod judged;
mod label;
mod number;
mod possible;
mod published;
mod published_list;
mod quantifier;
mod run_data;
mod same_answers;
mod search;
mod share;
mod sums;
mod value;
mod wordings;

pub use audit::{
    AuditFault, AuditFinding, AuditedStatement, ChartCounts, chart_conflicts, chart_counts, forced_rounding,
    impossible_percentages, words_beside_digits,
};
pub use earlier_wave::{EarlierValue, EarlierWave};
pub use expected::{PublishedCells, judge_expected, judge_published};
pub use judge::{JudgeRules, judge, judge_documents};
pub use published::{ExpectedError, PublishedCell, read_published};
pub use published_list::{PublishedList, read_published_list};
pub use search::{FigureIndex, Found, Query, QueryWord, WantedUnit, describe_figure, describe_sum, wanted_unit};
pub use wordings::{Synonyms, hedges, quantifiers};
