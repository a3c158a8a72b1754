//! Values of rows as arrays.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int32Array, Int64Array, Int64Builder, ListBuilder,
    StringArray, StringBuilder,
};

use arrow::datatypes::{DataType, Field, Int64Type};

pub(crate) fn texts<'t>(values: impl Iterator<Item = &'t str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

/// Texts with nulls.
pub(crate) fn optional_texts<'t>(values: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

/// A list of texts for each row.
pub(crate) fn text_lists(rows: impl Iterator<Item = Vec<String>>) -> ArrayRef {
    let element = Field::new_list_field(DataType::Utf8, false);
    let mut lists = ListBuilder::new(StringBuilder::new()).with_field(element);
    for texts in rows {
        for text in texts {
            lists.values().append_value(text);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// A list of whole numbers for each row.
pub(crate) fn whole_lists(rows: impl Iterator<Item = Vec<u64>>) -> ArrayRef {
    let element = Field::new_list_field(DataType::Int64, false);
    let mut lists = ListBuilder::new(Int64Builder::new()).with_field(element);
    for wholes in rows {
        for whole in wholes {
            lists.values().append_value(whole.cast_signed());
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// Texts where an empty one is a null.
pub(crate) fn filled_texts<'t>(values: impl Iterator<Item = &'t str>) -> ArrayRef {
    optional_texts(values.map(|text| Some(text).filter(|text| !text.is_empty())))
}

pub(crate) fn truths(values: impl Iterator<Item = bool>) -> ArrayRef {
    Arc::new(values.map(Some).collect::<BooleanArray>())
}

pub(crate) fn codes(values: impl Iterator<Item = i32>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(values))
}

pub(crate) fn numbers(values: impl Iterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}

pub(crate) fn optional_numbers(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(values.collect::<Float64Array>())
}

/// The values of a column of counts or numbers of rows, if it is one and has no nulls.
pub(crate) fn wholes_of(column: &ArrayRef) -> Option<Vec<u64>> {
    let wholes = column.as_primitive_opt::<Int64Type>().filter(|wholes| wholes.null_count() == 0)?;
    wholes.values().iter().map(|whole| u64::try_from(*whole).ok()).collect()
}

/// Counts, or numbers of rows, as a column of a table.
#[must_use]
pub fn wholes(values: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values.map(u64::cast_signed)))
}

pub(crate) fn optional_wholes(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    Arc::new(values.map(|whole| whole.map(u64::cast_signed)).collect::<Int64Array>())
}
