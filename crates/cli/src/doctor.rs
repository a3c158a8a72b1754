//! `topline doctor`: whether this machine and this folder have what topline needs.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde::Serialize;
use topline_pipeline::{can_write, list_pipelines, load, outputs_under_way, rehearse, system_text};

use crate::arguments::{Format, Out};
use crate::failure::Failure;
use crate::found_pipelines::PIPELINES;
use crate::limits::Limits;
use crate::listing::{self, Entry, cell};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Good,
    /// It can be done without.
    Note,
    /// A run will fail.
    Bad,
}

#[derive(Debug, Serialize)]
struct Finding {
    of: String,
    health: Health,
    found: String,
    hint: Option<String>,
}

impl Entry for Finding {
    const COLUMNS: &'static [&'static str] = &["of", "health", "found", "hint"];

    fn cells(&self) -> Vec<String> {
        vec![self.of.clone(), self.health.as_str().to_owned(), self.found.clone(), cell(self.hint.as_ref())]
    }
}

impl Health {
    fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Bad => "bad",
        }
    }
}

fn good(of: &str, found: String) -> Finding {
    Finding { of: of.to_owned(), health: Health::Good, found, hint: None }
}

fn other(of: &str, health: Health, found: String, hint: &str) -> Finding {
    Finding { of: of.to_owned(), health, found, hint: Some(hint.to_owned()) }
}

/// Looks at all, and says what it found. The exit code is 1 where a run would fail.
pub(crate) async fn examine(
    folder: &Out,
    limits: Limits,
    format: Format,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let mut findings = vec![
        good("topline", format!("version {}", env!("CARGO_PKG_VERSION"))),
        memory(limits),
        temporary(),
        outputs(&folder.out),
    ];
    findings.extend(leftovers(&folder.out));
    findings.extend(pipelines().await);
    findings.extend(["python3", "duckdb"].map(tool));
    let is_bad = findings.iter().any(|finding| finding.health == Health::Bad);
    match format {
        Format::Csv => listing::csv(findings, out)?,
        Format::Json => listing::json(findings, out)?,
        Format::Table => {
            for Finding { of, health, found, hint } in findings {
                let mark = match health {
                    Health::Good => "ok  ",
                    Health::Note => "note",
                    Health::Bad => "FAIL",
                };
                writeln!(out, "{mark} {of}: {found}").map_err(Failure::Output)?;
                if let Some(hint) = hint {
                    writeln!(out, "     {hint}").map_err(Failure::Output)?;
                }
            }
        }
    }
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn memory(limits: Limits) -> Finding {
    let may = limits.memory >> 20;
    let found = format!("a run may take {may} MiB");
    let machine = system_text("/proc/meminfo").unwrap_or_default();
    let available = machine.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let available = available.and_then(|text| text.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    match available.map(|kilobytes| kilobytes >> 10) {
        Some(free) if free < may => other(
            "memory",
            Health::Note,
            format!("{found}, and {free} MiB are free"),
            "close other programs, or give `--memory`",
        ),
        _ => good("memory", found),
    }
}

fn temporary() -> Finding {
    let folder = std::env::temp_dir();
    match can_write(&folder) {
        Ok(()) => good("temporary files", format!("{} can be written", folder.display())),
        Err(error) => other(
            "temporary files",
            Health::Bad,
            format!("{} cannot be written: {error}", folder.display()),
            "set TMPDIR to a folder that can be written",
        ),
    }
}

fn outputs(out: &Path) -> Finding {
    // The folder is made by the first run.
    let there = out.ancestors().find(|folder| folder.is_dir()).map_or_else(|| PathBuf::from("."), Path::to_owned);
    match can_write(&there) {
        Ok(()) => good("outputs", format!("{} can be written", out.display())),
        Err(error) => other(
            "outputs",
            Health::Bad,
            format!("{} cannot be written: {error}", out.display()),
            "give another folder with `--out`",
        ),
    }
}

/// What runs that were killed have left, and runs that are under way.
fn leftovers(out: &Path) -> Vec<Finding> {
    let staged = outputs_under_way(out).unwrap_or_default();
    let each = staged.into_iter().map(|(survey, is_running)| {
        if is_running {
            good("outputs", format!("a run of `{survey}` is under way"))
        } else {
            other(
                "outputs",
                Health::Note,
                format!("a run of `{survey}` was killed"),
                "the next run of it clears what is left; the outputs are those of the last whole run",
            )
        }
    });
    each.collect()
}

async fn pipelines() -> Vec<Finding> {
    let folders = list_pipelines(Path::new(PIPELINES)).unwrap_or_default();
    if folders.is_empty() {
        return vec![other(
            "pipelines",
            Health::Note,
            format!("there is none in `{PIPELINES}`"),
            "`topline init EXPORT` drafts one; or go to the folder that holds `pipelines`, or name it by `--root`",
        )];
    }
    let mut findings = Vec::new();
    for folder in folders {
        let name = folder.display().to_string();
        let checked = match load(&folder) {
            Ok(pipeline) => rehearse(&pipeline).await,
            Err(error) => Err(error),
        };
        findings.push(match checked {
            Ok(()) => good(&name, "its files are good".to_owned()),
            Err(error) => {
                let first = error.to_string();
                let first = first.lines().next().unwrap_or_default().to_owned();
                other(&name, Health::Bad, first, &format!("`topline check {name}` says more"))
            }
        });
    }
    findings
}

/// A program that the guide uses, and topline does not need.
fn tool(name: &str) -> Finding {
    let output = Command::new(name).arg("--version").stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned();
            good(name, text)
        }
        _ => other(name, Health::Note, "not found".to_owned(), "topline does not need it; some pages of the guide do"),
    }
}
