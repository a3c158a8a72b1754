//! Figures of a wave, found by their names.

use std::collections::HashMap;

use topline_survey::{Figure, FigureRef, Tabulation};

/// Figures by their names.
pub(crate) type Known<'t> = HashMap<FigureRef, Figure<'t>>;

/// The figures of tables by their names.
pub(crate) fn known(tables: &[Tabulation]) -> Known<'_> {
    tables.iter().flat_map(Tabulation::figures).map(|figure| (figure.name(), figure)).collect()
}
