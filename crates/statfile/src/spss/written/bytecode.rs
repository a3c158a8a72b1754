//! Cases in bytecode: eight commands of a byte, then what they stand for.

use std::io::{self, Write};

/// A small whole number is one command: the number and this.
const BIAS: f64 = 100.0;
/// Eight bytes follow as they are.
const LITERAL: u8 = 253;
/// Eight blanks.
const BLANKS: u8 = 254;
/// No number.
const SYSTEM_MISSING: u8 = 255;

/// Packs cases.
#[derive(Debug)]
pub(super) struct BytecodeWriter<W> {
    output: W,
    commands: Vec<u8>,
    literals: Vec<u8>,
}

impl<W: Write> BytecodeWriter<W> {
    pub(super) fn new(output: W) -> Self {
        Self { output, commands: Vec::with_capacity(8), literals: Vec::with_capacity(64) }
    }

    pub(super) fn number(&mut self, number: Option<f64>) -> io::Result<()> {
        let Some(number) = number.filter(|number| number.is_finite()) else { return self.command(SYSTEM_MISSING, &[]) };
        let biased = number + BIAS;
        // The number itself is compared: the sum may have lost what follows the point. A zero below zero has a sign to keep.
        let is_small = (1.0..=251.0).contains(&biased)
            && number.fract().to_bits() & !(1 << 63) == 0
            && (number.to_bits() != (-0.0_f64).to_bits());
        if is_small { self.command(biased as u8, &[]) } else { self.command(LITERAL, &number.to_le_bytes()) }
    }

    /// A text that fills so many elements of eight bytes.
    pub(super) fn text(&mut self, text: &[u8], elements: usize) -> io::Result<()> {
        for at in (0..elements).map(|element| element * 8) {
            let part = text.get(at..text.len().min(at + 8)).unwrap_or_default();
            if part.iter().all(|byte| *byte == b' ') {
                self.command(BLANKS, &[])?;
            } else {
                let mut padded = [b' '; 8];
                padded[..part.len()].copy_from_slice(part);
                self.command(LITERAL, &padded)?;
            }
        }
        Ok(())
    }

    fn command(&mut self, command: u8, literal: &[u8]) -> io::Result<()> {
        self.commands.push(command);
        self.literals.extend(literal);
        if self.commands.len() == 8 { self.flush_block() } else { Ok(()) }
    }

    fn flush_block(&mut self) -> io::Result<()> {
        self.output.write_all(&self.commands)?;
        self.output.write_all(&self.literals)?;
        self.commands.clear();
        self.literals.clear();
        Ok(())
    }

    /// The rest, filled up with commands that do nothing.
    pub(super) fn finish(mut self) -> io::Result<W> {
        if !self.commands.is_empty() {
            self.commands.resize(8, 0);
            self.flush_block()?;
        }
        self.output.flush()?;
        Ok(self.output)
    }
}
