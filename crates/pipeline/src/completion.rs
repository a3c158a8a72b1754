//! Responses as they were read into whole ones: with the derived questions, and with the weights that the run makes.
//!
//! The engine evaluates expressions, over the columns that they name. The other columns go from file to file as they are, and where
//! nothing is to be added there is nothing to do: reading has written the responses.

use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use futures::TryStreamExt as _;
use topline_aggregate::{AggregateError, Session, SqlError};
use topline_normalise::NormaliseError;
use topline_records::{weighting_batch, weighting_summary_batch};
use topline_store::{RunFolder, StoredRows};
use topline_survey::Weighting;

use crate::ending::Ending;
use crate::error::RunError;
use crate::export_rows::{ASKED, Findings, Responses, UNWEIGHTED, unweighted};
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
    if !plan.survey.makes_weights() {
        if is_derived {
            let mut responses = Responses::create(folder, plan, ending)?;
            derive(pipeline, folder, references, findings, &mut |batch| responses.write(batch)).await?;
            responses.finish(folder)?;
            folder.remove(ASKED).map_err(RunError::Store)?;
        }
        return Ok(None);
    }
    if is_derived {
        let mut file = unweighted(folder, plan)?;
        let mut write = |batch: &RecordBatch| file.write(batch).map_err(RunError::Store);
        derive(pipeline, folder, references, findings, &mut write).await?;
        folder.finish_table(UNWEIGHTED, file).map_err(RunError::Store)?;
        folder.remove(ASKED).map_err(RunError::Store)?;
    }
    weigh(pipeline, folder, references, ending).await.map(Some)
}

/// Derives questions from the responses as asked.
async fn derive(
    pipeline: &Pipeline,
    folder: &RunFolder,
    references: &[ReferenceTable],
    findings: &mut Findings,
    write: &mut dyn FnMut(&RecordBatch) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let plan = &pipeline.plan;
    let what = "the derived questions";
    let session = session_over(pipeline, &folder.path(ASKED), references).await?;
    let mut stream = match session.derive(plan).await {
        Ok(stream) => stream,
        Err(error) => return Err(RunError::Aggregate { hint: session.hint(&error), error }),
    };
    let mut asked = StoredRows::open(&folder.path(ASKED)).map_err(RunError::Store)?;
    while let Some(derived) = stream.try_next().await.map_err(|error| broken(what, error))? {
        let mut first = 0;
        while first < derived.num_rows() {
            let most = derived.num_rows() - first;
            let batch = asked.next(most).map_err(RunError::Store)?.ok_or(RunError::DerivedRows)?;
            let own = derived.slice(first, batch.num_rows());
            first += batch.num_rows();
            let both =
                side_by_side(&batch, &own).map_err(|error| RunError::Normalise(NormaliseError::Columns(error)))?;
            let (batch, found) = topline_normalise::complete(plan, &both).map_err(RunError::Normalise)?;
            findings.write(&found)?;
            write(&batch)?;
        }
    }
    match asked.next(1).map_err(RunError::Store)? {
        None => Ok(()),
        Some(_) => Err(RunError::DerivedRows),
    }
}

/// The columns of two batches with as many rows.
fn side_by_side(one: &RecordBatch, other: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let fields = [one, other].into_iter().flat_map(|batch| batch.schema_ref().fields().iter().cloned());
    let fields: Vec<Arc<Field>> = fields.collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), [one.columns(), other.columns()].concat())
}

/// Makes the weights, and the responses with them.
async fn weigh(
    pipeline: &Pipeline,
    folder: &mut RunFolder,
    references: &[ReferenceTable],
    ending: Ending,
) -> Result<Weighting, RunError> {
    let plan = &pipeline.plan;
    let session = session_over(pipeline, &folder.path(UNWEIGHTED), references).await?;
    let weighted = match session.weigh().await {
        Ok(weighted) => weighted,
        Err(error) => return Err(RunError::Aggregate { hint: session.hint(&error), error }),
    };
    let mut completed = StoredRows::open(&folder.path(UNWEIGHTED)).map_err(RunError::Store)?;
    let mut responses = Responses::create(folder, plan, ending)?;
    let mut rest = weighted.weights.as_slice();
    while let Some(batch) = completed.next(usize::MAX).map_err(RunError::Store)? {
        let (own, later) = rest.split_at(batch.num_rows().min(rest.len()));
        rest = later;
        let batch = topline_normalise::weigh(plan, &batch, own.to_vec()).map_err(RunError::Normalise)?;
        responses.write(&batch)?;
    }
    responses.finish(folder)?;
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
