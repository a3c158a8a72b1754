//! What goes wrong on a cluster.

use std::error::Error as StdError;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use datafusion::common::DataFusionError;
use thiserror::Error;
use topline_pipeline::{RunError, StoreError};

/// Why there is no answer.
#[derive(Debug, Error)]
pub(crate) enum ClusterError {
    /// The pipeline, its run or its SQL is at fault.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The scheduler's address is none.
    #[error("`{url}` is no address of a scheduler: write `http://HOST:PORT`, or `https://HOST:PORT` with certificates")]
    Address { url: String },
    /// The address asks for TLS, and there are no certificates; or the other way round.
    #[error(
        "`{url}` and the certificates do not fit: `https` needs `--ca`, `--cert` and `--key`, and they need `https`"
    )]
    Scheme { url: String },
    /// A connection cannot be set up.
    #[error("set up the connection to {url}")]
    Endpoint { url: String, source: Box<dyn StdError + Send + Sync> },
    /// Nobody answers.
    #[error("reach the scheduler at {url}")]
    Unreachable { url: String, source: tonic::transport::Error },
    /// The scheduler is another build.
    #[error("join the cluster at {url}: {reason}")]
    OtherBuild { url: String, reason: String },
    /// There is a connection, and no answer: of a scheduler that does not believe a certificate, for example.
    #[error("join the cluster at {url}: {reason}")]
    NoAnswer { url: String, reason: String },
    /// A certificate or its key cannot be read.
    #[error("read a certificate")]
    Certificate(#[source] StoreError),
    /// A certificate or its key is none.
    #[error("use the certificates")]
    Tls(#[source] tonic::transport::Error),
    /// A port is taken, for example.
    #[error("listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
    /// A server ended.
    #[error("serve")]
    Serve(#[source] tonic::transport::Error),
    /// The scheduler or the worker cannot be made.
    #[error("start: {0}")]
    Start(String),
    /// There is no room for what a worker passes on.
    #[error("make a folder for intermediate results")]
    Scratch(#[source] io::Error),
    /// The responses cannot be opened.
    #[error("open the responses at {address}")]
    Responses { address: String, source: DataFusionError },
    /// There are none.
    #[error("open the responses at {address}: there is no Parquet file")]
    NoResponses { address: String },
    /// A file has other columns than the first.
    #[error("open the responses: {file} has other columns than {first}")]
    OtherColumns { first: String, file: String },
    /// Rows of files are not in the order of their names, or stand twice.
    #[error("open the responses: the rows of {second} do not come after those of {first}")]
    RowOrder { first: String, second: String },
    /// A part of a query fails on the cluster.
    #[error("compute on the cluster: {reason}")]
    Failed { reason: String },
    /// A part of a query takes too long.
    #[error("compute on the cluster: there is no answer after {seconds} seconds")]
    TimedOut { seconds: u64 },
    /// Rows cannot be written.
    #[error("write rows")]
    Rows(#[source] arrow::error::ArrowError),
    /// Standard output is gone.
    #[error("write to standard output")]
    Output(#[source] io::Error),
    /// A file cannot be written.
    #[error(transparent)]
    File(StoreError),
    /// The end of a name does not say how rows are written.
    #[error("write {}: its name ends in neither .parquet nor .csv", .path.display())]
    RowFile { path: PathBuf },
}

impl ClusterError {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Run(error) => return error.hint(),
            Self::OtherBuild { .. } => "start the same build of topline on all machines",
            Self::Unreachable { .. } | Self::NoAnswer { .. } => {
                "is it running, and do the certificates of both sides fit?"
            }
            Self::OtherColumns { .. } | Self::RowOrder { .. } => {
                "give a folder that holds the responses of one run, cut by rows into files whose names are in the order of `row_id`"
            }
            Self::TimedOut { .. } => "`--timeout` allows for more",
            Self::Failed { .. } => "the logs of the scheduler and the workers may say more",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
