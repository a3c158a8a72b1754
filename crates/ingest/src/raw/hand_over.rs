//! Rows that a thread of their own reads, and hands over one batch at a time.
//!
//! Readers of some formats borrow from the opened file, which a thread's stack can hold beside them. Memory holds a batch or
//! two. Should a reader panic on a damaged file, that ends its thread and is an error here.

use std::panic;
use std::sync::Once;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use arrow::datatypes::SchemaRef;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::RawBatch;
use crate::raw::rows::{Opened, Rows};

/// What the thread hands over, in this order.
enum Message {
    Header { schema: SchemaRef, columns: Vec<String>, merged_header_rows: Option<usize> },
    Batch(RawBatch),
    End,
}

/// Where the thread puts what it has read.
pub(crate) struct Hand(SyncSender<Result<Message, IngestError>>);

/// Nobody waits for more rows.
pub(crate) struct LetGo;

impl Hand {
    /// Hands over the columns, before any rows, and how many rows of header merged cells make.
    pub(crate) fn header(
        &self,
        schema: SchemaRef,
        columns: Vec<String>,
        merged_header_rows: Option<usize>,
    ) -> Result<(), LetGo> {
        self.0.send(Ok(Message::Header { schema, columns, merged_header_rows })).map_err(|_| LetGo)
    }

    /// Hands over rows.
    pub(crate) fn batch(&self, batch: RawBatch) -> Result<(), LetGo> {
        self.0.send(Ok(Message::Batch(batch))).map_err(|_| LetGo)
    }
}

/// Why a job ends early.
pub(crate) enum Ended {
    LetGo,
    Error(IngestError),
}

impl From<LetGo> for Ended {
    fn from(_: LetGo) -> Self {
        Self::LetGo
    }
}

impl From<IngestError> for Ended {
    fn from(error: IngestError) -> Self {
        Self::Error(error)
    }
}

/// Starts a thread that reads an export, and waits for its header.
pub(crate) fn opened(
    file: String,
    job: impl FnOnce(&Hand) -> Result<(), Ended> + Send + 'static,
) -> Result<Opened, IngestError> {
    let (sender, messages) = sync_channel(1);
    let read = move || {
        let hand = Hand(sender);
        let last = match job(&hand) {
            Ok(()) => Ok(Message::End),
            Err(Ended::Error(error)) => Err(error),
            Err(Ended::LetGo) => return,
        };
        // Nobody listens any more where the export has been dropped.
        let _ = hand.0.send(last);
    };
    keep_panics_quiet();
    thread::Builder::new()
        .name(THREAD.to_owned())
        .spawn(read)
        .map_err(|source| IngestError::new(file.clone(), IngestFault::Io(source)))?;
    let rows = HandedOver { messages, file };
    match rows.receive()? {
        Message::Header { schema, columns, merged_header_rows } => {
            Ok(Opened { merged_header_rows, ..Opened::new(schema, columns, Box::new(rows)) })
        }
        Message::Batch(_) | Message::End => Err(rows.beyond_reading()),
    }
}

/// The name of the threads that read.
const THREAD: &str = "export";

/// Panics of readers are errors here, and say nothing on the screen.
fn keep_panics_quiet() {
    static KEPT: Once = Once::new();
    KEPT.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                others(panic);
            }
        }));
    });
}

/// The rows below the header.
struct HandedOver {
    messages: Receiver<Result<Message, IngestError>>,
    file: String,
}

impl HandedOver {
    fn receive(&self) -> Result<Message, IngestError> {
        // The thread says when it ends: if it does not, it panicked.
        self.messages.recv().unwrap_or_else(|_| Err(self.beyond_reading()))
    }

    fn beyond_reading(&self) -> IngestError {
        IngestError::new(self.file.clone(), IngestFault::BeyondReading)
    }
}

impl Rows for HandedOver {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        match self.receive()? {
            Message::Batch(batch) => Ok(Some(batch)),
            Message::End => Ok(None),
            Message::Header { .. } => Err(self.beyond_reading()),
        }
    }
}
