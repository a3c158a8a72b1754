//! A wave that is compared with others.

use topline_survey::{Plan, Tabulation};

use crate::waves::wave_errors::WaveErrors;

/// One wave: its plan, its figures, and how much its errors are worth.
#[derive(Debug)]
pub struct Wave {
    /// The plan.
    pub plan: Plan,
    /// Its tables.
    pub tables: Vec<Tabulation>,
    /// The degrees of freedom of its design, where the survey declares one.
    pub df: Option<f64>,
    /// What its errors are made of, where it has clusters, respondents or replicates in common with other waves.
    pub errors: Option<WaveErrors>,
}
