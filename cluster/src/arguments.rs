//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The SQL and the tables of a survey's run, computed on several machines.
#[derive(Debug, Parser)]
#[command(name = "topline-cluster", version = topline_pipeline::build_name())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// How much to log on standard error: off, error, warn, info or debug.
    #[arg(long, global = true, default_value = "error")]
    pub log: log::LevelFilter,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Give work to workers; one for a cluster.
    Scheduler(SchedulerArguments),
    /// Do work; as many for a cluster as there are machines.
    Worker(WorkerArguments),
    /// Query a run in SQL.
    Sql {
        #[command(flatten)]
        asked: Asked,
        /// The query.
        query: String,
        /// Write the rows into this file (.parquet or .csv) instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Compute all tables and `figures/*.sql` of a pipeline from the responses of its last run.
    Run {
        #[command(flatten)]
        asked: Asked,
        /// Write the figures into this file: the bytes of a run's `figures.parquet`.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

/// What is asked, and whom.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The pipeline: a folder, or a name below `pipelines`.
    pub pipeline: PathBuf,
    /// The scheduler: `http://HOST:PORT`, or `https://HOST:PORT` with certificates.
    #[arg(long, value_name = "URL")]
    pub scheduler: String,
    /// The responses, where all workers find them: a file, a folder of Parquet files, or `s3://BUCKET/PREFIX/`. By default those of
    /// the last run.
    #[arg(long, value_name = "ADDRESS")]
    pub responses: Option<String>,
    /// The folder of the runs.
    #[arg(long, value_name = "FOLDER", default_value = "data/out")]
    pub out: PathBuf,
    /// How many parts the responses are read in; workers take the parts.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub parts: u16,
    /// How many seconds the cluster has for each query that it is sent.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    #[command(flatten)]
    pub tls: Tls,
}

/// Certificates; all three, or none.
#[derive(Debug, Args)]
pub(crate) struct Tls {
    /// The certificate of the authority that signed those of all processes (PEM).
    #[arg(long, value_name = "FILE", requires_all = ["cert", "key"])]
    pub ca: Option<PathBuf>,
    /// This process's certificate (PEM).
    #[arg(long, value_name = "FILE", requires_all = ["ca", "key"])]
    pub cert: Option<PathBuf>,
    /// Its private key (PEM).
    #[arg(long, value_name = "FILE", requires_all = ["ca", "cert"])]
    pub key: Option<PathBuf>,
}

/// How a scheduler is started.
#[derive(Debug, Args)]
pub(crate) struct SchedulerArguments {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// The port to listen on.
    #[arg(long, default_value_t = 50050)]
    pub port: u16,
    /// After so many seconds of silence a worker is lost, and its work is given to others.
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(6..))]
    pub lost_after: u64,
    /// A query fails if there has been no worker for so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub no_workers_after: u64,
    #[command(flatten)]
    pub tls: Tls,
}

/// How a worker is started.
#[derive(Debug, Args)]
pub(crate) struct WorkerArguments {
    /// The scheduler: `http://HOST:PORT`, or `https://HOST:PORT` with certificates.
    #[arg(long, value_name = "URL")]
    pub scheduler: String,
    /// The name or address by which other workers and clients reach this one.
    #[arg(long, value_name = "HOST", default_value = "localhost")]
    pub host: String,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// The port to listen on.
    #[arg(long, default_value_t = 50051)]
    pub port: u16,
    /// How many parts it works on at a time; by default as many as there are cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub cores: Option<u16>,
    /// The folder for intermediate results, which are removed in the end; by default that of the system.
    #[arg(long, value_name = "FOLDER")]
    pub scratch: Option<PathBuf>,
    /// For how many seconds it tries to reach the scheduler in the beginning.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub patience: u64,
    #[command(flatten)]
    pub tls: Tls,
}
