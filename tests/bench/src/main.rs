//! What `just bench-ingest`, `just bench-tables` and `just bench-pages` measure beside other programs.
//!
//! `topline-bench generate FOLDER ROWS` writes an export and the files of its pipeline; `topline-bench ingest FOLDER OUT [STEP]`
//! does what a run does before it asks the engine: fingerprint, raw rows, responses as asked, and `answers` where the step
//! says so. A step stops earlier: what each costs is the difference. `topline-bench tables FILE` makes 300 crosstabs of a
//! survey in Parquet, straight from its pages; through Arrow arrays, for comparison; or reads it and makes only one.
//! `topline-bench pages FOLDER ROWS` writes and reads pages both by `topline-pages` and by arrow.

mod generate;
mod ingest;
mod pages;
mod tables;

use std::error::Error;
use std::path::Path;

const USAGE: &str = "generate FOLDER ROWS, ingest FOLDER OUT [read|raw|normalise|asked|answers], tables FILE \
    [pages|arrays|read], or pages FOLDER ROWS";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", folder, rows] => Ok(generate::generate(Path::new(folder), rows.parse()?)?),
        ["ingest", folder, out] => ingest::ingest(Path::new(folder), Path::new(out), ingest::Step::Asked),
        ["ingest", folder, out, step] => ingest::ingest(Path::new(folder), Path::new(out), step.parse()?),
        ["tables", file] => tables::tables(Path::new(file), tables::Way::Pages),
        ["tables", file, way] => tables::tables(Path::new(file), way.parse()?),
        ["pages", folder, rows] => pages::pages(Path::new(folder), rows.parse()?),
        _ => Err(USAGE.into()),
    }
}
