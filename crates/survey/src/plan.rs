//! A pipeline's files, read and checked together.

use std::collections::BTreeSet;

use crate::claim::Claims;
use crate::codebook::Codebook;
use crate::columns::ExpectedColumns;
use crate::declaration::Survey;
use crate::headline::Headline;
use crate::quote::Quotes;
use crate::reference::FigureRef;
use crate::source::Source;
use crate::tables::Table;

/// A pipeline without a problem.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the survey is.
    pub survey: Survey,
    /// Its questions.
    pub codebook: Codebook,
    /// The columns that it was written for, where it says so: of every source with responses that has none of its own.
    pub columns: Option<ExpectedColumns>,
    /// Those of single sources, by name.
    pub columns_of: Vec<(String, ExpectedColumns)>,
    /// Its tables, in order.
    pub tables: Vec<Table>,
    /// Tables made in SQL: name and query.
    pub figures: Vec<(String, String)>,
    /// Named figures, with the figure of each.
    pub headlines: Vec<(Headline, FigureRef)>,
    /// What respondents are quoted with.
    pub quotes: Quotes,
    /// What documents state.
    pub claims: Vec<Claims>,
    /// The text that the headlines fill in.
    pub bulletin: Option<String>,
    /// The figures whose value some document gives.
    pub stated: BTreeSet<FigureRef>,
}

impl Plan {
    /// The columns that the pipeline was written for, of this source.
    #[must_use]
    pub fn columns_of(&self, source: &Source) -> Option<&ExpectedColumns> {
        let own = self.columns_of.iter().find(|(name, _)| *name == source.name).map(|(_, columns)| columns);
        own.or_else(|| self.columns.as_ref().filter(|_| source.joins.is_none()))
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}
