//! The cells of all tables of a plan, in one pass over `responses`.
//!
//! Responses in a file are counted from its pages, whatever the tables are; only conditions are evaluated by the engine
//! ([`crate::page_rows`]). Responses that are in no file are counted by an aggregate of the engine ([`crate::tally`]).

use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use datafusion::common::DataFusionError;
use datafusion::logical_expr::AggregateUDF;
use topline_survey::{Kind, Plan, Table};
use topline_tally::Sums;

use crate::aggregate_error::AggregateError;
use crate::layout::{Argument, Layout, Rests, layout};
use crate::page_rows::{Reads, read_pages};
use crate::session::Session;
use crate::settle::rests;
use crate::tally::{Tallied, TallyFunction, external, literal, sums_of};

/// The cells of all tables of a plan, and what they mean.
pub(crate) async fn count_tables(session: &Session, plan: &Plan) -> Result<(Layout, Tallied), AggregateError> {
    let layout = layout(plan, &small_options(session, plan).await?);
    let tallied = count(session, &layout).await?;
    Ok((layout, tallied))
}

/// Which options of boxes are too few for rows of their own, in a pass of their own: who ticked any of them can be counted only
/// where it is known which they are.
async fn small_options(session: &Session, plan: &Plan) -> Result<Rests, AggregateError> {
    let is_multi = |id: &String| plan.codebook.question(id).is_some_and(|question| question.kind() == Kind::Multi);
    let gathers = |table: &Table| table.other_below.is_some() && table.rows.iter().any(is_multi);
    if !plan.tables.iter().any(gathers) {
        return Ok(Rests::default());
    }
    let mut totals = plan.clone();
    totals.tables.retain(gathers);
    totals.tables.iter_mut().for_each(|table| table.breaks.clear());
    let layout = layout(&totals, &Rests::default());
    let tallied = count(session, &layout).await?;
    Ok(rests(&totals, &tallied.counted(&layout)))
}

/// The cells of a layout.
pub(crate) async fn count(session: &Session, layout: &Layout) -> Result<Tallied, AggregateError> {
    if layout.tally.pairs.is_empty() {
        return Ok(Tallied::default());
    }
    let what = "the tables";
    let fail = |error| AggregateError::query(what, error);
    let tally = Arc::new(layout.tally.clone());
    let reads = Reads { what, tally: &tally, arguments: &layout.arguments };
    let empty = Sums::new(Arc::clone(&tally)).map_err(|error| fail(external(error)))?;
    let mut sums = if let Some(sums) = read_pages(session, reads, empty).await? {
        sums
    } else {
        let counted = literal(&tally).map_err(fail)?;
        let arguments: Vec<String> = [counted].into_iter().chain(layout.arguments.iter().map(Argument::sql)).collect();
        let sql = format!("select tally({}) as cells from responses", arguments.join(", "));
        let function = AggregateUDF::from(TallyFunction::new(Some(Arc::clone(&tally))));
        let batches: Vec<RecordBatch> = session.rows_with(what, &sql, function).await?;
        let batch = batches.iter().find(|batch| batch.num_rows() > 0);
        let batch = batch.ok_or_else(|| fail(DataFusionError::Internal("the aggregate gave no row".into())))?;
        sums_of(&tally, batch.column(0).as_struct()).map_err(|error| fail(external(error)))?
    };
    Tallied::of(&mut sums).map_err(|error| reads.failed(error))
}
