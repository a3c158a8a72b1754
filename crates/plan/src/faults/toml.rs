//! What makes a file no TOML, or none with the sections and keys that it should have.

use std::fmt;

use topline_survey::nearest;

crate::faults! {
    /// What is wrong with the TOML of a file.
    pub(crate) enum TomlFault {
        /// The text is not TOML.
        ["toml/syntax"] Syntax { reason: TomlReason } "{reason}";
        /// A key is unknown or missing, or its value is of another type. The message is that of the TOML reader.
        ["toml/value"] Value { reason: TomlReason } "{reason}" hint reason.hint();
        /// More problems of a kind than are listed: the file may be another one than was meant.
        ["toml/more"] More { count: usize, what: &'static str } "and {count} more {what}";
        /// A key that every file of this kind has is not there.
        ["toml/missing-key"] MissingKey { key: &'static str } "`{key}` is missing";
        /// What should be written under `[[key]]`, once or several times, is something else.
        ["toml/not-a-list"] NotAList { key: &'static str } "`{key}` is not a list"
            hint format!("write each one under `[[{key}]]`");
        /// The file has a key or section that nothing reads.
        ["toml/unknown-key"] UnknownKey { key: String, known: Vec<&'static str> } "unknown key `{key}`"
            hint key_hint(key, known);
    }
}

fn key_hint(key: &str, known: &[&'static str]) -> String {
    let near = nearest(key, known.iter().copied());
    if near.is_empty() {
        format!("the keys of this file are {}", known.join(", "))
    } else {
        format!("did you mean {}?", near.join(" or "))
    }
}

/// Why TOML cannot be read, in the words of its reader.
#[derive(Debug)]
pub struct TomlReason(pub toml::de::Error);

impl TomlReason {
    /// The nearest of the names that serde lists: "unknown field `nmae`, expected one of `id`, `name`".
    fn hint(&self) -> Option<String> {
        let (unknown, known) = self.0.message().trim().strip_prefix("unknown ")?.split_once(", expected ")?;
        let name = unknown.split('`').nth(1)?;
        let near = nearest(name, known.split('`').skip(1).step_by(2));
        (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
    }
}

impl fmt::Display for TomlReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message().trim())
    }
}
