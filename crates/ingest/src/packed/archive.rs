//! The one file in a ZIP archive that is the export.

use std::io::{Read, Seek};

use topline_survey::{Format, Source, nearest};
use zip::{CompressionMethod, ZipArchive};

use crate::error::IngestError;
use crate::packed::packing_fault::PackingFault;

/// What a ZIP archive is.
#[derive(Debug, Clone)]
pub(crate) enum Contents {
    /// No archive, or none that can be read.
    Unknown,
    /// Itself a document of Excel or its like (Office Open XML).
    OpenXml,
    /// Itself an OpenDocument.
    OpenDocument,
    /// A file that is the export.
    Member(Member),
}

/// Where a file stands in an archive, and what the archive says of it.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub start: u64,
    pub packed_size: u64,
    pub method: Method,
    pub size: u64,
    pub crc: u32,
}

/// How it is compressed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Method {
    Stored,
    Deflated,
}

/// What an archive holds: the declared member, or else its only file.
pub(crate) fn contents_of<R: Read + Seek>(input: R, source: &Source, file: &str) -> Result<Contents, IngestError> {
    let damaged = |error| IngestError::new(file.to_owned(), PackingFault::Archive { source: Box::new(error) });
    let mut archive = match ZipArchive::new(input) {
        Ok(archive) => archive,
        // Its reader says more of a damaged workbook.
        Err(_) if matches!(source.format, Format::Xlsx | Format::Ods) => return Ok(Contents::Unknown),
        Err(error) => return Err(damaged(error)),
    };
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned))
        .collect::<Result<_, _>>()
        .map_err(damaged)?;
    if let Some(document) = document_of(&names) {
        return Ok(document);
    }
    let name = member_of(&names, source, file)?;
    let at = names.iter().position(|known| *known == name).unwrap_or_default();
    let member = archive.by_index_raw(at).map_err(damaged)?;
    let method = match member.compression() {
        _ if member.encrypted() => {
            return Err(IngestError::new(file.to_owned(), PackingFault::LockedMember { member: name }));
        }
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        method => {
            let method = method.to_string();
            return Err(IngestError::new(file.to_owned(), PackingFault::MemberMethod { member: name, method }));
        }
    };
    let start = member.data_start().unwrap_or_default();
    Ok(Contents::Member(Member {
        start,
        packed_size: member.compressed_size(),
        method,
        size: member.size(),
        crc: member.crc32(),
    }))
}

/// What format an export has of which only the archive is known that it came in: that which the name of one file within tells,
/// with this name where there are other files; nothing where no name tells a format, or several do, and of workbooks.
pub fn format_in_archive(input: impl Read + Seek) -> Option<(Format, Option<String>)> {
    let archive = ZipArchive::new(input).ok()?;
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    if document_of(&names).is_some() {
        return None;
    }
    let files = files_of(&names);
    let known = files.iter().filter_map(|name| Some((Format::of_name(name)?, *name)));
    // A text beside an export tells what it is.
    let (texts, exports): (Vec<_>, Vec<_>) = known.partition(|(_, name)| name.to_ascii_lowercase().ends_with(".txt"));
    let likely = if exports.is_empty() { texts } else { exports };
    let [(format, name)] = likely.as_slice() else { return None };
    Some((*format, (files.len() > 1).then(|| (*name).to_owned())))
}

/// The document that an archive with such files is.
fn document_of(names: &[String]) -> Option<Contents> {
    let has = |any: [&str; 2]| names.iter().any(|name| any.contains(&name.as_str()));
    if has(["[Content_Types].xml", "xl/workbook.xml"]) {
        return Some(Contents::OpenXml);
    }
    has(["content.xml", "mimetype"]).then_some(Contents::OpenDocument)
}

/// The files among the names in an archive. What macOS adds is none.
fn files_of(names: &[String]) -> Vec<&str> {
    let names = names.iter().map(String::as_str);
    names
        .filter(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store"))
        .collect()
}

/// The name of the file that is the export.
fn member_of(names: &[String], source: &Source, file: &str) -> Result<String, IngestError> {
    let files = files_of(names);
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match (&source.member, files.as_slice()) {
        (Some(member), _) if files.contains(&member.as_str()) => Ok(member.clone()),
        (Some(member), _) => Err(IngestError::new(
            file.to_owned(),
            PackingFault::UnknownMember {
                member: member.clone(),
                nearest: owned(&nearest(member, files.iter().copied())),
                known: owned(&files),
            },
        )),
        (None, [only]) => Ok((*only).to_owned()),
        (None, []) => Err(IngestError::new(file.to_owned(), PackingFault::EmptyArchive)),
        (None, several) => {
            Err(IngestError::new(file.to_owned(), PackingFault::SeveralMembers { known: owned(several) }))
        }
    }
}
