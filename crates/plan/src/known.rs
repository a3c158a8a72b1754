//! What may have been meant by a name that is not known.

use topline_survey::nearest;

/// The most names that are listed.
const MOST_LISTED: usize = 30;

/// The names that may have been meant. Of many, only those that are near are kept: there may be as many problems as names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// Those that are like the one given.
    Near(Vec<String>),
    /// All that there are, as none is like it.
    All(Vec<String>),
    /// None is like it, and there are too many to list, or none.
    Many,
}

impl Known {
    /// Of these names, those that may have been meant by `name`.
    pub(crate) fn of<K: AsRef<str>>(name: &str, known: impl IntoIterator<Item = K>) -> Self {
        let known: Vec<K> = known.into_iter().collect();
        let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let near = nearest(name, known.iter().copied());
        match (near.is_empty(), known.len()) {
            (false, _) => Self::Near(owned(&near)),
            (true, 1..=MOST_LISTED) => Self::All(owned(&known)),
            (true, _) => Self::Many,
        }
    }

    /// The advice that they give.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Near(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Some(format!("did you mean {}?", names.join(" or ")))
            }
            Self::All(names) => Some(format!("known: {}", names.join(", "))),
            Self::Many => None,
        }
    }
}
