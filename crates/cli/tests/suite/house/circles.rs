//! Files that need each other in a circle cannot be read one after the other.
//!
//! A file needs another where it names something of it, by `use` or by a path. What a `mod.rs` or `lib.rs` passes on is that of
//! the file that declares it.

use std::collections::{BTreeMap, BTreeSet};

use super::are_those_listed;
use super::source::{Source, sources};

/// How often a name may be passed on before it is looked for no further.
const DEPTH: usize = 4;

/// The circles that there are: folder, files, and the reason.
const CIRCLES: &[(&str, &[&str], &str)] = &[
    (
        "crates/aggregate/src",
        &[
            "condition.rs",
            "counted.rs",
            "layout/axes.rs",
            "layout/builder.rs",
            "layout/families.rs",
            "layout/rows.rs",
            "statistics/cell_counts.rs",
            "statistics/cell_query.rs",
            "statistics/documentation.rs",
            "statistics/measure.rs",
        ],
        "one builder, whose methods are in several files; a statistic looks at its rows",
    ),
    (
        "crates/aggregate/src",
        &["functions/names.rs", "functions/naming_error.rs", "sql_error.rs"],
        "an error of SQL looks up the nearest names",
    ),
];

#[test]
fn files_need_each_other_in_one_direction() {
    let mut circles = BTreeSet::new();
    for krate in sources().chunk_by(|one, next| one.krate == next.krate) {
        circles.extend(circles_of(&Crate::of(krate)));
    }
    let paths = |folder: &str, files: &[&str]| files.iter().map(|file| format!("{folder}/{file}")).collect();
    let listed = CIRCLES.iter().map(|(folder, files, _)| paths(folder, files)).collect();
    are_those_listed("files need each other in one direction", &circles, &listed);
}

/// The files of a crate by their modules.
struct Crate<'s> {
    files: BTreeMap<&'s [String], &'s Source>,
}

impl<'s> Crate<'s> {
    fn of(sources: &'s [Source]) -> Self {
        Self { files: sources.iter().map(|source| (source.module.as_slice(), source)).collect() }
    }

    /// The file that declares what a path names, seen from a module.
    fn file_of(&self, from: &[String], path: &[String], depth: usize) -> Option<&'s Source> {
        let (mut module, mut rest) = self.start(from, path)?;
        while let [next, after @ ..] = rest {
            let inner: Vec<String> = module.iter().cloned().chain([next.clone()]).collect();
            if !self.files.contains_key(inner.as_slice()) {
                break;
            }
            (module, rest) = (inner, after);
        }
        let file = *self.files.get(module.as_slice())?;
        let Some(name) = rest.first() else { return Some(file) };
        // Passed on from elsewhere.
        let passed = file.uses.iter().find(|used| used.path.last() == Some(name) && depth > 0);
        match passed {
            Some(used) => self.file_of(&module, &used.path, depth - 1).or(Some(file)),
            None => Some(file),
        }
    }

    /// Where a path begins, and what is left of it; nothing where it is of another crate.
    fn start<'p>(&self, from: &[String], path: &'p [String]) -> Option<(Vec<String>, &'p [String])> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some((Vec::new(), rest)),
            "self" => Some((from.to_vec(), rest)),
            "super" => {
                let mut module = from.to_vec();
                let mut rest = rest;
                module.pop()?;
                while let Some(("super", after)) = rest.split_first().map(|(first, after)| (first.as_str(), after)) {
                    module.pop()?;
                    rest = after;
                }
                Some((module, rest))
            }
            _ => {
                let child: Vec<String> = from.iter().cloned().chain([first.clone()]).collect();
                self.files.contains_key(child.as_slice()).then(|| (from.to_vec(), path))
            }
        }
    }

    /// The files that a file needs.
    fn needs(&self, source: &'s Source) -> BTreeSet<&'s str> {
        let uses = source.uses.iter().filter(|used| !used.is_passed_on).map(|used| &used.path);
        let files = uses.chain(&source.paths).filter_map(|path| self.file_of(&source.module, path, DEPTH));
        files.map(|file| file.path.as_str()).filter(|path| *path != source.path).collect()
    }
}

/// Each set of files that all need each other, by however many steps.
fn circles_of(krate: &Crate<'_>) -> Vec<Vec<String>> {
    let needs: BTreeMap<&str, BTreeSet<&str>> =
        krate.files.values().map(|source| (source.path.as_str(), krate.needs(source))).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> = needs.keys().map(|path| (*path, reach(&needs, path))).collect();
    let mut circles = BTreeSet::new();
    for (path, reaches) in &reached {
        let circle: Vec<String> =
            reaches.iter().filter(|other| reached[*other].contains(path)).map(ToString::to_string).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reach<'p>(needs: &BTreeMap<&'p str, BTreeSet<&'p str>>, from: &str) -> BTreeSet<&'p str> {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = needs[from].iter().copied().collect();
    while let Some(path) = open.pop() {
        if reached.insert(path) {
            open.extend(needs[path].iter().copied());
        }
    }
    reached
}
