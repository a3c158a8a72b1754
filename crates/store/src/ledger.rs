//! The ledger of a run: what went in, what came out, and where each row went.

use std::fmt::Write as _;
use std::io::{self, Read};

use serde::Serialize;
use sha2::{Digest, Sha256};
use topline_survey::Accounting;

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct Fingerprint {
    /// Its name as the pipeline writes it.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
pub struct Output {
    /// Its path in the run's folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The rows of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// `run.json`. The times are the only thing in a run's folder that differs between two runs on the same inputs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ledger {
    /// The survey.
    pub survey: String,
    /// The version of topline.
    pub version: String,
    /// Whether the export was reconstructed from published figures.
    pub reconstructed: bool,
    /// When the run began, in seconds since 1970.
    pub started: u64,
    /// How long it took.
    pub milliseconds: u64,
    /// Where each row of the export went.
    pub rows: Accounting,
    /// How many verdicts of each kind, and how many are not as the pipeline expects.
    pub verdicts: Vec<(String, u64)>,
    /// Verdicts that are not as the pipeline expects.
    pub unexpected: u64,
    /// What was read, by name.
    pub inputs: Vec<Fingerprint>,
    /// What was written, by path.
    pub outputs: Vec<Output>,
}

/// The size of what is left to read, and its SHA-256 in hexadecimal digits.
pub(crate) fn digest(reader: &mut impl Read) -> io::Result<(u64, String)> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = reader.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        digest.update(&buffer[..read]);
    }
    Ok((bytes, digits(digest)))
}

/// A SHA-256 in hexadecimal digits.
pub(crate) fn digits(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
