//! How weights that a run made came about.

/// What became of each target, and of the weights as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weighting {
    /// Each category of each target, in order.
    pub categories: Vec<WeightedCategory>,
    /// The weights as a whole: a name and a number each.
    pub summary: Vec<(&'static str, f64)>,
}

impl Weighting {
    /// Without what tells how many respondents are in each category.
    #[must_use]
    pub fn without_counts(mut self) -> Self {
        for category in &mut self.categories {
            (category.n, category.before) = (None, None);
        }
        // A weight is what is known of a category for each of its respondents.
        self.summary.retain(|(name, _)| !matches!(*name, "least weight" | "greatest weight"));
        self
    }
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
    /// Respondents, unweighted; missing where counts are protected.
    pub n: Option<u64>,
    /// Their weight before, likewise.
    pub before: Option<f64>,
    /// What is known, in the unit of the weights after.
    pub known: f64,
    /// Their weight after.
    pub after: f64,
}
