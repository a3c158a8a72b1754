//! What is published: everything that the documents of a run are made from, borrowed.

use topline_survey::{Accounting, Action, Arrangement, Figure, FigureKey, FindingKind, Plan, Verdict, Weighting};

/// Everything that is published of a run.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'p> {
    /// What was asked, and how it is tabulated.
    pub plan: &'p Plan,
    /// The figures, in table, item, row and column order.
    pub figures: &'p [Figure],
    /// Where the rows of the export went.
    pub accounting: &'p Accounting,
    /// The findings, counted by kind and by what was done.
    pub findings: &'p [(FindingKind, Action, u64)],
    /// How the weights came about, where the run made them.
    pub weighting: Option<&'p Weighting>,
    /// What the data say of the claims.
    pub verdicts: &'p [Verdict],
}

/// How the items of a table stand.
pub(crate) fn arrangement(plan: &Plan, figures: &[Figure]) -> Arrangement {
    let table = figures.first().and_then(|figure| plan.table(&figure.key.table));
    table.map(|table| table.arrangement).unwrap_or_default()
}

impl<'p> Publication<'p> {
    /// The figure that stands there.
    pub(crate) fn figure(&self, key: &FigureKey) -> Option<&'p Figure> {
        self.figures.iter().find(|figure| figure.key == *key)
    }

    /// Below this base a table's values are marked.
    pub(crate) fn caution_base(&self, table: &str) -> u64 {
        let own = self.plan.table(table).and_then(|table| table.caution_base);
        own.unwrap_or(self.plan.survey.disclosure.caution_base)
    }

    /// The figures of each table, in order.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'p [Figure]> + use<'p> {
        self.figures.chunk_by(|one, next| one.key.table == next.key.table)
    }
}
