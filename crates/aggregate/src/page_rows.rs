//! The rows of `responses` as a tally takes them, from the pages of their file.
//!
//! A condition of a table is in no column. The engine evaluates conditions, and nothing else, in the order of rows; each batch of
//! its answers goes with as many rows of the file.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result as EngineResult, exec_datafusion_err};
use futures::TryStreamExt as _;
use topline_records::ROW_ID;
use topline_tally::{FileError, FileRows, Source, Standing, Sums, Tally, TallyError, opened_file};

use crate::aggregate_error::AggregateError;
use crate::layout::Argument;
use crate::session::Session;
use crate::tally::{check_condition, external};

/// What takes the rows of a tally.
pub(crate) trait RowSink {
    /// Takes the next rows of a file, with the conditions that they meet.
    fn take_file_rows(
        &mut self,
        from: &mut FileRows,
        rows: usize,
        conditions: &[BooleanArray],
    ) -> Result<(), FileError>;

    /// Takes all rows of a file that is about no condition.
    fn take_file(&mut self, path: &Path, rows: FileRows, sources: &[Source]) -> Result<(), FileError>;

    /// Takes rows as arrays.
    fn take_arrays(&mut self, arguments: &[ArrayRef]) -> Result<(), TallyError>;
}

impl RowSink for Sums {
    fn take_file_rows(
        &mut self,
        from: &mut FileRows,
        rows: usize,
        conditions: &[BooleanArray],
    ) -> Result<(), FileError> {
        self.add_file_rows(from, rows, conditions)
    }

    fn take_file(&mut self, path: &Path, rows: FileRows, sources: &[Source]) -> Result<(), FileError> {
        *self = opened_file(path, rows, Arc::clone(self.tally()), sources)?;
        Ok(())
    }

    fn take_arrays(&mut self, arguments: &[ArrayRef]) -> Result<(), TallyError> {
        self.add(arguments)
    }
}

impl RowSink for Standing {
    fn take_file_rows(
        &mut self,
        from: &mut FileRows,
        rows: usize,
        conditions: &[BooleanArray],
    ) -> Result<(), FileError> {
        self.add_file_rows(from, rows, conditions)
    }

    fn take_file(&mut self, _path: &Path, mut rows: FileRows, _sources: &[Source]) -> Result<(), FileError> {
        let all = rows.left();
        self.add_file_rows(&mut rows, all, &[])
    }

    fn take_arrays(&mut self, arguments: &[ArrayRef]) -> Result<(), TallyError> {
        self.add(arguments)
    }
}

/// What is read of each row.
#[derive(Clone, Copy)]
pub(crate) struct Reads<'l> {
    /// What the query is for.
    pub what: &'l str,
    pub tally: &'l Tally,
    /// Where the arguments of the tally come from.
    pub arguments: &'l [Argument],
}

impl Reads<'_> {
    /// Why rows cannot be counted, with the name of the column that it is about.
    pub(crate) fn failed(self, error: TallyError) -> AggregateError {
        if let TallyError::ValueTooLarge { argument } = error
            && let Argument::Column(column) = &self.arguments[argument]
        {
            return AggregateError::TooLarge { column: column.clone() };
        }
        AggregateError::query(self.what, external(error))
    }
}

/// A sink that has taken all rows from the pages of their file; none where they are in no file, or in one that is stored in a
/// way that is not read here.
pub(crate) async fn read_pages<S: RowSink>(
    session: &Session,
    reads: Reads<'_>,
    mut sink: S,
) -> Result<Option<S>, AggregateError> {
    let Some(path) = session.responses_file() else { return Ok(None) };
    let sources: Vec<_> = reads.arguments.iter().map(Argument::source).collect();
    let read = match FileRows::open(path, reads.tally, &sources) {
        Ok(rows) if reads.arguments.iter().all(|argument| argument.condition().is_none()) => {
            sink.take_file(path, rows, &sources)
        }
        Ok(rows) => fill(session, reads, rows, &mut sink).await?,
        Err(error) => Err(error),
    };
    match read {
        Ok(()) => Ok(Some(sink)),
        Err(error) if error.is_unsupported() => Ok(None),
        Err(FileError::Tally(error)) => Err(reads.failed(error)),
        Err(error) => Err(AggregateError::query(reads.what, DataFusionError::External(Box::new(error)))),
    }
}

/// Hands all rows of a file to a sink, with the conditions that they meet.
async fn fill<S: RowSink>(
    session: &Session,
    reads: Reads<'_>,
    mut rows: FileRows,
    sink: &mut S,
) -> Result<Result<(), FileError>, AggregateError> {
    let conditions = reads.arguments.iter().filter_map(Argument::condition);
    let conditions = conditions.enumerate().map(|(at, condition)| format!("({condition}) as \"condition {at}\""));
    let conditions: Vec<String> = conditions.collect();
    let fail = |error| AggregateError::query(reads.what, error);
    let sql = format!("select {} from responses order by {ROW_ID}", conditions.join(", "));
    let mut stream = session.query(reads.what, &sql).await?;
    for field in stream.schema().fields() {
        check_condition(field.data_type()).map_err(fail)?;
    }
    while let Some(batch) = stream.try_next().await.map_err(fail)? {
        let meets = batch.columns().iter().map(|column| Ok(cast(column, &DataType::Boolean)?.as_boolean().clone()));
        let meets: Vec<BooleanArray> = meets.collect::<EngineResult<_>>().map_err(fail)?;
        if let Err(error) = sink.take_file_rows(&mut rows, batch.num_rows(), &meets) {
            return Ok(Err(error));
        }
    }
    match rows.left() {
        0 => Ok(Ok(())),
        left => Err(fail(exec_datafusion_err!("the conditions of tables lack the last {left} rows"))),
    }
}

/// A sink that has taken all rows from the engine, in their order.
pub(crate) async fn read_arrays<S: RowSink>(
    session: &Session,
    reads: Reads<'_>,
    mut sink: S,
) -> Result<S, AggregateError> {
    let fail = |error| AggregateError::query(reads.what, error);
    let types = reads.tally.argument_types(reads.arguments.len()).map_err(|error| fail(external(error)))?;
    let columns: Vec<String> = reads.arguments.iter().map(Argument::sql).collect();
    let sql = format!("select {}, {ROW_ID} from responses order by {ROW_ID}", columns.join(", "));
    let mut stream = session.query(reads.what, &sql).await?;
    while let Some(batch) = stream.try_next().await.map_err(fail)? {
        let arguments = batch.columns().iter().zip(&types).map(|(column, as_type)| cast(column, as_type));
        let arguments: Vec<ArrayRef> = arguments.collect::<Result<_, _>>().map_err(|error| fail(error.into()))?;
        sink.take_arrays(&arguments).map_err(|error| reads.failed(error))?;
    }
    Ok(sink)
}
