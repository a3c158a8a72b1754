//! The one file in a ZIP archive that is the export.

use std::io::{Read, Seek};

use topline_survey::{Format, Source, nearest};
use zip::{CompressionMethod, ZipArchive};

use crate::error::IngestError;

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
    let damaged = |error| IngestError::Archive { file: file.to_owned(), source: Box::new(error) };
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
    if names.iter().any(|name| name == "[Content_Types].xml" || name == "xl/workbook.xml") {
        return Ok(Contents::OpenXml);
    }
    if names.iter().any(|name| name == "content.xml" || name == "mimetype") {
        return Ok(Contents::OpenDocument);
    }
    let name = member_of(&names, source, file)?;
    let at = names.iter().position(|known| *known == name).unwrap_or_default();
    let member = archive.by_index_raw(at).map_err(damaged)?;
    let method = match member.compression() {
        _ if member.encrypted() => return Err(IngestError::LockedMember { file: file.to_owned(), member: name }),
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        method => {
            let method = method.to_string();
            return Err(IngestError::MemberMethod { file: file.to_owned(), member: name, method });
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

/// The name of the file that is the export. What macOS adds to its archives is none.
fn member_of(names: &[String], source: &Source, file: &str) -> Result<String, IngestError> {
    let files: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store"))
        .collect();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match (&source.member, files.as_slice()) {
        (Some(member), _) if files.contains(&member.as_str()) => Ok(member.clone()),
        (Some(member), _) => Err(IngestError::UnknownMember {
            file: file.to_owned(),
            member: member.clone(),
            nearest: owned(&nearest(member, files.iter().copied())),
            known: owned(&files),
        }),
        (None, [only]) => Ok((*only).to_owned()),
        (None, []) => Err(IngestError::EmptyArchive { file: file.to_owned() }),
        (None, several) => Err(IngestError::SeveralMembers { file: file.to_owned(), known: owned(several) }),
    }
}
