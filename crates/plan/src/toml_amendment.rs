//! A TOML file of a pipeline with some keys changed: all other text stays as it is, comments included.

use std::fmt::Write as _;
use std::ops::Range;

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A string of TOML in one line. What JSON escapes, TOML escapes alike, but for DEL.
#[must_use]
pub fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

/// Why a file cannot be changed at a place.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum NotAmendable {
    /// It is no TOML.
    #[error("read it as TOML")]
    NotToml,
    /// The section is written in a way that leaves no place for the key, such as a table in one line.
    #[error("find a place for `{key}` in {section}")]
    NoPlace {
        /// The section.
        section: String,
        /// The key.
        key: String,
    },
}

/// A section of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TomlSection<'s> {
    /// `[name]`.
    Table(&'s str),
    /// The so many-th `[[name]]`, the first being 0.
    Each(&'s str, usize),
}

impl TomlSection<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Table(name) | Self::Each(name, _) => name,
        }
    }

    /// As it is written in the file.
    #[must_use]
    pub fn header(&self) -> String {
        match self {
            Self::Table(name) => format!("[{name}]"),
            Self::Each(name, _) => format!("[[{name}]]"),
        }
    }
}

/// A TOML file that is changed in places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendedToml {
    text: String,
}

/// The line of a header: where it begins, and what it says.
struct HeaderLine {
    start: usize,
    header: String,
}

impl AmendedToml {
    /// A file as it is; one that is not there is empty.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place among the `[[name]]` of the one whose key is this text.
    #[must_use]
    pub fn place_of(&self, name: &str, key: &str, text: &str) -> Option<usize> {
        let root = DeTable::parse(&self.text).ok()?.into_inner();
        let is_it = |place: &usize| {
            let each = value_of(&root, &TomlSection::Each(name, *place));
            each.is_some_and(|each| {
                each.iter().any(|(known, value)| known.get_ref() == key && value.get_ref().as_str() == Some(text))
            })
        };
        (0..count_in(&root, name)).find(is_it)
    }

    /// How many `[[name]]` there are.
    #[must_use]
    pub fn count_of(&self, name: &str) -> usize {
        DeTable::parse(&self.text).map_or(0, |root| count_in(root.get_ref(), name))
    }

    /// Sets a key to a value that is written as TOML, with a remark above it. A `[table]` that is not there is added at the end.
    pub fn set(&mut self, section: &TomlSection<'_>, key: &str, value: &str, remark: &str) -> Result<(), NotAmendable> {
        let root = DeTable::parse(&self.text).map_err(|_| NotAmendable::NotToml)?.into_inner();
        let remarks = comment(remark);
        let known = value_of(&root, section).and_then(|table| value_at(table, key));
        if let Some(span) = known {
            let line = self.start_of_line(span.start);
            self.text.replace_range(span, value);
            self.text.insert_str(line, &remarks);
            return Ok(());
        }
        let line = format!("{remarks}{key} = {value}\n");
        let Some(block) = self.block(&root, section) else {
            return match section {
                TomlSection::Table(name) if !root.keys().any(|known| known.get_ref() == name) => {
                    self.append(&format!("{}\n{line}", section.header()));
                    Ok(())
                }
                TomlSection::Table(_) | TomlSection::Each(..) => {
                    Err(NotAmendable::NoPlace { section: section.header(), key: key.to_owned() })
                }
            };
        };
        // A section begins with its name, where it has one.
        let names =
            self.text[block.clone()].lines().take(2).filter(|line| line.starts_with('[') || line.starts_with("id"));
        let head: usize = names.map(|line| line.len() + 1).sum();
        let mut place = (block.start + head).min(self.text.len());
        if !self.text[..place].ends_with('\n') {
            self.text.insert(place, '\n');
            place += 1;
        }
        self.text.insert_str(place, &line);
        Ok(())
    }

