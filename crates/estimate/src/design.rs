//! A sample ready to estimate from: its weights, and what they say of its errors.

use thiserror::Error;
use topline_exact::ExactSum;

use crate::adjustment::Adjustment;
use crate::covariance::LonelyPolicy;
use crate::frame::{ClusterCodes, Frame, Stage, read_frame};
use crate::frame_error::FrameError;
use crate::joint::JointProbabilities;
use crate::replicate::{ReplicateError, Replicates};
use crate::weight::{WeightError, check_finite_weights_of, check_weights_of};

/// Why a sample cannot be put together.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum DesignError {
    /// The weights are unusable.
    #[error(transparent)]
    Weight(WeightError),
    /// The strata, clusters or populations are.
    #[error(transparent)]
    Frame(FrameError),
    /// The replicate weights are.
    #[error(transparent)]
    Replicate(ReplicateError),
    /// A restriction has another number of rows than the sample.
    #[error("restrict {rows} rows by a condition of {found}")]
    ConditionLength {
        /// Rows of the sample.
        rows: usize,
        /// Rows of the condition.
        found: usize,
    },
}

/// Whose degrees of freedom intervals and tests go by.
///
/// Sources: Korn and Graubard, Analysis of Health Surveys (1999), section 5.2, and R survey's `degf` of a subset (those of the
/// domain); SAS, Stata and srvyr take those of the whole design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DegreesOfFreedom {
    /// Those of the clusters and strata that the domain has rows in.
    #[default]
    Domain,
    /// Those of the whole design.
    Design,
}

/// Weights, and where errors come from.
#[derive(Clone, Debug)]
pub struct Design {
    weights: Vec<f64>,
    pub(crate) errors: Errors,
    degrees_of_freedom: f64,
    counted: DegreesOfFreedom,
    rows_with_weight: u64,
    weights_total: f64,
}

/// Where errors come from.
#[derive(Clone, Debug)]
pub(crate) enum Errors {
    /// Strata and clusters: linearised (Taylor) variance.
    Clusters(Clusters),
    /// Replicate weights.
    Replicates(Replicates),
    /// Joint probabilities of selection.
    Joint(JointProbabilities),
}

#[derive(Clone, Debug)]
pub(crate) struct Clusters {
    pub(crate) frame: Frame,
    pub(crate) unit_of: Vec<u32>,
    pub(crate) policy: LonelyPolicy,
    pub(crate) adjustments: Vec<Adjustment>,
}

impl Design {
    /// A sample drawn in `stages`, with a weight for each row.
    ///
    /// # Errors
    /// Weights, columns or populations that are unusable.
    pub fn new(
        weights: Vec<f64>,
        stages: &[Stage],
        codes: ClusterCodes,
        policy: LonelyPolicy,
    ) -> Result<Self, DesignError> {
        check_weights_of(&weights, weights.len()).map_err(DesignError::Weight)?;
        let (frame, unit_of) = read_frame(weights.len(), stages, codes).map_err(DesignError::Frame)?;
        let clusters = Clusters { frame, unit_of, policy, adjustments: Vec::new() };
        Self::from_parts(weights, Errors::Clusters(clusters))
    }

    /// A simple sample: each row drawn by itself, with replacement.
    ///
    /// # Errors
    /// No rows, or weights that are unusable.
    pub fn simple(weights: Vec<f64>) -> Result<Self, DesignError> {
        Self::new(weights, &[Stage::default()], ClusterCodes::Unique, LonelyPolicy::default())
    }

    /// A sample whose errors its replicate weights tell.
    ///
    /// # Errors
    /// Weights that are unusable, or replicates of another number of rows.
    pub fn replicated(weights: Vec<f64>, replicates: Replicates) -> Result<Self, DesignError> {
        replicates.check_rows(weights.len()).map_err(DesignError::Replicate)?;
        Self::from_parts(weights, Errors::Replicates(replicates))
    }

    /// A sample of rows drawn without replacement, with unequal probabilities that are known for each pair of rows; the
    /// weights are the inverse probabilities of each row.
    ///
    /// # Errors
    /// No weights of its own: those of the probabilities are good.
    pub fn joint(probabilities: JointProbabilities) -> Result<Self, DesignError> {
        Self::from_parts(probabilities.weights(), Errors::Joint(probabilities))
    }

    fn from_parts(weights: Vec<f64>, errors: Errors) -> Result<Self, DesignError> {
        check_finite_weights_of(&weights, weights.len()).map_err(DesignError::Weight)?;
        let degrees_of_freedom = errors.degrees_of_freedom(&weights);
        let rows_with_weight = weights.iter().filter(|weight| weight.abs() > 0.0).count() as u64;
        let weights_total = weights.iter().copied().collect::<ExactSum>().value();
        let counted = DegreesOfFreedom::default();
        Ok(Self { weights, errors, degrees_of_freedom, counted, rows_with_weight, weights_total })
    }

