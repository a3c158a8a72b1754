//! Where the documentation of the survey functions stands.

use datafusion::logical_expr::DocSection;

/// The section of the engine's list of functions.
pub(super) const SECTION: DocSection = DocSection { include: true, label: "Survey functions", description: None };
