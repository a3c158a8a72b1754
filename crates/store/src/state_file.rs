//! The state of a part: Parquet tables and a header in one file, which is there whole or not at all.
//!
//! The tables come first, one after the other. Behind them are the header and the places of the tables as JSON, its length, and the
//! SHA-256 of all before. It holds what respondents answered, so that nobody but its owner may read it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;
use crate::file_section::FileSection;
use crate::file_state::open_watched;
use crate::folder::RunFolder;
use crate::part_header::PartHeader;
use crate::publication::sync_names;
use crate::state_fault::StateFault;
use crate::stored_rows::StoredRows;
use crate::table_file::{TableFile, create_private};

/// What every state begins with, whatever its version.
const MAGIC: &[u8; 14] = b"topline state ";
/// The version of this layout, and the end of its line.
const VERSION: &[u8; 2] = b"1\n";
/// What comes last: the length of the JSON text, and a SHA-256.
const FOOTER: u64 = 8 + 32;
/// How much is copied at a time.
const PIECE: usize = 1 << 17;

/// The last bytes of a state, as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Trailer {
    header: PartHeader,
    /// Where each table begins, and how long it is.
    tables: BTreeMap<String, (u64, u64)>,
}

/// A state that is being written. Dropped before [`StateFolder::finish`], it leaves no trace but its lock.
#[derive(Debug)]
pub struct StateFolder {
    folder: RunFolder,
    path: PathBuf,
    tables: Vec<String>,
}

impl StateFolder {
    /// Begins the state `path`. Fails where something else is there, or another process writes it.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        check_place(path)?;
        Ok(Self { folder: RunFolder::beside(path)?, path: path.to_owned(), tables: Vec::new() })
    }

    /// Begins a table, to be handed to [`Self::finish_table`].
    pub fn table(&self, name: &str, schema: &Arc<Schema>) -> Result<TableFile, StoreError> {
        self.folder.private_table(name, schema)
    }

    /// Ends a table.
    pub fn finish_table(&mut self, name: &str, table: TableFile) -> Result<(), StoreError> {
        self.tables.push(name.to_owned());
        self.folder.finish_table(name, table)
    }

    /// Puts the state in its place.
    pub fn finish(self, header: PartHeader) -> Result<(), StoreError> {
        let partial = self.folder.path("state");
        let written = create_private(&partial).and_then(|file| self.write(file, header));
        written.map_err(StoreError::write(&partial))?;
        check_place(&self.path)?;
        fs::rename(&partial, &self.path).map_err(StoreError::write(&self.path))?;
        let within = self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        sync_names(within).map_err(StoreError::write(within))
    }

    fn write(&self, file: File, header: PartHeader) -> io::Result<()> {
        let mut sink = DigestSink { sink: BufWriter::new(file), digest: Sha256::new() };
        sink.write_all(MAGIC)?;
        sink.write_all(VERSION)?;
        let mut start = (MAGIC.len() + VERSION.len()) as u64;
        let mut tables = BTreeMap::new();
        for name in &self.tables {
            let length = io::copy(&mut File::open(self.folder.path(name))?, &mut sink)?;
            tables.insert(name.clone(), (start, length));
            start += length;
        }
        let trailer = serde_json::to_vec(&Trailer { header, tables })?;
        sink.write_all(&trailer)?;
        sink.write_all(&(trailer.len() as u64).to_le_bytes())?;
        let DigestSink { mut sink, digest } = sink;
        sink.write_all(&digest.finalize())?;
        sink.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

/// Takes the SHA-256 of what is written.
struct DigestSink {
    sink: BufWriter<File>,
    digest: Sha256,
}

impl Write for DigestSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Fails where something is that is no state: nothing but a state is ever replaced.
fn check_place(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::read(path)(error)),
        Ok(found) if found.is_file() => {
            let mut start = Vec::new();
            let read = File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start));
            read.map_err(StoreError::read(path))?;
            if start == MAGIC { Ok(()) } else { Err(StoreError::NoState { path: path.to_owned() }) }
        }
        Ok(_) => Err(StoreError::NoState { path: path.to_owned() }),
    }
}

/// A state that was written.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    /// What it says of its part.
    pub header: PartHeader,
    tables: BTreeMap<String, (u64, u64)>,
}

impl StateFile {
    /// Opens a state, all of whose bytes are as they were written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fault = |fault| StoreError::State { path: path.to_owned(), fault };
        let (mut file, watch) = open_watched(path, path)?;
        let trailer = read_trailer(&mut file).map_err(StoreError::read(path))?.map_err(fault)?;
        watch.check()?;
        let Trailer { header, tables } = trailer;
        Ok(Self { path: path.to_owned(), header, tables })
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rows of a table with columns of these types: dictionaries too, where the table has their values. Fails where it has
    /// none of this name, or other columns.
    pub fn rows(&self, name: &str, schema: &SchemaRef) -> Result<StoredRows, StoreError> {
        let (start, length) = *self.tables.get(name).ok_or_else(|| self.damaged())?;
        let file = File::open(&self.path).map_err(StoreError::read(&self.path))?;
        StoredRows::of(&self.path, FileSection { file, start, length }, schema).map_err(|_| self.damaged())
    }

