//! A pipeline's files into a checked plan, or every problem with its place.
//!
//! The files that declare a pipeline (`survey.toml`, `codebook.toml`, `tables.toml`, `headlines.toml`, `quotes.toml`, `claims/*.toml`) are
//! parsed here, compared with each other, and all their problems are reported at once.
//!
//! Left out: the nouns that a plan is made of (`survey`), and the disk (`store`); the text of a file is handed in by the
//! caller.

mod bare_numbers;
mod checks;
mod claims_file;
mod codebook_file;
mod columns_file;
mod fault;
mod faults;
mod file_schema;
mod given;
mod headlines_file;
mod known;
mod named_codes;
mod named_options;
mod named_rows;
mod option_spec;
mod plan;
mod problem;
mod quotes_file;
mod schemas;
mod survey_file;
mod tables_file;
mod tests_key;
mod toml_amendment;
mod toml_file;
pub mod wording;

pub use bare_numbers::bulletin_warnings;
pub use fault::{FileFault, IntoHint, ProblemCode};
pub use faults::{TomlReason, problem_codes};
pub use given::given_figures;
pub use plan::read_plan;
pub use problem::{Problem, Problems};
pub use schemas::PipelineFile;
pub use toml_amendment::{AmendedToml, NotAmendable, TomlSection, toml_string};
