//! The figures of a run by their places.

use std::collections::HashMap;

use topline_survey::{Figure, FigureRef, Tabulation};

/// The figures of a run by their places.
pub(crate) type Figures<'f> = HashMap<FigureRef, Figure<'f>>;

/// The figures by their places.
pub(crate) fn by_place(tables: &[Tabulation]) -> Figures<'_> {
    tables.iter().flat_map(Tabulation::figures).map(|figure| (figure.name(), figure)).collect()
}
