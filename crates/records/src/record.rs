//! The description of a table, and batches that keep to it.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::error::RecordError;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordType {
    /// Text in UTF-8.
    Text,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    Wholes,
    /// A whole number: a count, or the number of a row. Signed, so that differences of counts can be computed everywhere.
    Whole,
    /// A whole number of 32 bits: a code, a rank, a depth.
    Code,
    /// A double.
    Number,
    /// True or false.
    Truth,
    /// A day.
    Day,
}

impl RecordType {
    /// The type in Arrow.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Texts => DataType::new_list(DataType::Utf8, false),
            Self::Wholes => DataType::new_list(DataType::Int64, false),
            Self::Whole => DataType::Int64,
            Self::Code => DataType::Int32,
            Self::Number => DataType::Float64,
            Self::Truth => DataType::Boolean,
            Self::Day => DataType::Date32,
        }
    }

    /// The name of the type in Parquet, as DuckDB and others show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "VARCHAR",
            Self::Texts => "VARCHAR[]",
            Self::Wholes => "INT64[]",
            Self::Whole => "INT64",
            Self::Code => "INT32",
            Self::Number => "DOUBLE",
            Self::Truth => "BOOLEAN",
            Self::Day => "DATE",
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordColumn {
    /// Its name; in angle brackets what depends on the pipeline.
    pub name: &'static str,
    /// What it holds.
    pub holds: RecordType,
    /// What a value counts or is measured in; nothing for words and codes.
    pub unit: Option<&'static str>,
    /// When there is no value; nothing where there always is one.
    pub null: Option<&'static str>,
    /// What a value means.
    pub meaning: &'static str,
}

impl RecordColumn {
    pub(crate) const fn new(name: &'static str, holds: RecordType, meaning: &'static str) -> Self {
        Self { name, holds, unit: None, null: None, meaning }
    }

    pub(crate) const fn text(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, RecordType::Text, meaning)
    }

    pub(crate) const fn texts(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, RecordType::Texts, meaning)
    }

    pub(crate) const fn number(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self::new(name, RecordType::Number, meaning).in_unit(unit)
    }

    pub(crate) const fn whole(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self::new(name, RecordType::Whole, meaning).in_unit(unit)
    }

    pub(crate) const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// With nulls, which mean this.
    pub(crate) const fn null(self, when: &'static str) -> Self {
        Self { null: Some(when), ..self }
    }

    /// The field in Arrow.
    #[must_use]
    pub fn field(&self) -> Field {
        Field::new(self.name, self.holds.arrow(), self.null.is_some())
    }
}

/// A table of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordTable {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its file in the run's folder.
    pub file: &'static str,
    /// What one row is.
    pub grain: &'static str,
    /// What a reader should know before using it.
    pub note: &'static str,
    /// The columns that it always has, in their order.
    pub columns: &'static [RecordColumn],
    /// The columns that depend on the pipeline.
    pub patterns: &'static [RecordColumn],
}

impl RecordTable {
    /// The columns that it always has.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.columns.iter().map(RecordColumn::field).collect::<Vec<_>>()))
    }

    /// A batch of columns, each by its name and in the order of the description.
    pub(crate) fn batch(&self, columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, RecordError> {
        if !columns.iter().map(|(name, _)| *name).eq(self.columns.iter().map(|column| column.name)) {
            return Err(RecordError::Names { table: self.name });
        }
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        RecordBatch::try_new(self.schema(), arrays).map_err(|source| RecordError::Batch { table: self.name, source })
    }
}
