//! The attack on what is about to be published.

use topline_survey::{FigureRef, Tabulation};

use crate::primary::Target;
use crate::release::{Relation, Release, figures};
use crate::standing::Standing;
use crate::suppression::unprotected;

/// A count that can be worked out from what is about to be published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Betrayed {
    /// The count, as its figure is called.
    pub count: String,
    /// How wide the range is in which it can lie, and must be.
    pub width: f64,
    pub need: f64,
    /// The relation that betrays it, in words, and the figures in it.
    pub relation: String,
}

/// Attacks finished tables: only what their cells say counts as known. The first count that is not protected, if there is one.
pub(crate) fn attack(
    release: &Release,
    tables: &[Tabulation],
    standing: &Standing,
    targets: &[Target],
    measures: &[f64],
) -> Option<Betrayed> {
    let failing = unprotected(release, standing, targets, measures);
    let (target, width) = failing.into_iter().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let names: Vec<FigureRef> = figures(tables).map(|figure| figure.name()).collect();
    let betraying = release.touching[target.count].iter().map(|relation| &release.relations[*relation]);
    // The relation with the fewest counts that nothing tells.
    let unknown = |relation: &&Relation| relation.terms.iter().filter(|(count, _)| !standing.is_known(*count)).count();
    let relation = betraying.min_by_key(unknown);
    let relation = relation.map_or_else(
        || "a published figure tells it".to_owned(),
        |relation| {
            let others = relation.terms.iter().map(|(count, _)| *count).filter(|count| *count != target.count);
            let others: Vec<String> = others.take(6).map(|count| release.name(count, &names)).collect();
            format!("{} ({})", relation.kind.as_str(), others.join(", "))
        },
    );
    let count = release.name(target.count, &names);
    Some(Betrayed { count, width, need: target.least, relation })
}
