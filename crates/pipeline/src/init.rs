//! `topline init` and `topline compare EXPORT PIPELINE`: a first pipeline from an export, and how an export differs from one.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Component, Path, PathBuf};

use topline_draft::{
    Difference, Draft, DraftRequest, Earlier, Files, difference, draft_labelled, draft_like, draft_with,
};
use topline_ingest::{format_in_archive, open_with};
use topline_plan::PipelineFile;
use topline_store::{is_file, open_file, write_input};
use topline_survey::{Format, Source, Survey};

use crate::error::RunError;
use crate::load::Pipeline;

/// The folder, in that of a pipeline, with the schemas that its files name. They are those of the program that drafted it, they need no
/// network, and the folder can be moved.
const SCHEMAS: &str = ".schemas";

/// What is to be drafted from.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// The export.
    pub export: PathBuf,
    /// The folder of the new pipeline; one named after the export under `pipelines` where not given.
    pub folder: Option<PathBuf>,
    /// The file that describes the export: the definition of Triple-S, a catalogue of SAS, the commands of SPSS, SAS or
    /// Stata that read text of fixed width.
    pub metadata: Option<PathBuf>,
    /// The questionnaire: a QSF of Qualtrics, the structure of LimeSurvey, the dictionary of REDCap, an XLSForm.
    pub questionnaire: Option<PathBuf>,
    /// The pipeline of an earlier wave, whose codes, names, nets and decisions are kept.
    pub like: Option<Pipeline>,
    /// Another export of the same rows and columns, with the labels of the answers.
    pub labels: Option<PathBuf>,
    /// The character encoding of the export; detected or guessed where not given.
    pub encoding: Option<String>,
}

/// A pipeline that was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiated {
    /// Its folder.
    pub folder: PathBuf,
    /// The tool that wrote the export.
    pub tool: &'static str,
    /// What a reader should look at first.
    pub notes: Vec<String>,
}

/// Writes a first pipeline for an export, in a folder that holds none yet.
pub fn init(request: &InitRequest) -> Result<Initiated, RunError> {
    let folder =
        request.folder.clone().unwrap_or_else(|| Path::new("pipelines").join(id_of(&name_of(&request.export))));
    // Survey tools name every export alike: what tells surveys apart is the folder of the pipeline.
    let named = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone());
    let id = id_of(&name_of(&named).replace('.', "-"));
    if is_file(&folder.join("survey.toml")).map_err(RunError::Store)? {
        return Err(RunError::PipelineThere { path: folder });
    }
    let mut source = source(request, &folder)?;
    if let Some(like) = &request.like {
        read_like(&mut source, &like.plan.survey.source);
    }
    let bytes = |path: &Path| -> Result<Vec<u8>, RunError> {
        let mut bytes = Vec::new();
        let mut file = opened(path)?;
        file.read_to_end(&mut bytes).map_err(|_| RunError::UnknownFormat { path: path.to_owned() })?;
        Ok(bytes)
    };
    let questionnaire = request.questionnaire.as_deref().map(bytes).transpose()?;
    let metadata = request.metadata.as_deref().map(bytes).transpose()?;
    let drafting = DraftRequest { id, title: None, source, questionnaire };
    let files = || -> io::Result<Files<BufReader<File>>> {
        Ok(Files { export: open_file(&request.export).map_err(io::Error::other)?, metadata: metadata.clone() })
    };
    let failed = |source| RunError::Draft(Box::new(source));
    let Some(like) = &request.like else {
        let drafted = match &request.labels {
            None => draft_with(&drafting, files).map_err(failed)?,
            Some(labels) => {
                let other = source_of(labels, None, request.encoding.clone(), &folder)?;
                let others = || -> io::Result<Files<BufReader<File>>> {
                    Ok(Files { export: open_file(labels).map_err(io::Error::other)?, metadata: None })
                };
                draft_labelled(&drafting, &other, files, others).map_err(failed)?
            }
        };
        let Draft { tool, survey, codebook, tables, columns, notes } = drafted;
        let files = [
            ("survey.toml".to_owned(), survey),
            ("codebook.toml".to_owned(), codebook),
            ("tables.toml".to_owned(), tables),
            ("columns.toml".to_owned(), columns),
        ];
        write_files(&folder, &files)?;
        return Ok(Initiated { folder, tool: tool.name(), notes });
    };
    let rebase = |path: &str| rebased(&folder, &like.folder, path);
    let name = name_of(&like.folder);
    let earlier = Earlier { name: &name, files: &like.files, plan: &like.plan, rebase: &rebase };
    let drafted = draft_like(&drafting, &earlier, files).map_err(failed)?;
    write_files(&folder, &drafted.files)?;
    Ok(Initiated { folder, tool: drafted.tool.name(), notes: drafted.notes })
}

