//! Cases written behind their dictionary.

use std::io::{self, Write};

use super::bytecode::BytecodeWriter;
use super::dictionary_writer::dictionary;
use super::file::{FileToWrite, VariableContent};
use super::record_bytes::cut;
use super::segments::{elements, widths};

/// A cell of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellToWrite<'c> {
    /// A number, or the seconds of a day.
    Number(f64),
    /// A text: what its variable has no room for is cut off.
    Text(&'c str),
    /// None: system-missing, or a blank text.
    Nothing,
}

/// A system file that is being written.
#[derive(Debug)]
pub struct SystemFileWriter<W> {
    cases: BytecodeWriter<W>,
    contents: Vec<VariableContent>,
}

impl<W: Write> SystemFileWriter<W> {
    /// Writes the dictionary.
    pub fn begin(mut output: W, file: &FileToWrite) -> io::Result<Self> {
        output.write_all(&dictionary(file))?;
        let contents = file.variables.iter().map(|variable| variable.content).collect();
        Ok(Self { cases: BytecodeWriter::new(output), contents })
    }

    /// Writes a case: a cell for each variable, in their order.
    pub fn write_case<'c>(&mut self, cells: impl IntoIterator<Item = CellToWrite<'c>>) -> io::Result<()> {
        let mut cells = cells.into_iter();
        for content in &self.contents {
            let cell = cells.next().unwrap_or(CellToWrite::Nothing);
            match content {
                VariableContent::Number { .. } | VariableContent::Day => self.cases.number(match cell {
                    CellToWrite::Number(number) => Some(number),
                    CellToWrite::Text(_) | CellToWrite::Nothing => None,
                })?,
                VariableContent::Text { width } => {
                    let text = match cell {
                        CellToWrite::Text(text) => cut(text, *width).as_bytes(),
                        CellToWrite::Number(_) | CellToWrite::Nothing => &[],
                    };
                    let mut rest = text;
                    for segment in widths(*content) {
                        let (own, after) = rest.split_at(rest.len().min(segment));
                        self.cases.text(own, elements(segment))?;
                        rest = after;
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> io::Result<W> {
        self.cases.finish()
    }
}
