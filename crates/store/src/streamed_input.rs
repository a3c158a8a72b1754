//! An export, whose fingerprint is taken while it is read.
//!
//! Exports are large, and reading them through for the fingerprint alone takes longer than most of what follows. Bytes are
//! hashed in their order when they are first met; what readers pass over is read at the end.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::StoreError;
use crate::file_state::{Watch, open_watched};
use crate::fingerprint::Fingerprint;
use crate::hasher::Hasher;
use crate::input::expand;

/// How much is read together where nobody else reads.
const PIECE: usize = 1 << 16;

/// An input that is there, and whose fingerprint is yet to come.
#[derive(Debug)]
pub struct StreamedInput {
    /// The file, at its start.
    pub file: BufReader<HashedFile>,
    /// What is known of it so far.
    pub fingerprint: PendingFingerprint,
}

/// A file that is hashed as it is read.
#[derive(Debug)]
pub struct HashedFile(Arc<Mutex<Hashed>>);

/// The fingerprint of a file that somebody may still be reading.
#[derive(Debug)]
pub struct PendingFingerprint {
    name: String,
    /// The path as the pipeline writes it.
    path: PathBuf,
    watch: Watch,
    hashed: Arc<Mutex<Hashed>>,
}

#[derive(Debug)]
struct Hashed {
    file: File,
    /// Where the next read begins.
    position: u64,
    /// Of the bytes from the beginning, as far as they have been met.
    hasher: Hasher,
}

/// Opens the file that a pipeline in `folder` names as `path`.
pub fn stream_input(folder: &Path, path: &str) -> Result<StreamedInput, StoreError> {
    let shown = folder.join(path);
    let (file, watch) = open_watched(&folder.join(expand(path)?), &shown)?;
    let hashed = Arc::new(Mutex::new(Hashed { file, position: 0, hasher: Hasher::new() }));
    let file = BufReader::with_capacity(PIECE, HashedFile(Arc::clone(&hashed)));
    Ok(StreamedInput { file, fingerprint: PendingFingerprint { name: path.to_owned(), path: shown, watch, hashed } })
}

impl PendingFingerprint {
    /// Fails where the file has changed since it was opened.
    pub fn check(&self) -> Result<(), StoreError> {
        self.watch.check()
    }

    /// Gives up what has been hashed so far, and the thread that has it: the file is to be opened again, or read from its beginning
    /// when its fingerprint is asked for.
    pub fn start_over(&self) {
        locked(&self.hashed).hasher = Hasher::new();
    }

    /// The name as the pipeline writes it, the size and the SHA-256 of the whole file, of which the rest is read now. Fails
    /// where the file has changed since it was opened: nobody knows what was read of it then.
    pub fn finish(self) -> Result<Fingerprint, StoreError> {
        let mut hashed = locked(&self.hashed);
        hashed.read_rest().map_err(StoreError::read(&self.path))?;
        self.watch.check()?;
        let (bytes, sha256) = std::mem::replace(&mut hashed.hasher, Hasher::new()).finish();
        Ok(Fingerprint { name: self.name, bytes, sha256 })
    }
}

impl Hashed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        // What lies before is hashed already; what lies behind a gap will be when the gap is closed.
        if let Some(known) = self.hasher.bytes().checked_sub(self.position)
            && let Some(new) = into[..read].get(known as usize..)
        {
            self.hasher.update(new);
        }
        self.position += read as u64;
        Ok(read)
    }

    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.file.seek(to)?;
        Ok(self.position)
    }

    /// Hashes what nobody has read; readers find their place as it was.
    fn read_rest(&mut self) -> io::Result<()> {
        let position = self.position;
        self.seek(SeekFrom::Start(self.hasher.bytes()))?;
        let mut buffer = vec![0; PIECE];
        loop {
            match self.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.seek(SeekFrom::Start(position)).map(drop)
    }
}

impl Read for HashedFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        locked(&self.0).read(into)
    }
}

