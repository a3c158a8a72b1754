//! Responses as a system file of SPSS.

use std::io::Write;

use arrow::array::RecordBatch;
use topline_records::ResponseColumns;
use topline_statfile::{
    CellToWrite, ColumnSet, FileToWrite, Measure, SetKind, SystemFileWriter, VariableContent, VariableToWrite,
};
use topline_survey::{Kind, Question};

use crate::cells::{ArchiveCell, CellsOf};
use crate::census::VariableCounts;
use crate::collection::Collection;
use crate::error::ArchiveError;
use crate::variables::{ArchiveVariable, Content, Described};

/// The days from the first day of SPSS to that of Unix.
const DAYS_BEFORE_1970: f64 = 141_428.0;
const SECONDS_OF_DAY: f64 = 86_400.0;

/// A system file that is being written.
pub struct SavArchive<'c, W> {
    collection: &'c Collection<'c>,
    writer: SystemFileWriter<W>,
}

impl<'c, W: Write> SavArchive<'c, W> {
    /// Writes what the file says of its variables.
    pub fn begin(collection: &'c Collection<'c>, output: W) -> Result<Self, ArchiveError> {
        let writer = SystemFileWriter::begin(output, &file(collection)).map_err(failed)?;
        Ok(Self { collection, writer })
    }

    /// Writes the cases of a batch of `responses`.
    pub fn write(&mut self, responses: &RecordBatch) -> Result<(), ArchiveError> {
        let columns = ResponseColumns::of(responses);
        let cells = self.collection.census.variables.iter().map(|variable| CellsOf::of(variable, &columns));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        for row in 0..responses.num_rows() {
            let of_row = self.collection.variables().zip(&cells).map(|((variable, _, missing), cells)| {
                match (cells.cell(row), variable.holds) {
                    (ArchiveCell::Number(days), Content::Day) => {
                        CellToWrite::Number((days + DAYS_BEFORE_1970) * SECONDS_OF_DAY)
                    }
                    (ArchiveCell::Number(number), _) => CellToWrite::Number(number),
                    (ArchiveCell::Text(text), _) => CellToWrite::Text(text),
                    (ArchiveCell::None(reason), _) => {
                        let number = reason.and_then(|reason| missing.of.get(&reason));
                        number.map_or(CellToWrite::Nothing, |(number, _)| CellToWrite::Number(*number))
                    }
                }
            });
            self.writer.write_case(of_row).map_err(failed)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> Result<W, ArchiveError> {
        self.writer.finish().map_err(failed)
    }
}

fn failed(source: std::io::Error) -> ArchiveError {
    ArchiveError::Write { file: "responses.sav", source }
}

fn file(collection: &Collection<'_>) -> FileToWrite {
    let survey = &collection.plan().survey;
    let title =
        if survey.reconstructed { format!("Reconstructed data: {}", survey.title) } else { survey.title.clone() };
    let end = survey.fieldwork.as_ref().and_then(|fieldwork| fieldwork.end.date);
    FileToWrite {
        program: collection.program.clone(),
        title,
        day: end.map(|day| (day.year.into(), day.month, day.day)),
        variables: collection
            .variables()
            .map(|(variable, counts, missing)| VariableToWrite {
                name: variable.name.clone(),
                label: variable.label(),
                content: content(variable, counts),
                values: labels(variable)
                    .into_iter()
                    .chain(missing.of.values().map(|(number, label)| (*number, label.clone())))
                    .collect(),
                missing: missing.declared.clone(),
                measure: measure(variable),
            })
            .collect(),
        sets: sets(collection),
        weight: collection.weight(),
        cases: collection.census.cases,
    }
}

/// A box is labelled by what it ticks, so that a table of it reads well on its own.
fn labels(variable: &ArchiveVariable<'_>) -> Vec<(f64, String)> {
    variable.values().into_iter().map(|(code, label)| (code.into(), label.to_owned())).collect()
}

fn content(variable: &ArchiveVariable<'_>, counts: &VariableCounts) -> VariableContent {
    match variable.holds {
        Content::Code | Content::Tick | Content::Whole => VariableContent::Number { decimals: 0 },
        Content::Number => VariableContent::Number { decimals: counts.decimals },
        Content::Day => VariableContent::Day,
        Content::Text => VariableContent::Text { width: counts.width.clamp(1, 32_767) },
    }
}

fn measure(variable: &ArchiveVariable<'_>) -> Measure {
    match variable.holds {
        Content::Tick | Content::Text => Measure::Nominal,
        Content::Code => match &variable.of {
            Described::Answer(of) if of.question.kind() == Kind::Rank || is_scale(of.question) => Measure::Ordinal,
            Described::Answer(_) | Described::Response(_) | Described::Weight(_) => Measure::Nominal,
        },
        Content::Number | Content::Whole | Content::Day => Measure::Scale,
    }
}

/// Whether the codebook gives its options values: they have an order then.
fn is_scale(question: &Question) -> bool {
    question.options().iter().any(|option| option.value.is_some())
}

/// A multiple-response set for each question with tick boxes.
fn sets(collection: &Collection<'_>) -> Vec<ColumnSet> {
    let mut sets: Vec<ColumnSet> = Vec::new();
    let mut names = crate::names::ArchiveNames::default();
    for question in &collection.plan().codebook.questions {
        let own = |variable: &&ArchiveVariable<'_>| match &variable.of {
            Described::Answer(of) => variable.holds == Content::Tick && of.question.id == question.id,
            Described::Response(_) | Described::Weight(_) => false,
        };
        let columns: Vec<String> =
            collection.census.variables.iter().filter(own).map(|variable| variable.name.clone()).collect();
        // A set of one column is none to SPSS.
        if columns.len() > 1 {
            sets.push(ColumnSet {
                name: names.name(&question.id),
                label: Some(question.title().to_owned()),
                columns,
                kind: SetKind::Ticks("1".to_owned()),
            });
        }
    }
    sets
}
