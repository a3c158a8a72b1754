//! How weights that a run made came about.

/// What became of each target, and of the weights as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weighting {
    /// Each category of each target, in order.
    pub categories: Vec<WeightedCategory>,
    /// The weights as a whole: a name and a number each.
    pub summary: Vec<(&'static str, f64)>,
}

/// A category of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedCategory {
    /// The place of the target in `survey.toml`, from 1.
    pub target: usize,
    /// The questions that make up its categories, or the number whose total it is.
    pub by: String,
    /// The labels of the category; empty of a total.
    pub category: String,
    /// Respondents, unweighted.
    pub n: u64,
    /// Their weight before.
    pub before: f64,
    /// What is known, in the unit of the weights after.
    pub known: f64,
    /// Their weight after.
    pub after: f64,
}
