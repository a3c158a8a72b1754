//! Which pipeline made a run.

use std::fs;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::fingerprint::{Fingerprint, digits};

/// Which pipeline made a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineMark {
    /// Its folder and the one that it stands in, `pipelines/library`: the rest of the path is of this machine.
    pub path: String,
    /// The SHA-256 of the names and digests of its files.
    pub sha256: String,
}

impl PipelineMark {
    /// The mark of the pipeline in `folder`; `files` are the fingerprints of its files, sorted by name.
    #[must_use]
    pub fn of(folder: &Path, files: &[Fingerprint]) -> Self {
        let mut digest = Sha256::new();
        for file in files {
            digest.update(format!("{} {}\n", file.sha256, file.name));
        }
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let names = folder.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
        });
        let names: Vec<String> = names.collect();
        Self { path: names[names.len().saturating_sub(2)..].join("/"), sha256: digits(digest) }
    }

    /// Whether two marks are of one pipeline: in one place, if changed since; or unchanged, if moved.
    #[must_use]
    pub fn is_same_pipeline(&self, other: &Self) -> bool {
        self.path == other.path || self.sha256 == other.sha256
    }
}
