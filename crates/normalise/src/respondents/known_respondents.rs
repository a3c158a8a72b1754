//! The respondents whose rows have been read, so that the next row of the same one is known.
//!
//! The latest are in memory; when they take too much of it, they go into a file that nobody else sees. What stays of it is an index,
//! an eighth of a byte for each; where names come in no order also a filter, a byte and a quarter for each up to some size. Files
//! that are searched become one, so that they are few.

use std::io;

use crate::respondents::name_file::NameFile;
use crate::respondents::name_list::NameList;

/// How much memory the latest may take: a million of short names.
const MOST_MEMORY: usize = 24 << 20;

/// Respondents, by the names that the export gives them.
pub(crate) struct Respondents {
    latest: NameList,
    earlier: Vec<NameFile>,
    most_memory: usize,
}

impl Respondents {
    pub(crate) fn new() -> Self {
        Self::within(MOST_MEMORY)
    }

    fn within(most_memory: usize) -> Self {
        Self { latest: NameList::default(), earlier: Vec::new(), most_memory }
    }

    /// Whether this respondent has not been asked for before.
    pub(crate) fn is_first(&mut self, name: &str) -> io::Result<bool> {
        if !self.earlier.is_empty() {
            let hash = self.latest.hash(name);
            for earlier in &mut self.earlier {
                if earlier.has(name, hash)? {
                    return Ok(false);
                }
            }
        }
        let (_, is_new) = self.latest.enter(name);
        if is_new && self.latest.memory() > self.most_memory {
            self.merge_searched()?;
            let emptied = self.latest.emptied();
            self.earlier.push(NameFile::write(&std::mem::replace(&mut self.latest, emptied))?);
        }
        Ok(is_new)
    }

    /// Makes one file of the last two while both are searched and the earlier has at most twice as many names: then they are
    /// few, and no name is written again often.
    fn merge_searched(&mut self) -> io::Result<()> {
        let Some(mut last) = self.earlier.pop() else { return Ok(()) };
        if last.was_searched() {
            while let Some(earlier) =
                self.earlier.pop_if(|earlier| earlier.was_searched() && earlier.count() <= 2 * last.count())
            {
                last = NameFile::merge(earlier, last)?;
            }
        }
        self.earlier.push(last);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Respondents;

    #[test]
    fn a_respondent_is_first_once_wherever_it_is_kept() {
        let ascending: Vec<String> = (0..10_000).map(|number| format!("R{number}")).collect();
        let mut mixed = ascending.clone();
        // A fixed shuffle: steps of a length that has no factor in common with the number of names.
        mixed.sort_by_key(|name| name[1..].parse::<usize>().map_or(0, |number| number * 7_919 % 10_000));
        let long: Vec<String> = (0..40).map(|length| "ü".repeat(length * 100)).collect();
        for names in [&ascending, &mixed, &long] {
            for most_memory in [usize::MAX, 1 << 17, 1 << 14] {
                let mut respondents = Respondents::within(most_memory);
                let mut known = HashSet::new();
                for (name, again) in names.iter().zip(names.iter().cycle().skip(names.len() / 3)) {
                    for name in [name, again, name] {
                        let is_first = respondents.is_first(name).expect("a file to set names aside in");
                        assert_eq!(is_first, known.insert(name), "{name:.40} within {most_memory}");
                    }
                }
                assert_eq!(respondents.earlier.is_empty(), most_memory == usize::MAX);
                assert!(respondents.earlier.len() < 8, "{} files within {most_memory}", respondents.earlier.len());
            }
        }
    }
}
