//! What can be wrong with `tables.toml`.

use topline_survey::{Kind, Statistic};

use crate::known::Known;

crate::faults! {
    /// What is wrong with a table.
    pub(crate) enum TableFault {
        /// The name of a table, a banner or a net has other characters than names can have.
        ["tables/not-a-name"] NotAName { name: String } "`{name}` is not a name: letters, digits and `_`, a letter first";
        /// Two tables, or a table and a file of `figures`, have the same name.
        ["tables/table-twice"] TableTwice { table: String } "there are two tables `{table}`";
        /// A file of `figures` has the name of the table that a question has by default.
        ["tables/figures-of-question"] FiguresOfQuestion { table: String }
            "`figures/{table}.sql` has the name of the table of `{table}`" hint "give the file another name";
        /// Two banners have the same name, or one is named like the standard banner.
        ["tables/banner-twice"] BannerTwice { banner: String } "there are two banners `{banner}`";
        /// Only options and tick boxes split a table.
        ["tables/break-kind"] BreakKind { question: String, kind: Kind, known: Known }
            "`{question}` is of kind `{kind}`, which is no break" hint known.hint();
        /// A break names a question that is not there.
        ["tables/break-question"] BreakQuestion { question: String, known: Known }
            "a break by the unknown question `{question}`" hint known.hint();
        /// A confidence is a share, such as 0.95.
        ["tables/confidence"] Confidence { confidence: f64 } "a confidence of {confidence} is not between 0 and 1";
        /// Letters in lower case are of a level that is below that of the others.
        ["tables/lower-confidence"] LowerConfidence { lower: f64, confidence: f64 }
            "a lower confidence of {lower} is not between 0 and {confidence}";
        /// The rows of a table name a question that is not there.
        ["tables/rows-question"] RowsQuestion { table: String, question: String, known: Known }
            "the rows of `{table}` are the unknown question `{question}`" hint known.hint();
        /// The rows of a table name no question.
        ["tables/no-rows"] NoRows { table: String } "the rows of `{table}` are no question";
        /// A table names a banner that is not declared.
        ["tables/unknown-banner"] UnknownBanner { banner: String, known: Known }
            "there is no banner `{banner}`" hint known.hint();
        /// A table names a banner, and has breaks of its own.
        ["tables/banner-and-breaks"] BannerAndBreaks { table: String } "`{table}` has both `banner` and `breaks`";
        /// The question does not have the code.
        ["tables/unknown-code"] UnknownCode { question: String, code: i32 } "`{question}` has no code {code}";
        /// The question has no option, net or mark of this name.
        ["tables/unknown-option"] UnknownOption { question: String, option: String, known: Known }
            "`{question}` has no option or net \"{option}\"" hint known.hint();
        /// Codes are the same for all questions of a table, and a label has others in one of them.
        ["tables/option-differs"] OptionDiffers { option: String, question: String, first: String }
            "\"{option}\" has other codes in `{question}` than in `{first}`" hint "give each question a table of its own";
        /// The questions of a table exclude other codes in the codebook.
        ["tables/exclude-differs"] ExcludeDiffers { first: String, question: String }
            "`{first}` and `{question}` exclude other codes in the codebook"
            hint "give the table an `exclude` of its own, or each question its own table";
        /// Top or bottom boxes are some of the options, and not all.
        ["tables/boxes"] Boxes { boxes: usize, question: String, options: usize }
            "{boxes} boxes of `{question}`, which has {options} options";
        /// Questions of this kind do not have the statistic.
        ["tables/statistic-kind"] StatisticKind { question: String, kind: Kind, statistic: Statistic }
            "`{question}` is of kind `{kind}`, which has no {statistic}";
        /// Ticked options have no mean.
        ["tables/tick-mean"] TickMean { question: String } "`{question}` ticks options, which have no mean";
        /// Questions of this kind do not have what the key is about.
        ["tables/key-kind"] KeyKind { question: String, kind: Kind, what: &'static str }
            "`{question}` is of kind `{kind}`, which has no {what}";
        /// Bounds between bands are numbers, each greater than the one before.
        ["tables/bands"] Bands {} "bounds of bands are numbers that ascend";
        /// Percentiles go from 1 to 99.
        ["tables/percentile"] Percentile { percent: u8 } "{percent} is no percentile: they go from 1 to 99";
        /// `other_below` is a percentage below 100.
        ["tables/other-below"] OtherBelow { percent: f64 } "{percent} is no percentage below 100";
        /// The rows of a table name a question twice.
        ["tables/question-twice"] QuestionTwice { table: String } "the rows of `{table}` name a question twice";
        /// Two rows of a table have the same name.
        ["tables/row-twice"] RowTwice { row: String, question: String } "there are two rows `{row}` of `{question}`";
        /// Of words and days a table counts those who answered, and its base is just these.
        ["tables/everyone-answered"] EveryoneAnswered {}
            "out of those who answered, everybody answered: give another `base`";
        /// A table is sorted by a column that it does not have.
        ["tables/sort-column"] SortColumn { table: String, column: String, known: Known }
            "the table `{table}` has no column `{column}`" hint known.hint();
    }
}
