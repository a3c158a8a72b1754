//! The files of a pipeline's folder.
//!
//! Only what is not there is absent. What cannot be read, or is not where it would be read, is a problem: a claim that is
//! passed over is a claim that nobody judges.

use std::io;
use std::path::{Path, PathBuf};

use topline_survey::{PlanFiles, PlanText, nearest};

use crate::error::StoreError;
use crate::file_state::is_absence;
use crate::fingerprint::{Fingerprint, fingerprint};
use crate::input::read_whole;

/// The files that a pipeline may have in its folder.
const FILES: [&str; 8] = [
    "survey.toml",
    "codebook.toml",
    "columns.toml",
    "tables.toml",
    "headlines.toml",
    "quotes.toml",
    "bulletin.md",
    "reconstruct.toml",
];

/// The folders that it may have, each with the extension of its files.
const FOLDERS: [(&str, &str); 2] = [("claims", "toml"), ("figures", "sql")];

/// A pipeline's folder, read.
#[derive(Debug, Clone)]
pub struct PipelineFolder {
    /// The files that are read as a pipeline.
    pub files: PlanFiles,
    /// Of each of them, by its path in the folder.
    pub fingerprints: Vec<Fingerprint>,
    /// What else there is and is no plain data: files that look like a pipeline's and are not read, and folders.
    pub strays: Vec<Stray>,
}

/// An entry of a pipeline's folder that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its path.
    pub path: PathBuf,
    /// What the files are called that are read in its place.
    pub wanted: &'static str,
}

/// Reads the files of the pipeline in `folder`. Only `survey.toml` and `codebook.toml` must be there.
pub fn read_pipeline(folder: &Path) -> Result<PipelineFolder, StoreError> {
    let mut reading = Reading { folder, fingerprints: Vec::new(), strays: Vec::new() };
    let figures = reading.list("figures", "sql")?.into_iter().map(|name| {
        let stem = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        reading.read(&name).map(|text| (stem, text))
    });
    let figures = figures.collect::<Result<_, _>>()?;
    let claims = reading.list("claims", "toml")?;
    let files = PlanFiles {
        survey: reading.read("survey.toml")?,
        codebook: reading.read("codebook.toml")?,
        columns: reading.optional("columns.toml")?,
        tables: reading.optional("tables.toml")?,
        headlines: reading.optional("headlines.toml")?,
        quotes: reading.optional("quotes.toml")?,
        claims: claims.iter().map(|name| reading.read(name)).collect::<Result<_, _>>()?,
        figures,
        bulletin: reading.optional("bulletin.md")?,
        reconstruct: reading.optional("reconstruct.toml")?,
    };
    reading.find_strays()?;
    let Reading { mut fingerprints, mut strays, .. } = reading;
    fingerprints.sort_by(|one, other| one.name.cmp(&other.name));
    strays.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(PipelineFolder { files, fingerprints, strays })
}

struct Reading<'f> {
    folder: &'f Path,
    fingerprints: Vec<Fingerprint>,
    strays: Vec<Stray>,
}

impl Reading<'_> {
    fn read(&mut self, name: &str) -> Result<PlanText, StoreError> {
        let path = self.folder.join(name);
        let bytes = read_whole(&path, &path)?;
        self.fingerprints.push(fingerprint(name, &bytes));
        let shown = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|_| StoreError::NotText { path })?;
        Ok(PlanText { name: shown, text })
    }

    fn optional(&mut self, name: &str) -> Result<Option<PlanText>, StoreError> {
        match std::fs::symlink_metadata(self.folder.join(name)) {
            Err(error) if is_absence(&error) => Ok(None),
            _ => self.read(name).map(Some),
        }
    }

    /// The files of one of the folders with their extension, by name; the others are strays.
    fn list(&mut self, within: &str, extension: &'static str) -> Result<Vec<String>, StoreError> {
        let folder = self.folder.join(within);
        let Some(entries) = entries(&folder)? else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for name in entries {
            let path = folder.join(&name);
            if path.extension().is_some_and(|found| found == extension) {
                names.push(format!("{within}/{name}"));
            } else {
                let wanted = if within == "claims" { "claims/*.toml" } else { "figures/*.sql" };
                self.strays.push(Stray { path, wanted });
            }
        }
        Ok(names)
    }

    /// What stands in the folder and is not read, though it may have been meant to be. Data, licences and notes are not.
    fn find_strays(&mut self) -> Result<(), StoreError> {
        for name in entries(self.folder)?.unwrap_or_default() {
            if FILES.contains(&name.as_str()) || FOLDERS.iter().any(|(folder, _)| *folder == name) {
                continue;
            }
            let path = self.folder.join(&name);
            let like = FILES.into_iter().find(|known| known.eq_ignore_ascii_case(&name));
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            let wanted = match (like, extension.as_str()) {
                (Some(like), _) => like,
                (None, "toml") => {
                    "claims/*.toml, and survey.toml, codebook.toml, columns.toml, tables.toml, headlines.toml, quotes.toml, reconstruct.toml"
                }
                (None, "sql") => "figures/*.sql",
                (None, _) if is_lost(&path)? => "what is there",
                (None, _) if path.is_dir() && is_like_ours(&path, &name)? => "claims/ and figures/",
                (None, _) => continue,
            };
            self.strays.push(Stray { path, wanted });
        }
        Ok(())
    }
}

