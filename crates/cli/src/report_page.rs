//! `topline open`: the report of the last run in the browser.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use topline_pipeline::{RunError, is_file, last_run_folder, load};

use crate::arguments::OpenRequest;
use crate::failure::Failure;
use crate::found_pipelines::find;

/// Shows the report, and says where it is.
pub(crate) fn open(request: &OpenRequest, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let pipeline = load(&find(&request.pipeline)?)?;
    let folder = last_run_folder(&pipeline, &request.out.out)?;
    let report = folder.join("report.html");
    if !is_file(&report).map_err(RunError::Store)? {
        return Err(Failure::NoReport { path: report });
    }
    writeln!(out, "{}", report.display()).map_err(Failure::Output)?;
    if !request.print {
        show(&report)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Hands a file to the browser of the user, and does not wait for it.
fn show(report: &Path) -> Result<(), Failure> {
    let absolute = std::path::absolute(report).unwrap_or_else(|_| report.to_owned());
    for (program, arguments) in openers() {
        let mut command = Command::new(&program);
        command.args(arguments).arg(&absolute).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if command.spawn().is_ok() {
            return Ok(());
        }
    }
    Err(Failure::NoBrowser { path: absolute })
}

/// The programs that may show a page, the one that the user names first.
fn openers() -> Vec<(OsString, Vec<&'static str>)> {
    let named = std::env::var_os("BROWSER").filter(|name| !name.is_empty()).map(|name| (name, Vec::new()));
    let usual: Vec<(&str, Vec<&'static str>)> = if cfg!(target_os = "macos") {
        vec![("open", vec![])]
    } else if cfg!(windows) {
        vec![("explorer", vec![])]
    } else {
        vec![("xdg-open", vec![]), ("wslview", vec![])]
    };
    named.into_iter().chain(usual.into_iter().map(|(program, arguments)| (program.into(), arguments))).collect()
}
