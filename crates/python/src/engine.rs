//! Work on a thread of its own, while Python goes on hearing ctrl-c.

use std::future::Future;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyMemoryError, PyRuntimeError};
use pyo3::prelude::*;
use tokio::runtime::Builder;
use topline_cli::ErrorReport;

/// Queries are trees, and the engine walks them by calling itself. Of what is not used nothing is taken but addresses.
const STACK: usize = 1 << 28;
/// How often ctrl-c is looked for.
const GLANCE: Duration = Duration::from_millis(50);

/// Does the work, and gives what comes of it. Other threads of Python go on. Ctrl-C ends the waiting at once, and the work is
/// left to end by itself.
pub(crate) fn wait_for<T, F>(py: Python<'_>, work: impl FnOnce() -> F + Send + 'static) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ErrorReport>>,
{
    let (done, result) = sync_channel(1);
    let start = move || {
        let engine = Builder::new_current_thread().build();
        // Nobody listens any more after ctrl-c.
        let _ = done.send(engine.map(|engine| engine.block_on(work())));
    };
    thread::Builder::new().name("topline".to_owned()).stack_size(STACK).spawn(start)?;
    let mut result = result;
    loop {
        let said;
        (result, said) = py.detach(move || {
            let said = result.recv_timeout(GLANCE);
            (result, said)
        });
        match said {
            Ok(answer) => return answer?.map_err(|report| raised(py, &report)),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("something that must not happen did: please report it"));
            }
        }
    }
}

/// The exception of the package for what the program says.
fn raised(py: Python<'_>, report: &ErrorReport) -> PyErr {
    let told = serde_json::to_string(report).map_err(|error| PyMemoryError::new_err(error.to_string()));
    let exception = told.and_then(|told| py.import("topline._errors")?.call_method1("told", (told,)));
    exception.map_or_else(|error| error, PyErr::from_value)
}
