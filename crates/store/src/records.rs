//! Figures, findings, verdicts and the codebook as record batches.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int32Array, RecordBatch, StringArray, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use topline_survey::{
    Codebook, Figure, Finding, Opt, Published, Question, Statistic, Survey, Tabulation, Verdict, WeightedCategory,
    Weighting,
};

use crate::error::StoreError;

fn batch(table: &'static str, columns: Vec<(&'static str, ArrayRef, Nulls)>) -> Result<RecordBatch, StoreError> {
    let columns = columns.into_iter().map(|(name, array, nulls)| (name, array, matches!(nulls, Nulls::Allowed)));
    RecordBatch::try_from_iter_with_nullable(columns)
        .map_err(|source: ArrowError| StoreError::Records { table, source })
}

enum Nulls {
    Allowed,
    Never,
}
use Nulls::{Allowed, Never};

fn texts<'t>(values: impl Iterator<Item = &'t str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

/// Texts where an empty one is a null.
fn some_texts<'t>(values: impl Iterator<Item = &'t str>) -> ArrayRef {
    Arc::new(values.map(|text| Some(text).filter(|text| !text.is_empty())).collect::<StringArray>())
}

/// `figures`: a row for each published cell. Of a figure that is held back only the base is told.
pub fn figures_batch(survey: &Survey, tables: &[Tabulation]) -> Result<RecordBatch, StoreError> {
    let figures: Vec<Figure<'_>> = tables.iter().flat_map(Tabulation::figures).collect();
    let names: Vec<String> = figures.iter().map(|figure| figure.name().to_string()).collect();
    let published: Vec<Option<String>> =
        figures.iter().map(|figure| figure.cell.published.value().map(|value| value.to_string())).collect();
    let each = || figures.iter();
    let statistics: Vec<Option<&str>> = each().map(|figure| figure.row.statistic.map(Statistic::as_str)).collect();
    let told = || figures.iter().map(|figure| Some(figure).filter(|figure| figure.cell.published.value().is_some()));
    let known = |number: &dyn Fn(&Figure<'_>) -> Option<f64>| -> ArrayRef {
        Arc::new(told().map(|figure| figure.and_then(number)).collect::<Float64Array>())
    };
    batch(
        "figures",
        vec![
            ("figure", texts(names.iter().map(String::as_str)), Never),
            ("table", texts(each().map(|figure| figure.table.id.as_str())), Never),
            ("title", texts(each().map(|figure| figure.table.title.as_str())), Never),
            ("question", some_texts(each().map(|figure| figure.section.question.as_str())), Allowed),
            ("item", some_texts(each().map(|figure| figure.section.item.as_str())), Allowed),
            ("item_label", some_texts(each().map(|figure| figure.section.label.as_str())), Allowed),
            ("row_kind", texts(each().map(|figure| figure.row.kind.as_str())), Never),
            ("statistic", Arc::new(statistics.into_iter().collect::<StringArray>()), Allowed),
            ("depth", Arc::new(Int32Array::from_iter_values(each().map(|figure| figure.row.depth as i32))), Never),
            ("row", texts(each().map(|figure| figure.row.key.as_str())), Never),
            ("row_label", texts(each().map(|figure| figure.row.label.as_str())), Never),
            ("column", some_texts(each().map(|figure| figure.column.key.as_str())), Allowed),
            ("break_label", some_texts(each().map(|figure| figure.column.break_label.as_str())), Allowed),
            ("column_label", texts(each().map(|figure| figure.column.label.as_str())), Never),
            ("unit", texts(each().map(|figure| figure.row.unit.as_str())), Never),
            ("x", known(&|figure| figure.cell.x), Allowed),
            ("published", Arc::new(published.iter().map(Option::as_deref).collect::<StringArray>()), Allowed),
            (
                "suppressed",
                Arc::new(each().map(|figure| suppressed(figure.cell.published)).collect::<StringArray>()),
                Allowed,
            ),
            ("n", Arc::new(told().map(|figure| figure.map(|figure| figure.cell.n)).collect::<UInt64Array>()), Allowed),
            ("n_weighted", known(&|figure| Some(figure.cell.n_weighted)), Allowed),
            ("base_rule", texts(each().map(|figure| figure.row.base_rule.as_str())), Never),
            ("base", Arc::new(UInt64Array::from_iter_values(each().map(|figure| figure.cell.base.n))), Never),
            (
                "base_weighted",
                Arc::new(Float64Array::from_iter_values(each().map(|figure| figure.cell.base.weighted))),
                Never,
            ),
            (
                "base_effective",
                Arc::new(each().map(|figure| figure.cell.base.effective).collect::<Float64Array>()),
                Allowed,
            ),
            ("x_se", known(&|figure| figure.cell.error.x_se), Allowed),
            ("x_low", known(&|figure| figure.cell.error.x_low), Allowed),
            ("x_upp", known(&|figure| figure.cell.error.x_upp), Allowed),
            ("deff", known(&|figure| figure.cell.error.deff), Allowed),
            (
                "letter",
                Arc::new(each().map(|figure| figure.column.letter.as_deref()).collect::<StringArray>()),
                Allowed,
            ),
            (
                "letters",
                Arc::new(each().map(|figure| figure.cell.letters.as_deref()).collect::<StringArray>()),
                Allowed,
            ),
            ("stated", Arc::new(each().map(|figure| Some(figure.cell.stated)).collect::<BooleanArray>()), Never),
            ("reconstructed", Arc::new(each().map(|_| Some(survey.reconstructed)).collect::<BooleanArray>()), Never),
            (
                "note",
                Arc::new(each().map(|figure| figure.cell.caution.then_some("small base")).collect::<StringArray>()),
                Allowed,
            ),
        ],
    )
}

