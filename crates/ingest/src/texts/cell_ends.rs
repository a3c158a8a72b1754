//! Where the cells of delimited text may end: its delimiters and line ends, found before anybody asks what they mean.
//!
//! A turn of the loop over bytes looks at 64 of them whatever they are. What a quoted cell holds is found too, and passed over.

/// How much text is looked through at a time.
const PIECE: usize = 4096;

/// Delimiters and line ends of a text that grows.
pub(crate) struct CellEnds {
    delimiter: u8,
    /// The last that were found, of which those before `next` have been given.
    places: Vec<u32>,
    next: usize,
    /// Up to where the text has been looked through.
    seen: usize,
}

impl CellEnds {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self { delimiter, places: Vec::with_capacity(PIECE), next: 0, seen: 0 }
    }

    /// Begins anew at this place, in a text that may be another one, of less than four gigabytes.
    pub(crate) fn start_at(&mut self, place: usize) {
        self.places.clear();
        self.next = 0;
        self.seen = place;
    }

    /// Passes over those before a place, which is not before the last that was given.
    #[inline]
    pub(crate) fn pass(&mut self, place: usize) {
        while self.places.get(self.next).is_some_and(|known| (*known as usize) < place) {
            self.next += 1;
        }
        if self.next == self.places.len() {
            self.seen = self.seen.max(place);
        }
    }

    /// The next one; the text may have become longer since the last call.
    #[inline]
    pub(crate) fn next(&mut self, text: &[u8]) -> Option<usize> {
        if self.next == self.places.len() {
            self.look_on(text);
        }
        let place = *self.places.get(self.next)?;
        self.next += 1;
        Some(place as usize)
    }

    #[inline(never)]
    fn look_on(&mut self, text: &[u8]) {
        self.places.clear();
        self.next = 0;
        while self.places.is_empty() && self.seen < text.len() {
            let piece = &text[self.seen..text.len().min(self.seen + PIECE)];
            let (blocks, rest) = piece.as_chunks();
            for block in blocks {
                self.look_at(block);
                self.seen += block.len();
            }
            if !rest.is_empty() {
                // Behind the text are bytes that end nothing.
                let mut block = [b'"'; 64];
                block[..rest.len()].copy_from_slice(rest);
                self.look_at(&block);
                self.seen += rest.len();
            }
        }
    }

    #[inline]
    fn look_at(&mut self, bytes: &[u8; 64]) {
        let delimiter = self.delimiter;
        // One loop over bytes that a compiler makes a few wide comparisons of, and one that gathers what it finds.
        let ends = bytes.map(|byte| u8::from(byte == delimiter) | u8::from(byte == b'\n') | u8::from(byte == b'\r'));
        let (words, _) = ends.as_chunks();
        let mut found = 0_u64;
        for (position, word) in words.iter().enumerate() {
            // The eight bits gathered into the highest byte, the lowest first.
            let gathered = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            found |= gathered << (8 * position);
        }
        while found != 0 {
            self.places.push(self.seen as u32 + found.trailing_zeros());
            found &= found - 1;
        }
    }
}
