//! `findings`: a row for each problem with data.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use topline_survey::Finding;

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable};
use crate::values::{optional_texts, optional_wholes, texts};

/// The problems with data.
pub const FINDINGS: RecordTable = RecordTable {
    name: "findings",
    file: "findings.parquet",
    grain: "a problem with the data",
    note: "Names places and codes, never the text of an answer.",
    columns: &[
        RecordColumn::text("file", "the source"),
        RecordColumn::text("sheet", "the sheet of a workbook").null("the file has no sheets"),
        RecordColumn::whole("source_row", "row", "the row of the file, counted from one, header rows included")
            .null("the whole file is meant"),
        RecordColumn::text("source_column", "the column of the export").null("the whole row is meant"),
        RecordColumn::text("kind", "what is wrong, in one word"),
        RecordColumn::text("detail", "what is wrong, in a sentence"),
        RecordColumn::text(
            "action",
            "what was done: `quarantined`, `excluded`, `left_out`, `made_invalid`, `made_absent`, `accepted`, `told` (nothing but this row)",
        ),
    ],
    patterns: &[],
};

/// The columns of `findings`.
#[must_use]
pub fn findings_schema() -> SchemaRef {
    FINDINGS.schema()
}

/// A batch of findings.
pub fn findings_batch(findings: &[Finding]) -> Result<RecordBatch, RecordError> {
    let each = || findings.iter();
    FINDINGS.batch(vec![
        ("file", texts(each().map(|finding| finding.place.file.as_str()))),
        ("sheet", optional_texts(each().map(|finding| finding.place.sheet.as_deref()))),
        ("source_row", optional_wholes(each().map(|finding| finding.place.row))),
        ("source_column", optional_texts(each().map(|finding| finding.place.column.as_deref()))),
        ("kind", texts(each().map(|finding| finding.kind.as_str()))),
        ("detail", texts(each().map(|finding| finding.detail.as_str()))),
        ("action", texts(each().map(|finding| finding.action.as_str()))),
    ])
}