/// Why a figure has no published value.
fn suppressed(published: Published) -> Option<&'static str> {
    match published {
        Published::Value(_) => None,
        Published::HeldBack(why) => Some(why.as_str()),
        Published::Empty => Some("the base is empty"),
    }
}

/// The columns of `findings`.
#[must_use]
pub fn findings_schema() -> SchemaRef {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        text("file", false),
        text("sheet", true),
        Field::new("row", DataType::UInt64, true),
        text("column", true),
        text("kind", false),
        text("detail", false),
        text("action", false),
    ]))
}

/// `findings`: a row for each problem with data.
pub fn findings_batch(findings: &[Finding]) -> Result<RecordBatch, StoreError> {
    let each = || findings.iter();
    batch(
        "findings",
        vec![
            ("file", texts(each().map(|finding| finding.place.file.as_str())), Never),
            ("sheet", Arc::new(each().map(|finding| finding.place.sheet.as_deref()).collect::<StringArray>()), Allowed),
            ("row", Arc::new(each().map(|finding| finding.place.row).collect::<UInt64Array>()), Allowed),
            (
                "column",
                Arc::new(each().map(|finding| finding.place.column.as_deref()).collect::<StringArray>()),
                Allowed,
            ),
            ("kind", texts(each().map(|finding| finding.kind.as_str())), Never),
            ("detail", texts(each().map(|finding| finding.detail.as_str())), Never),
            ("action", texts(each().map(|finding| finding.action.as_str())), Never),
        ],
    )
}

