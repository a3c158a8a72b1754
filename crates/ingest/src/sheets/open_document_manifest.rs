//! What the manifest of an OpenDocument spreadsheet says of its parts.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

/// Whether the manifest says that its files are encrypted.
pub(crate) fn is_locked<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<bool, ZipError> {
    let manifest = match archive.by_name("META-INF/manifest.xml") {
        Err(ZipError::FileNotFound) => return Ok(false),
        manifest => manifest?,
    };
    let mut text = Vec::new();
    manifest.take(1 << 20).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).contains("encryption-data"))
}
