//! The stream of a workbook of the format before 2007, record by record ([MS-XLS] 2.1.4).

use topline_statfile::Damage;

/// The kind of a record that goes on with the one before it.
pub(crate) const CONTINUE: u16 = 0x003C;

/// A record.
pub(crate) struct Record<'s> {
    /// Where it begins.
    pub at: usize,
    pub kind: u16,
    pub data: &'s [u8],
}

/// The records of a stream from a place on.
pub(crate) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    pub(crate) fn of(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Result<Record<'s>, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.stream.get(self.at..).filter(|rest| !rest.is_empty())?;
        let at = self.at;
        let record = rest.split_first_chunk::<4>().and_then(|(head, data)| {
            let data = data.get(..usize::from(number(head, 2)))?;
            Some(Record { at, kind: number(head, 0), data })
        });
        let Some(record) = record else {
            self.at = self.stream.len();
            return Some(Err(Damage::Cut { part: "a record", length: self.stream.len() as u64 }));
        };
        self.at += 4 + record.data.len();
        Some(Ok(record))
    }
}

pub(crate) fn number(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(crate) fn misplaced(part: &'static str, at: usize) -> Damage {
    Damage::Misplaced { part, at: at as u64 }
}
