//! From a plan of the export to its bytes: read, check, respond, write, prove.

use std::collections::BTreeMap;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource};
use rust_xlsxwriter::XlsxError;
use thiserror::Error;
use topline_survey::{Plan, PlanText, Problems};

use crate::calendar::{Moment, fieldwork_days};
use crate::check::check;
use crate::columns::{HeaderError, columns, header};
use crate::delimited::{DelimitedError, Dialect, delimited};
use crate::lines::Written;
use crate::note::source_note;
use crate::proof::{ProofError, prove};
use crate::responses::{ResponsesError, cells, respond, slots};
use crate::spec::{self, Style};
use crate::workbook::workbook;

/// An export, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconstruction {
    /// The bytes of the export.
    pub bytes: Vec<u8>,
    /// The text of the SOURCE.md beside it.
    pub source_note: String,
}

/// An export cannot be reconstructed.
#[derive(Debug, Error, Diagnostic)]
pub enum ReconstructError {
    /// The plan of the export has problems.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Spec(Problems),
    /// The survey has no fieldwork to lay the responses in.
    #[error("lay the responses in the fieldwork, whose first and last day the survey does not give")]
    #[diagnostic(help("give `fieldwork = {{ start = .., end = .. }}` in survey.toml, the start not after the end"))]
    NoFieldwork,
    /// No answers agree with what was published.
    #[error(transparent)]
    #[diagnostic(help("weaken what `reconstruct.toml` asks for: a base, a row, or a code without a `weight`"))]
    Responses(ResponsesError),
    /// The header rows cannot name the columns.
    #[error(transparent)]
    Header(HeaderError),
    /// The rows are not what was asked.
    #[error(transparent)]
    #[diagnostic(help("another `seed` may help where the search was unlucky"))]
    Proof(ProofError),
    /// The rows cannot be written as text.
    #[error(transparent)]
    Delimited(DelimitedError),
    /// The rows cannot be written as a workbook.
    #[error("write the workbook")]
    Workbook(#[source] XlsxError),
}

/// Reads `reconstruct.toml` and writes the export's bytes; the caller puts them on disk.
///
/// `reference` has the rows of each reference table of the survey, by the table's name. The same files give the same bytes.
///
/// # Errors
/// Every problem of the file at once; or what was published that no answers can agree with.
pub fn reconstruct(
    plan: &Plan,
    spec: &PlanText,
    reference: &BTreeMap<String, Vec<BTreeMap<String, String>>>,
) -> Result<Reconstruction, ReconstructError> {
    let source = Arc::new(NamedSource::new(&spec.name, spec.text.clone()));
    let spec = spec::read(spec, &source).map_err(ReconstructError::Spec)?;
    let problems = check(&spec, plan, reference, &source);
    if !problems.is_empty() {
        return Err(ReconstructError::Spec(Problems(problems)));
    }
    let days = fieldwork_days(plan.survey.fieldwork.as_ref()).ok_or(ReconstructError::NoFieldwork)?;
    let slots = slots(plan, &spec);
    let responses = respond(plan, &spec, reference).map_err(ReconstructError::Responses)?;
    let columns = columns(plan, &spec);
    let header = header(&columns, plan.survey.source.header_rows).map_err(ReconstructError::Header)?;
    let written = Written { plan, spec: &spec, slots: &slots, columns: &columns, responses: &responses, days };
    let lines = written.lines();
    let cells = cells(plan, &slots, &spec.crosstab);
    prove(plan, &spec, &slots, &cells, &columns, &responses, &lines).map_err(ReconstructError::Proof)?;

    let declared = plan.survey.source.encoding.as_deref();
    let given = spec.encoding.as_ref().map(|encoding| encoding.get_ref().as_str());
    let dialect = |line_end, moment| Dialect {
        encoding: given.or(declared).unwrap_or("utf-8"),
        delimiter: plan.survey.source.delimiter.unwrap_or(','),
        line_end,
        moment,
    };
    let text = |dialect| delimited(&header, &lines, dialect).map_err(ReconstructError::Delimited);
    let bytes = match spec.style {
        Style::SurveymonkeyCsv => text(dialect("\r\n", Moment::american))?,
        Style::LongCsv => text(dialect("\n", Moment::iso))?,
        Style::FormsXlsx => {
            let sheet = plan.survey.source.sheet.as_deref().unwrap_or("Form1");
            workbook(sheet, &header, &lines, Moment::new(days.1, 12 * 3_600)).map_err(ReconstructError::Workbook)?
        }
    };
    Ok(Reconstruction { bytes, source_note: source_note(plan, &spec, &slots, &responses) })
}
