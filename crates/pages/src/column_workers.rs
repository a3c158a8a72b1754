//! Threads that share the columns of a table: each writes some of them, row group by row group.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use arrow::array::ArrayRef;
use arrow::datatypes::Field;
use parquet::errors::ParquetError;
use topline_threads::Worker;

use crate::table_chunk::{ClosedChunk, TableChunk};

type Closed = Result<Vec<ClosedChunk>, ParquetError>;

/// What a worker does with its columns.
enum Step {
    Begin(Vec<TableChunk>),
    Append(Vec<ArrayRef>),
    End,
}

/// The threads.
pub(crate) struct ColumnWorkers {
    members: Vec<Member>,
    /// The row group that has ended and is not taken: its columns that are closed, in their order, and how many workers they are of.
    ended: Option<(Vec<ClosedChunk>, usize)>,
}

struct Member {
    worker: Worker<Step>,
    columns: Range<usize>,
    closed: Receiver<Closed>,
}

impl ColumnWorkers {
    /// So many threads, or as many as there are columns.
    pub(crate) fn new(fields: &Arc<[Arc<Field>]>, count: usize) -> io::Result<Self> {
        let count = count.min(fields.len()).max(1);
        let member = |number: usize| {
            let columns = fields.len() * number / count..fields.len() * (number + 1) / count;
            let (sender, closed) = channel();
            let mut own =
                Own { fields: Arc::clone(fields), first: columns.start, chunks: Vec::new(), error: None, sender };
            Ok(Member { worker: Worker::new("columns", move |step| own.take(step))?, columns, closed })
        };
        Ok(Self { members: (0..count).map(member).collect::<io::Result<_>>()?, ended: None })
    }

    /// Begins a row group of these columns.
    pub(crate) fn begin(&mut self, mut chunks: Vec<TableChunk>) {
        for member in self.members.iter_mut().rev() {
            member.worker.send(Step::Begin(chunks.split_off(member.columns.start)));
        }
    }

    /// Appends rows to all columns.
    pub(crate) fn append(&mut self, arrays: &[ArrayRef]) {
        for member in &mut self.members {
            let own = arrays.get(member.columns.clone()).unwrap_or_default();
            member.worker.send(Step::Append(own.to_vec()));
        }
    }

    /// Ends the row group. The one that ended before must have been taken.
    pub(crate) fn end(&mut self) {
        self.members.iter_mut().for_each(|member| member.worker.send(Step::End));
        self.ended = Some((Vec::new(), 0));
    }

    /// The columns of the row group that ended last, if they are closed by now and have not been taken.
    pub(crate) fn closed(&mut self) -> Result<Option<Vec<ClosedChunk>>, ParquetError> {
        self.gather(|member| member.closed.try_recv().ok())
    }

    /// As [`Self::closed`], when they are.
    pub(crate) fn wait(&mut self) -> Result<Option<Vec<ClosedChunk>>, ParquetError> {
        let closed = self.gather(|member| member.closed.recv().ok())?;
        if closed.is_none() && self.ended.is_some() {
            // A worker that says nothing any more has panicked, and so does this thread now.
            self.members.drain(..).for_each(|member| member.worker.finish());
            return Err(ParquetError::General("a thread that writes columns has ended".to_owned()));
        }
        Ok(closed)
    }

    fn gather(
        &mut self,
        receive: impl Fn(&Member) -> Option<Closed>,
    ) -> Result<Option<Vec<ClosedChunk>>, ParquetError> {
        let Some((chunks, from)) = &mut self.ended else { return Ok(None) };
        while let Some(member) = self.members.get(*from) {
            let Some(closed) = receive(member) else { return Ok(None) };
            chunks.extend(closed?);
            *from += 1;
        }
        Ok(self.ended.take().map(|(chunks, _)| chunks))
    }
}

/// The columns of a worker.
struct Own {
    fields: Arc<[Arc<Field>]>,
    first: usize,
    chunks: Vec<TableChunk>,
    /// What went wrong first: it is told when the row group ends.
    error: Option<ParquetError>,
    sender: Sender<Closed>,
}

impl Own {
    fn take(&mut self, step: Step) {
        match step {
            Step::Begin(chunks) => self.chunks = chunks,
            Step::Append(arrays) => {
                if self.error.is_none() {
                    self.error = self.append(&arrays).err();
                }
            }
            Step::End => {
                let chunks = std::mem::take(&mut self.chunks).into_iter().map(TableChunk::close);
                let closed = match self.error.take() {
                    Some(error) => Err(error),
                    None => chunks.collect(),
                };
                // Nobody listens where the table has been given up.
                let _ = self.sender.send(closed);
            }
        }
    }

    fn append(&mut self, arrays: &[ArrayRef]) -> Result<(), ParquetError> {
        for ((chunk, field), array) in self.chunks.iter_mut().zip(&self.fields[self.first..]).zip(arrays) {
            chunk.append(field, array)?;
        }
        Ok(())
    }
}
