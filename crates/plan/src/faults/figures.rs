//! What can be wrong with names of figures, and with `headlines.toml` and `bulletin.md`.

use topline_survey::FigureRefError;

use crate::known::Known;

crate::faults! {
    /// What is wrong with the name of a figure.
    pub(crate) enum FigureFault {
        /// Two headlines have the same name.
        ["figure/headline-twice"] HeadlineTwice { headline: String } "there are two headlines `{headline}`";
        /// The name of a figure is not written as names of figures are.
        ["figure/not-a-figure"] NotAFigure { reason: FigureRefError } "{reason}";
        /// No table has this name.
        ["figure/no-table"] NoTable { table: String, known: Known } "there is no table `{table}`"
            hint known.hint();
        /// The table is of a question without items.
        ["figure/no-items"] NoItems { table: String } "`{table}` has no items";
        /// The table has no such item.
        ["figure/no-item"] NoItem { table: String, item: String, known: Known } "`{table}` has no item `{item}`"
            hint known.hint();
        /// The table has no such row.
        ["figure/no-row"] NoRow { table: String, row: String, known: Known }
            "the table `{table}` has no row `{row}`" hint known.hint();
        /// The table has no such column.
        ["figure/no-column"] NoColumn { table: String, column: String, known: Known }
            "the table `{table}` has no column `{column}`" hint known.hint();
    }
}

crate::faults! {
    /// What is wrong with the bulletin.
    pub(crate) enum BulletinFault {
        /// `[publish]` asks for a bulletin, and there is no text for it.
        ["bulletin/missing"] Missing {} "`[publish]` asks for a bulletin, and the pipeline has no `bulletin.md`"
            hint "write `bulletin.md`, or take `bulletin` out of `formats`";
        /// A brace opens a headline that no brace closes.
        ["bulletin/open-brace"] OpenBrace {} "the brace is not closed" hint "write `{{` for a brace that is meant as one";
        /// The bulletin quotes a headline that is not there.
        ["bulletin/no-headline"] NoHeadline { headline: String, known: Known } "there is no headline `{headline}`"
            hint known.hint();
        /// The bulletin shows a quote that is not there.
        ["bulletin/no-quote"] NoQuote { quote: String, known: Known } "there is no quote `{quote}`"
            hint known.hint();
        /// A headline does not have this part.
        ["bulletin/no-part"] NoPart { part: String, known: Known } "a headline has no `{part}`"
            hint known.hint();
        /// The bulletin calls a function that is not there.
        ["bulletin/no-function"] NoFunction { function: String, known: Known } "there is no function `{function}`"
            hint known.hint();
        /// A function takes another number of headlines.
        ["bulletin/arguments"] Arguments { function: &'static str, takes: &'static str } "`{function}` takes {takes}";
        /// A warning of `topline check`: a number in the text does not come from the data, so that nobody notices if the data change.
        ["bulletin/bare-number"] BareNumber { number: String } "`{number}` does not come from the data"
            hint format!("write a headline, or {{\"{number}\"}} if it is meant");
    }
}
