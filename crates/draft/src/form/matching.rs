//! Which columns of an export are those of a field, however the tool was told to name them: by codes, by the words of the
//! question, by these words cut short, or by both.

use std::collections::HashMap;

use crate::column::Column;
use crate::form::field::Field;
use crate::text::fold;
use crate::tools::code_and_text;

/// The columns of an export by their names.
pub(super) struct Names<'c> {
    exact: HashMap<&'c str, usize>,
    /// Nothing where several columns have the name.
    folded: HashMap<String, Option<usize>>,
    /// Names whose words are cut short: the question, and its part.
    cut: Vec<(String, String, usize)>,
}

impl<'c> Names<'c> {
    pub(super) fn of(columns: &'c [Column]) -> Self {
        let mut names = Self { exact: HashMap::new(), folded: HashMap::new(), cut: Vec::new() };
        for (at, column) in columns.iter().enumerate() {
            let name = column.heading.name.as_str();
            names.exact.insert(name, at);
            // `Q1[SQ001]. What do you drink? [Tea]`, whatever stands between.
            if let Some((code, _, words)) = code_and_text(name) {
                names.exact.entry(code).or_insert(at);
                names.fold(words, at);
            }
            names.fold(name, at);
            let (stem, part) = name.strip_suffix(']').and_then(|name| name.rsplit_once('[')).unwrap_or((name, ""));
            if is_cut(stem) || is_cut(part) {
                names.cut.push((fold(stem), fold(part), at));
            }
        }
        names
    }

    fn fold(&mut self, name: &str, at: usize) {
        self.folded.entry(fold(name)).and_modify(|known| *known = None).or_insert(Some(at));
    }

    /// The column of a field without parts.
    pub(super) fn whole(&self, field: &Field) -> Option<usize> {
        let by_code = spelled(field).into_iter().find_map(|name| self.exact.get(name.as_str()).copied());
        by_code.or_else(|| self.folded.get(&fold(&field.text)).copied().flatten()).or_else(|| self.cut_short(field, ""))
    }

    /// The column of a part of a field: of an option, an item, or what is written beside.
    pub(super) fn part(&self, field: &Field, code: &str, label: &str) -> Option<usize> {
        let of_boxes = code.to_lowercase().replace('-', "_");
        let mut names = Vec::new();
        for name in spelled(field) {
            names.extend([
                format!("{name}[{code}]"),
                format!("{name}/{code}"),
                format!("{name}___{of_boxes}"),
                format!("{name}_{code}"),
                format!("{name}.{code}."),
            ]);
        }
        let by_code = names.iter().find_map(|name| self.exact.get(name.as_str()).copied());
        by_code
            .or_else(|| {
                let text = &field.text;
                let names = [
                    format!("{text} [{label}]"),
                    format!("{text}[{label}]"),
                    format!("{text} (choice={label})"),
                    format!("{text}/{label}"),
                ];
                names.iter().find_map(|name| self.folded.get(&fold(name)).copied().flatten())
            })
            .or_else(|| self.cut_short(field, label))
    }

    /// The column of an item that is a field of its own.
    pub(super) fn named(&self, name: &str, text: &str) -> Option<usize> {
        self.exact.get(name).copied().or_else(|| self.folded.get(&fold(text)).copied().flatten())
    }

    /// The only column whose words, cut short, are the beginning of these.
    fn cut_short(&self, field: &Field, label: &str) -> Option<usize> {
        let (text, label) = (fold(&field.text), fold(label));
        let mut found = self.cut.iter().filter(|(stem, part, _)| begins(&text, stem) && begins(&label, part));
        let (_, _, at) = found.next()?;
        found.next().is_none().then_some(*at)
    }
}

fn is_cut(words: &str) -> bool {
    let words = words.trim_end();
    words.ends_with("..") || words.ends_with('\u{2026}')
}

/// Whether words, cut short or not, are (the beginning of) a text.
fn begins(text: &str, words: &str) -> bool {
    if !is_cut(words) {
        return text == words;
    }
    let start = words.trim_end().trim_end_matches(['.', '\u{2026}']).trim_end();
    start.chars().count() >= 5 && text.starts_with(start)
}

/// The names that a field's column may have: its own, and with its groups before it.
fn spelled(field: &Field) -> Vec<String> {
    let mut names = vec![field.name.clone()];
    for between in ["/", "-", ".", ":"] {
        for start in 0..field.path.len() {
            names.push(format!("{}{between}{}", field.path[start..].join(between), field.name));
        }
    }
    names
}
