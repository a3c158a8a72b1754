//! The `topline` program.

mod arguments;
mod audit_list;
mod bars;
mod batch;
mod change_list;
mod claim_questions;
mod clock;
mod commands;
mod disclosure_list;
mod doctor;
mod document_arguments;
mod document_commands;
mod drafting;
mod duckdb_views;
mod ending;
mod error_report;
mod explanation;
mod failure;
mod figure_list;
mod finding_words;
mod fit_list;
mod format;
mod found_pipelines;
mod interview;
mod limits;
mod lint_list;
mod listing;
mod logging;
mod manual;
mod panics;
mod parts;
mod query;
mod report_page;
mod requests;
mod row_style;
mod run_notes;
mod run_result;
mod runs;
mod sarif;
mod screen;
mod shell;
mod shell_helper;
mod statement_list;
mod status_list;
mod summary;
mod text_problems;
mod verdict_list;
mod wave_list;
mod wave_steps;
mod worker;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::parse();
    logging::start(&arguments);
    failure::say_as(&arguments);
    panics::caught(move || {
        ending::watch(&arguments);
        if let Some(threads) = arguments.threads {
            topline_pipeline::limit_threads(threads);
        }
        if let Ok(scratch) = topline_pipeline::scratch_folder() {
            topline_pipeline::limit_memory(arguments.limits().memory, scratch);
        }
        commands::obey(&arguments).unwrap_or_else(|failure| failure.tell(None))
    })
}
