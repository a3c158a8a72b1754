//! What can be wrong with `[[report]]` of `survey.toml`.

use crate::known::Known;

crate::faults! {
    /// What is wrong with the reports by group.
    pub(crate) enum ReportFault {
        /// Two reports are by the same question.
        ["report/twice"] Twice { by: String } "there are two reports by `{by}`";
        /// The question is not there.
        ["report/no-question"] NoQuestion { by: String, known: Known } "there is no question `{by}`" hint known.hint();
        /// No table has the question as a break, so that there is no figure of any group.
        ["report/no-break"] NoBreak { by: String } "no table has the break `{by}`"
            hint "add it to the `banner` of `[default]` in tables.toml, or to the `breaks` of a table";
    }
}
