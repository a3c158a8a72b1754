//! What can be wrong with `[disclosure]` of `survey.toml`.

use crate::known::Known;

crate::faults! {
    /// What is wrong with the policy of disclosure control.
    pub(crate) enum DisclosureFault {
        /// The threshold lets every count through.
        ["disclosure/threshold"] Threshold { threshold: u64 } "a `threshold` of {threshold} holds no count back"
            hint "use 2 or more: 5 holds back the counts from 1 to 4";
        /// Counts are rounded to what they are.
        ["disclosure/round-to"] RoundTo {} "`round_to` of 1 or less rounds nothing"
            hint "use 5 or 10, or leave it out";
        /// Counts that are held back could be known exactly.
        ["disclosure/protection"] Protection {} "a `protection` of 0 respondents protects nothing" hint "use 1 or more";
        /// A rule of dominance that holds nothing back, or everything.
        ["disclosure/dominance"] Dominance {} "`dominance` needs 1 contributor or more and a percentage from above 0 to below 100"
            hint "`{ contributors = 1, percent = 75 }`: no respondent may have more than 75% of a sum";
        /// A p% rule that holds nothing back.
        ["disclosure/p-percent"] PPercent {} "`p_percent` needs a percentage above 0" hint "use 10";
        /// A key says how to protect, and nothing is protected.
        ["disclosure/nothing-protected"] NothingProtected { key: &'static str }
            "`{key}` says how counts are protected, and none is" hint "give `threshold` or `minimum_base` too";
        /// What is public anyway is not there.
        ["disclosure/unknown-open"] UnknownOpen { name: String, known: Known }
            "`open` names `{name}`, which is neither a table nor a figure" hint known.hint();
    }
}
