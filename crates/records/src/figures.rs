//! `figures` and `tables/<id>`: a row for each published cell.

use arrow::array::RecordBatch;
use topline_survey::{CellTest, Figure, Published, Statistic, Survey, Tabulation, Why};

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::{codes, filled_texts, optional_numbers, optional_texts, optional_wholes, texts, truths};

/// The published cells.
pub const FIGURES: RecordTable = RecordTable {
    name: "figures",
    file: "figures.parquet",
    grain: "a published cell: a row of a table in one of its columns",
    note: "Holds no respondents. `tables/<id>.parquet` has the rows of one table, with the same columns, where `[publish]` has the format `parquet`. Of a figure that is held \
           back only the base is given, and not even that where it would tell what is protected.",
    columns: &[
        RecordColumn::text(
            "figure",
            "its name, as claims and headlines use it: `TABLE[.ITEM].ROW[:STATISTIC][@BREAK.COLUMN]`",
        ),
        RecordColumn::text("table_id", "the table"),
        RecordColumn::text("title", "the title of the table"),
        RecordColumn::text("question", "the question whose answers are counted").null("the table is made in SQL"),
        RecordColumn::text("item", "the item").null("the question has no items"),
        RecordColumn::text("item_label", "the label of the item").null("the question has no items"),
        RecordColumn::text(
            "row_kind",
            "what the row is: `base`, `total`, `net`, `option`, `rest` (small options together), `absent`, `missing`, `mean`, `statistic`, `sql`",
        ),
        RecordColumn::text("statistic", "what is said of the row").null("the table is made in SQL"),
        RecordColumn::new("depth", RecordType::Code, "how many nets above the row count it too").in_unit("nets"),
        RecordColumn::text(
            "row_key",
            "the row: the code of an option, the name of a net, a reason of absence, or the key of a query's row",
        ),
        RecordColumn::text("row_label", "the label of the row"),
        RecordColumn::text("column_key", "the column, as `BREAK.CODE`").null("the total"),
        RecordColumn::text("break_label", "the title of the break").null("the total"),
        RecordColumn::text("column_label", "the label of the column"),
        RecordColumn::text(
            "unit",
            "what `x` is in: `percent`, `count`, `score`, `index` (the total is 100), `points` (of percentages)",
        ),
        RecordColumn::number("x", "as `unit`", "the exact value").null("the base is empty, or the figure is held back"),
        RecordColumn::text("published", "the value as published, rounded").null("there is none, or it is held back"),
        RecordColumn::text("suppressed", "why there is no published value").null("there is one"),
        RecordColumn::whole("n", "respondents", "those counted in the row, unweighted").null("the figure is held back"),
        RecordColumn::number("n_weighted", "weighted respondents", "those counted in the row")
            .null("the figure is held back"),
        RecordColumn::text("base_rule", "who the percentage is out of, in words"),
        RecordColumn::whole("base", "respondents", "the base, unweighted")
            .null("the figure is held back to protect respondents"),
        RecordColumn::number("base_weighted", "weighted respondents", "the base").null("as of `base`"),
        RecordColumn::number("base_effective", "respondents", "Kish's effective size of the base")
            .null("the survey has no weights, or as of `base`"),
        RecordColumn::number("x_se", "as `unit`", "the standard error of `x`")
            .null("the survey declares no design, or there is no estimate"),
        RecordColumn::number("x_low", "as `unit`", "the lower end of its confidence interval").null("as of `x_se`"),
        RecordColumn::number("x_upp", "as `unit`", "the upper end of its confidence interval").null("as of `x_se`"),
        RecordColumn::text(
            "interval",
            "how the interval was made: `t`, a method of `interval`, or one of `at_extremes` at 0% and 100%",
        )
        .null("there is none"),
        RecordColumn::number("df", "degrees of freedom", "those that the interval goes by").null("as of `x_se`"),
        RecordColumn::number(
            "deff",
            "ratio",
            "the design effect: its variance, compared with that of a simple random sample",
        )
        .null("as of `x_se`"),
        RecordColumn::text("letter", "the letter of the column").null("columns are not compared"),
        RecordColumn::text("letters", "the letters of the columns that this one is significantly higher than, in lower case at the lower level; `+` or `-` where it is \
             higher or lower than all others of the break together, in brackets at the lower level")
            .null("columns are not compared"),
        RecordColumn::text(
            "test",
            "the test of whether the columns of the break differ in this row, in the base row of whether any answer depends on \
             the break: `chi_square`, `rao_scott`, `wald_f`, `wald_chi_square`, `wilcoxon`, `kruskal_wallis`",
        )
        .null("the row is not tested"),
        RecordColumn::number("test_statistic", "as `test`", "its statistic").null("as of `test`"),
        RecordColumn::number("test_ndf", "degrees of freedom", "those of its distribution, of an F those above")
            .null("as of `test`"),
        RecordColumn::number("test_ddf", "degrees of freedom", "those below").null("the distribution has none"),
        RecordColumn::number("p", "probability", "the p value of the test").null("as of `test`"),
        RecordColumn::number("p_corrected", "probability", "the p value, corrected for the other rows as the table declares")
            .null("as of `test`"),
        RecordColumn::new("stated", RecordType::Truth, "whether a document states it"),
        RecordColumn::new(
            "reconstructed",
            RecordType::Truth,
            "whether the export was reconstructed from published figures",
        ),
        RecordColumn::text("note", "what a reader should know: `small base`").null("nothing"),
    ],
    patterns: &[],
};

