//! `topline-cluster`: the SQL and the tables of a run, computed on several machines by Ballista.
//!
//! One program is scheduler, worker and client. A client plans a query as `topline sql` does, and sends to the cluster what of it
//! is exact ([`exact`]): so the bits are those of one machine.

mod arguments;
mod certificates;
mod client;
mod error;
mod exact;
mod functions;
mod logging;
mod on_cluster;
mod queries;
mod responses;
mod scheduler;
mod signals;
mod stores;
mod version;
mod worker;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::{Arguments, Command};
use crate::error::ClusterError;
use crate::stores::without_keys;

/// The largest message between processes: plans of tallies of many tables are long.
const MESSAGE_AT_MOST: usize = 256 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log);
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| ClusterError::Start(error.to_string()))
        .and_then(|engine| engine.block_on(perform(&arguments.command)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::from(2)
        }
    }
}

async fn perform(command: &Command) -> Result<(), ClusterError> {
    match command {
        Command::Scheduler(arguments) => scheduler::serve(arguments).await,
        Command::Worker(arguments) => worker::serve(arguments).await,
        Command::Sql { asked, query, output } => queries::sql(asked, query, output.as_deref()).await,
        Command::Run { asked, output } => queries::run(asked, output).await,
    }
}

/// Says something on standard output.
fn say(text: &str) -> Result<(), ClusterError> {
    writeln!(std::io::stdout(), "{text}").map_err(ClusterError::Output)
}

/// Says what failed, why, and what may help.
fn tell(error: &ClusterError) {
    let mut text = format!("error: failed to {error}");
    let mut cause = error.source();
    while let Some(because) = cause {
        text.push_str(&format!("\n  because: {because}"));
        cause = because.source();
    }
    if let Some(hint) = error.hint() {
        text.push_str(&format!("\nhint: {hint}"));
    }
    let _ = writeln!(std::io::stderr(), "{}", without_keys(&text));
}
