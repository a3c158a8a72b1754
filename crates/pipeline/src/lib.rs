//! The stages of a run in order, and what can be asked of a run afterwards.
//!
//! This is the only crate that knows all stages; each of them knows the nouns of `survey` and no other stage.

mod archive;
mod billing;
mod chosen_quotes;
mod claim_drafts;
mod claim_review;
mod codebook_changes;
mod compare_runs;
mod completion;
mod disclosure;
mod document_audit;
mod document_claims;
mod earlier_waves;
mod ending;
mod error;
mod explain;
mod export_rows;
mod figure_search;
mod fit;
mod fit_choice;
mod fit_conventions;
mod fit_proposal;
mod fit_published;
mod fit_reasons;
mod fit_trials;
mod hints;
mod init;
mod last_run;
mod lint;
mod load;
mod missing_document;
mod open_run;
mod part;
mod part_change;
mod part_error;
mod part_states;
mod portions;
mod problem_codes;
mod program;
mod progress;
mod quality_checks;
mod quotes;
mod read_export;
mod read_parts;
mod rebuild;
mod references;
mod rehearse;
mod run;
mod run_changes;
mod source_files;
mod stage_meter;
mod stored_answers;
mod stored_run;
mod tables;
mod text_check;
mod unread_answers;
mod verdicts;
mod waves_page;

pub use billing::Billing;
pub use claim_review::{ClaimReview, Decision};
pub use compare_runs::{compare_runs, kept_run_folder, last_run_folder};
pub use disclosure::{CoarserBreak, DisclosedTable, DisclosureList, list_disclosure};
pub use document_audit::{Audit, audit};
pub use document_claims::{ReadDocument, read_claims, statements_of};
pub use ending::{Ending, PublishRequest, Shortfall};
pub use error::{Misquote, RunError, SharedColumn};
pub use explain::{Explanation, Microdata, explain};
pub use figure_search::{FoundFigure, find_figures};
pub use fit::{fit, write_fit};
pub use fit_conventions::{
    FitAnswers, FitConvention, FitFilter, FitProposal, FitReport, FitRow, FitRows, FitTrial, FitWeights,
    TableConvention,
};
pub use fit_proposal::rounding_word;
pub use init::{InitRequest, Initiated, compare, init};
pub use last_run::{InputChange, LastRun, last_run, up_to_date_run};
pub use lint::lint_workbook;
pub use load::{Pipeline, load, load_unquoted};
pub use missing_document::MissingDocument;
pub use open_run::{add_run_tables, changed_since_run, open_run, run_tables};
pub use part::{PartOutcome, write_part};
pub use part_change::{Alteration, PartChange, RunPart};
pub use part_error::PartError;
pub use part_states::PartStates;
pub use problem_codes::problem_codes;
pub use program::build_name;
pub use progress::{Progress, Silent, Stage};
pub use rebuild::{Rebuilt, rebuild};
pub use rehearse::rehearse;
pub use run::{Outcome, merge, run};
pub use run_changes::{FigureChange, RunChanges};
pub use stage_meter::cpu_seconds;
pub use tables::{TableForm, WaveRequest, figures_over, table_figures, tables, waves};
pub use text_check::{TextFault, TextProblem, check_text};
pub use topline_aggregate::{Batches, Session, limit_memory};
pub use topline_aggregate::{Change, Times, WaveComparison, WaveDifference};
pub use topline_disclose::{Held, HeldFor};
pub use topline_documents::Statement;
pub use topline_draft::{Candidate, DraftedClaim};
pub use topline_draft::{Difference, NewAnswers};
pub use topline_plan::PipelineFile;
pub use topline_publish::spreadsheet_text;
pub use topline_reconstruct::reconstruct_schema_text;
pub use topline_store::{
    Busy, Keep, PartNumber, RowsFile, StoreError, can_write, clear_staged, is_file, list_pipelines, outputs_under_way,
    program_command, read_file, run_path, scratch_folder, start_as_guest, system_text, utc, write_input, write_rows,
};
pub use topline_threads::limit_threads;
pub use topline_workbook::{Fault, LintRule};
pub use unread_answers::UnreadAnswers;
pub use waves_page::comparison_page;