    /// The same sample, whose intervals and tests go by the degrees of freedom of each domain, or of the whole design.
    #[must_use]
    pub fn counting(self, counted: DegreesOfFreedom) -> Self {
        Self { counted, ..self }
    }

    /// Whose degrees of freedom intervals and tests go by.
    #[must_use]
    pub fn counted(&self) -> DegreesOfFreedom {
        self.counted
    }

    /// The degrees of freedom that intervals and tests go by, of a domain that has so many of its own.
    #[must_use]
    pub fn degrees_for(&self, domain: f64) -> f64 {
        match self.counted {
            DegreesOfFreedom::Domain => domain,
            DegreesOfFreedom::Design => self.degrees_of_freedom,
        }
    }

    /// The same sample with other weights, after trimming for instance; what was known of calibration stays. Weights that a
    /// regression made may be negative.
    ///
    /// Replicate weights stay as they are: they have to be adjusted like the weights, one by one.
    ///
    /// # Errors
    /// Weights that are unusable, or more or fewer of them.
    pub fn with_weights(self, weights: Vec<f64>) -> Result<Self, DesignError> {
        check_finite_weights_of(&weights, self.weights.len()).map_err(DesignError::Weight)?;
        Ok(Self::from_parts(weights, self.errors)?.counting(self.counted))
    }

    /// The same sample, after weights were adjusted to known totals: linearised errors count what the totals explain.
    ///
    /// The adjusted weights become the design's. Replicates and joint probabilities take the weights alone.
    ///
    /// # Errors
    /// An adjustment of more or fewer rows.
    pub fn adjusted(mut self, adjustment: Adjustment) -> Result<Self, DesignError> {
        let weights = adjustment.weights().to_vec();
        check_finite_weights_of(&weights, self.weights.len()).map_err(DesignError::Weight)?;
        if let Errors::Clusters(clusters) = &mut self.errors {
            clusters.adjustments.push(adjustment);
        }
        Ok(Self::from_parts(weights, self.errors)?.counting(self.counted))
    }

    /// The sample restricted to the rows where `condition` holds: the others stay in the design, with weight zero.
    ///
    /// Unlike with a domain, degrees of freedom then count the clusters that have a row left.
    ///
    /// # Errors
    /// A condition of another number of rows.
    pub fn restricted(mut self, condition: &[bool]) -> Result<Self, DesignError> {
        let rows = self.weights.len();
        if condition.len() != rows {
            return Err(DesignError::ConditionLength { rows, found: condition.len() });
        }
        for (weight, &kept) in self.weights.iter_mut().zip(condition) {
            *weight = if kept { *weight } else { 0.0 };
        }
        if let Errors::Replicates(replicates) = &mut self.errors {
            replicates.restrict(condition);
        }
        Ok(Self::from_parts(self.weights, self.errors)?.counting(self.counted))
    }

    /// The weight of each row.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// How many rows, those of no weight included.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// How many rows have weight.
    #[must_use]
    pub fn rows_with_weight(&self) -> u64 {
        self.rows_with_weight
    }

    /// The sum of the weights.
    #[must_use]
    pub fn weights_total(&self) -> f64 {
        self.weights_total
    }

    /// The replicates that errors come from, where they do.
    #[must_use]
    pub fn replicates(&self) -> Option<&Replicates> {
        match &self.errors {
            Errors::Replicates(replicates) => Some(replicates),
            Errors::Clusters(_) | Errors::Joint(_) => None,
        }
    }

    /// Whether errors come from replicate weights.
    #[must_use]
    pub fn is_replicated(&self) -> bool {
        matches!(self.errors, Errors::Replicates(_))
    }

    /// Degrees of freedom: clusters less strata with any weight; of replicates, the rank of their weights less one.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }
}

impl Errors {
    fn degrees_of_freedom(&self, weights: &[f64]) -> f64 {
        match self {
            Self::Clusters(clusters) => {
                let mut rows = vec![0; clusters.frame.units()];
                for (&unit, &weight) in clusters.unit_of.iter().zip(weights) {
                    rows[unit as usize] += u64::from(weight.abs() > 0.0);
                }
                clusters.frame.degrees_of_freedom_within(&rows)
            }
            Self::Replicates(replicates) => replicates.degrees_of_freedom(),
            Self::Joint(_) => {
                let rows = weights.iter().filter(|weight| weight.abs() > 0.0).count();
                (rows as f64 - 1.0).max(0.0)
            }
        }
    }
}
