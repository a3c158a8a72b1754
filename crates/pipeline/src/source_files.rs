//! The files of a survey's sources, opened and held against what the pipeline reads of them.

use std::collections::HashSet;
use std::io::Cursor;

use topline_ingest::{Export, MissingColumns, open_with, require_columns};
use topline_store::{Fingerprint, Input, PendingFingerprint, StreamedInput, list_inputs, read_input, stream_input};
use topline_survey::{KeyColumns, Plan, Source, WeightColumn};

use crate::error::{RunError, SharedColumn};
use crate::load::Pipeline;
use topline_normalise::ColumnNames;

/// A file of a source, and what its columns are called.
#[derive(Clone)]
pub(crate) struct NamedFile {
    /// The source as this file is read: named after the file where the source has several.
    pub source: Source,
    /// The source as the survey declares it.
    pub declared: Source,
    pub names: ColumnNames,
}

/// A file whose rows are responses, or that joins.
pub(crate) struct SourceFile {
    pub named: NamedFile,
    /// What is known of the file so far.
    fingerprint: PendingFingerprint,
    /// The file that describes it.
    metadata: Option<Input>,
    /// The rows, where the file is still open.
    export: Option<Export>,
}

impl SourceFile {
    /// The rows of the file.
    pub(crate) fn rows(&mut self, pipeline: &Pipeline) -> Result<Export, RunError> {
        if let Some(export) = self.export.take() {
            return Ok(export);
        }
        let StreamedInput { file, fingerprint } =
            stream_input(&pipeline.folder, &self.named.source.path).map_err(RunError::Store)?;
        // Its columns were held against the pipeline when it was opened first.
        self.check()?;
        self.fingerprint = fingerprint;
        let metadata = self.metadata.as_ref().map(|input| Cursor::new(&input.bytes));
        open_with(&self.named.source, file, metadata).map_err(RunError::Ingest)
    }

    /// Fails where the file has changed since it was opened.
    pub(crate) fn check(&self) -> Result<(), RunError> {
        self.fingerprint.check().map_err(RunError::Store)
    }

    /// What was read, when all of it has been: the file, and the one that describes it.
    pub(crate) fn finish(self) -> Result<impl Iterator<Item = Fingerprint>, RunError> {
        let own = self.fingerprint.finish().map_err(RunError::Store)?;
        Ok(std::iter::once(own).chain(self.metadata.map(|input| input.fingerprint)))
    }
}

/// The files of all sources: those that join, and those whose rows are responses. What the pipeline reads is in them.
pub(crate) fn open_sources(pipeline: &Pipeline) -> Result<(Vec<SourceFile>, Vec<SourceFile>), RunError> {
    open_some(pipeline, &|_| true)
}

/// The files that join, and of those whose rows are responses the ones at these positions. What the pipeline reads is in them, as
/// far as that can be told without the others.
pub(crate) fn open_some(
    pipeline: &Pipeline,
    is_wanted: &dyn Fn(usize) -> bool,
) -> Result<(Vec<SourceFile>, Vec<SourceFile>), RunError> {
    let survey = &pipeline.plan.survey;
    let stacked = stacked_files(pipeline)?;
    let count = stacked.len();
    // Files in any number are opened one after the other: the one that is there alone stays open.
    let is_alone = stacked.len() == 1 && survey.joined().next().is_none();
    let open = |(source, declared): (Source, &Source)| -> Result<SourceFile, RunError> {
        let mut file = opened(pipeline, source, declared)?;
        if !is_alone {
            file.export = None;
            // Each may have a thread that takes its checksum.
            file.fingerprint.start_over();
        }
        Ok(file)
    };
    let joined = survey.joined().map(|source| open((source.clone(), source))).collect::<Result<Vec<_>, _>>()?;
    let stacked = stacked.into_iter().enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, file)| open(file));
    let stacked = stacked.collect::<Result<Vec<_>, _>>()?;
    let named = |files: &[SourceFile]| files.iter().map(|file| file.named.clone()).collect::<Vec<_>>();
    if stacked.len() == count {
        check_columns(&pipeline.plan, &named(&joined), &named(&stacked))?;
    } else {
        check_keys(&pipeline.plan, &named(&joined), &named(&stacked))?;
    }
    Ok((joined, stacked))
}

