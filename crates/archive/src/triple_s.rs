//! Responses as Triple-S 2.0: an XML file of the variables, and their cases as CSV.
//!
//! Triple-S has no reasons for absent answers: they are blank cells. Its codes are not negative: a question with such codes is a
//! quantity. The tick boxes of a question are one variable, whose cells have a digit for each code, where the codes are 1, 2, 3 and so on; else
//! they are logical variables. It has no element for sections of a questionnaire: comments name them.

use std::io::Write;

use arrow::array::RecordBatch;
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use topline_markup::Markup;
use topline_records::ResponseColumns;
use topline_survey::Question;

use crate::cells::{ArchiveCell, CellsOf};
use crate::census::VariableCounts;
use crate::collection::Collection;
use crate::error::ArchiveError;
use crate::names::ArchiveNames;
use crate::variables::{ArchiveVariable, Content, Described};

/// What Triple-S calls a kind of variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Single,
    Quantity,
    Character,
    Date,
    Logical,
}

impl Type {
    fn of(variable: &ArchiveVariable<'_>) -> Self {
        match variable.holds {
            Content::Code if variable.values().iter().any(|(code, _)| *code < 0) || variable.values().is_empty() => {
                Self::Quantity
            }
            Content::Code => Self::Single,
            Content::Tick => Self::Logical,
            Content::Number | Content::Whole => Self::Quantity,
            Content::Text => Self::Character,
            Content::Day => Self::Date,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Quantity => "quantity",
            Self::Character => "character",
            Self::Date => "date",
            Self::Logical => "logical",
        }
    }
}

/// The columns of one variable of Triple-S: all boxes of a question, or one column.
struct Fields<'c> {
    columns: Vec<usize>,
    /// The question and the places of its boxes, where there are several.
    boxes: Option<(&'c Question, Vec<usize>)>,
}

/// The variables, in the order of the columns.
fn fields<'c>(collection: &'c Collection<'_>) -> Vec<Fields<'c>> {
    let mut all: Vec<Fields<'c>> = Vec::new();
    for (index, variable) in collection.census.variables.iter().enumerate() {
        let ticks = match &variable.of {
            Described::Answer(of) if variable.holds == Content::Tick => {
                of.option.map(|option| (of.question, option.code))
            }
            Described::Answer(_) | Described::Response(_) | Described::Weight(_) => None,
        };
        let place = ticks.and_then(|(question, code)| {
            let all_are = question.options().iter().zip(1..).all(|(option, place)| option.code == place);
            all_are.then_some((question, code as usize))
        });
        match (place, all.last_mut()) {
            (Some((question, place)), Some(Fields { columns, boxes: Some((last, places)) }))
                if last.id == question.id =>
            {
                columns.push(index);
                places.push(place);
            }
            (Some((question, place)), _) => {
                all.push(Fields { columns: vec![index], boxes: Some((question, vec![place])) });
            }
            (None, _) => all.push(Fields { columns: vec![index], boxes: None }),
        }
    }
    all
}

/// The XML file; `data` is the file with the cases beside it.
#[must_use]
pub fn triple_s(collection: &Collection<'_>, data: &str) -> Vec<u8> {
    let survey = &collection.plan().survey;
    let mut markup = Markup::new();
    markup.begin("sss", &[("version", "2.0")]);
    markup.leaf("origin", &[], &collection.program);
    if let Some(client) = &survey.client {
        markup.leaf("user", &[], client);
    }
    markup.begin("survey", &[]);
    markup.leaf("name", &[], &survey.id);
    let title =
        if survey.reconstructed { format!("Reconstructed data: {}", survey.title) } else { survey.title.clone() };
    markup.leaf("title", &[], &title);
    markup.begin("record", &[("ident", "A"), ("href", data), ("format", "csv"), ("skip", "1")]);
    let weight = collection.weight();
    let mut names = ArchiveNames::default();
    let mut section = None;
    for (number, fields) in fields(collection).into_iter().enumerate() {
        let place = (number + 1).to_string();
        let index = fields.columns[0];
        let variable = &collection.census.variables[index];
        if variable.section() != section {
            section = variable.section();
            markup.comment(&section.map_or("In no section".to_owned(), |section| format!("Section: {section}")));
        }
        let kind = if fields.boxes.is_some() { "multiple" } else { Type::of(variable).as_str() };
        let mut attributes = vec![("ident", place.as_str()), ("type", kind)];
        if number == 0 {
            attributes.push(("use", "serial"));
        } else if weight == Some(index) {
            attributes.push(("use", "weight"));
        }
        markup.begin("variable", &attributes);
        if let Some((question, _)) = &fields.boxes {
            markup.leaf("name", &[], &names.name(&question.id));
            markup.leaf("label", &[], question.title());
            markup.empty("position", &[("start", &place)]);
            markup.begin("values", &[]);
            for option in question.options() {
                markup.leaf("value", &[("code", &option.code.to_string())], &option.label);
            }
            markup.end();
        } else {
            markup.leaf("name", &[], &names.name(&variable.column));
            markup.leaf("label", &[], &variable.label());
            markup.empty("position", &[("start", &place)]);
            content(variable, &collection.census.counts[index], Type::of(variable), &mut markup);
        }
        markup.end();
    }
    markup.finish()
}