impl Seek for HashedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        locked(&self.0).seek(to)
    }
}

fn locked(hashed: &Mutex<Hashed>) -> MutexGuard<'_, Hashed> {
    hashed.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, SeekFrom};

    use super::{StreamedInput, stream_input};
    use crate::error::StoreError;
    use crate::input::read_input;

    /// The fingerprint after somebody has read so, beside the one that is taken at once.
    fn check(bytes: &[u8], read: impl FnOnce(&mut StreamedInput)) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("export"), bytes).expect("a file");
        let expected = read_input(folder.path(), "export").expect("an input").fingerprint;
        let mut input = stream_input(folder.path(), "export").expect("an input");
        read(&mut input);
        let found = input.fingerprint.finish().expect("a fingerprint");
        assert_eq!((found.bytes, found.sha256), (expected.bytes, expected.sha256));
        assert_eq!((found.name.as_str(), found.bytes), ("export", bytes.len() as u64));
    }

    #[test]
    fn however_a_file_is_read_its_fingerprint_is_that_of_all_bytes() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at * 7 / 3) as u8).collect();
        let read = |input: &mut StreamedInput, from: u64, length: usize| {
            input.file.seek(SeekFrom::Start(from)).expect("a place");
            let mut part = vec![0; length];
            input.file.read_exact(&mut part).expect("a part");
            assert_eq!(part, bytes[from as usize..from as usize + length]);
        };
        check(b"", |_| {});
        check(&bytes, |_| {});
        check(&bytes, |input| read(input, 0, 300_000));
        check(&bytes, |input| read(input, 0, 4096));
        // Twice, as where the encoding is detected first.
        check(&bytes, |input| {
            read(input, 0, 300_000);
            read(input, 3, 299_997);
        });
        check(&bytes, |input| {
            read(input, 0, 300_000);
            input.fingerprint.start_over();
        });
        // Back and forth, with a gap that is closed and one that is not.
        check(&bytes, |input| {
            for (from, length) in
                [(200_000, 70_000), (0, 8), (70_000, 80_000), (0, 100_000), (90_000, 70_000), (299_000, 10)]
            {
                read(input, from, length);
            }
        });
    }

    /// What becomes of the fingerprint where the file is changed after half of it was read.
    fn changed(change: impl FnOnce(&std::path::Path)) -> Result<(), StoreError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export");
        std::fs::write(&path, vec![b'a'; 200_000]).expect("a file");
        let mut input = stream_input(folder.path(), "export").expect("an input");
        input.file.read_exact(&mut vec![0; 100_000]).expect("a part");
        // Times of files are those of the last tick of the clock.
        std::thread::sleep(std::time::Duration::from_millis(20));
        change(&path);
        input.fingerprint.finish().map(drop)
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_has_no_fingerprint() {
        use std::fs;
        use std::io::Write as _;
        assert!(changed(|_| {}).is_ok());
        let write = |path: &std::path::Path| fs::OpenOptions::new().write(true).open(path).expect("a file");
        for change in [
            // Shorter, longer, of the same length, of the same length and time, another file, none.
            &(|path: &std::path::Path| write(path).set_len(50_000).expect("shorter")) as &dyn Fn(&std::path::Path),
            &|path| write(path).set_len(300_000).expect("longer"),
            &|path| write(path).write_all(&[b'b'; 1000]).expect("overwritten"),
            &|path| {
                let time = fs::metadata(path).and_then(|found| found.modified()).expect("a time");
                write(path).write_all(&[b'b'; 1000]).expect("overwritten");
                write(path).set_modified(time).expect("a time that is set back");
            },
            &|path| {
                fs::write(path.with_extension("new"), vec![b'a'; 200_000]).expect("a file");
                fs::rename(path.with_extension("new"), path).expect("renamed");
            },
            &|path| fs::remove_file(path).expect("removed"),
        ] {
            assert!(matches!(changed(change), Err(StoreError::Changed { .. })));
        }
    }
}
