//! The cells of a JSON object.
//!
//! Objects within it are flattened, `a.b`. Strings are their text, numbers as they are written, without final zeros (a number of
//! any length keeps its digits), `true` and `false` themselves; `null` is a missing cell. The values of an array stand on lines
//! of their own, so that a codebook's `separator = "\n"` tells them apart; an array of arrays or objects, or of text with line
//! feeds, stays JSON.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::raw::iso_time::without_final_zeros;

/// Objects in objects beyond this stay JSON.
const DEEPEST: usize = 32;

/// A key with those of the objects around it, and its cell.
pub(crate) type KeyedCell = (String, Option<String>);

/// The cells of a line, in its order; where it is no object, the column at which that shows.
pub(crate) fn cells_of(line: &str) -> Result<Vec<KeyedCell>, usize> {
    let mut cells = Vec::new();
    flatten(line, "", 0, &mut cells).map_err(|error| error.column())?;
    Ok(cells)
}

fn flatten(object: &str, prefix: &str, depth: usize, cells: &mut Vec<KeyedCell>) -> Result<(), serde_json::Error> {
    let mut input = serde_json::Deserializer::from_str(object);
    (&mut input).deserialize_map(Object { prefix, depth, cells })?;
    input.end()
}

/// Collects the cells of an object.
struct Object<'c> {
    prefix: &'c str,
    depth: usize,
    cells: &'c mut Vec<KeyedCell>,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value::<&RawValue>()?.get();
            let key = if self.depth == 0 { key } else { format!("{}.{key}", self.prefix) };
            let is_empty = value.trim_start_matches('{').trim_start().starts_with('}');
            if value.starts_with('{') && !is_empty && self.depth < DEEPEST {
                flatten(value, &key, self.depth + 1, self.cells).map_err(A::Error::custom)?;
            } else {
                self.cells.push((key, cell_of(value)));
            }
        }
        Ok(())
    }
}

/// The text of a value that is well-formed JSON.
fn cell_of(value: &str) -> Option<String> {
    match value.as_bytes().first() {
        Some(b'n') => None,
        Some(b'[') => Some(array(value).unwrap_or_else(|| value.to_owned())),
        _ => Some(scalar(value)),
    }
}

/// The values of an array on lines of their own; nothing where they cannot be told apart then.
fn array(value: &str) -> Option<String> {
    let values: Vec<&RawValue> = serde_json::from_str(value).ok()?;
    let mut cell = String::new();
    for (at, value) in values.into_iter().map(RawValue::get).enumerate() {
        if at > 0 {
            cell.push('\n');
        }
        match value.as_bytes().first() {
            Some(b'[' | b'{') => return None,
            Some(b'n') => {}
            _ => {
                let text = scalar(value);
                if text.contains('\n') {
                    return None;
                }
                cell.push_str(&text);
            }
        }
    }
    Some(cell)
}

/// A value that is no array, object or null. Text with half a surrogate pair stays as it is written.
fn scalar(value: &str) -> String {
    match value.as_bytes().first() {
        Some(b'"') => serde_json::from_str(value).unwrap_or_else(|_| value.to_owned()),
        Some(b'-' | b'0'..=b'9') => number(value),
        _ => value.to_owned(),
    }
}

/// A number as short as can be, with all its digits.
fn number(value: &str) -> String {
    if !value.contains(['e', 'E']) {
        return without_final_zeros(value);
    }
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn an_object_becomes_cells() {
        let check = |line: &str, expected: &[(&str, Option<&str>)]| {
            let cells = cells_of(line).expect("an object");
            let cells: Vec<_> = cells.iter().map(|(key, cell)| (key.as_str(), cell.as_deref())).collect();
            assert_eq!(cells, expected, "{line}");
        };
        check(r#" {"b":"x","a":7.0} "#, &[("b", Some("x")), ("a", Some("7"))]);
        check(r#"{"a":{"b":{"c":1},"d":null},"e":{}}"#, &[("a.b.c", Some("1")), ("a.d", None), ("e", Some("{}"))]);
        check(
            r#"{"a":["x, y","z",null,2.50,true],"b":[],"c":["x\ny"],"d":[{"e":1}]}"#,
            &[
                ("a", Some("x, y\nz\n\n2.5\ntrue")),
                ("b", Some("")),
                ("c", Some(r#"["x\ny"]"#)),
                ("d", Some(r#"[{"e":1}]"#)),
            ],
        );
        check(
            r#"{"id":12345678901234567890123,"f":-0.10,"g":1e3,"h":1E400,"t":true,"u":"\u00e9\ud800"}"#,
            &[
                ("id", Some("12345678901234567890123")),
                ("f", Some("-0.1")),
                ("g", Some("1000")),
                ("h", Some("1E400")),
                ("t", Some("true")),
                ("u", Some(r#""\u00e9\ud800""#)),
            ],
        );
        check("{\"a\": { } }", &[("a", Some("{ }"))]);
        for broken in ["", "[1]", "\"x\"", "{\"a\":1", "{\"a\":1} x", "{a:1}", "null", "{\"a\":tru}"] {
            assert!(cells_of(broken).is_err(), "{broken}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(cells_of(&deep).expect("an object").len(), 1);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(cells_of(&deep).expect("an object").len(), 1);
    }
}
