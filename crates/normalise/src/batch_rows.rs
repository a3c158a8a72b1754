//! The rows of one batch, with what is known of them while their cells are read.

use topline_survey::{DeclaredMissing, Place, Question};

use crate::partners::Partners;
use crate::places::Places;
use crate::raw::Raw;

/// What is known of the rows of one batch while its questions are read.
pub(crate) struct Rows<'b> {
    pub raw: &'b Raw<'b>,
    /// The row, numbered through all files, for each row of the batch.
    pub numbers: &'b [u64],
    pub places: &'b Places,
    /// Their partners in the sources that join; nothing where there is one file.
    pub partners: Option<&'b Partners<'b>>,
    /// What the file declares to be missing.
    pub declared: &'b DeclaredMissing,
}

impl Rows<'_> {
    pub(crate) fn place(&self, index: usize, column: &str) -> Place {
        let place = self.partners.and_then(|partners| partners.place(index, column));
        place.unwrap_or_else(|| self.places.place(self.numbers[index], Some(column)))
    }

    /// Who could be asked, where not all could: those in whose file, or joined row, the question has a column.
    pub(crate) fn who_could(&self, question: &Question) -> Option<Vec<bool>> {
        let partners = self.partners?;
        let mut could = vec![false; self.numbers.len()];
        let columns = question.columns();
        if columns.is_empty() {
            return None;
        }
        for column in columns {
            match partners.of(column) {
                Some(partners) => could.iter_mut().zip(partners).for_each(|(could, there)| *could |= there.is_some()),
                None if self.raw.column(column).is_some() => return None,
                None => {}
            }
        }
        Some(could)
    }
}
