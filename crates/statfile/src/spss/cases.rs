//! The cases of a system file, one at a time, each as eight bytes for each record of the dictionary.

use std::io::{self, BufRead, Read};

use crate::spss::fields::Order;

/// How far a case could be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    /// It is whole.
    Whole,
    /// There is none: the last has been read.
    End,
    /// The file ends within it.
    Cut,
}

/// Gives cases.
pub(crate) trait Cases: Send {
    /// Fills the case, whose length is more than none.
    fn next_case(&mut self, case: &mut [u8]) -> io::Result<Filled>;
}

/// Cases that are not packed.
pub(crate) struct Plain<R>(pub R);

impl<R: Read + Send> Cases for Plain<R> {
    fn next_case(&mut self, case: &mut [u8]) -> io::Result<Filled> {
        let filled = fill(&mut self.0, case)?;
        Ok(match filled {
            0 => Filled::End,
            _ if filled == case.len() => Filled::Whole,
            _ => Filled::Cut,
        })
    }
}

/// Cases in bytecode: eight commands of a byte, then the values that the commands announce, and so on.
pub(crate) struct Bytecode<R> {
    input: R,
    /// What each command stands for where it needs no value from the input.
    meanings: [[u8; 8]; 256],
    commands: [u8; 8],
    next: usize,
    ended: bool,
}

/// Commands that have a meaning of their own; the others are whole numbers, displaced by the bias.
const NOTHING: u8 = 0;
const END: u8 = 252;
const VALUE: u8 = 253;
const SPACES: u8 = 254;
const SYSTEM_MISSING: u8 = 255;

impl<R: BufRead> Bytecode<R> {
    pub(crate) fn new(input: R, order: Order, bias: f64, system_missing: f64) -> Self {
        let mut meanings = [[0; 8]; 256];
        for (meaning, command) in meanings.iter_mut().zip(0..=u8::MAX) {
            *meaning = match command {
                SPACES => [b' '; 8],
                SYSTEM_MISSING => order.float_bytes(system_missing),
                command => order.float_bytes(f64::from(command) - bias),
            };
        }
        Self { input, meanings, commands: [0; 8], next: 8, ended: false }
    }

    fn read_commands(&mut self) -> io::Result<()> {
        self.next = 0;
        // Mostly all eight are at hand.
        if let Ok(at_hand) = self.input.fill_buf()
            && let Some(commands) = at_hand.first_chunk()
        {
            self.commands = *commands;
            self.input.consume(self.commands.len());
            return Ok(());
        }
        self.commands = [NOTHING; 8];
        self.ended = fill(&mut self.input, &mut self.commands)? == 0;
        Ok(())
    }

    #[inline]
    fn next_command(&mut self) -> io::Result<u8> {
        loop {
            if self.ended {
                return Ok(END);
            }
            if self.next == self.commands.len() {
                self.read_commands()?;
                continue;
            }
            let command = self.commands[self.next];
            self.next += 1;
            if command != NOTHING {
                self.ended = command == END;
                return Ok(command);
            }
        }
    }
}

impl<R: BufRead + Send> Cases for Bytecode<R> {
    fn next_case(&mut self, case: &mut [u8]) -> io::Result<Filled> {
        for (index, slot) in case.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            match self.next_command()? {
                END => return Ok(if index == 0 { Filled::End } else { Filled::Cut }),
                VALUE => match self.input.read_exact(slot) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Filled::Cut),
                    Err(error) => return Err(error),
                },
                command => *slot = self.meanings[usize::from(command)],
            }
        }
        Ok(Filled::Whole)
    }
}

/// Reads until the buffer is full or the input ends; how much was read.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
