//! What the rows of a raw batch became in one part of a run, and whether that holds among the rows of all parts.
//!
//! A row is a duplicate if its respondent was seen before, and a part has not seen the rows of the others. Nothing else of a batch
//! depends on the rows before it. So a part keeps what it made of each batch, and whose rows it took for the first; where another
//! normaliser comes to the same, the rest is as it would be there.

use std::mem;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use topline_records::wholes;
use topline_survey::Accounting;

use crate::candidates::{CandidateColumns, Candidates};
use crate::error::NormaliseError;
use crate::normaliser::{Normalised, Normaliser};
use crate::unmapped_answers::UnmappedAnswer;

/// What became of the rows of a raw batch.
#[derive(Debug, Clone)]
pub struct SiftedBatch {
    /// Where they went.
    pub accounting: Accounting,
    /// The last of their numbers in the file; nought where there is none.
    pub last_row: u64,
    /// The rows that are responses if their respondent has none, in their order ([`candidates_schema`](crate::candidates_schema)).
    pub candidates: RecordBatch,
    /// The answers that match no option, each with the number of its cells.
    pub unmapped: Vec<UnmappedAnswer>,
}

/// Whether what a part made of a batch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adoption {
    /// It does, and has been taken in.
    AsItIs,
    /// A row is a duplicate that was none there: the batch is to be normalised next.
    Anew,
}

impl Normaliser<'_> {
    /// Normalises a raw batch as [`Self::batch`] does, and says what became of its rows.
    pub fn sift(&mut self, raw: &RecordBatch) -> Result<(Normalised, SiftedBatch), NormaliseError> {
        let accounting = mem::take(&mut self.sieve.accounting);
        let unmapped = mem::take(&mut self.unmapped);
        self.sieve.firsts.candidates = Some(Candidates::default());
        let normalised = self.batch(raw)?;
        let candidates = self.sieve.firsts.candidates.take().unwrap_or_default();
        let after = self.places.after();
        let sifted = SiftedBatch {
            last_row: self.places.last().saturating_sub(after),
            candidates: candidates.finish(self.plan, after).map_err(NormaliseError::Columns)?,
            unmapped: self.unmapped.all(self.plan.codebook.asked()),
            accounting: mem::replace(&mut self.sieve.accounting, accounting),
        };
        self.sieve.accounting.add(&sifted.accounting);
        self.unmapped = unmapped;
        Ok((normalised, sifted))
    }

    /// Takes in what a part made of the next batch of the file that was begun last, if it holds. Where it does not, the next call of
    /// [`Self::batch`] must be for the same batch.
    pub fn adopt(&mut self, sifted: &SiftedBatch) -> Result<Adoption, NormaliseError> {
        let CandidateColumns { rows, respondents, are_first, partners } =
            CandidateColumns::of(&sifted.candidates).map_err(NormaliseError::Columns)?;
        let told = self.sieve.firsts.are_first(respondents)?;
        if told.iter().zip(are_first).any(|(told, was)| Some(*told) != was) {
            self.sieve.firsts.tell(respondents, &told);
            return Ok(Adoption::Anew);
        }
        let after = self.places.after();
        self.places.numbered(vec![sifted.last_row]);
        for (row, respondent) in rows.values().iter().zip(respondents).filter_map(|(row, name)| Some((row, name?))) {
            self.sieve.identifiers.see(row.cast_unsigned() + after, respondent);
        }
        for (side, partners) in self.sides.all.iter_mut().zip(partners) {
            for partner in partners.iter().flatten() {
                side.met(partner.cast_unsigned());
            }
        }
        self.sieve.accounting.add(&sifted.accounting);
        self.unmapped.add(&sifted.unmapped);
        Ok(Adoption::AsItIs)
    }

    /// The responses that a part made of the batch that was adopted last, numbered through all files.
    pub fn renumbered(&self, responses: &RecordBatch) -> Result<RecordBatch, NormaliseError> {
        let Some(file) = self.places.current().filter(|_| self.plan.survey.is_stacked()) else {
            return Ok(responses.clone());
        };
        let mut columns = responses.columns().to_vec();
        let in_file = columns.get(3).and_then(|column| column.as_primitive_opt::<Int64Type>());
        let in_file = in_file.ok_or_else(|| broken("the responses of a part lack the rows of their file"))?;
        let after = self.places.after();
        let rows: Vec<u64> = in_file.values().iter().map(|row| row.cast_unsigned() + after).collect();
        if file.respondent.is_none() {
            columns[0] = Arc::new(rows.iter().map(|row| Some(row.to_string())).collect::<StringArray>());
        }
        columns[1] = wholes(rows.into_iter());
        RecordBatch::try_new(self.schema(), columns).map_err(NormaliseError::Columns)
    }
}

fn broken(what: &str) -> NormaliseError {
    NormaliseError::Columns(ArrowError::SchemaError(what.to_owned()))
}
