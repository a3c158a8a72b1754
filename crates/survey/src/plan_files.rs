//! The files of a pipeline, as texts: the caller reads them from the disk.

/// A file of a pipeline: its name as the user knows it, and its text.
#[derive(Debug, Clone, Default)]
pub struct PlanText {
    /// The path, as it is shown.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The files of a pipeline.
#[derive(Debug, Clone, Default)]
pub struct PlanFiles {
    /// `survey.toml`.
    pub survey: PlanText,
    /// `codebook.toml`.
    pub codebook: PlanText,
    /// `columns.toml`, where there is one.
    pub columns: Option<PlanText>,
    /// `tables.toml`, where there is one.
    pub tables: Option<PlanText>,
    /// `headlines.toml`, where there is one.
    pub headlines: Option<PlanText>,
    /// `quotes.toml`, where there is one.
    pub quotes: Option<PlanText>,
    /// `claims/*.toml`, sorted by name.
    pub claims: Vec<PlanText>,
    /// `figures/*.sql`, sorted by name; each with its stem.
    pub figures: Vec<(String, PlanText)>,
    /// `bulletin.md`, where there is one.
    pub bulletin: Option<PlanText>,
    /// `reconstruct.toml`, where there is one: read by `reconstruct` alone.
    pub reconstruct: Option<PlanText>,
}
