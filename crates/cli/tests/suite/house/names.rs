//! A public name means one thing in the workspace.

use std::collections::{BTreeMap, BTreeSet};

use super::are_those_listed;
use super::source::sources;

/// Names that several types have.
const SHARED: &[&str] =
    &["Bounds", "Design", "Distance", "JointEstimator", "JointProbabilities", "Source", "Stage", "Statistic", "Table"];

#[test]
fn public_types_have_names_of_their_own() {
    let mut count: BTreeMap<&String, usize> = BTreeMap::new();
    for name in sources().iter().flat_map(|source| &source.public_types) {
        *count.entry(name).or_default() += 1;
    }
    let shared: BTreeSet<String> =
        count.into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name.clone()).collect();
    are_those_listed("a public type has a name of its own", &shared, &SHARED.iter().map(ToString::to_string).collect());
}
