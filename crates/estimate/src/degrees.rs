//! Degrees of freedom of a part of a sample: a domain has those of the clusters and strata that it has rows in.

use crate::design::{Design, Errors};

/// Where a part of a sample has rows: what its degrees of freedom are counted from.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// Rows of each unit of the frame; of a cluster it is enough whether there are any.
    Units(Vec<u64>),
    /// Whether each row is in it.
    Rows(Vec<bool>),
}

impl Presence {
    /// Where either of two parts has rows. Rows that are drawn by themselves and in both parts count twice.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Units(one), Self::Units(more)) => {
                Self::Units(one.iter().zip(more).map(|(one, more)| one + more).collect())
            }
            (Self::Rows(one), Self::Rows(more)) => {
                Self::Rows(one.iter().zip(more).map(|(one, more)| *one || *more).collect())
            }
            (Self::Units(_) | Self::Rows(_), _) => self.clone(),
        }
    }
}

impl Design {
    /// Where these rows, with weight, are.
    #[must_use]
    pub fn presence(&self, rows: impl Iterator<Item = usize>) -> Presence {
        let rows = rows.filter(|&row| self.weights()[row].abs() > 0.0);
        match &self.errors {
            Errors::Clusters(clusters) => {
                let mut of_unit = vec![0; clusters.frame.units()];
                rows.for_each(|row| of_unit[clusters.unit_of[row] as usize] += 1);
                Presence::Units(of_unit)
            }
            Errors::Replicates(_) | Errors::Joint(_) => {
                let mut present = vec![false; self.rows()];
                rows.for_each(|row| present[row] = true);
                Presence::Rows(present)
            }
        }
    }

    /// The degrees of freedom of a part of the sample: clusters less strata that it has rows in; of replicates, the rank of their
    /// weights in its rows less one; of joint probabilities, its rows less one.
    #[must_use]
    pub fn degrees_within(&self, part: &Presence) -> f64 {
        match (&self.errors, part) {
            (Errors::Clusters(clusters), Presence::Units(rows)) => clusters.frame.degrees_of_freedom_within(rows),
            (Errors::Replicates(replicates), Presence::Rows(present)) => {
                replicates.degrees_within((0..present.len()).filter(|&row| present[row]))
            }
            (Errors::Joint(_), Presence::Rows(present)) => {
                (present.iter().filter(|present| **present).count() as f64 - 1.0).max(0.0)
            }
            (Errors::Clusters(_), Presence::Rows(_))
            | (Errors::Replicates(_) | Errors::Joint(_), Presence::Units(_)) => self.degrees_of_freedom(),
        }
    }
}
