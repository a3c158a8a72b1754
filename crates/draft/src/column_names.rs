//! The names of columns that are no questions, as `words/columns.toml` has them.

use serde::Deserialize;

/// Names of columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnNames {
    pub respondent: RespondentNames,
    pub personal: Names,
    pub place: PlaceNames,
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

/// Words of the name of a column with coordinates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceNames {
    pub words: Vec<String>,
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
    /// Of these, those that a body or a parcel is weighed by too.
    pub ambiguous: Vec<String>,
    /// Whole names, of what may be one.
    pub short: Vec<String>,
    /// Whole names of the weights of large surveys.
    pub surveys: Vec<String>,
    /// What the label of one says.
    pub labels: Vec<String>,
    /// Words of what is weighed in kilograms or pounds.
    pub bodies: Vec<String>,
    /// Words of a column that is filled in where bodies are weighed.
    pub neighbours: Vec<String>,
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

/// Last words of the names, and ends of the labels, of columns that number respondents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberingNames {
    pub row_names: Vec<String>,
    pub names: Vec<String>,
    pub labels: Vec<String>,
}
