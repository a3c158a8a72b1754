//! The one subscriber of the program's log: quiet unless asked for.

use tracing_subscriber::EnvFilter;

use crate::arguments::{Arguments, Log};

/// Starts the log that the command line asks for; `RUST_LOG` says how much of it.
pub(crate) fn start(arguments: &Arguments) {
    let Some(log) = arguments.log else { return };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    match log {
        Log::Text => subscriber.init(),
        Log::Json => subscriber.json().init(),
    }
}
