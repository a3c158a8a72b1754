//! Standard output, on which the text of others is shown and not obeyed.
//!
//! A terminal takes control characters for orders (move there, be red, change the title), and marks of direction turn the order
//! of letters round. They may stand in answers and labels, so they are shown as `\u{1b}`. Left alone: line feeds and tabs.

use std::io::{self, IsTerminal as _, Write};

use crate::arguments::Format;

/// Writes with what a terminal would obey shown.
#[derive(Debug)]
pub(crate) struct Screen<W> {
    inner: W,
    mode: Mode,
    /// The first bytes of a character whose rest is yet to come.
    begun: Vec<u8>,
}

/// What becomes of characters that a terminal would obey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They are shown.
    Shown,
    /// They are sent as they are: data for a machine.
    Sent,
}

impl<W: Write> Screen<W> {
    /// For what is written in this format: what is for a person is shown, and so is what is for a machine on a terminal.
    pub(crate) fn new(inner: W, format: Format) -> Self {
        let is_data = format != Format::Table && !io::stdout().is_terminal();
        Self { inner, mode: if is_data { Mode::Sent } else { Mode::Shown }, begun: Vec::new() }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.mode == Mode::Sent {
            return self.inner.write(bytes);
        }
        let mut whole = std::mem::take(&mut self.begun);
        whole.extend_from_slice(bytes);
        let mut rest = whole.as_slice();
        while !rest.is_empty() {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.inner.write_all(shown(text).as_bytes())?;
                    rest = &[];
                }
                Err(error) => {
                    let (text, after) = rest.split_at(error.valid_up_to());
                    self.inner.write_all(shown(&String::from_utf8_lossy(text)).as_bytes())?;
                    let Some(length) = error.error_len() else {
                        self.begun = after.to_vec();
                        break;
                    };
                    self.inner.write_all("\u{fffd}".as_bytes())?;
                    rest = &after[length..];
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A text with what a terminal would obey shown.
pub(crate) fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return text.into();
    }
    let mut told = String::with_capacity(text.len() + 8);
    for each in text.chars() {
        if is_obeyed(each) { told.extend(each.escape_unicode()) } else { told.push(each) }
    }
    told.into()
}

/// Whether a terminal would do something for it and not show it.
fn is_obeyed(each: char) -> bool {
    let is_control = each.is_control() && each != '\n' && each != '\t';
    // Marks, embeddings, overrides and isolates of direction; separators of lines and paragraphs.
    is_control
        || matches!(each, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
