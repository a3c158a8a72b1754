//! The ZIP archive that documents of office programs are: parts in a fixed order, without times, so that the same parts give the same bytes.

use std::io::{Cursor, Write as _};

use thiserror::Error;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A document that cannot be packed.
#[derive(Debug, Error)]
pub enum PackageError {
    /// The archive does not take a part.
    #[error("failed to pack the part {part} of a document")]
    Pack {
        /// The part.
        part: String,
        /// Why.
        source: ZipError,
    },
}

/// How a part is packed.
#[derive(Debug, Clone, Copy)]
pub enum Packing {
    /// As it is.
    Stored,
    /// Compressed.
    Deflated,
}

/// An archive that is being written.
pub struct Package {
    archive: ZipWriter<Cursor<Vec<u8>>>,
}

impl Default for Package {
    fn default() -> Self {
        Self::new()
    }
}

impl Package {
    /// An archive without parts.
    #[must_use]
    pub fn new() -> Self {
        Self { archive: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    /// Adds a part.
    pub fn add(&mut self, part: &str, bytes: &[u8], packing: Packing) -> Result<(), PackageError> {
        let method = match packing {
            Packing::Stored => CompressionMethod::Stored,
            Packing::Deflated => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        let failed = |source| PackageError::Pack { part: part.to_owned(), source };
        self.archive.start_file(part, options).map_err(failed)?;
        self.archive.write_all(bytes).map_err(|error| failed(ZipError::Io(error)))
    }

    /// The bytes of the archive.
    pub fn finish(self) -> Result<Vec<u8>, PackageError> {
        let failed = |source| PackageError::Pack { part: "directory".to_owned(), source };
        Ok(self.archive.finish().map_err(failed)?.into_inner())
    }
}
