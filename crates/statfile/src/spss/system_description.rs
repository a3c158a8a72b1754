//! What a system file says of its columns.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::description::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
use crate::spss::calendar::write_number;
use crate::spss::case_layout::{Cells, Column};
use crate::spss::code_page::{decoded, encoding_of_code, encoding_of_name, unpadded};
use crate::spss::dictionary::{Dictionary, MissingRecord};
use crate::spss::fault::SpssFault;
use crate::spss::long_strings::{labels_of_texts, missing_texts};
use crate::spss::response_sets::response_sets;
use crate::spss::value_labels::LabelBook;

/// The most columns that all sets may have together.
const MOST_IN_SETS: usize = 1 << 20;

/// The encoding of the file's texts: as it names it; by its code page; UTF-8 where all its names and labels beyond ASCII are;
/// else Windows-1252.
pub(crate) fn encoding_of(dictionary: &Dictionary) -> &'static Encoding {
    let extensions = &dictionary.extensions;
    extensions
        .encoding
        .as_deref()
        .and_then(encoding_of_name)
        .or_else(|| extensions.code_page.and_then(encoding_of_code))
        .unwrap_or_else(|| if is_utf_8(dictionary) { UTF_8 } else { WINDOWS_1252 })
}

fn is_utf_8(dictionary: &Dictionary) -> bool {
    let variables = dictionary.variables.iter().filter_map(|variable| variable.label.as_deref());
    let values =
        dictionary.value_labels.iter().flat_map(|labels| labels.labels.iter().map(|(_, label)| label.as_slice()));
    let extensions = &dictionary.extensions;
    let records = extensions.response_sets.iter().map(Vec::as_slice).chain([extensions.long_names.as_slice()]);
    let mut beyond_ascii = false;
    variables.chain(values).chain(records).all(|text| {
        beyond_ascii |= !text.is_ascii();
        // A label may have been cut off within a character.
        str::from_utf8(text).map_or_else(|error| error.error_len().is_none(), |_| true)
    }) && beyond_ascii
}

/// What the file says.
pub(crate) fn description_of(
    dictionary: &Dictionary,
    columns: &[Column],
    encoding: &'static Encoding,
) -> Result<Description, SpssFault> {
    let by_record: HashMap<usize, usize> =
        columns.iter().enumerate().map(|(index, column)| (column.record, index)).collect();
    let names = Names::of(columns);
    let mut described: Vec<ColumnDescription> =
        columns.iter().map(|column| described(dictionary, column, encoding)).collect();
    let mut book = LabelBook::new(columns.len(), encoding);
    for labels in &dictionary.value_labels {
        book.expect(labels.labels.len().saturating_mul(labels.variables.len()))?;
        for index in labels.variables.iter().filter_map(|number| by_record.get(&(number - 1))) {
            for (value, label) in &labels.labels {
                book.add(*index, value_text(*value, &columns[*index].cells, dictionary, encoding), label);
            }
        }
    }
    let extensions = &dictionary.extensions;
    for labelled in labels_of_texts(&extensions.long_labels, dictionary.order) {
        let Some(index) = names.find(&decoded(labelled.name, encoding)) else { continue };
        book.expect(labelled.values.len())?;
        for (value, label) in labelled.values {
            book.add(index, decoded(value, encoding), label);
        }
    }
    for (column, labels) in described.iter_mut().zip(book.into_labels()) {
        column.values = labels;
    }
    for missing in missing_texts(&extensions.long_missing, dictionary.order) {
        let Some(index) = names.find(&decoded(missing.name, encoding)) else { continue };
        let values = missing.values.into_iter();
        described[index].missing = values.map(|(value, _)| Missing::Value(decoded(value, encoding))).collect();
    }
    measure(dictionary, columns, &mut described);
    let sets = sets_of(dictionary, &described, &names, encoding)?;
    let weight = usize::try_from(dictionary.weight).ok().and_then(|number| number.checked_sub(1));
    let weight = weight.and_then(|record| by_record.get(&record));
    let weight = weight.map(|index| columns[*index].name.clone());
    let title = Some(decoded(&dictionary.file_label, encoding)).filter(|title| !title.is_empty());
    Ok(Description { title, columns: described, sets, weight })
}

/// Columns by their names, whatever the case, short names first.
struct Names(HashMap<String, usize>);

impl Names {
    fn of(columns: &[Column]) -> Self {
        let long = columns.iter().enumerate().rev().map(|(index, column)| (column.name.to_lowercase(), index));
        let short = columns.iter().enumerate().rev().map(|(index, column)| (column.short_name.to_lowercase(), index));
        Self(long.chain(short).collect())
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.0.get(&name.to_lowercase()).copied()
    }
}

