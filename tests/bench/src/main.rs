//! The way from an export to Parquet, alone: what `just bench-ingest` measures beside other programs.
//!
//! `topline-bench generate FOLDER ROWS` writes an export and the files of its pipeline; `topline-bench ingest FOLDER OUT [STEP]`
//! does what a run does before it asks the engine: fingerprint, raw rows, responses as asked, and `answers` where the step
//! says so. A step stops earlier: what each costs is the difference.

mod generate;
mod ingest;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", folder, rows] => Ok(generate::generate(Path::new(folder), rows.parse()?)?),
        ["ingest", folder, out] => ingest::ingest(Path::new(folder), Path::new(out), ingest::Step::Asked),
        ["ingest", folder, out, step] => ingest::ingest(Path::new(folder), Path::new(out), step.parse()?),
        _ => Err("generate FOLDER ROWS, or ingest FOLDER OUT [read|raw|normalise|asked|answers]".into()),
    }
}
