//! In which source a column stands that the pipeline names.
//!
//! A name is a column's own; where sources share it, `SOURCE:column`. A column that has a colon in its own name is found first.

use crate::source::Source;

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnOf<'n> {
    /// In the file whose rows are the responses, by this name.
    Itself(&'n str),
    /// In the joined source at this place of those given, by this name.
    Joined(usize, &'n str),
}

/// Finds the column that the pipeline calls `name`, for the rows of the source `of`, whose file has the columns for which `own`
/// holds; the sources that join have those for which `joined` holds. Nothing where it is in none of them.
pub fn find_column<'n>(
    name: &'n str,
    of: &str,
    own: &dyn Fn(&str) -> bool,
    joining: &[&Source],
    joined: &dyn Fn(usize, &str) -> bool,
) -> Option<ColumnOf<'n>> {
    if own(name) {
        return Some(ColumnOf::Itself(name));
    }
    if let Some(rest) = name.strip_prefix(of).and_then(|rest| rest.strip_prefix(':'))
        && own(rest)
    {
        return Some(ColumnOf::Itself(rest));
    }
    let here = || {
        let here = joining.iter().enumerate();
        here.filter(|(_, source)| source.joins.as_ref().is_some_and(|joins| joins.is_to(of)))
    };
    let plainly = here().find(|(at, _)| joined(*at, name)).map(|(at, _)| ColumnOf::Joined(at, name));
    plainly.or_else(|| {
        here().find_map(|(at, source)| {
            let rest = name.strip_prefix(source.name.as_str())?.strip_prefix(':')?;
            joined(at, rest).then_some(ColumnOf::Joined(at, rest))
        })
    })
}