fn sets_of(
    dictionary: &Dictionary,
    described: &[ColumnDescription],
    names: &Names,
    encoding: &'static Encoding,
) -> Result<Vec<ColumnSet>, SpssFault> {
    let mut sets = Vec::new();
    let mut in_sets = 0;
    for set in dictionary.extensions.response_sets.iter().flat_map(|record| response_sets(record)) {
        in_sets += set.variables.len();
        if in_sets > MOST_IN_SETS {
            return Err(SpssFault::Large);
        }
        let columns: Vec<&ColumnDescription> = set
            .variables
            .iter()
            .filter_map(|name| names.find(&decoded(name, encoding)))
            .map(|index| &described[index])
            .collect();
        let Some(first) = columns.first() else { continue };
        let label = Some(decoded(set.label, encoding)).filter(|label| !label.is_empty());
        sets.push(ColumnSet {
            name: decoded(set.name, encoding),
            label: if set.label_of_variable { label.or_else(|| first.label.clone()) } else { label },
            columns: columns.iter().map(|column| column.name.clone()).collect(),
            kind: set.counted.map_or(SetKind::Choices, |counted| {
                SetKind::Ticks(counted_text(&decoded(counted, encoding), first.holds))
            }),
        });
    }
    Ok(sets)
}

fn described(dictionary: &Dictionary, column: &Column, encoding: &'static Encoding) -> ColumnDescription {
    let variable = &dictionary.variables[column.record];
    ColumnDescription {
        name: column.name.clone(),
        label: variable.label.as_deref().map(|label| decoded(label, encoding)).filter(|label| !label.is_empty()),
        holds: column.cells.hold(),
        values: Vec::new(),
        missing: missing(dictionary, &variable.missing, &column.cells, encoding),
        scores: Vec::new(),
        measure: None,
    }
}

fn missing(
    dictionary: &Dictionary,
    record: &MissingRecord,
    cells: &Cells,
    encoding: &'static Encoding,
) -> Vec<Missing> {
    let mut missing = Vec::new();
    // Texts have no order.
    if let (Some((low, high)), Cells::Number { .. }) = (record.range, cells) {
        let extensions = &dictionary.extensions;
        let (low, high) = (dictionary.order.float(low), dictionary.order.float(high));
        let least = low <= BELOW_ALL || extensions.lowest.is_some_and(|lowest| lowest.to_bits() == low.to_bits());
        let most = high >= f64::MAX || extensions.highest.is_some_and(|highest| highest.to_bits() == high.to_bits());
        missing
            .push(Missing::Range(if least { f64::NEG_INFINITY } else { low }, if most { f64::INFINITY } else { high }));
    }
    let values = record.values.iter().map(|value| Missing::Value(value_text(*value, cells, dictionary, encoding)));
    missing.extend(values);
    missing
}

/// What stands for no lower bound: the least number, or the second least in files before SPSS 21.
const BELOW_ALL: f64 = f64::from_bits(0xFFEF_FFFF_FFFF_FFFE);

/// The cell that a value of eight bytes is.
fn value_text(value: [u8; 8], cells: &Cells, dictionary: &Dictionary, encoding: &'static Encoding) -> String {
    match cells {
        Cells::Number { holds, .. } => {
            let mut text = String::new();
            write_number(dictionary.order.float(value), *holds, &mut text);
            text
        }
        Cells::Text(_) => decoded(unpadded(&value[..cells.width().min(8)]), encoding),
    }
}

/// What ticks a column: numbers as its cells write them.
fn counted_text(counted: &str, holds: Holds) -> String {
    let counted = counted.trim_end();
    match counted.trim().parse::<f64>() {
        Ok(number) if holds != Holds::Text => {
            let mut text = String::new();
            write_number(number, holds, &mut text);
            text
        }
        _ => counted.to_owned(),
    }
}

/// Measures stand in threes (with width and alignment) or in twos, for each record that begins a variable or a segment.
fn measure(dictionary: &Dictionary, columns: &[Column], described: &mut [ColumnDescription]) {
    let display = &dictionary.extensions.display;
    let heads: Vec<usize> =
        (0..dictionary.variables.len()).filter(|record| dictionary.variables[*record].width.is_some()).collect();
    // Some programs write one for each column instead.
    let starts: Vec<usize> = columns.iter().map(|column| column.record).collect();
    let found = [(&heads, 3), (&heads, 2), (&starts, 3), (&starts, 2)];
    let found = found.into_iter().find(|(records, each)| records.len() * each == display.len());
    let Some((records, each)) = found else { return };
    let measures: HashMap<usize, i32> = records.iter().copied().zip(display.iter().copied().step_by(each)).collect();
    for (column, described) in columns.iter().zip(described) {
        described.measure = match measures.get(&column.record) {
            Some(1) => Some(Measure::Nominal),
            Some(2) => Some(Measure::Ordinal),
            Some(3) => Some(Measure::Scale),
            _ => None,
        };
    }
}
