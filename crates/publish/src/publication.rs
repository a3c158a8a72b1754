//! What is published: everything that the documents of a run are made from, borrowed.

use topline_survey::{
    Accounting, Action, Arrangement, CheckResult, Figure, FigureRef, FindingKind, Plan, ShownQuote, Tabulation,
    Verdict, Weighting,
};

/// Everything that is published of a run.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'p> {
    /// What was asked, and how it is tabulated.
    pub plan: &'p Plan,
    /// The tables, those made in SQL last.
    pub tables: &'p [Tabulation],
    /// What respondents are quoted with.
    pub quotes: &'p [ShownQuote],
    /// Where the rows of the export went.
    pub accounting: &'p Accounting,
    /// The findings, counted by kind and by what was done.
    pub findings: &'p [(FindingKind, Action, u64)],
    /// How the weights came about, where the run made them.
    pub weighting: Option<&'p Weighting>,
    /// What the data say of the claims.
    pub verdicts: &'p [Verdict],
    /// Whether the checks of the survey hold.
    pub checks: &'p [CheckResult],
}

/// How the items of a table stand.
pub(crate) fn arrangement(plan: &Plan, table: &Tabulation) -> Arrangement {
    plan.table(&table.id).map(|table| table.arrangement).unwrap_or_default()
}

impl<'p> Publication<'p> {
    /// The figure that stands there.
    pub(crate) fn figure(&self, name: &FigureRef) -> Option<Figure<'p>> {
        self.tables.iter().find_map(|table| table.figure(name))
    }

    /// Below this base a table's values are marked.
    pub(crate) fn caution_base(&self, table: &str) -> u64 {
        let own = self.plan.table(table).and_then(|table| table.caution_base);
        own.unwrap_or(self.plan.survey.disclosure.caution_base)
    }
}
