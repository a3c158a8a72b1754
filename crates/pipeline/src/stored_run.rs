//! The published side of a run that is on the disk: its figures, codebook and verdicts. No answers are read.

use std::collections::HashMap;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int32Type, Int64Type};
use topline_disclose::{EarlierFigure, EarlierRelease};
use topline_store::{StandingRun, StoredRows};

use crate::error::RunError;

/// What a run published.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoredRun {
    pub respondents: u64,
    pub figures: Vec<StoredFigure>,
    pub questions: Vec<StoredQuestion>,
    pub options: Vec<StoredOption>,
    pub verdicts: Vec<StoredVerdict>,
}

/// A row of `figures.parquet`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredFigure {
    pub name: String,
    pub table: String,
    pub title: String,
    pub question: Option<String>,
    pub item: Option<String>,
    pub statistic: Option<String>,
    /// Whether it is a base, which each figure carries too.
    pub is_base: bool,
    pub row: String,
    pub column: Option<String>,
    pub label: String,
    pub unit: String,
    pub x: Option<f64>,
    pub published: Option<String>,
    pub suppressed: Option<String>,
    pub base_rule: String,
    pub base: i64,
    pub base_effective: Option<f64>,
    pub x_se: Option<f64>,
}

/// A row of `questions.parquet`: a question, or an item of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredQuestion {
    pub question: String,
    pub item: Option<String>,
    pub kind: String,
    pub title: String,
    pub text: String,
    pub item_label: Option<String>,
}

/// A row of `options.parquet`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredOption {
    pub question: String,
    pub code: i32,
    pub label: String,
    pub value: Option<f64>,
    pub nets: Vec<String>,
}

/// A row of `verdicts.parquet`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredVerdict {
    pub document: String,
    pub lines: String,
    pub quote: String,
    pub figures: Vec<String>,
    pub stated: String,
    pub ruling: String,
}

/// Reads what the run in `folder` published; nothing where there is no run.
pub(crate) fn stored_run(folder: &Path) -> Result<Option<StoredRun>, RunError> {
    let Some(ledger) = StandingRun::read(folder).map_err(RunError::Store)? else { return Ok(None) };
    stored_tables(folder, ledger.rows.respondents).map(Some)
}

/// The counts that a file of figures tells.
pub(crate) fn stored_counts(path: &Path) -> Result<EarlierRelease, RunError> {
    let figures = rows_of(path, |cells, at| {
        let count = |column| cells.whole(column, at).and_then(|count| u64::try_from(count).ok());
        let figure = EarlierFigure { n: count("n"), base: count("base"), base_rule: cells.text("base_rule", at)? };
        Some((cells.text("figure", at)?, figure))
    })?;
    Ok(EarlierRelease { figures: figures.into_iter().collect() })
}

/// A published value, and the label of its row.
pub(crate) struct StoredValue {
    pub name: String,
    pub row_label: String,
    pub published: String,
    pub n: i64,
    pub base: i64,
}

/// The values that a file of figures tells, but for those that are held back.
pub(crate) fn stored_values(path: &Path) -> Result<Vec<StoredValue>, RunError> {
    let values = rows_of(path, |cells, at| {
        let (name, row_label) = (cells.text("figure", at)?, cells.text("row_label", at)?);
        let value = || {
            let (published, n) = (cells.text("published", at)?, cells.whole("n", at)?);
            Some((published, n, cells.whole("base", at)?))
        };
        Some(value().map(|(published, n, base)| StoredValue { name, row_label, published, n, base }))
    })?;
    Ok(values.into_iter().flatten().collect())
}

/// The files that are read of a run to say what changed.
pub(crate) const COMPARED: [&str; 4] = ["figures.parquet", "questions.parquet", "options.parquet", "verdicts.parquet"];

/// As [`stored_run`], of a folder whose ledger is yet to be written.
pub(crate) fn stored_tables(folder: &Path, respondents: u64) -> Result<StoredRun, RunError> {
    let [figures, questions, options, verdicts] = COMPARED.map(|name| folder.join(name));
    Ok(StoredRun {
        respondents,
        figures: rows_of(&figures, figure)?,
        questions: rows_of(&questions, question)?,
        options: rows_of(&options, option)?,
        verdicts: rows_of(&verdicts, verdict)?,
    })
}

