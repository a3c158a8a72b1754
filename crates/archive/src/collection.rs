//! All that the files of an archive say, before their cases.

use topline_survey::Plan;

use crate::absent_codes::{AbsentCodes, MissingNumbers, missing_numbers};
use crate::census::{Census, VariableCounts};
use crate::variables::{ArchiveVariable, Described};

/// What an archive says of a survey, and of each of its variables.
#[derive(Debug)]
pub struct Collection<'p> {
    pub(crate) census: Census<'p>,
    pub(crate) missing: Vec<MissingNumbers>,
    pub(crate) program: String,
}

impl<'p> Collection<'p> {
    /// Of a whole pass over the responses, and the program that writes the files.
    #[must_use]
    pub fn of(census: Census<'p>, program: &str) -> Self {
        let codes = AbsentCodes::of(&census);
        let each = census.variables.iter().zip(&census.counts);
        let missing = each.map(|(variable, counts)| missing_numbers(variable, counts, codes)).collect();
        Self { census, missing, program: program.to_owned() }
    }

    pub(crate) fn plan(&self) -> &'p Plan {
        self.census.plan
    }

    /// The variables, with what was counted of each.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&ArchiveVariable<'p>, &VariableCounts, &MissingNumbers)> {
        let counted = self.census.variables.iter().zip(&self.census.counts);
        counted.zip(&self.missing).map(|((variable, counts), missing)| (variable, counts, missing))
    }

    /// The index of the weight by which figures are weighted.
    pub(crate) fn weight(&self) -> Option<usize> {
        self.census.variables.iter().position(|variable| {
            matches!(variable.of, Described::Weight(_)) && variable.column == topline_records::WEIGHT
        })
    }

    /// Whether the counts of a variable can be told: its answers are as many as percentages must be out of, and no counts are
    /// protected.
    pub(crate) fn shows_frequencies(&self, counts: &VariableCounts) -> bool {
        let policy = &self.plan().survey.disclosure;
        !policy.is_of_counts() && counts.valid >= policy.minimum_base
    }
}
