//! A file is one idea, and a function can be seen whole.

use super::are_those_listed;
use super::source::sources;

/// How many lines a file may have.
const FILE: usize = 400;
/// How many lines a function may have.
const FUNCTION: usize = 80;

/// Files that are longer.
const LONG_FILES: &[&str] = &[];

/// Functions that are longer, with their file.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

#[test]
fn files_are_short() {
    let long = sources().iter().filter(|source| source.lines > FILE).map(|source| source.path.clone());
    let listed = LONG_FILES.iter().map(ToString::to_string).collect();
    are_those_listed(&format!("a file has at most {FILE} lines"), &long.collect(), &listed);
}

#[test]
fn functions_are_short() {
    let functions = sources().iter().flat_map(|source| source.functions.iter().map(move |function| (source, function)));
    let long = functions.filter(|(_, (_, lines))| *lines > FUNCTION);
    let long = long.map(|(source, (name, _))| (source.path.clone(), name.clone())).collect();
    let listed = LONG_FUNCTIONS.iter().map(|(file, name)| ((*file).to_owned(), (*name).to_owned())).collect();
    are_those_listed(&format!("a function has at most {FUNCTION} lines"), &long, &listed);
}
