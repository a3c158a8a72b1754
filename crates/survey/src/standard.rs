//! Standard populations, by which estimates are standardised: `[[standard]]` of `survey.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::weights::Target;

/// A standard population: groups, often of ages, with the part that each is of it. SQL asks for estimates at its composition by
/// `standard => 'NAME'`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// What SQL calls it.
    pub name: String,
    /// A reference table with one row per group.
    pub reference: String,
    /// Its column with the sizes of the groups: numbers of people, or parts.
    pub size: String,
    /// For each `single` question that makes up the groups, the column with its labels or codes: `by = { age_group = "age" }`.
    pub by: BTreeMap<String, String>,
}

impl Standard {
    /// The same groups and sizes, as weights have them for a target.
    #[must_use]
    pub fn as_target(&self) -> Target {
        Target {
            reference: Some(self.reference.clone()),
            size: Some(self.size.clone()),
            by: self.by.clone(),
            number: None,
            total: None,
        }
    }
}
