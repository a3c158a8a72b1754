//! A pipeline's folder into a checked plan.

use std::path::{Path, PathBuf};

use topline_plan::{Problem, bulletin_warnings, read_plan};
use topline_store::{Fingerprint, PipelineFolder, PipelineMark, Stray, expand, read_pipeline};
use topline_survey::{Plan, PlanFiles, PlanText};

use crate::error::RunError;
use crate::missing_document::MissingDocument;
use crate::quotes::{ReadDocuments, check_quotes};

/// A pipeline: where it stands, and its plan.
#[derive(Debug, Clone)]
pub struct Pipeline {
    /// Its folder.
    pub folder: PathBuf,
    /// Its plan.
    pub plan: Plan,
    /// The files that the plan was read from.
    pub(crate) files: PlanFiles,
    /// How its export is reconstructed, where it is.
    pub reconstruct: Option<PlanText>,
    /// Of its files, and of the documents whose claims it holds, where their text is at hand.
    pub(crate) fingerprints: PipelineFingerprints,
    /// Documents whose text is not there, so that their quotes are not looked up.
    pub missing_documents: Vec<MissingDocument>,
}

/// The fingerprints of what a plan was made from.
#[derive(Debug, Clone)]
pub(crate) struct PipelineFingerprints {
    /// Of the files in its folder.
    pub files: Vec<Fingerprint>,
    /// Of the documents that claims quote.
    pub documents: Vec<Fingerprint>,
}

impl PipelineFingerprints {
    /// Of all that a run reads before it judges: with those of the exports, and of the reference tables.
    pub(crate) fn inputs(&self, exports: Vec<Fingerprint>, references: Vec<Fingerprint>) -> Vec<Fingerprint> {
        let mut inputs = self.files.clone();
        inputs.extend(exports);
        inputs.extend(references);
        inputs.extend(self.documents.iter().cloned());
        inputs
    }
}

impl Pipeline {
    /// What is not wrong with its files, and may not be meant.
    #[must_use]
    pub fn warnings(&self) -> Vec<Problem> {
        self.files.bulletin.as_ref().map(bulletin_warnings).unwrap_or_default()
    }

    /// By what its runs are known as its own.
    pub(crate) fn mark(&self) -> PipelineMark {
        PipelineMark::of(&self.folder, &self.fingerprints.files)
    }
}

/// Reads and checks the pipeline in `folder`; every problem of its files at once where there are any.
pub fn load(folder: &Path) -> Result<Pipeline, RunError> {
    let mut pipeline = load_unquoted(folder)?;
    let ReadDocuments { fingerprints, missing } = check_quotes(folder, &pipeline.plan.claims)?;
    pipeline.fingerprints.documents = fingerprints;
    pipeline.missing_documents = missing;
    Ok(pipeline)
}

/// The same without looking up the quotes of its claims: their documents may have changed.
pub fn load_unquoted(folder: &Path) -> Result<Pipeline, RunError> {
    let PipelineFolder { files, fingerprints, strays } = read_pipeline(folder).map_err(RunError::Store)?;
    let plan = read_plan(&files).map_err(RunError::Plan)?;
    check_strays(folder, &plan, strays)?;
    let reconstruct = files.reconstruct.clone();
    let fingerprints = PipelineFingerprints { files: fingerprints, documents: Vec::new() };
    Ok(Pipeline { folder: folder.to_owned(), plan, files, reconstruct, fingerprints, missing_documents: Vec::new() })
}

/// Fails where the folder holds what looks like a file of a pipeline and is not read, nor named by one.
fn check_strays(folder: &Path, plan: &Plan, strays: Vec<Stray>) -> Result<(), RunError> {
    let sources = plan.survey.sources().flat_map(|source| [Some(&source.path), source.metadata.as_ref()]);
    let references = plan.survey.references.iter().map(|reference| Some(&reference.path));
    let documents = plan
        .claims
        .iter()
        .flat_map(|claims| [claims.document.path.as_ref(), claims.expected.as_ref().map(|expected| &expected.path)]);
    let named = sources.chain(references).chain(documents).flatten();
    let named: Vec<PathBuf> = named.filter_map(|path| Some(folder.join(expand(path).ok()?))).collect();
    let strays: Vec<Stray> =
        strays.into_iter().filter(|stray| !named.iter().any(|path| path.starts_with(&stray.path))).collect();
    if strays.is_empty() { Ok(()) } else { Err(RunError::Strays { strays }) }
}
