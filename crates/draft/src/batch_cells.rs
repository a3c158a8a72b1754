//! The text cells of a raw batch, whether its columns are plain or dictionary-coded.

use arrow::array::{Array, AsArray, RecordBatch, StringArray};

/// A text column.
pub(crate) enum Cells<'b> {
    Plain(&'b StringArray),
    Coded(Vec<usize>, &'b StringArray, &'b dyn Array),
    Other,
}

impl<'b> Cells<'b> {
    /// The column at this position of the batch.
    pub(crate) fn of(batch: &'b RecordBatch, position: usize) -> Self {
        let column = batch.column(position);
        if let Some(texts) = column.as_string_opt::<i32>() {
            return Self::Plain(texts);
        }
        let Some(coded) = column.as_any_dictionary_opt() else { return Self::Other };
        match coded.values().as_string_opt::<i32>() {
            Some(texts) if !texts.is_empty() => Self::Coded(coded.normalized_keys(), texts, column.as_ref()),
            _ => Self::Other,
        }
    }

    /// The trimmed cell; nothing where it is blank.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let text = match self {
            Self::Plain(texts) if texts.is_valid(row) => texts.value(row),
            Self::Coded(keys, texts, column) if column.is_valid(row) && texts.is_valid(keys[row]) => {
                texts.value(keys[row])
            }
            _ => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }
}
