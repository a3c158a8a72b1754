//! `weighting` and `weighting_summary`: how the run made its weights.

use arrow::array::RecordBatch;
use topline_survey::{WeightedCategory, Weighting};

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable};
use crate::values::{filled_texts, numbers, optional_numbers, optional_wholes, texts, wholes};

/// The categories that the weights reach.
pub const WEIGHTING: RecordTable = RecordTable {
    name: "weighting",
    file: "weighting.parquet",
    grain: "a category of a target that the weights reach",
    note: "Only where the run makes the weights.",
    columns: &[
        RecordColumn::whole("target", "target", "the target, counted from one"),
        RecordColumn::text("target_by", "the questions whose categories have targets"),
        RecordColumn::text("category", "the category").null("the target is one total"),
        RecordColumn::whole("n", "respondents", "those in the category, unweighted")
            .null("the survey protects counts of respondents"),
        RecordColumn::number("before", "weighted respondents", "the category before the weights were made")
            .null("as of `n`"),
        RecordColumn::number("known", "weighted respondents", "the total that is known, and that the weights reach"),
        RecordColumn::number("after", "weighted respondents", "the category after the weights were made"),
    ],
    patterns: &[],
};

/// What can be said of the weights as a whole.
pub const WEIGHTING_SUMMARY: RecordTable = RecordTable {
    name: "weighting_summary",
    file: "weighting_summary.parquet",
    grain: "a number about the weights as a whole",
    note: "Only where the run makes the weights.",
    columns: &[
        RecordColumn::text("name", "what the number is"),
        RecordColumn::number("value", "as its name says", "the number"),
    ],
    patterns: &[],
};

/// `weighting`: a row for each category of each target that the weights were made to reach.
pub fn weighting_batch(weighting: &Weighting) -> Result<RecordBatch, RecordError> {
    let each = || weighting.categories.iter();
    let number = |number: &dyn Fn(&WeightedCategory) -> f64| numbers(each().map(number));
    WEIGHTING.batch(vec![
        ("target", wholes(each().map(|category| category.target as u64))),
        ("target_by", texts(each().map(|category| category.by.as_str()))),
        ("category", filled_texts(each().map(|category| category.category.as_str()))),
        ("n", optional_wholes(each().map(|category| category.n))),
        ("before", optional_numbers(each().map(|category| category.before))),
        ("known", number(&|category| category.known)),
        ("after", number(&|category| category.after)),
    ])
}

/// `weighting_summary`: a row for each number that tells of the weights as a whole.
pub fn weighting_summary_batch(weighting: &Weighting) -> Result<RecordBatch, RecordError> {
    let each = || weighting.summary.iter();
    WEIGHTING_SUMMARY.batch(vec![
        ("name", texts(each().map(|(name, _)| *name))),
        ("value", numbers(each().map(|(_, value)| *value))),
    ])
}
