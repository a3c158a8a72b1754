//! `verdicts`: a row for each claim.

use arrow::array::RecordBatch;
use topline_survey::Verdict;

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::{optional_texts, text_lists, texts, truths, whole_lists};

/// What the data say of each claim.
pub const VERDICTS: RecordTable = RecordTable {
    name: "verdicts",
    file: "verdicts.parquet",
    grain: "a claim of a document, or a row of a table of expected figures",
    note: "Holds no respondents.",
    columns: &[
        RecordColumn::text("document", "the document that makes the claim"),
        RecordColumn::new(
            "lines",
            RecordType::Wholes,
            "the lines of the document that make the claim; of a table of expected figures, its row",
        )
        .in_unit("line"),
        RecordColumn::text("quote", "the words of the document"),
        RecordColumn::texts("figures", "the figures that the claim is about"),
        RecordColumn::text("stated", "what the document states"),
        RecordColumn::text("found", "what the data say"),
        RecordColumn::text("ruling", "the verdict in one word"),
        RecordColumn::text("reason", "the verdict in a sentence"),
        RecordColumn::text("expected", "the verdict that the pipeline expects"),
        RecordColumn::new("as_expected", RecordType::Truth, "whether `ruling` is `expected`"),
        RecordColumn::text("because", "why the pipeline expects another verdict than `holds`")
            .null("it gives no reason"),
    ],
    patterns: &[],
};

/// A batch of verdicts.
pub fn verdicts_batch(verdicts: &[Verdict]) -> Result<RecordBatch, RecordError> {
    let figures = |verdict: &Verdict| verdict.figures.iter().map(ToString::to_string).collect();
    let each = || verdicts.iter();
    VERDICTS.batch(vec![
        ("document", texts(each().map(|verdict| verdict.document.as_str()))),
        ("lines", whole_lists(each().map(|verdict| verdict.lines.numbers()))),
        ("quote", texts(each().map(|verdict| verdict.quote.as_str()))),
        ("figures", text_lists(each().map(figures))),
        ("stated", texts(each().map(|verdict| verdict.stated.as_str()))),
        ("found", texts(each().map(|verdict| verdict.found.as_str()))),
        ("ruling", texts(each().map(|verdict| verdict.ruling.as_str()))),
        ("reason", texts(each().map(|verdict| verdict.reason.as_str()))),
        ("expected", texts(each().map(|verdict| verdict.expected.as_str()))),
        ("as_expected", truths(each().map(Verdict::is_as_expected))),
        ("because", optional_texts(each().map(|verdict| verdict.because.as_deref()))),
    ])
}
