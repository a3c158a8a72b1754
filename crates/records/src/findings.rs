//! `findings`: a row for each problem with data.

use arrow::array::{Array as _, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{Int64Type, SchemaRef};
use topline_survey::{Action, Finding, FindingKind, Place};

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
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

/// The findings of a batch.
pub fn findings_of(batch: &RecordBatch) -> Result<Vec<Finding>, RecordError> {
    let lacks =
        |column: &str, data_type| RecordError::Column { table: FINDINGS.name, column: column.to_owned(), data_type };
    let texts = |name: &str| -> Result<&StringArray, RecordError> {
        let column = batch.column_by_name(name).and_then(|column| column.as_string_opt());
        column.ok_or_else(|| lacks(name, RecordType::Text.name()))
    };
    let [files, sheets, columns] = [texts("file")?, texts("sheet")?, texts("source_column")?];
    let [kinds, details, actions] = [texts("kind")?, texts("detail")?, texts("action")?];
    let rows = batch.column_by_name("source_row").and_then(|rows| rows.as_primitive_opt::<Int64Type>());
    let rows = rows.ok_or_else(|| lacks("source_row", RecordType::Whole.name()))?;
    let optional = |texts: &StringArray, at| texts.is_valid(at).then(|| texts.value(at).to_owned());
    let finding = |at: usize| {
        let unknown = |column| RecordError::UnknownWord { table: FINDINGS.name, row: at + 1, column };
        Ok(Finding {
            place: Place {
                file: files.value(at).to_owned(),
                sheet: optional(sheets, at),
                row: rows.is_valid(at).then(|| rows.value(at).cast_unsigned()),
                column: optional(columns, at),
            },
            kind: FindingKind::of(kinds.value(at)).ok_or_else(|| unknown("kind"))?,
            detail: details.value(at).to_owned(),
            action: Action::of(actions.value(at)).ok_or_else(|| unknown("action"))?,
        })
    };
    (0..batch.num_rows()).map(finding).collect()
}

#[cfg(test)]
mod tests {
    use topline_survey::{Action, Finding, FindingKind, Place};

    use super::{findings_batch, findings_of};

    #[test]
    fn findings_are_read_as_they_were_written() {
        let whole_file = Finding {
            place: Place { file: "jan".to_owned(), ..Place::default() },
            kind: FindingKind::MissingColumn,
            detail: "other files have it".to_owned(),
            action: Action::Told,
        };
        let place = Place {
            sheet: Some("A".to_owned()),
            row: Some(7),
            column: Some("q1".to_owned()),
            ..whole_file.place.clone()
        };
        let cell = Finding { place, kind: FindingKind::Malformed, action: Action::MadeInvalid, ..whole_file.clone() };
        let findings = [whole_file, cell];
        let batch = findings_batch(&findings).expect("a batch");
        assert_eq!(findings_of(&batch).expect("findings"), findings);
    }
}
