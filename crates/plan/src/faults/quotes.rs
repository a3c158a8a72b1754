//! What can be wrong with `quotes.toml`.

use crate::known::Known;

crate::faults! {
    /// What is wrong with a quote, as far as it is known without the answers.
    pub(crate) enum QuoteFault {
        /// Two quotes have the same name.
        ["quote/twice"] Twice { quote: String } "there are two quotes `{quote}`";
        /// The name of a quote could not be written in the bulletin.
        ["quote/name"] Name { quote: String } "`{quote}` is no name for a quote" hint "use letters, digits, `_` and `-`";
        /// A minimum of nobody.
        ["quote/minimum"] Minimum {} "a `minimum` of 0 respondents is none" hint "use 1 or more; without this key it is 10";
        /// A quote, an attribution or `private` names a question that is not there.
        ["quote/no-question"] NoQuestion { question: String, known: Known } "there is no question `{question}`"
            hint known.hint();
        /// The question is not answered in words.
        ["quote/not-text"] NotText { question: String, kind: &'static str }
            "`{question}` is a question of kind `{kind}`, and no answer in words" hint "quote a question of kind `text`";
        /// Who speaks is told by options alone.
        ["quote/not-single"] NotSingle { question: String, kind: &'static str }
            "`{question}` is a question of kind `{kind}`, and cannot say who speaks"
            hint "use questions of kind `single`: of others, each answer may be that of one respondent";
        /// The question is private, and the file does not say that it may be shown.
        ["quote/private"] Private { question: String } "`{question}` is private"
            hint format!("if its answers may be shown, add it to `private`: private = [\"{question}\"]");
        /// `private` names a question that is not private.
        ["quote/not-private"] NotPrivate { question: String } "`{question}` is not private in the codebook"
            hint "take it out of `private`";
        /// It is not clear whose answer it is.
        ["quote/whose"] Whose { quote: String } "the quote `{quote}` does not say once whose answer it is"
            hint "give either `respondent` or `row`";
        /// The report has no such table.
        ["quote/no-table"] NoTable { table: String, known: Known } "there is no table `{table}`" hint known.hint();
    }
}