/// A batch of the figures of these tables.
pub fn figures_batch(survey: &Survey, tables: &[Tabulation]) -> Result<RecordBatch, RecordError> {
    let figures: Vec<Figure<'_>> = tables.iter().flat_map(Tabulation::figures).collect();
    let names: Vec<String> = figures.iter().map(|figure| figure.name().to_string()).collect();
    let published: Vec<Option<String>> =
        figures.iter().map(|figure| figure.cell.published.value().map(|value| value.to_string())).collect();
    let each = || figures.iter();
    // Of a figure that is held back only the base is given.
    let open = || each().map(|figure| Some(figure).filter(|figure| figure.cell.published.value().is_some()));
    let based = || each().map(|figure| Some(figure).filter(|figure| !hides_base(figure.cell.published)));
    let known =
        |number: &dyn Fn(&Figure<'_>) -> Option<f64>| optional_numbers(open().map(|figure| figure.and_then(number)));
    let tested = |number: &dyn Fn(CellTest) -> Option<f64>| {
        optional_numbers(each().map(|figure| figure.cell.test.and_then(number)))
    };
    FIGURES.batch(vec![
        ("figure", texts(names.iter().map(String::as_str))),
        ("table_id", texts(each().map(|figure| figure.table.id.as_str()))),
        ("title", texts(each().map(|figure| figure.table.title.as_str()))),
        ("question", filled_texts(each().map(|figure| figure.section.question.as_str()))),
        ("item", filled_texts(each().map(|figure| figure.section.item.as_str()))),
        ("item_label", filled_texts(each().map(|figure| figure.section.label.as_str()))),
        ("row_kind", texts(each().map(|figure| figure.row.kind.as_str()))),
        ("statistic", optional_texts(each().map(|figure| figure.row.statistic.map(Statistic::as_str)))),
        ("depth", codes(each().map(|figure| figure.row.depth as i32))),
        ("row_key", texts(each().map(|figure| figure.row.key.as_str()))),
        ("row_label", texts(each().map(|figure| figure.row.label.as_str()))),
        ("column_key", filled_texts(each().map(|figure| figure.column.key.as_str()))),
        ("break_label", filled_texts(each().map(|figure| figure.column.break_label.as_str()))),
        ("column_label", texts(each().map(|figure| figure.column.label.as_str()))),
        ("unit", texts(each().map(|figure| figure.row.unit.as_str()))),
        ("x", known(&|figure| figure.cell.x)),
        ("published", optional_texts(published.iter().map(Option::as_deref))),
        ("suppressed", optional_texts(each().map(|figure| suppressed(figure.cell.published)))),
        ("n", optional_wholes(open().map(|figure| figure.map(|figure| figure.cell.n)))),
        ("n_weighted", known(&|figure| Some(figure.cell.n_weighted))),
        ("base_rule", texts(each().map(|figure| figure.row.base_rule.as_str()))),
        ("base", optional_wholes(based().map(|figure| figure.map(|figure| figure.cell.base.n)))),
        ("base_weighted", optional_numbers(based().map(|figure| figure.map(|figure| figure.cell.base.weighted)))),
        ("base_effective", optional_numbers(based().map(|figure| figure?.cell.base.effective))),
        ("x_se", known(&|figure| figure.cell.error.x_se)),
        ("x_low", known(&|figure| figure.cell.error.x_low)),
        ("x_upp", known(&|figure| figure.cell.error.x_upp)),
        ("interval", optional_texts(open().map(|figure| figure?.cell.error.interval))),
        ("df", known(&|figure| figure.cell.error.df)),
        ("deff", known(&|figure| figure.cell.error.deff)),
        ("letter", optional_texts(each().map(|figure| figure.column.letter.as_deref()))),
        ("letters", optional_texts(each().map(|figure| figure.cell.letters.as_deref()))),
        ("test", optional_texts(each().map(|figure| Some(figure.cell.test?.kind.as_str())))),
        ("test_statistic", tested(&|test| Some(test.statistic))),
        ("test_ndf", tested(&|test| Some(test.ndf))),
        ("test_ddf", tested(&|test| test.ddf)),
        ("p", tested(&|test| Some(test.p))),
        ("p_corrected", tested(&|test| Some(test.p_corrected))),
        ("stated", truths(each().map(|figure| figure.cell.stated))),
        ("reconstructed", truths(each().map(|_| survey.reconstructed))),
        ("note", optional_texts(each().map(|figure| figure.cell.caution.then_some("small base")))),
    ])
}

/// Whether not even the base of a figure is published.
fn hides_base(published: Published) -> bool {
    published.held_back().is_some_and(Why::hides_base)
}

/// Why a figure has no published value.
fn suppressed(published: Published) -> Option<&'static str> {
    match published {
        Published::Value(_) => None,
        Published::HeldBack(why) => Some(why.as_str()),
        Published::Empty => Some("the base is empty"),
    }
}