fn content(variable: &ArchiveVariable<'_>, counts: &VariableCounts, kind: Type, markup: &mut Markup) {
    match kind {
        Type::Logical => {}
        Type::Character => markup.leaf("size", &[], &counts.width.max(1).to_string()),
        Type::Single => {
            markup.begin("values", &[]);
            for (code, label) in variable.values() {
                markup.leaf("value", &[("code", &code.to_string())], label);
            }
            markup.end();
        }
        Type::Quantity | Type::Date => {
            let (least, greatest) = counts.range.unwrap_or((0.0, 0.0));
            let text = |number: f64| match kind {
                Type::Date => day(number, ""),
                Type::Single | Type::Quantity | Type::Character | Type::Logical => {
                    format!("{number:.*}", usize::from(counts.decimals))
                }
            };
            markup.begin("values", &[]);
            markup.empty("range", &[("from", &text(least)), ("to", &text(greatest))]);
            for (code, label) in variable.values() {
                markup.leaf("value", &[("code", &code.to_string())], label);
            }
            markup.end();
        }
    }
}

/// A day by the days since 1970: year, month and day with a sign between.
pub(crate) fn day(days: f64, between: &str) -> String {
    // The civil calendar in periods of 400 years, the year beginning with March (Hinnant, "chrono-compatible low-level date algorithms").
    let days = days as i64 + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{between}{month:02}{between}{day:02}")
}

/// The cases, as CSV with a header row.
pub struct TripleSCases<'c, W: Write> {
    collection: &'c Collection<'c>,
    fields: Vec<Fields<'c>>,
    writer: Writer<W>,
}

impl<'c, W: Write> TripleSCases<'c, W> {
    /// Writes the header row.
    pub fn begin(collection: &'c Collection<'c>, output: W) -> Result<Self, ArchiveError> {
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::Any(b'\n'))
            .quote_style(QuoteStyle::Necessary)
            .from_writer(output);
        let fields = fields(collection);
        let mut names = ArchiveNames::default();
        let header = fields.iter().map(|fields| match &fields.boxes {
            Some((question, _)) => names.name(&question.id),
            None => names.name(&collection.census.variables[fields.columns[0]].column),
        });
        writer.write_record(header.collect::<Vec<_>>()).map_err(failed)?;
        Ok(Self { collection, fields, writer })
    }

    /// Writes the cases of a batch of `responses`.
    pub fn write(&mut self, responses: &RecordBatch) -> Result<(), ArchiveError> {
        let columns = ResponseColumns::of(responses);
        let variables = &self.collection.census.variables;
        let cells = variables.iter().map(|variable| CellsOf::of(variable, &columns));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        for row in 0..responses.num_rows() {
            for fields in &self.fields {
                let first = fields.columns[0];
                let text = match &fields.boxes {
                    Some((_, places)) => {
                        let of_row = fields.columns.iter().map(|index| cells[*index].cell(row));
                        ticks(of_row.zip(places.iter().copied()))
                    }
                    None => text_of(cells[first].cell(row), variables[first].holds),
                };
                self.writer.write_field(text).map_err(failed)?;
            }
            self.writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<(), ArchiveError> {
        self.writer.flush().map_err(|source| ArchiveError::Write { file: "triple_s.csv", source })
    }
}

/// A digit for each place; nothing where no box has an answer.
fn ticks<'c>(cells: impl Iterator<Item = (ArchiveCell<'c>, usize)>) -> String {
    let mut digits: Vec<u8> = Vec::new();
    let mut is_answered = false;
    for (cell, place) in cells {
        digits.resize(digits.len().max(place), b'0');
        if let ArchiveCell::Number(ticked) = cell {
            is_answered = true;
            digits[place - 1] = if ticked > 0.0 { b'1' } else { b'0' };
        }
    }
    if is_answered { digits.into_iter().map(char::from).collect() } else { String::new() }
}

fn text_of(cell: ArchiveCell<'_>, holds: Content) -> String {
    match (cell, holds) {
        (ArchiveCell::None(_), _) => String::new(),
        // A cell of Triple-S is one line.
        (ArchiveCell::Text(text), _) => text.replace(['\r', '\n'], " "),
        (ArchiveCell::Number(days), Content::Day) => day(days, ""),
        (ArchiveCell::Number(number), _) => number.to_string(),
    }
}

fn failed(error: csv::Error) -> ArchiveError {
    ArchiveError::Write { file: "triple_s.csv", source: error.into() }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0.0, "-"), "1970-01-01");
        assert_eq!(day(17_250.0, "-"), "2017-03-25");
        assert_eq!(day(-1.0, ""), "19691231");
        assert_eq!(day(11_016.0, "-"), "2000-02-29");
    }
}
