//! What can be wrong with `survey.toml`, its sources and its sample aside.

use crate::known::Known;
use crate::wording::StatedError;

crate::faults! {
    /// What is wrong with what a survey says.
    pub(crate) enum SurveyFault {
        /// The `id` names the folder of the outputs, and has characters that names of files should not have.
        ["survey/folder-name"] FolderName { id: String } "the id `{id}` cannot name a folder"
            hint "use letters, digits, `-`, `_` and `.`";
        /// `quarantine_limit` is no percentage.
        ["survey/quarantine-limit"] QuarantineLimit { limit: f64 }
            "`quarantine_limit` is {limit}, and is a percentage of all rows" hint "use a number from 0 to 100";
        /// A word of `[claims.words]` is given a meaning that is no range of percentages.
        ["survey/house-word"] HouseWord { word: String, reason: StatedError } "the meaning of `{word}`: {reason}"
            hint "`[claims.words]` gives each word its percentages: \"over 90%\", \"75% to 90%\", \"up to 15%\"";
        /// What describes the CSV files is asked for, and not the files.
        ["survey/no-csv"] NoCsv { format: &'static str } "`formats` has `{format}`, which describes the CSV files, and not `csv`"
            hint "add `csv` to `formats`";
        /// A reference table would hide a table of the run.
        ["survey/reserved-reference"] ReservedReference { reference: String }
            "the reference table `{reference}` has the name of a table of the run";
        /// A join goes to a reference table that is not declared.
        ["survey/join-reference"] JoinReference { reference: String, known: Known }
            "a join to the unknown reference table `{reference}`" hint known.hint();
        /// A join says neither one question and its column nor several.
        ["survey/join-condition"] JoinCondition { reference: String } "the join to `{reference}` has no whole condition"
            hint "give `question` and `column`, or several of both as `on = { question = \"column\" }`";
        /// A join compares a question that has neither a text nor a label.
        ["survey/join-kind"] JoinKind { question: String }
            "a join on `{question}`, which is neither a text nor a single question";
        /// A join compares a question that is not there.
        ["survey/join-question"] JoinQuestion { question: String, known: Known }
            "a join on the unknown question `{question}`" hint known.hint();
        /// An exclusion does not say which rows it excludes.
        ["survey/exclusion-condition"] ExclusionCondition { reason: String }
            "the exclusion \"{reason}\" has no whole condition" hint "give `column` and `is`, or `answers_fewer_than`";
    }
}
