//! The commands about documents: `figures`, `read`, `fit`, `audit` and `check-text`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use tokio::runtime::Runtime;
use topline_pipeline::{
    ClaimReview, audit, check_text, find_figures, fit, load, load_unquoted, read_claims, statements_of, write_fit,
};

use crate::arguments::{Format, OneRun};
use crate::document_arguments::{DocumentCommand, TextFormat};
use crate::failure::Failure;
use crate::fit_list::Written;
use crate::found_pipelines::{find, folder_of};
use crate::run_notes::{exit, note_changes};
use crate::{audit_list, claim_questions, figure_list, fit_list, statement_list, text_problems};

/// Obeys a command about documents.
pub(crate) fn obey(command: &DocumentCommand, engine: &Runtime, out: &mut impl Write) -> Result<ExitCode, Failure> {
    match command {
        DocumentCommand::Figures { pipeline, wanted, value, most, format, out: folder } => {
            let pipeline = load_unquoted(&find(pipeline)?)?;
            note_changes(&pipeline, &folder.out)?;
            let words = wanted.join(" ");
            let found = engine.block_on(find_figures(&pipeline, &folder.out, &words, value.as_deref(), *most))?;
            figure_list::write(&found, *format, out)?;
            Ok(exit(found.is_empty()))
        }
        DocumentCommand::Fit { pipeline, published, write, format, out: folder } => {
            let pipeline = load(&find(pipeline)?)?;
            let report = engine.block_on(fit(&pipeline, &folder.out, published.as_deref()))?;
            let written = if *write { Written::Yes } else { Written::No };
            if written == Written::Yes {
                write_fit(&pipeline, &report)?;
            }
            fit_list::write(&report, *format, written, out)?;
            Ok(ExitCode::SUCCESS)
        }
        DocumentCommand::Audit { documents, format } => {
            let found = audit(documents)?;
            audit_list::write(&found, *format, out)?;
            Ok(exit(!found.findings.is_empty()))
        }
        DocumentCommand::Read { document, pipeline, review, format, out: folder } => {
            let reading = Reading { document, pipeline: pipeline.as_deref(), out: &folder.out };
            reading.obey(engine, *review, *format, out)
        }
        DocumentCommand::CheckText { document, of, format } => check(engine, document, of, *format, out),
    }
}

/// A document to read.
struct Reading<'r> {
    /// The document.
    document: &'r Path,
    /// The pipeline into which claims are drafted.
    pipeline: Option<&'r Path>,
    /// Where outputs are.
    out: &'r Path,
}

impl Reading<'_> {
    /// Lists what the document states, or drafts claims of it and asks for each.
    fn obey(&self, engine: &Runtime, review: bool, format: Format, out: &mut impl Write) -> Result<ExitCode, Failure> {
        let Some(pipeline) = self.pipeline else {
            statement_list::write(&statements_of(self.document)?, format, out)?;
            return Ok(ExitCode::SUCCESS);
        };
        let pipeline = load_unquoted(&find(pipeline)?)?;
        let read = engine.block_on(read_claims(&pipeline, self.out, self.document))?;
        let head = format!(
            "{}: {} statements, {} covered by accepted claims, {} drafted\n",
            read.file.display(),
            read.statements,
            read.covered,
            read.drafted
        );
        let moved =
            read.moved.iter().map(|(from, to)| format!("  moved: a claim of line {from} is on line {to} now\n"));
        let gone = read.gone.iter().map(|quote| format!("  gone: \"{quote}\"\n"));
        write!(out, "{head}{}", moved.chain(gone).collect::<String>()).map_err(Failure::Output)?;
        if review {
            let mut claims = ClaimReview::open(&read.file)?;
            claim_questions::ask(&mut claims, &mut io::stdin().lock(), out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Checks a document against its accepted claims.
fn check(
    engine: &Runtime,
    document: &Path,
    of: &OneRun,
    format: TextFormat,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let pipeline = load_unquoted(&folder_of(of)?)?;
    let problems = engine.block_on(check_text(&pipeline, &of.out.out, document))?;
    text_problems::write(&problems, document, format, out)?;
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
