//! What claims are held against.

use topline_survey::{Rounding, Tabulation};

use crate::earlier_wave::EarlierWave;
use crate::figures::Figures;

/// The figures of a run, and those of earlier waves.
pub(crate) struct RunData<'d> {
    /// Its tables, in the order of the questionnaire.
    pub tables: &'d [Tabulation],
    /// The figures in them.
    pub figures: Figures<'d>,
    /// How they are rounded.
    pub rounding: &'d Rounding,
    /// What earlier waves published, the latest first.
    pub earlier: &'d [EarlierWave],
}