/// The files whose rows are responses, each as a source of its own, with the source that declares it.
pub(crate) fn stacked_files(pipeline: &Pipeline) -> Result<Vec<(Source, &Source)>, RunError> {
    let mut stacked = Vec::new();
    for declared in pipeline.plan.survey.stacked() {
        if !declared.is_of_files() {
            stacked.push((declared.clone(), declared));
            continue;
        }
        for path in list_inputs(&pipeline.folder, &declared.path).map_err(RunError::Store)? {
            stacked.push((source_of(declared, path), declared));
        }
    }
    Ok(stacked)
}

/// A source as the file at this path is read.
pub(crate) fn source_of(declared: &Source, path: String) -> Source {
    if !declared.is_of_files() {
        return declared.clone();
    }
    let file = path.rsplit('/').next().unwrap_or_default();
    Source { name: format!("{}/{file}", declared.name), path, ..declared.clone() }
}

/// The fingerprints of all files of the sources as they are now, in the order in which a run reads them.
pub(crate) fn source_fingerprints(pipeline: &Pipeline) -> Result<Vec<Fingerprint>, RunError> {
    let joined = pipeline.plan.survey.joined().map(|source| (source.path.clone(), source.metadata.clone()));
    let stacked = stacked_files(pipeline)?.into_iter().map(|(source, _)| (source.path, source.metadata));
    let mut fingerprints = Vec::new();
    for (path, metadata) in joined.chain(stacked) {
        for path in std::iter::once(path).chain(metadata) {
            let input = stream_input(&pipeline.folder, &path).map_err(RunError::Store)?;
            fingerprints.push(input.fingerprint.finish().map_err(RunError::Store)?);
        }
    }
    Ok(fingerprints)
}

fn opened(pipeline: &Pipeline, source: Source, declared: &Source) -> Result<SourceFile, RunError> {
    let input = stream_input(&pipeline.folder, &source.path).map_err(RunError::Store)?;
    let metadata = source.metadata.as_ref().map(|path| read_input(&pipeline.folder, path)).transpose();
    let metadata = metadata.map_err(RunError::Store)?;
    let described = metadata.as_ref().map(|input| Cursor::new(&input.bytes));
    let export = open_with(&source, input.file, described).map_err(RunError::Ingest)?;
    let names = ColumnNames::of(&pipeline.plan, declared, export.columns());
    let expected = pipeline.plan.columns_of(declared);
    let changes = expected.map(|expected| expected.not_allowed(&names.columns)).unwrap_or_default();
    if !changes.is_empty() {
        let of = pipeline.plan.survey.sources().nth(1).is_some() || declared.is_of_files();
        return Err(RunError::Changed { of: of.then(|| source.name.clone()), changes });
    }
    Ok(SourceFile {
        named: NamedFile { source, declared: declared.clone(), names },
        fingerprint: input.fingerprint,
        metadata,
        export: Some(export),
    })
}

/// Whether each column that the pipeline reads is in one of the files, and in one source alone.
pub(crate) fn check_columns(plan: &Plan, joined: &[NamedFile], stacked: &[NamedFile]) -> Result<(), RunError> {
    let weights = plan.survey.weight_columns();
    let wanted = wanted_columns(plan, &weights);
    if let ([only], []) = (stacked, joined) {
        let respondent = only.source.respondent.iter().map(|column| ("respondent", column.as_str()));
        return require_columns(&only.names.columns, respondent.chain(wanted)).map_err(RunError::Columns);
    }
    check_keys(plan, joined, stacked)?;
    let everywhere = || joined.iter().chain(stacked);
    let mut seen = HashSet::new();
    let mut known: Vec<String> = everywhere().flat_map(|file| file.names.columns.iter().cloned()).collect();
    known.extend(everywhere().flat_map(qualified));
    known.retain(|column| seen.insert(column.clone()));
    require_columns(&known, wanted.iter().copied()).map_err(RunError::Columns)?;
    let shared: Vec<SharedColumn> = wanted
        .iter()
        .filter_map(|(wanted_by, column)| {
            let sources = sources_of(column, joined, stacked);
            let shared = SharedColumn { wanted_by: (*wanted_by).to_owned(), column: (*column).to_owned(), sources };
            (shared.sources.len() > 1).then_some(shared)
        })
        .collect();
    if shared.is_empty() { Ok(()) } else { Err(RunError::SharedColumns { shared }) }
}

