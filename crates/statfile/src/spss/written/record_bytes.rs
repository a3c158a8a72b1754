//! The bytes of the records of a dictionary.

/// The bytes of one record after the other.
#[derive(Debug, Default)]
pub(super) struct RecordBytes(pub Vec<u8>);

impl RecordBytes {
    pub(super) fn int(&mut self, value: i32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(super) fn float(&mut self, value: f64) {
        self.0.extend(value.to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// A text that fills so many bytes, cut off or followed by blanks.
    pub(super) fn padded(&mut self, text: &str, length: usize) {
        let text = cut(text, length);
        self.0.extend(text.as_bytes());
        self.0.resize(self.0.len() + length - text.len(), b' ');
    }

    /// An extension record (type 7) of elements of this size.
    pub(super) fn extension(&mut self, kind: i32, size: i32, content: &[u8]) {
        self.int(7);
        self.int(kind);
        self.int(size);
        self.int(content.len() as i32 / size);
        self.bytes(content);
    }
}

/// As much of a text as so many bytes hold, no character cut in two.
pub(super) fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
