//! Which rows are the first of their respondent.

use std::collections::VecDeque;
use std::env;

use arrow::array::StringArray;

use crate::candidates::Candidates;
use crate::error::NormaliseError;
use crate::respondents::Respondents;

/// The respondents seen so far.
pub(crate) struct FirstRows {
    seen: Respondents,
    /// Of the next rows, whether they are the first of their respondent, where that is known already.
    told: VecDeque<bool>,
    /// The rows that are asked for, where somebody wants them.
    pub(crate) candidates: Option<Candidates>,
}

impl FirstRows {
    pub(crate) fn new() -> Self {
        Self { seen: Respondents::new(), told: VecDeque::new(), candidates: None }
    }

    /// Whether a row is the first of its respondent, which it is where no column names one.
    pub(crate) fn is_first(&mut self, row: u64, respondent: Option<&str>) -> Result<bool, NormaliseError> {
        let told = respondent.and_then(|_| self.told.pop_front());
        let is_first = told.map_or_else(|| self.see(respondent), Ok)?;
        if let Some(candidates) = &mut self.candidates {
            candidates.push(row, respondent, is_first);
        }
        Ok(is_first)
    }

    /// The same of rows that [`Self::is_first`] will be asked for next, where [`Self::tell`] is told.
    pub(crate) fn are_first(&mut self, respondents: &StringArray) -> Result<Vec<bool>, NormaliseError> {
        respondents.iter().map(|respondent| self.see(respondent)).collect()
    }

    /// The respondents of the next rows have been seen: of each that is named, whether that was the first time.
    pub(crate) fn tell(&mut self, respondents: &StringArray, are_first: &[bool]) {
        let named = respondents.iter().zip(are_first).filter(|(respondent, _)| respondent.is_some());
        self.told = named.map(|(_, is_first)| *is_first).collect();
    }

    fn see(&mut self, respondent: Option<&str>) -> Result<bool, NormaliseError> {
        let Some(respondent) = respondent else { return Ok(true) };
        let is_first = self.seen.is_first(respondent);
        is_first.map_err(|source| NormaliseError::Temporary { folder: env::temp_dir(), source })
    }
}