    /// Adds sections at the end.
    pub fn append(&mut self, sections: &str) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(sections);
    }

    /// Makes a comment of a section, and of those in it: what it says no longer holds, and can be read and taken back.
    pub fn comment_out(&mut self, section: &TomlSection<'_>, remark: &str) -> Result<(), NotAmendable> {
        let root = DeTable::parse(&self.text).map_err(|_| NotAmendable::NotToml)?.into_inner();
        let no_place = || NotAmendable::NoPlace { section: section.header(), key: "#".to_owned() };
        let mut block = self.block(&root, section).ok_or_else(no_place)?;
        let inner = format!("{}.", section.name());
        let headers = self.headers(&root);
        let mut following = headers.iter().filter(|line| line.start >= block.end);
        let next = following.find(|line| !line.header.trim_matches(['[', ']']).starts_with(&inner));
        block.end = next.map_or(self.text.len(), |line| line.start);
        let lines: Vec<&str> = self.text[block.clone()].split_inclusive('\n').collect();
        // Comments at the end are about the section below.
        let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let own = lines.iter().rposition(is_said).map_or(0, |last| last + 1);
        let mut changed = comment(remark);
        for (place, line) in lines.iter().enumerate() {
            if place < own && !line.trim().is_empty() {
                changed.push_str("# ");
            }
            changed.push_str(line);
        }
        self.text.replace_range(block, &changed);
        Ok(())
    }

    fn start_of_line(&self, place: usize) -> usize {
        self.text[..place].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The bytes of a section, from its header to the next one.
    fn block(&self, root: &DeTable<'_>, section: &TomlSection<'_>) -> Option<Range<usize>> {
        let headers = self.headers(root);
        let nth = match section {
            TomlSection::Table(_) => 0,
            TomlSection::Each(_, place) => *place,
        };
        let header = section.header();
        let at = headers.iter().enumerate().filter(|(_, line)| line.header == header).nth(nth)?.0;
        let end = headers.get(at + 1).map_or(self.text.len(), |next| next.start);
        Some(headers[at].start..end)
    }

    /// The lines of headers: those that begin with a bracket, and are not within a value.
    fn headers(&self, root: &DeTable<'_>) -> Vec<HeaderLine> {
        let mut values = Vec::new();
        spans(root, &mut values);
        let mut start = 0;
        let mut headers = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let is_value = values.iter().any(|span| span.start < start && start < span.end);
            if line.starts_with('[') && !is_value {
                let brackets = if line.starts_with("[[") { "]]" } else { "]" };
                let end = line.find(brackets).map_or(line.len(), |end| end + brackets.len());
                headers.push(HeaderLine { start, header: line[..end].replace(' ', "") });
            }
            start += line.len();
        }
        headers
    }
}

/// A comment, a line of `#` for each line.
fn comment(text: &str) -> String {
    let mut remark = String::new();
    for line in text.lines() {
        let plain: String = line.chars().map(|each| if each.is_control() { ' ' } else { each }).collect();
        // Writing to text does not fail.
        let _ = writeln!(remark, "# {}", plain.trim());
    }
    remark
}

fn value_of<'t, 'i>(root: &'t DeTable<'i>, section: &TomlSection<'_>) -> Option<&'t DeTable<'i>> {
    let entry = |name: &str| root.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.get_ref());
    match section {
        TomlSection::Table(name) => entry(name)?.as_table(),
        TomlSection::Each(name, place) => match entry(name)? {
            DeValue::Array(each) => each.get(*place)?.get_ref().as_table(),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => None,
        },
    }
}

fn count_in(root: &DeTable<'_>, name: &str) -> usize {
    let array = root.iter().find(|(key, _)| key.get_ref() == name).and_then(|(_, value)| value.get_ref().as_array());
    array.map_or(0, |each| each.iter().count())
}

fn value_at(table: &DeTable<'_>, key: &str) -> Option<Range<usize>> {
    table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value.span())
}

/// The bytes of all values that are no tables with headers.
fn spans(table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for value in table.values() {
        spans_of(value, found);
    }
}

fn spans_of(value: &Spanned<DeValue<'_>>, found: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(inner) => spans(inner, found),
        DeValue::Array(each) if each.iter().any(|each| each.get_ref().is_table()) => {
            // Tables in one array, or each under a header of its own: then the array has no bytes of its own between brackets.
            each.iter().for_each(|each| spans_of(each, found));
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => found.push(value.span()),
    }
}
