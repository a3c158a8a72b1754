//! The states of all parts of a run, which are of the same pipeline, program and export.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use topline_store::{Fingerprint, PartFile, PartNumber, StateFile};
use topline_survey::{DeclaredMissing, MissingCells, Source};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::part_error::PartError;
use crate::program::{Program, program};
use crate::source_files::{NamedFile, source_of};
use topline_normalise::ColumnNames;

/// The states of all parts of a run, in their order.
#[derive(Debug)]
pub struct PartStates {
    pub(crate) states: Vec<StateFile>,
    /// The files of the export: those that join, and those whose rows are responses.
    pub(crate) exports: Vec<MergedFile>,
}

/// A file of the export, and which parts read it.
#[derive(Debug)]
pub(crate) struct MergedFile {
    /// The states that have its batches, by their position, and the file in each: batches go round among them.
    pub(crate) shares: Vec<(usize, usize)>,
    pub(crate) fingerprints: Vec<Fingerprint>,
    pub(crate) batch_count: u64,
}

impl PartStates {
    /// Opens the states of the parts of a pipeline. Fails where they are not those of one run, each once.
    pub fn open(pipeline: &Pipeline, paths: &[PathBuf]) -> Result<Self, RunError> {
        let states = paths.iter().map(|path| StateFile::open(path)).collect::<Result<Vec<_>, _>>();
        let mut states = states.map_err(RunError::Store)?;
        check_origin(pipeline, &states).map_err(RunError::Part)?;
        check_numbers(&states).map_err(RunError::Part)?;
        states.sort_by_key(|state| state.header.number);
        check_exports(&states).map_err(RunError::Part)?;
        let exports = merged_files(pipeline, &states)?;
        Ok(Self { states, exports })
    }

    /// The files as the pipeline calls them: those that join, and those whose rows are responses.
    pub(crate) fn named(&self, pipeline: &Pipeline) -> Result<(Vec<NamedFile>, Vec<NamedFile>), RunError> {
        let sources: Vec<&Source> = pipeline.plan.survey.sources().collect();
        let named = |at: usize| {
            let part = self.file(at);
            let export = &self.states[0].header.exports[at];
            let declared = sources.iter().find(|source| source.name == export.source);
            let declared = declared.ok_or_else(|| RunError::Store(self.states[0].damaged()))?;
            let names = ColumnNames::of(&pipeline.plan, declared, &part.columns);
            Ok(NamedFile { source: source_of(declared, export.path.clone()), declared: (*declared).clone(), names })
        };
        let joined = pipeline.plan.survey.joined().count();
        let all = (0..self.exports.len()).map(named).collect::<Result<Vec<_>, RunError>>()?;
        let stacked = all[joined..].to_vec();
        Ok((all[..joined].to_vec(), stacked))
    }

    /// What the first part that has a file says of it.
    pub(crate) fn file(&self, export: usize) -> &PartFile {
        let (state, file) = self.exports[export].shares[0];
        &self.states[state].header.files[file]
    }

    /// The cells that a file declares to be missing.
    pub(crate) fn declared_missing(&self, export: usize) -> DeclaredMissing {
        let mut declared = DeclaredMissing::default();
        for cells in &self.file(export).missing {
            let range = |range: &[u64; 2]| (f64::from_bits(range[0]), f64::from_bits(range[1]));
            let ranges = cells.ranges.iter().map(range).collect();
            declared.declare(&cells.column, MissingCells { values: cells.values.clone(), ranges });
        }
        declared
    }
}

/// Whether the states are of this pipeline as it is, and of this program.
fn check_origin(pipeline: &Pipeline, states: &[StateFile]) -> Result<(), PartError> {
    let own = program();
    for state in states {
        let (header, path) = (&state.header, || state.path().to_owned());
        let made_by = Program {
            version: header.version.clone(),
            commit: header.commit.clone(),
            file: header.program_file.clone(),
        };
        if made_by != own {
            return Err(PartError::Program { path: path(), made_by: words(&made_by), own: words(&own) });
        }
        if !header.pipeline.is_same_pipeline(&pipeline.mark()) {
            return Err(PartError::Pipeline { path: path(), pipeline: header.pipeline.path.clone() });
        }
        let (then, now) = (&header.pipeline_files, &pipeline.fingerprints.files);
        let differing = then.iter().filter(|file| !now.contains(file));
        let differing = differing.chain(now.iter().filter(|file| !then.contains(file)));
        let files: BTreeSet<String> = differing.map(|file| file.name.clone()).collect();
        if !files.is_empty() {
            return Err(PartError::Files { path: path(), files: files.into_iter().collect() });
        }
    }
    Ok(())
}

