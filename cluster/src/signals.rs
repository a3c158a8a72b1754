//! The signals that end a process of a cluster.

use tokio::signal::unix::{SignalKind, signal};

/// Waits until the process is told to end.
pub(crate) async fn ended() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