    /// Its bytes do not go together.
    #[must_use]
    pub fn damaged(&self) -> StoreError {
        StoreError::State { path: self.path.clone(), fault: StateFault::Damaged }
    }
}

/// Reads the end of a state, and makes sure of all bytes before.
fn read_trailer(file: &mut File) -> io::Result<Result<Trailer, StateFault>> {
    let length = file.metadata()?.len();
    let mut start = [0; MAGIC.len() + VERSION.len()];
    let head = start.len() as u64;
    let mut reader = BufReader::with_capacity(PIECE, &mut *file);
    if length < head || {
        reader.read_exact(&mut start)?;
        !start.starts_with(MAGIC)
    } {
        return Ok(Err(StateFault::Foreign));
    }
    if !start.ends_with(VERSION) {
        return Ok(Err(StateFault::Version));
    }
    let Some(text_end) = length.checked_sub(FOOTER).filter(|end| *end >= head) else {
        return Ok(Err(StateFault::Damaged));
    };
    let mut digest = Sha256::new();
    digest.update(start);
    let mut rest = reader.take(length - head - 32);
    let mut buffer = vec![0; PIECE];
    loop {
        match rest.read(&mut buffer)? {
            0 => break,
            read => digest.update(&buffer[..read]),
        }
    }
    let mut footer = [0; FOOTER as usize];
    file.seek(SeekFrom::Start(text_end))?;
    file.read_exact(&mut footer)?;
    let (text_length, sum) = footer.split_at(8);
    let text_length = u64::from_le_bytes(text_length.try_into().unwrap_or_default());
    let text_start = text_end.checked_sub(text_length).filter(|start| *start >= head);
    let Some(text_start) = text_start.filter(|_| digest.finalize().as_slice() == sum) else {
        return Ok(Err(StateFault::Damaged));
    };
    file.seek(SeekFrom::Start(text_start))?;
    let trailer = serde_json::from_reader(BufReader::new(file.take(text_length)));
    let is_within = |trailer: &Trailer| {
        let mut ends = trailer.tables.values().map(|(start, length)| start.checked_add(*length));
        ends.all(|end| end.is_some_and(|end| end <= text_start))
    };
    Ok(trailer.ok().filter(is_within).ok_or(StateFault::Damaged))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{StateFile, StateFolder};
    use crate::error::StoreError;
    use crate::part_header::{PartHeader, PartNumber};
    use crate::pipeline_mark::PipelineMark;
    use crate::state_fault::StateFault;

    fn header() -> PartHeader {
        PartHeader {
            number: PartNumber { part: 3, of: 8 },
            version: "0".to_owned(),
            commit: String::new(),
            program_file: None,
            pipeline: PipelineMark::default(),
            pipeline_files: Vec::new(),
            exports: Vec::new(),
            files: Vec::new(),
        }
    }

    fn fault(path: &std::path::Path) -> Option<StateFault> {
        match StateFile::open(path) {
            Ok(_) => None,
            Err(StoreError::State { fault, .. }) => Some(fault),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_state_whose_bytes_are_others_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("s3.state");
        StateFolder::begin(&path).expect("a place").finish(header()).expect("a state");
        assert_eq!(StateFile::open(&path).expect("a state").header.number.to_string(), "3/8");
        let bytes = fs::read(&path).expect("a state");
        let check = |changed: &[u8], expected| {
            fs::write(&path, changed).expect("a file");
            assert_eq!(fault(&path), expected);
        };
        // Each byte that is another, each length that is less, and a byte that is more.
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            let expected = match at {
                0..14 => StateFault::Foreign,
                14..16 => StateFault::Version,
                _ => StateFault::Damaged,
            };
            check(&changed, Some(expected));
            check(&bytes[..at], Some(if at < 16 { StateFault::Foreign } else { StateFault::Damaged }));
        }
        check(&[bytes.as_slice(), b"\n"].concat(), Some(StateFault::Damaged));
        check(&bytes, None);
    }

    #[test]
    fn nothing_but_a_state_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("survey.toml");
        fs::write(&path, "id = \"a\"\n").expect("a file");
        assert!(matches!(StateFolder::begin(&path), Err(StoreError::NoState { .. })));
        assert!(matches!(StateFolder::begin(folder.path()), Err(StoreError::NoState { .. })));
        let path = folder.path().join("s1.state");
        for _ in 0..2 {
            let state = StateFolder::begin(&path).expect("a place");
            assert!(matches!(StateFolder::begin(&path), Err(StoreError::StateBusy { .. })));
            state.finish(header()).expect("a state");
        }
        drop(StateFolder::begin(&path).expect("a place"));
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        assert_eq!(names, [".s1.state.lock", "s1.state", "survey.toml"]);
    }
}
