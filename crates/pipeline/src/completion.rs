//! Responses as they were read into whole ones: with the derived questions, and with the weights that the run makes.
//!
//! The engine evaluates expressions, over the columns that they name. The other columns are copied from file to file without a
//! value being read, and where nothing is to be added there is nothing to do: reading has written the responses.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch};
use futures::TryStreamExt as _;
use topline_aggregate::{AggregateError, Session, SqlError};
use topline_normalise::NormaliseError;
use topline_records::{
    ROW_ID, derived_schema, responses_schema, row_ids, unweighted_schema, weight_schema, weighting_batch,
    weighting_summary_batch,
};
use topline_store::{RunFolder, StoredRows, TableFile};
use topline_survey::Weighting;

use crate::ending::Ending;
use crate::error::RunError;
use crate::export_rows::{ASKED, Answers, Findings, RESPONSES, UNWEIGHTED};
use crate::load::Pipeline;
use crate::references::ReferenceTable;

/// Completes the responses with the derived questions, and with the weights where the run makes them.
pub(crate) async fn complete(
    pipeline: &Pipeline,
    folder: &mut RunFolder,
    references: &[ReferenceTable],
    findings: &mut Findings,
    ending: Ending,
) -> Result<Option<Weighting>, RunError> {
    let plan = &pipeline.plan;
    let is_derived = plan.codebook.derived().next().is_some();
    let makes_weights = plan.survey.makes_weights();
    if is_derived {
        let (name, schema) =
            if makes_weights { (UNWEIGHTED, unweighted_schema(plan)) } else { (RESPONSES, responses_schema(plan)) };
        let mut file = folder.extended_table(name, &schema, ASKED).map_err(RunError::Store)?;
        derive(pipeline, folder, references, findings, &mut file).await?;
        folder.finish_table(name, file).map_err(RunError::Store)?;
        folder.remove(ASKED).map_err(RunError::Store)?;
    }
    let weighting = if makes_weights { Some(weigh(pipeline, folder, references).await?) } else { None };
    if (is_derived || makes_weights)
        && let Some(mut answers) = Answers::create(folder, plan, ending)?
    {
        let mut responses = StoredRows::open(&folder.path(RESPONSES)).map_err(RunError::Store)?;
        while let Some(batch) = responses.next(usize::MAX).map_err(RunError::Store)? {
            answers.write(&batch)?;
        }
        answers.finish(folder)?;
    }
    Ok(weighting)
}

/// Derives questions from the responses as asked.
async fn derive(
    pipeline: &Pipeline,
    folder: &RunFolder,
    references: &[ReferenceTable],
    findings: &mut Findings,
    file: &mut TableFile,
) -> Result<(), RunError> {
    let plan = &pipeline.plan;
    let what = "the derived questions";
    let session = session_over(pipeline, &folder.path(ASKED), references).await?;
    let mut stream = match session.derive(plan).await {
        Ok(stream) => stream,
        Err(error) => return Err(RunError::Aggregate { hint: session.hint(&error), error }),
    };
    let numbers = BTreeSet::from([ROW_ID.to_owned()]);
    let mut asked = StoredRows::open_columns(&folder.path(ASKED), &numbers).map_err(RunError::Store)?;
    let schema = derived_schema(plan);
    while let Some(derived) = stream.try_next().await.map_err(|error| broken(what, error))? {
        let mut first = 0;
        while first < derived.num_rows() {
            let most = derived.num_rows() - first;
            let batch = asked.next(most).map_err(RunError::Store)?.ok_or(RunError::DerivedRows)?;
            let rows = row_ids(&batch).map_err(RunError::Records)?;
            let own = derived.slice(first, rows.len());
            first += rows.len();
            let (batch, found) = topline_normalise::derived(plan, &schema, &rows, &own).map_err(RunError::Normalise)?;
            findings.write(&found)?;
            file.write(&batch).map_err(RunError::Store)?;
        }
    }
    match asked.next(1).map_err(RunError::Store)? {
        None => Ok(()),
        Some(_) => Err(RunError::DerivedRows),
    }
}

/// Makes the weights, and the responses with them.
async fn weigh(
    pipeline: &Pipeline,
    folder: &mut RunFolder,
    references: &[ReferenceTable],
) -> Result<Weighting, RunError> {
    let plan = &pipeline.plan;
    let session = session_over(pipeline, &folder.path(UNWEIGHTED), references).await?;
    let weighted = match session.weigh().await {
        Ok(weighted) => weighted,
        Err(error) => return Err(RunError::Aggregate { hint: session.hint(&error), error }),
    };
    let mut responses =
        folder.extended_table(RESPONSES, &responses_schema(plan), UNWEIGHTED).map_err(RunError::Store)?;
    let weights: ArrayRef = Arc::new(Float64Array::from(weighted.weights));
    let weights = RecordBatch::try_new(weight_schema(), vec![weights]);
    let weights = weights.map_err(|error| RunError::Normalise(NormaliseError::Columns(error)))?;
    responses.write(&weights).map_err(RunError::Store)?;
    folder.finish_table(RESPONSES, responses).map_err(RunError::Store)?;
    folder.remove(UNWEIGHTED).map_err(RunError::Store)?;
    let is_protected = plan.survey.disclosure.is_of_counts();
    let weighting = if is_protected { weighted.weighting.without_counts() } else { weighted.weighting };
    let tables = [
        ("weighting.parquet", weighting_batch(&weighting)),
        ("weighting_summary.parquet", weighting_summary_batch(&weighting)),
    ];
    for (name, batch) in tables {
        folder.write_table(name, &batch.map_err(RunError::Records)?).map_err(RunError::Store)?;
    }
    Ok(weighting)
}

/// The tables of the run that queries may read while it is being written: the responses and the reference tables.
pub(crate) async fn session_over(
    pipeline: &Pipeline,
    responses: &Path,
    references: &[ReferenceTable],
) -> Result<Session, RunError> {
    let failed = |error| RunError::Aggregate { error, hint: None };
    let mut session = Session::new(&pipeline.plan);
    session.add_responses(responses).await.map_err(failed)?;
    for reference in references {
        session.add_batch(&reference.name, reference.rows.clone()).map_err(failed)?;
    }
    Ok(session)
}

fn broken(what: &str, error: impl Into<SqlError>) -> RunError {
    let error = AggregateError::Query { what: what.to_owned(), source: error.into() };
    RunError::Aggregate { error, hint: None }
}
