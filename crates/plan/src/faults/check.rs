//! What can be wrong with the checks of `survey.toml`.

use crate::known::Known;

crate::faults! {
    /// What is wrong with a check.
    pub(crate) enum CheckFault {
        /// Two checks have the same name.
        ["check/name-twice"] NameTwice { check: String } "there are two checks called `{check}`";
        /// A check has no condition, or several.
        ["check/one-condition"] OneCondition { check: String } "the check `{check}` does not have one condition"
            hint "give one of `rows`, `respondents`, `quarantined`, `missing`, `fresh`, `moved`, `no_rows` and `total`";
        /// A check of numbers of rows has no limit, or limits that nothing is between.
        ["check/no-limits"] NoLimits { check: String } "nothing is between the limits of the check `{check}`, or it has none"
            hint "give `least`, `most`, or both";
        /// The most of a share is no percentage.
        ["check/no-share"] NoShare { check: String, most: f64 } "the check `{check}` allows {most}, which is no percentage"
            hint "use a number from 0 to 100";
        /// A check is of a question that is not there.
        ["check/no-question"] NoQuestion { check: String, question: String, known: Known }
            "the check `{check}` is of the unknown question `{question}`" hint known.hint();
        /// A check cannot be of a question of this kind.
        ["check/kind-of-question"] KindOfQuestion { check: String, question: String, wanted: &'static str }
            "the check `{check}` is of `{question}`, which is not {wanted}";
        /// The number expected is none, or it may differ by less than nothing.
        ["check/no-total"] NoTotal { check: String } "the check `{check}` does not expect a number"
            hint "`is` is a number, and `within` one of 0 or more";
    }
}
