//! Samples that have clusters, respondents or replicates in common: the covariance of their estimates, and its degrees of freedom.
//!
//! Each sample comes as the parts of its errors ([`crate::deviations`]), each with a name that is the same in all samples where it is
//! of the same cluster or respondent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use topline_exact::ExactSum;

use crate::deviations::ErrorPart;

/// What several samples have in common.
#[derive(Debug)]
pub struct SampleOverlap {
    samples: Vec<Known>,
    names: usize,
}

/// A sample: for each part of its errors, what it is of.
#[derive(Debug)]
struct Known {
    /// The number of its name among those of all samples.
    names: Vec<usize>,
    /// Of parts of the first stage, the stratum, and a number for all strata that have clusters in common with it.
    strata: Vec<Option<(usize, usize)>>,
    is_replicated: bool,
}

/// An estimate of a sample.
#[derive(Clone, Copy, Debug)]
pub struct SampleEstimate<'a> {
    /// The position of the sample.
    pub sample: usize,
    /// The parts of its error.
    pub parts: &'a [f64],
    /// For each part, whether it is of rows in the estimate's domain.
    pub present: &'a [bool],
    /// The degrees of freedom of the estimate alone.
    pub df: f64,
}

impl SampleOverlap {
    /// Samples as the parts of their errors, each with its name; parts without one are of nothing in another sample.
    #[must_use]
    pub fn new(samples: &[(&[ErrorPart], &[Option<String>])]) -> Self {
        let mut names = Names::default();
        let numbered: Vec<Vec<usize>> =
            samples.iter().map(|(_, own)| own.iter().map(|name| names.number(name.as_deref())).collect()).collect();
        let groups = groups_of_strata(samples, &numbered);
        let known = samples.iter().zip(numbered).enumerate().map(|(sample, ((parts, _), names))| Known {
            names,
            strata: parts.iter().map(|part| first_stratum(*part).map(|own| (own, groups[&(sample, own)]))).collect(),
            is_replicated: parts.iter().any(|part| matches!(part, ErrorPart::Replicate { .. })),
        });
        Self { samples: known.collect(), names: names.next }
    }

    /// The covariance of two estimates of different samples: the sum of the products of parts that are of the same.
    #[must_use]
    pub fn covariance(&self, one: SampleEstimate<'_>, other: SampleEstimate<'_>) -> f64 {
        let mut of_name = vec![0.0; self.names];
        for (name, part) in self.samples[one.sample].names.iter().zip(one.parts) {
            of_name[*name] += part;
        }
        let parts = self.samples[other.sample].names.iter().zip(other.parts);
        parts.map(|(name, part)| of_name[*name] * part).collect::<ExactSum>().value()
    }

