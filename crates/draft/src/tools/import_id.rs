//! The names that Qualtrics imports columns by, in a row of its header.

/// `{"ImportId":"QID1"}`, as Qualtrics names a column; some tools write it in single quotes.
pub(crate) fn is_import_id(cell: &str) -> bool {
    cell.trim_start().starts_with('{') && cell.contains("ImportId")
}

/// The name within `{"ImportId":"QID1"}`.
pub(crate) fn import_id(cell: &str) -> Option<&str> {
    if !is_import_id(cell) {
        return None;
    }
    let after = cell.split_once("ImportId")?.1;
    let value = after.split_once(':')?.1.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::import_id;

    #[test]
    fn import_ids_are_read_in_either_quotes() {
        assert_eq!(import_id("{\"ImportId\":\"QID1_TEXT\",\"choiceId\":\"4\"}"), Some("QID1_TEXT"));
        assert_eq!(import_id("{'ImportId': 'QID40#1-2'}"), Some("QID40#1-2"));
        assert_eq!(import_id("QID1"), None);
    }
}