fn write_files(folder: &Path, files: &[(String, String)]) -> Result<(), RunError> {
    for (name, text) in files {
        let schema = PipelineFile::ALL.into_iter().find(|file| match name.strip_prefix("claims/") {
            Some(_) => *file == PipelineFile::Claims,
            None => name.strip_suffix(".toml") == Some(file.as_str()),
        });
        let text = match schema {
            Some(file) if !text.starts_with("#:schema ") => {
                let up = if file == PipelineFile::Claims { "../" } else { "" };
                format!("#:schema {up}{SCHEMAS}/{}.json\n{text}", file.as_str())
            }
            Some(_) | None => text.clone(),
        };
        write_input(&folder.join(name), text.as_bytes()).map_err(RunError::Store)?;
    }
    for file in PipelineFile::ALL {
        let path = folder.join(SCHEMAS).join(format!("{}.json", file.as_str()));
        write_input(&path, file.schema_text().as_bytes()).map_err(RunError::Store)?;
    }
    Ok(())
}

/// The path of a file that a pipeline in one folder names, as a pipeline in another writes it.
fn rebased(folder: &Path, earlier: &Path, path: &str) -> String {
    // A path that an environment variable gives is the same from everywhere.
    if path.starts_with('/') || path.starts_with("${") {
        return path.to_owned();
    }
    let whole = earlier.join(path);
    let mut plain = PathBuf::new();
    for part in std::path::absolute(&whole).unwrap_or(whole).components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    relative(folder, &plain)
}

/// How an export differs from the one that a pipeline was written for.
pub fn compare(pipeline: &Pipeline, export: &Path) -> Result<Difference, RunError> {
    let source = source_like(&pipeline.plan.survey, &name_of(export));
    let metadata = source.metadata.as_ref().map(|path| opened(&pipeline.folder.join(path))).transpose()?;
    let mut export = open_with(source, opened(export)?, metadata).map_err(RunError::Ingest)?;
    difference(&pipeline.plan, source, &mut export).map_err(|source| RunError::Draft(Box::new(source)))
}

/// Of sources whose rows are responses, the one that has a file of this name, or files in its format; else the first.
fn source_like<'s>(survey: &'s Survey, name: &str) -> &'s Source {
    let is_named = |source: &&Source| source.path.rsplit('/').next() == Some(name);
    let is_alike = |source: &&Source| Format::of_name(name) == Some(source.format);
    let named = survey.stacked().find(is_named).or_else(|| survey.stacked().find(is_alike));
    named.unwrap_or(&survey.source)
}

fn opened(path: &Path) -> Result<BufReader<File>, RunError> {
    open_file(path).map_err(RunError::Store)
}

fn is_definition(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    extension == "sss" || extension == "xml"
}

/// What the names of the export, and of what is packed in it, declare.
fn source(request: &InitRequest, folder: &Path) -> Result<Source, RunError> {
    let InitRequest { export, metadata, encoding, like, .. } = request;
    let source = source_of(export, metadata.as_deref(), encoding.clone(), folder);
    // A name that tells no format is of the same as that of the earlier wave.
    match (source, like) {
        (Err(RunError::UnknownFormat { .. }), Some(like)) => Ok(Source {
            encoding: encoding.clone(),
            ..Source::undeclared("export", &path_from(folder, export), like.plan.survey.source.format)
        }),
        (source, _) => source,
    }
}

/// How the export is read that an earlier wave was read like, where its format is the same.
fn read_like(source: &mut Source, earlier: &Source) {
    source.name.clone_from(&earlier.name);
    if source.format != earlier.format {
        return;
    }
    (source.header_rows, source.name_row) = (earlier.header_rows, earlier.name_row);
    source.columns.clone_from(&earlier.columns);
}

fn source_of(
    export: &Path,
    metadata: Option<&Path>,
    encoding: Option<String>,
    folder: &Path,
) -> Result<Source, RunError> {
    let within = format_in_archive(opened(export)?);
    let named = within.or_else(|| Some((Format::of_name(&name_of(export))?, None)));
    let declared = match (metadata, named) {
        (Some(metadata), _) if is_definition(metadata) => Some((Format::TripleS, None)),
        // Text, beside a text that describes it.
        (Some(_), None | Some((Format::Csv, None))) => Some((Format::FixedWidth, None)),
        (_, named) => named,
    };
    let Some((format, member)) = declared else { return Err(RunError::UnknownFormat { path: export.to_owned() }) };
    let metadata = metadata.map(|metadata| path_from(folder, metadata));
    Ok(Source { member, metadata, encoding, ..Source::undeclared("export", &path_from(folder, export), format) })
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A name for the survey, from that of its folder or of the export: letters, digits, `-` and `_`.
fn id_of(name: &str) -> String {
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or("survey");
    let id: String = stem
        .chars()
        .map(|each| if each.is_ascii_alphanumeric() || each == '_' { each.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = id.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "survey".to_owned() } else { words.join("-") }
}

/// The path of a file as a pipeline in `folder` writes it: from the folder where both are relative, else as it is.
fn path_from(folder: &Path, file: &Path) -> String {
    if file.is_absolute() {
        return file.to_string_lossy().into_owned();
    }
    relative(folder, file)
}

/// The path from a folder to a file.
fn relative(folder: &Path, file: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (absolute(folder), absolute(file));
    let common = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to.components().skip(common)).collect();
    path.to_string_lossy().replace('\\', "/")
}