    /// The degrees of freedom of a comparison of estimates of different samples: clusters of all of them together less strata, where a
    /// cluster that is in several counts once; of replicates that are the same in all, those of the least.
    #[must_use]
    pub fn degrees(&self, estimates: &[SampleEstimate<'_>]) -> f64 {
        if estimates.iter().any(|estimate| self.samples[estimate.sample].is_replicated) {
            let least = estimates.iter().map(|estimate| estimate.df).fold(f64::INFINITY, f64::min);
            let all = estimates.iter().map(|estimate| estimate.df).sum();
            return if self.have_same_replicates(estimates) { least } else { all };
        }
        let mut clusters: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut strata: BTreeMap<usize, Vec<BTreeSet<usize>>> = BTreeMap::new();
        for (place, estimate) in estimates.iter().enumerate() {
            let known = &self.samples[estimate.sample];
            for ((name, stratum), present) in known.names.iter().zip(&known.strata).zip(estimate.present) {
                let Some((stratum, group)) = stratum.filter(|_| *present) else { continue };
                clusters.entry(group).or_default().insert(*name);
                strata.entry(group).or_insert_with(|| vec![BTreeSet::new(); estimates.len()])[place].insert(stratum);
            }
        }
        let most_strata = |group: &usize| strata[group].iter().map(BTreeSet::len).max().unwrap_or_default();
        clusters.iter().map(|(group, own)| own.len().saturating_sub(most_strata(group)) as f64).sum()
    }

    fn have_same_replicates(&self, estimates: &[SampleEstimate<'_>]) -> bool {
        let names = |estimate: &SampleEstimate<'_>| &self.samples[estimate.sample].names;
        estimates.windows(2).all(|pair| names(&pair[0]) == names(&pair[1]))
    }
}

/// Numbers for names as they come.
#[derive(Default)]
struct Names<'n> {
    known: HashMap<&'n str, usize>,
    next: usize,
}

impl<'n> Names<'n> {
    /// The number of a name; of none, one of its own.
    fn number(&mut self, name: Option<&'n str>) -> usize {
        let next = self.next;
        let number = name.map_or(next, |name| *self.known.entry(name).or_insert(next));
        self.next += usize::from(number == next);
        number
    }
}

/// The stratum of a part of the first stage.
fn first_stratum(part: ErrorPart) -> Option<usize> {
    match part {
        ErrorPart::Cluster { stage: 0, stratum, .. } | ErrorPart::Row { stage: 0, stratum, .. } => Some(stratum),
        ErrorPart::Cluster { .. } | ErrorPart::Row { .. } | ErrorPart::Replicate { .. } => None,
    }
}

/// For each stratum of each sample, a number for all strata that are connected by clusters that they have in common.
fn groups_of_strata(
    samples: &[(&[ErrorPart], &[Option<String>])],
    numbered: &[Vec<usize>],
) -> HashMap<(usize, usize), usize> {
    let mut places: HashMap<(usize, usize), usize> = HashMap::new();
    let mut parents: Vec<usize> = Vec::new();
    let mut of_name: HashMap<usize, usize> = HashMap::new();
    for (sample, ((parts, _), names)) in samples.iter().zip(numbered).enumerate() {
        for (part, name) in parts.iter().zip(names) {
            let Some(stratum) = first_stratum(*part) else { continue };
            let place = *places.entry((sample, stratum)).or_insert_with(|| {
                parents.push(parents.len());
                parents.len() - 1
            });
            let other = *of_name.entry(*name).or_insert(place);
            let (one, other) = (root(&parents, place), root(&parents, other));
            parents[one.max(other)] = one.min(other);
        }
    }
    places.into_iter().map(|(stratum, place)| (stratum, root(&parents, place))).collect()
}

fn root(parents: &[usize], mut place: usize) -> usize {
    while parents[place] != place {
        place = parents[place];
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{SampleEstimate, SampleOverlap};
    use crate::deviations::ErrorPart;

    /// Clusters of a stratum each.
    fn parts(strata: &[usize]) -> Vec<ErrorPart> {
        strata
            .iter()
            .enumerate()
            .map(|(row, stratum)| ErrorPart::Cluster { stage: 0, stratum: *stratum, row })
            .collect()
    }

    fn names(names: &str) -> Vec<Option<String>> {
        names.split(' ').map(|name| (name != "-").then(|| name.to_owned())).collect()
    }

    #[test]
    fn a_cluster_in_several_samples_counts_once() {
        // Strata of three and two clusters; the second sample has two of the three again, and a stratum of its own.
        let first = (parts(&[0, 0, 0, 1, 1]), names("a b c d e"));
        let second = (parts(&[0, 0, 0, 1, 1, 1]), names("a c x - - -"));
        let overlap = SampleOverlap::new(&[(&first.0, &first.1), (&second.0, &second.1)]);
        let there = [true; 6];
        let of = |sample, parts, n: usize| SampleEstimate { sample, parts, present: &there[..n], df: 0.0 };
        let one = of(0, &[1.0, 2.0, 3.0, 4.0, 5.0], 5);
        let other = of(1, &[10.0, 20.0, 30.0, 40.0, 50.0, 60.0], 6);
        // 1 * 10 + 3 * 20.
        assert!((overlap.covariance(one, other) - 70.0).abs() < 1e-12);
        assert!((overlap.covariance(other, one) - 70.0).abs() < 1e-12);
        // a, b, c, x of one stratum; d, e; and three that are new: 3 + 1 + 2.
        assert!((overlap.degrees(&[one, other]) - 6.0).abs() < 1e-12);
        // Where the first has nobody in a and c, they are there by the second; without b one less.
        let absent = [false, false, false, true, true];
        assert!((overlap.degrees(&[SampleEstimate { present: &absent, ..one }, other]) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn replicates_are_the_same_or_are_not() {
        let parts: Vec<ErrorPart> = (0..3).map(|number| ErrorPart::Replicate { number }).collect();
        let (same, own) = (names("1 2 3"), names("- - -"));
        let overlap = SampleOverlap::new(&[(&parts, &same), (&parts, &same), (&parts, &own)]);
        let of = |sample, df| SampleEstimate { sample, parts: &[1.0, 2.0, 2.0], present: &[], df };
        assert!((overlap.covariance(of(0, 2.0), of(1, 1.0)) - 9.0).abs() < 1e-12);
        assert!((overlap.degrees(&[of(0, 2.0), of(1, 1.0)]) - 1.0).abs() < 1e-12);
        assert!(overlap.covariance(of(0, 2.0), of(2, 1.0)).abs() < 1e-12);
        assert!((overlap.degrees(&[of(0, 2.0), of(2, 1.0)]) - 3.0).abs() < 1e-12);
    }
}
