//! What can be wrong with a file of `claims`.

use topline_survey::FigureRefError;

use crate::wording::StatedError;

crate::faults! {
    /// What is wrong with a claim.
    pub(crate) enum ClaimsFault {
        /// A claim says on which line of the document it is, or from which line to which.
        ["claims/lines"] Lines {} "`lines` is not one line or a first and a last";
        /// A claim has none, or several, of the keys that say what is stated.
        ["claims/one-thing"] OneThing {} "a claim states one thing"
            hint "give one of `is`, `highest_among`, `lowest_among`, `more_than`, `less_than`, `similar_to`, `unchecked`";
        /// A claim names no figure.
        ["claims/no-figure"] NoFigure {} "a claim without a figure"
            hint "give `figure`, `figures`, or `unchecked` with the reason";
        /// The words of `is` cannot be read.
        ["claims/wording"] Wording { reason: StatedError } "cannot judge: {reason}" hint reason.hint();
        /// `is` or `by` states what the quote does not say.
        ["claims/not-quoted"] NotQuoted { words: String } "the quote does not say `{words}`"
            hint "`is` and `by` repeat the words of the quote; numbers may be written otherwise";
        /// A size is given, and nothing is compared.
        ["claims/no-comparison"] NoComparison {} "`by` without `more_than` or `less_than`"
            hint "`by` says by how much one figure is more or less than another";
        /// What is taken together are not answers of one question of which a respondent gives one.
        ["claims/sum"] Sum {} "these are not answers of one question of which a respondent gives one"
            hint "with `+` stand options and nets of one question, item and column, none of them twice";
        /// Answers that are taken together are given no value.
        ["claims/sum-of-one-value"] SumOfOneValue {} "answers that are taken together have one value"
            hint "`+` in `figure` goes with `is`, and without `figures`";
        /// Two bases are given.
        ["claims/two-bases"] TwoBases {} "`of` gives another base than `is`" hint "a claim has one base";
        /// The name of a figure is not written as names of figures are.
        ["claims/not-a-figure"] NotAFigure { reason: FigureRefError } "{reason}"
            hint "a figure is TABLE[.ITEM].ROW[@BREAK.COLUMN], or the name of a headline";
        /// A claim that does not hold says why.
        ["claims/no-because"] NoBecause {} "an expected ruling other than `holds` needs a `because`";
        /// Nothing says which tables the published figures are of.
        ["claims/expected-table"] ExpectedTable {} "`[expected]` does not say which tables its rows are of"
            hint "`table` is its column that names them; `of` is the one table that all are of";
        /// Nothing says in which column the published figures are.
        ["claims/expected-value"] ExpectedValue {} "`[expected]` does not say what its rows state"
            hint "`value` is its column with the values; `count` the one with how many respondents";
        /// Two rulings are expected of a row.
        ["claims/expected-twice"] ExpectedTwice {} "`[expected]` says twice what a row is otherwise"
            hint "a row has one ruling";
    }
}
