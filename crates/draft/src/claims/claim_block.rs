//! One `[[claim]]` of a file of claims, as it is written.

use toml::{Table, Value};

/// A section of the file: its text, comments included, and what it says.
#[derive(Debug, Clone)]
pub(super) struct ClaimBlock {
    pub text: String,
    pub table: Option<Table>,
}

impl ClaimBlock {
    /// Reads a section; one that is no claim, or no TOML, is text alone.
    pub(super) fn read(text: String) -> Self {
        let claims = text.parse::<Table>().ok().and_then(|mut table| table.remove("claim"));
        let table = match claims {
            Some(Value::Array(claims)) => match <[Value; 1]>::try_from(claims) {
                Ok([Value::Table(table)]) => Some(table),
                Ok(_) | Err(_) => None,
            },
            Some(_) | None => None,
        };
        Self { text, table }
    }

    /// What it says under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.table.as_ref()?.get(key)
    }

    pub(super) fn quote(&self) -> Option<&str> {
        self.get("quote")?.as_str()
    }

    /// Whether a person has accepted it, or written it.
    pub(super) fn is_accepted(&self) -> bool {
        self.get("accepted").and_then(Value::as_bool).unwrap_or(true)
    }

    /// Sets a key to a value that is written as TOML; the line of the key changes, or is added behind the others.
    pub(super) fn set(&mut self, key: &str, value: &str) {
        let is_line = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let line = format!("{key} = {value}");
        let mut lines: Vec<&str> = self.text.lines().collect();
        if let Some(at) = lines.iter().position(|line| is_line(line)) {
            lines[at] = &line;
        } else {
            let last = lines.iter().rposition(|line| !line.trim().is_empty() && !line.starts_with('#'));
            lines.insert(last.map_or(lines.len(), |last| last + 1), &line);
        }
        *self = Self::read(lines.join("\n") + "\n");
    }

    /// Takes a key out, if it is on one line.
    pub(super) fn remove(&mut self, key: &str) {
        let is_line = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let lines: Vec<&str> = self.text.lines().filter(|line| !is_line(line)).collect();
        *self = Self::read(lines.join("\n") + "\n");
    }
}