fn rows_of<T>(path: &Path, row: impl Fn(&Cells<'_>, usize) -> Option<T>) -> Result<Vec<T>, RunError> {
    let mut stored = StoredRows::open(path).map_err(RunError::Store)?;
    let mut found = Vec::new();
    while let Some(batch) = stored.next(usize::MAX).map_err(RunError::Store)? {
        let cells = Cells::of(&batch);
        for index in 0..batch.num_rows() {
            let read = row(&cells, index);
            found.push(read.ok_or_else(|| RunError::OtherColumns { path: path.to_owned() })?);
        }
    }
    Ok(found)
}

fn figure(cells: &Cells<'_>, at: usize) -> Option<StoredFigure> {
    let labels = ["item_label", "row_label", "column_label"].into_iter().filter_map(|column| cells.text(column, at));
    Some(StoredFigure {
        name: cells.text("figure", at)?,
        table: cells.text("table_id", at)?,
        title: cells.text("title", at)?,
        question: cells.text("question", at),
        item: cells.text("item", at),
        statistic: cells.text("statistic", at),
        is_base: cells.text("row_kind", at)? == "base",
        row: cells.text("row_key", at)?,
        column: cells.text("column_key", at),
        label: labels.filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", "),
        unit: cells.text("unit", at)?,
        x: cells.number("x", at),
        published: cells.text("published", at),
        suppressed: cells.text("suppressed", at),
        base_rule: cells.text("base_rule", at)?,
        // Not even that is given where it would tell what is protected.
        base: cells.whole("base", at).unwrap_or_default(),
        base_effective: cells.number("base_effective", at),
        x_se: cells.number("x_se", at),
    })
}

fn question(cells: &Cells<'_>, at: usize) -> Option<StoredQuestion> {
    Some(StoredQuestion {
        question: cells.text("question", at)?,
        item: cells.text("item", at),
        kind: cells.text("kind", at)?,
        title: cells.text("title", at)?,
        text: cells.text("text", at)?,
        item_label: cells.text("item_label", at),
    })
}

fn option(cells: &Cells<'_>, at: usize) -> Option<StoredOption> {
    let codes = cells.column("code")?.as_primitive_opt::<Int32Type>()?;
    Some(StoredOption {
        question: cells.text("question", at)?,
        code: codes.value(at),
        label: cells.text("label", at)?,
        value: cells.number("value", at),
        nets: cells.texts("nets", at)?,
    })
}

fn verdict(cells: &Cells<'_>, at: usize) -> Option<StoredVerdict> {
    let lines = cells.column("lines")?.as_list_opt::<i32>()?.value(at);
    let lines = lines.as_primitive_opt::<Int64Type>()?.values().to_vec();
    let lines = match lines.as_slice() {
        [first, .., last] => format!("{first}-{last}"),
        several => several.iter().map(ToString::to_string).collect(),
    };
    Some(StoredVerdict {
        document: cells.text("document", at)?,
        lines,
        quote: cells.text("quote", at)?,
        figures: cells.texts("figures", at)?,
        stated: cells.text("stated", at)?,
        ruling: cells.text("ruling", at)?,
    })
}

/// The cells of a batch by the names of their columns.
struct Cells<'b>(HashMap<&'b str, &'b dyn Array>);

impl<'b> Cells<'b> {
    fn of(batch: &'b RecordBatch) -> Self {
        let names = batch.schema_ref().fields().iter().map(|field| field.name().as_str());
        Self(names.zip(batch.columns().iter().map(AsRef::as_ref)).collect())
    }

    fn column(&self, name: &str) -> Option<&'b dyn Array> {
        self.0.get(name).copied()
    }

    fn text(&self, column: &str, at: usize) -> Option<String> {
        let cells = self.column(column)?.as_string_opt::<i32>()?;
        cells.is_valid(at).then(|| cells.value(at).to_owned())
    }

    fn texts(&self, column: &str, at: usize) -> Option<Vec<String>> {
        let texts = self.column(column)?.as_list_opt::<i32>()?.value(at);
        Some(texts.as_string_opt::<i32>()?.iter().flatten().map(str::to_owned).collect())
    }

    fn number(&self, column: &str, at: usize) -> Option<f64> {
        let cells = self.column(column)?.as_primitive_opt::<Float64Type>()?;
        cells.is_valid(at).then(|| cells.value(at))
    }

    fn whole(&self, column: &str, at: usize) -> Option<i64> {
        let cells = self.column(column)?.as_primitive_opt::<Int64Type>()?;
        cells.is_valid(at).then(|| cells.value(at))
    }
}
