//! Names as a hint lists them.

/// Names that may be chosen from.
pub(crate) fn alternatives(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