/// Whether a folder is one of a pipeline's by its name or by what is in it, and no pipeline of its own.
fn is_like_ours(folder: &Path, name: &str) -> Result<bool, StoreError> {
    let within = entries(folder)?.unwrap_or_default();
    let is_ours = |name: &String| {
        let extension = Path::new(name).extension().unwrap_or_default().to_ascii_lowercase();
        extension == "toml" || extension == "sql"
    };
    let is_pipeline = within.iter().any(|name| name == "survey.toml");
    let is_near = !nearest(name, FOLDERS.map(|(folder, _)| folder)).is_empty();
    Ok(!is_pipeline && (is_near || within.iter().any(is_ours)))
}

/// Whether a path is a link to nothing.
fn is_lost(path: &Path) -> Result<bool, StoreError> {
    match std::fs::metadata(path) {
        Ok(_) => Ok(false),
        Err(error) if is_absence(&error) => Ok(true),
        Err(source) => Err(StoreError::Read { path: path.to_owned(), source }),
    }
}

/// The names in a folder, sorted, without hidden ones; nothing where there is no such folder.
fn entries(folder: &Path) -> Result<Option<Vec<String>>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_missing(folder) => return Ok(None),
        entries => entries.map_err(StoreError::read(folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(StoreError::read(folder))?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(Some(names))
}

/// Whether there is not even a link of this name.
fn is_missing(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| is_absence(&error))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::read_pipeline;
    use crate::error::StoreError;

    fn pipeline(change: impl FnOnce(&Path)) -> Result<(usize, Vec<String>), StoreError> {
        let folder = tempfile::tempdir().expect("a folder");
        for name in
            ["survey.toml", "codebook.toml", "claims/001.toml", "figures/a.sql", "export.csv", "README.md", ".notes"]
        {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "text").expect("a file");
        }
        change(folder.path());
        let read = read_pipeline(folder.path())?;
        let name = |path: &Path| path.strip_prefix(folder.path()).expect("within").display().to_string();
        assert_eq!(read.files.claims.len() + read.files.figures.len() + 2, read.fingerprints.len());
        Ok((read.files.claims.len(), read.strays.iter().map(|stray| name(&stray.path)).collect()))
    }

    #[test]
    fn what_is_not_read_is_told() {
        assert_eq!(pipeline(|_| {}).expect("a pipeline"), (1, vec![]));
        for (name, stray) in [
            ("claims/002.TOML", "claims/002.TOML"),
            ("claims/sub/002.toml", "claims/sub"),
            ("claim/002.toml", "claim"),
            ("figures/b.SQL", "figures/b.SQL"),
            ("b.sql", "b.sql"),
            ("table.toml", "table.toml"),
            ("Bulletin.md", "Bulletin.md"),
        ] {
            let add = |folder: &Path| {
                fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("a folder");
                fs::write(folder.join(name), "text").expect("a file");
            };
            assert_eq!(pipeline(add).expect("a pipeline"), (1, vec![stray.to_owned()]), "{name}");
        }
        // No claims at all are none.
        assert_eq!(
            pipeline(|folder| fs::remove_dir_all(folder.join("claims")).expect("gone")).expect("a pipeline").0,
            0
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_what_is_not_there_is_absent() {
        use std::os::unix::fs::symlink;
        let dangling = |name: &'static str| {
            pipeline(move |folder| {
                let path = folder.join(name);
                let _ = fs::remove_dir_all(&path);
                symlink("/nonexistent", path).expect("a link");
            })
        };
        for name in ["bulletin.md", "claims", "figures", "tables.toml"] {
            assert!(matches!(dangling(name), Err(StoreError::Read { .. })), "{name}");
        }
        assert_eq!(dangling("lost").expect("a pipeline").1, ["lost"]);
        let is_file = |folder: &Path| {
            fs::remove_dir_all(folder.join("claims")).expect("gone");
            fs::write(folder.join("claims"), "text").expect("a file");
        };
        assert!(matches!(pipeline(is_file), Err(StoreError::Read { .. })));
        let is_folder = |folder: &Path| fs::create_dir(folder.join("tables.toml")).expect("a folder");
        assert!(matches!(pipeline(is_folder), Err(StoreError::NoFile { .. })));
        let closed = |folder: &Path| {
            let claims = folder.join("claims");
            fs::set_permissions(&claims, fs::Permissions::from_mode(0o0)).expect("closed");
            if fs::read_dir(&claims).is_ok() {
                // Who may read everything needs another reason.
                fs::remove_dir_all(&claims).expect("gone");
                symlink("claims", claims).expect("a link to itself");
            }
        };
        assert!(matches!(pipeline(closed), Err(StoreError::Read { .. })));
    }
}
