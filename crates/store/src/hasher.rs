//! The SHA-256 of bytes that come piece by piece, taken beside whatever else is done with them.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, channel};

use sha2::{Digest, Sha256};
use topline_threads::{Worker, threads};

use crate::fingerprint::digits;

/// So many bytes are hashed by whoever has them.
const FEW: u64 = 1 << 20;
/// How many bytes are handed over together.
const PIECE: usize = 1 << 17;

/// A digest that is being taken.
pub(crate) struct Hasher {
    bytes: u64,
    way: Way,
}

enum Way {
    /// By whoever has the bytes.
    Here(Sha256),
    /// By a thread of its own, which takes pieces; and the piece that is not full.
    There { worker: Worker<Vec<u8>>, digest: Receiver<Sha256>, piece: Vec<u8> },
}

/// What the worker has; it hands it over when there are no more pieces.
struct Own {
    digest: Sha256,
    sender: std::sync::mpsc::Sender<Sha256>,
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = self.sender.send(std::mem::take(&mut self.digest));
    }
}

impl Hasher {
    pub(crate) fn new() -> Self {
        Self { bytes: 0, way: Way::Here(Sha256::new()) }
    }

    /// How many bytes there were.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if self.bytes > FEW && threads() > 1 {
            self.hand_over();
        }
        match &mut self.way {
            Way::Here(digest) => digest.update(bytes),
            Way::There { worker, piece, .. } => {
                piece.extend_from_slice(bytes);
                if piece.len() >= PIECE {
                    worker.send(std::mem::replace(piece, Vec::with_capacity(PIECE)));
                }
            }
        }
    }

    /// Hands the digest over to a thread. Where the system gives none, it stays here.
    fn hand_over(&mut self) {
        let Way::Here(digest) = &self.way else { return };
        let (sender, receiver) = channel();
        let mut own = Own { digest: digest.clone(), sender };
        let worker = Worker::new("hash", move |piece: Vec<u8>| own.digest.update(&piece));
        if let Ok(worker) = worker {
            self.way = Way::There { worker, digest: receiver, piece: Vec::with_capacity(PIECE) };
        }
    }

    /// How many bytes there were, and their SHA-256 in hexadecimal digits.
    pub(crate) fn finish(self) -> (u64, String) {
        let digest = match self.way {
            Way::Here(digest) => digest,
            Way::There { mut worker, digest, piece } => {
                worker.send(piece);
                worker.finish();
                digest.recv().unwrap_or_default()
            }
        };
        (self.bytes, digits(digest))
    }
}

/// The size of what is left to read, and its SHA-256 in hexadecimal digits.
pub(crate) fn digest(reader: &mut impl Read) -> io::Result<(u64, String)> {
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; PIECE];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            read => hasher.update(&buffer[..read]),
        }
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hasher").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Hasher;
    use crate::fingerprint::fingerprint;

    #[test]
    fn the_digest_is_that_of_all_bytes_however_they_come() {
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| (at * 7 / 3) as u8).collect();
        for length in [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000] {
            for piece in [1_000, 8192, 1 << 19] {
                let mut hasher = Hasher::new();
                bytes[..length].chunks(piece).for_each(|piece| hasher.update(piece));
                let expected = fingerprint("x", &bytes[..length]);
                assert_eq!(hasher.bytes(), length as u64);
                assert_eq!(hasher.finish(), (expected.bytes, expected.sha256), "{length} bytes by {piece}");
            }
        }
    }
}
