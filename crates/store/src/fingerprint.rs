//! What a file is: its name, its size and the SHA-256 of its bytes.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Its name as the pipeline writes it.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// The fingerprint of these bytes.
pub(crate) fn fingerprint(name: &str, bytes: &[u8]) -> Fingerprint {
    let mut digest = Sha256::new();
    digest.update(bytes);
    Fingerprint { name: name.to_owned(), bytes: bytes.len() as u64, sha256: digits(digest) }
}

/// A SHA-256 in hexadecimal digits.
pub(crate) fn digits(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