/// `verdicts`: a row for each claim.
pub fn verdicts_batch(verdicts: &[Verdict]) -> Result<RecordBatch, StoreError> {
    let figures: Vec<String> = verdicts
        .iter()
        .map(|verdict| verdict.figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    let each = || verdicts.iter();
    batch(
        "verdicts",
        vec![
            ("document", texts(each().map(|verdict| verdict.document.as_str())), Never),
            ("lines", texts(each().map(|verdict| verdict.lines.as_str())), Never),
            ("quote", texts(each().map(|verdict| verdict.quote.as_str())), Never),
            ("figures", some_texts(figures.iter().map(String::as_str)), Allowed),
            ("stated", texts(each().map(|verdict| verdict.stated.as_str())), Never),
            ("found", texts(each().map(|verdict| verdict.found.as_str())), Never),
            ("ruling", texts(each().map(|verdict| verdict.ruling.as_str())), Never),
            ("reason", texts(each().map(|verdict| verdict.reason.as_str())), Never),
            ("expected", texts(each().map(|verdict| verdict.expected.as_str())), Never),
            (
                "as_expected",
                Arc::new(each().map(|verdict| Some(verdict.is_as_expected())).collect::<BooleanArray>()),
                Never,
            ),
            ("because", Arc::new(each().map(|verdict| verdict.because.as_deref()).collect::<StringArray>()), Allowed),
        ],
    )
}

/// `questions`: a row for each item of each question.
pub fn questions_batch(codebook: &Codebook) -> Result<RecordBatch, StoreError> {
    let rows: Vec<(&Question, Option<&topline_survey::Item>)> = codebook
        .questions
        .iter()
        .flat_map(|question| {
            let items = question.items.iter().map(move |item| (question, Some(item)));
            let whole = question.items.is_empty().then_some((question, None));
            whole.into_iter().chain(items)
        })
        .collect();
    let each = || rows.iter();
    batch(
        "questions",
        vec![
            ("question", texts(each().map(|(question, _)| question.id.as_str())), Never),
            (
                "item",
                Arc::new(each().map(|(_, item)| item.map(|item| item.id.as_str())).collect::<StringArray>()),
                Allowed,
            ),
            ("kind", texts(each().map(|(question, _)| question.kind.as_str())), Never),
            ("title", texts(each().map(|(question, _)| question.title())), Never),
            ("text", texts(each().map(|(question, _)| question.text.as_str())), Never),
            (
                "item_label",
                Arc::new(each().map(|(_, item)| item.map(|item| item.label.as_str())).collect::<StringArray>()),
                Allowed,
            ),
            (
                "derived",
                Arc::new(each().map(|(question, _)| Some(question.is_derived())).collect::<BooleanArray>()),
                Never,
            ),
            ("private", Arc::new(each().map(|(question, _)| Some(question.private)).collect::<BooleanArray>()), Never),
        ],
    )
}

/// `options`: a row for each option of each question.
pub fn options_batch(codebook: &Codebook) -> Result<RecordBatch, StoreError> {
    let rows: Vec<(&Question, &Opt)> = codebook
        .questions
        .iter()
        .flat_map(|question| question.options.iter().map(move |option| (question, option)))
        .collect();
    let nets: Vec<String> = rows
        .iter()
        .map(|(question, option)| {
            let nets = question.nets.iter().filter(|net| net.codes.contains(&option.code));
            nets.map(|net| net.id.as_str()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    let each = || rows.iter();
    batch(
        "options",
        vec![
            ("question", texts(each().map(|(question, _)| question.id.as_str())), Never),
            ("code", Arc::new(Int32Array::from_iter_values(each().map(|(_, option)| option.code))), Never),
            ("label", texts(each().map(|(_, option)| option.label.as_str())), Never),
            ("value", Arc::new(each().map(|(_, option)| option.value).collect::<Float64Array>()), Allowed),
            ("nets", some_texts(nets.iter().map(String::as_str)), Allowed),
        ],
    )
}

/// `weighting`: a row for each category of each target that the weights were made to reach.
pub fn weighting_batch(weighting: &Weighting) -> Result<RecordBatch, StoreError> {
    let each = || weighting.categories.iter();
    let numbers = |number: &dyn Fn(&WeightedCategory) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(each().map(number)))
    };
    batch(
        "weighting",
        vec![
            ("target", Arc::new(UInt64Array::from_iter_values(each().map(|category| category.target as u64))), Never),
            ("by", texts(each().map(|category| category.by.as_str())), Never),
            ("category", some_texts(each().map(|category| category.category.as_str())), Allowed),
            ("n", Arc::new(UInt64Array::from_iter_values(each().map(|category| category.n))), Never),
            ("before", numbers(&|category| category.before), Never),
            ("known", numbers(&|category| category.known), Never),
            ("after", numbers(&|category| category.after), Never),
        ],
    )
}

/// `weighting_summary`: a row for each number that tells of the weights as a whole.
pub fn weighting_summary_batch(weighting: &Weighting) -> Result<RecordBatch, StoreError> {
    let each = || weighting.summary.iter();
    batch(
        "weighting_summary",
        vec![
            ("name", texts(each().map(|(name, _)| *name)), Never),
            ("value", Arc::new(Float64Array::from_iter_values(each().map(|(_, value)| *value))), Never),
        ],
    )
}
