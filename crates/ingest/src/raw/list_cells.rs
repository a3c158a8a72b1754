//! Several values in one cell.
//!
//! The values of a list stand on lines of their own, so that a codebook's `separator = "\n"` tells them apart: unlike a comma
//! or a semicolon, a line feed is in hardly any label. A list whose values are lists or objects themselves, or have line feeds,
//! stays JSON.

use serde_json::Value;

/// The text of a list, or of any other value.
pub(crate) fn list_cell(value: Value) -> String {
    match value {
        Value::Array(values) if values.iter().all(is_one_line) => {
            let mut cell = String::new();
            for (at, value) in values.into_iter().enumerate() {
                if at > 0 {
                    cell.push('\n');
                }
                match value {
                    Value::String(text) => cell.push_str(&text),
                    Value::Null => {}
                    value => cell.push_str(&value.to_string()),
                }
            }
            cell
        }
        Value::String(text) => text,
        value => value.to_string(),
    }
}

fn is_one_line(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\n'),
        Value::Array(_) | Value::Object(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}
