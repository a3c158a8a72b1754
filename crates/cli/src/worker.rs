//! A pipeline run in a process of its own, so that whatever ends it ends nothing else.
//!
//! The process is this program again. It writes its summary on standard output, and what became of it into a file
//! of results. Its standard input is a pipe that closes when the program that started it ends, however that ends; it then ends too.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::thread;

use topline_pipeline::{program_command, read_file};

use crate::arguments::{ATTACHED, Arguments, Log, RunRequest};
use crate::error_report::ErrorReport;
use crate::failure::Failure;
use crate::run_result::{RunResult, RunStatus};

/// What a process said.
pub(crate) struct Said {
    /// The summary.
    pub text: String,
    pub result: RunResult,
    /// Whether the process itself told of its error.
    pub is_told: bool,
}

/// Runs a pipeline in a process of its own, which writes what became of it into the file `results`.
pub(crate) fn run_apart(
    arguments: &Arguments,
    request: &RunRequest,
    begun: RunResult,
    results: &Path,
) -> Result<Said, Failure> {
    let mut command = program_command().map_err(Failure::Runtime)?;
    command.args(["run", "--force"]).arg(&begun.pipeline).arg("--out").arg(&request.pipelines.out.out);
    command
        .arg("--results")
        .arg(results)
        .arg("--memory")
        .arg(format!("{}MiB", (arguments.limits().memory >> 20) / u64::from(request.jobs)));
    if let Some(timeout) = arguments.timeout {
        command.arg("--timeout").arg(timeout.as_secs_f64().to_string());
    }
    if let Some(threads) = arguments.threads {
        command.arg("--threads").arg(threads.to_string());
    }
    if let Some(log) = arguments.log {
        command.arg("--log").arg(match log {
            Log::Text => "text",
            Log::Json => "json",
        });
    }
    if let Some(keep) = request.publish.keep {
        command.arg("--keep").arg(keep.to_string());
    }
    for (is_given, option) in
        [(request.publish.wait, "--wait"), (request.publish.no_publish_on_fail, "--no-publish-on-fail")]
    {
        command.args(is_given.then_some(option));
    }
    // Paths are those of the folder that this program has gone to already.
    command
        .env_remove("TOPLINE_ROOT")
        .env(ATTACHED, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().map_err(Failure::Runtime)?;
    // Held open until the process has ended.
    let leash = process.stdin.take();
    let errors = process.stderr.take().map(|stderr| thread::spawn(move || pass_on(BufReader::new(stderr))));
    let output = process.wait_with_output().map_err(Failure::Runtime)?;
    drop(leash);
    let last_error = errors.and_then(|errors| errors.join().ok()).flatten();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(match read_result(results).filter(|result| result.status != RunStatus::Begun) {
        Some(result) => Said { text, result, is_told: true },
        None => {
            Said { text, is_told: last_error.is_some(), result: ended(begun, output.status, last_error.as_deref()) }
        }
    })
}

/// What a process wrote of itself.
fn read_result(results: &Path) -> Option<RunResult> {
    let mut results: serde_json::Value = serde_json::from_slice(&read_file(results).ok()?).ok()?;
    serde_json::from_value(results["results"].get_mut(0)?.take()).ok()
}

/// Passes on what a process says on standard error, line by line, and gives the last error of it.
fn pass_on(stderr: impl BufRead) -> Option<String> {
    let mut last = None;
    for line in stderr.lines().map_while(Result::ok) {
        last = error_of(&line).or(last);
        // Nobody may be reading any more.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    last
}

/// What a line says of an error, as text or as an event of the log.
fn error_of(line: &str) -> Option<String> {
    if let Some(error) = line.strip_prefix("error: ") {
        return Some(error.to_owned());
    }
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    (event["level"] == "ERROR").then(|| event["fields"]["message"].as_str().map(str::to_owned)).flatten()
}

/// The result of a process that said none.
fn ended(begun: RunResult, status: ExitStatus, last_error: Option<&str>) -> RunResult {
    let message = match (signal(status), last_error) {
        (Some(signal), _) => {
            let name = signal_hook::low_level::signal_name(signal).unwrap_or("a signal");
            format!("ended by {name}")
        }
        (None, Some(error)) => error.strip_prefix(&format!("{}: ", begun.survey)).unwrap_or(error).to_owned(),
        (None, None) => "ended without a word".to_owned(),
    };
    let error = Some(ErrorReport::said(&message, Some(&begun.survey)));
    RunResult { status: RunStatus::Failed, exit_code: 2, error, ..begun }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
