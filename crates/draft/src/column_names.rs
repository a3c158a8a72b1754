//! The names of columns that are no questions, as `words/columns.toml` has them.

use serde::Deserialize;

/// Names of columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnNames {
    pub respondent: RespondentNames,
    pub personal: Names,
    pub time: Names,
    pub technical: Names,
    pub weight: WeightNames,
    pub design: DesignNames,
    pub numbering: NumberingNames,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RespondentNames {
    /// Can name nothing else, in rows that repeat them too.
    pub always: Vec<String>,
    pub usually: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightNames {
    /// Words of a name.
    pub words: Vec<String>,
    /// Whole names, of what may be one.
    pub short: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DesignNames {
    pub strata: Vec<String>,
    pub clusters: Vec<String>,
    pub population: Vec<String>,
    /// Before the number of a replicate weight.
    pub replicates: Vec<String>,
}

/// Ends of the names, and of the labels, of columns that number respondents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberingNames {
    pub names: Vec<String>,
    pub labels: Vec<String>,
}