/// Whether each of the files has the columns that say whose its rows are, and the weights.
fn check_keys(plan: &Plan, joined: &[NamedFile], stacked: &[NamedFile]) -> Result<(), RunError> {
    let weights = plan.survey.weight_columns();
    let missing = |file: &NamedFile| {
        let name = file.source.name.clone();
        move |missing: MissingColumns| RunError::SourceColumns { name, missing }
    };
    for file in joined {
        let on = file.source.joins.iter().flat_map(|joins| joins.on.iter()).map(|column| ("joins.on", column));
        require_columns(&file.names.columns, on).map_err(missing(file))?;
    }
    for file in stacked {
        let joining = || joined.iter().filter(|join| is_to(join, &file.declared.name));
        let keys = joining().filter_map(|join| join.source.joins.as_ref()?.equals.as_ref());
        let keys = keys.flat_map(KeyColumns::iter).map(|column| ("joins.equals", column));
        let respondent = file.source.respondent.iter().map(|column| ("respondent", column.as_str()));
        require_columns(&file.names.columns, respondent.chain(keys)).map_err(missing(file))?;
        // A weight is no answer that may be missing.
        let here = joining().chain([file]);
        let here: Vec<String> =
            here.flat_map(|file| file.names.columns.iter().cloned().chain(qualified(file))).collect();
        let weights = weights.iter().flat_map(WeightColumn::columns).map(|column| ("weights", column));
        require_columns(&here, weights).map_err(missing(file))?;
    }
    Ok(())
}

/// The columns of a file as `source:column`.
fn qualified(file: &NamedFile) -> Vec<String> {
    file.names.columns.iter().map(|column| format!("{}:{column}", file.declared.name)).collect()
}

/// The sources that have a column of this name, those that are stacked counted once. What a source is joined on is the same in
/// both.
fn sources_of(column: &str, joined: &[NamedFile], stacked: &[NamedFile]) -> Vec<String> {
    let has = |file: &&NamedFile| file.names.columns.iter().any(|known| known == column);
    let own = stacked.iter().find(has);
    let joined = joined.iter().filter(has).filter(|file| {
        let is_key = file.source.joins.as_ref().is_some_and(|joins| {
            let equals = joins.equal_to(stacked[0].source.respondent.as_deref());
            joins.on.iter().zip(equals).any(|(on, equals)| on == column && equals == column)
        });
        own.is_none() || !is_key
    });
    own.into_iter().chain(joined).map(|file| file.declared.name.clone()).collect()
}

fn is_to(file: &NamedFile, source: &str) -> bool {
    file.source.joins.as_ref().is_some_and(|joins| joins.is_to(source))
}

/// Each column of the export that the pipeline reads, but for those that say whose a row is, with who reads it.
fn wanted_columns<'p>(plan: &'p Plan, weights: &'p [WeightColumn]) -> Vec<(&'p str, &'p str)> {
    let survey = &plan.survey;
    let mut wanted: Vec<(&str, &str)> =
        weights.iter().flat_map(WeightColumn::columns).map(|column| ("weights", column)).collect();
    wanted.extend(
        survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref().map(|column| ("exclude", column))),
    );
    for question in plan.codebook.asked() {
        wanted.extend(question.columns().into_iter().map(|column| (question.id.as_str(), column)));
    }
    wanted
}
