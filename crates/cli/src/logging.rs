//! The one subscriber of the program's log: quiet unless asked for.
//!
//! Only what topline itself logs is written: engines and readers log statistics of columns, in which answers stand.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::arguments::{Arguments, Log};

/// Starts the log that the command line asks for; `RUST_LOG` says how much of it.
pub(crate) fn start(arguments: &Arguments) {
    let Some(log) = arguments.log else { return };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let own = filter_fn(|event| event.target() == "topline" || event.target().starts_with("topline_"));
    let registry = tracing_subscriber::registry().with(filter).with(own);
    match log {
        Log::Text => registry.with(layer().with_writer(std::io::stderr)).init(),
        Log::Json => registry.with(layer().json().with_writer(std::io::stderr)).init(),
    }
}