/// A build in words.
fn words(program: &Program) -> String {
    let Program { version, commit, file } = program;
    let commit = if commit.is_empty() { String::new() } else { format!(" of commit {commit}") };
    let file = file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
    format!("{version}{commit}{file}")
}

/// Whether each part of one number of parts is there once.
fn check_numbers(states: &[StateFile]) -> Result<(), PartError> {
    let Some(first) = states.first() else { return Err(PartError::None) };
    let path = |state: &StateFile| state.path().to_owned();
    let of = first.header.number.of;
    for (at, state) in states.iter().enumerate() {
        let number = state.header.number;
        if number.of != of {
            let other = first.header.number;
            return Err(PartError::Count { path: path(first), number: other, other_path: path(state), other: number });
        }
        if let Some(earlier) = states[..at].iter().find(|earlier| earlier.header.number == number) {
            return Err(PartError::Twice { number, path: path(earlier), other: path(state) });
        }
    }
    let there: BTreeSet<u32> = states.iter().map(|state| state.header.number.part).collect();
    let missing = (1..=of).filter(|part| !there.contains(part)).map(|part| PartNumber { part, of });
    let missing: Vec<PartNumber> = missing.collect();
    if missing.is_empty() { Ok(()) } else { Err(PartError::Missing { missing }) }
}

/// Whether all parts have seen the same files.
fn check_exports(states: &[StateFile]) -> Result<(), PartError> {
    let first = &states[0];
    for state in &states[1..] {
        let (one, other) = (&first.header.exports, &state.header.exports);
        let differing = one.iter().find(|export| !other.contains(export));
        if let Some(export) = differing.or_else(|| other.iter().find(|export| !one.contains(export))) {
            return Err(differ(&export.path, state.path(), first.path()));
        }
    }
    let files = states.iter().flat_map(|state| state.header.files.iter().map(move |file| (state, file)));
    let files: Vec<(&StateFile, &PartFile)> = files.collect();
    for (at, (state, file)) in files.iter().enumerate() {
        let earlier = files[..at].iter().find(|(_, earlier)| earlier.export == file.export);
        let Some((other, earlier)) = earlier else { continue };
        let fingerprints = file.fingerprints.iter().zip(&earlier.fingerprints);
        if let Some((fingerprint, _)) = fingerprints.into_iter().find(|(one, other)| one != other) {
            return Err(differ(&fingerprint.name, state.path(), other.path()));
        }
    }
    Ok(())
}

fn differ(export: &str, path: &Path, other: &Path) -> PartError {
    PartError::Export { export: export.to_owned(), path: path.to_owned(), other: other.to_owned() }
}

/// Which parts have the batches of each file. A state that says anything else than a part writes is damaged.
fn merged_files(pipeline: &Pipeline, states: &[StateFile]) -> Result<Vec<MergedFile>, RunError> {
    let damaged = |state: &StateFile| RunError::Store(state.damaged());
    let joined = pipeline.plan.survey.joined().count();
    let count = states[0].header.exports.len();
    if count <= joined {
        return Err(damaged(&states[0]));
    }
    let mut shares: Vec<Vec<([u64; 2], usize, usize)>> = vec![Vec::new(); count];
    for (at, state) in states.iter().enumerate() {
        for (position, file) in state.header.files.iter().enumerate() {
            // Each part reads those that join, and the first keeps what it read.
            if file.export < joined && at > 0 {
                continue;
            }
            let of_file = shares.get_mut(file.export).ok_or_else(|| damaged(state))?;
            of_file.push((file.share, at, position));
        }
    }
    let merged = shares.into_iter().map(|mut shares| {
        shares.sort_unstable();
        let of = shares.len() as u64;
        let &(_, state, position) = shares.first().ok_or_else(|| damaged(&states[0]))?;
        let first = &states[state].header.files[position];
        for (at, (share, state, position)) in (0..).zip(&shares) {
            let state = &states[*state];
            let file = &state.header.files[*position];
            let batches = first.batch_count.saturating_sub(at).div_ceil(of);
            let is_whole = *share == [at, of]
                && file.batch_count == first.batch_count
                && file.batches.len() as u64 == batches
                && file.columns == first.columns
                && !file.fingerprints.is_empty();
            if !is_whole {
                return Err(damaged(state));
            }
        }
        Ok(MergedFile {
            fingerprints: first.fingerprints.clone(),
            batch_count: first.batch_count,
            shares: shares.into_iter().map(|(_, state, position)| (state, position)).collect(),
        })
    });
    merged.collect()
}
