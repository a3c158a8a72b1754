//! What a spreadsheet shows in a cell that it cannot work out: no answer of a respondent.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The errors, one a line; a line that begins with `# ` is a comment.
const ERRORS: &str = include_str!("../words/cell_errors.txt");

/// Whether a text is the error of a spreadsheet: `#N/A`, `#REF!`, `#WERT!`, `Err:502`.
#[must_use]
pub fn is_cell_error(text: &str) -> bool {
    static KNOWN: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let text = text.trim();
    if let Some(number) = text.strip_prefix("Err:") {
        return number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    }
    let known = || ERRORS.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).collect();
    text.starts_with('#') && KNOWN.get_or_init(known).contains(text)
}

#[cfg(test)]
mod tests {
    use super::is_cell_error;

    #[test]
    fn errors_of_spreadsheets_are_told_from_answers() {
        for error in ["#N/A", " #REF! ", "#DIV/0!", "#NV", "#¡VALOR!", "#ЗНАЧ!", "#DEEL/0!", "Err:502"] {
            assert!(is_cell_error(error), "{error}");
        }
        for answer in ["N/A", "#1", "#", "# Czech and Hungarian", "#metoo", "Err:5", "Err: 502", ""] {
            assert!(!is_cell_error(answer), "{answer}");
        }
    }
}
