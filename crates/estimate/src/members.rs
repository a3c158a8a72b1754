//! What strata and clusters hold: how many were drawn, which have rows, and which units are in them.

use crate::frame::{Cluster, Inside, Members, Stratum};

impl Stratum {
    /// How many clusters (or rows by themselves) were drawn.
    pub(crate) fn sampled(&self) -> usize {
        match &self.members {
            Members::Clusters(clusters) => clusters.len(),
            Members::Rows { count, .. } => *count,
        }
    }

    /// Its clusters; none where rows were drawn by themselves.
    pub(crate) fn clusters(&self) -> &[Cluster] {
        match &self.members {
            Members::Clusters(clusters) => clusters,
            Members::Rows { .. } => &[],
        }
    }

    /// How many of its clusters have any of the `rows` in each unit.
    pub(crate) fn clusters_with(&self, rows: &[u64]) -> usize {
        match &self.members {
            Members::Clusters(clusters) => clusters.iter().filter(|cluster| cluster.has(rows)).count(),
            Members::Rows { unit, .. } => rows[*unit as usize] as usize,
        }
    }

    /// Its units.
    pub(crate) fn units(&self) -> Vec<u32> {
        match &self.members {
            Members::Rows { unit, .. } => vec![*unit],
            Members::Clusters(clusters) => clusters.iter().flat_map(Cluster::units).collect(),
        }
    }

    /// Whether every cluster of the population was drawn.
    pub(crate) fn is_census(&self) -> bool {
        match &self.members {
            Members::Clusters(clusters) => clusters.iter().all(|cluster| cluster.correction < 1e-7),
            Members::Rows { .. } => 1.0 - self.fraction < 1e-7,
        }
    }
}

impl Cluster {
    /// Its units.
    pub(crate) fn units(&self) -> Vec<u32> {
        match &self.inside {
            Inside::Unit(unit) => vec![*unit],
            Inside::Strata(strata) => strata.iter().flat_map(Stratum::units).collect(),
        }
    }

    /// Whether any of its units has any of the `rows`.
    pub(crate) fn has(&self, rows: &[u64]) -> bool {
        match &self.inside {
            Inside::Unit(unit) => rows[*unit as usize] > 0,
            Inside::Strata(strata) => strata.iter().any(|stratum| stratum.clusters_with(rows) > 0),
        }
    }
}
