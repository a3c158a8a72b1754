//! The columns that the variables become, and what the definition says of them.

use crate::triple_s::cells::number;
use crate::triple_s::definition::{DataLayout, Definition, Kind, Value, Variable};
use crate::triple_s::definition_error::DefinitionError;
use topline_statfile::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};

/// How a variable's columns are read.
#[derive(Debug)]
pub(super) struct Reading {
    pub name: String,
    pub kind: Kind,
    /// The first character or field, counted from nought, and how many there are.
    pub start: usize,
    pub width: usize,
    pub parts: Parts,
}

/// What a variable's place is made of.
#[derive(Debug)]
pub(super) enum Parts {
    /// One column.
    One,
    /// A tick for each character: these are read, counted from nought, in the order of the columns.
    Ticks(Vec<usize>),
    /// So many codes, of so many characters each; in delimited data they may be fields of their own.
    Codes { count: usize, each: usize },
}

/// The columns, by the variables that they are read from.
pub(super) struct Columns {
    pub names: Vec<String>,
    pub readings: Vec<Reading>,
    pub description: Description,
}

/// What the variables of a definition become.
pub(super) fn columns(definition: &Definition) -> Result<Columns, DefinitionError> {
    let mut columns = Columns { names: Vec::new(), readings: Vec::new(), description: Description::default() };
    columns.description.title.clone_from(&definition.title);
    let mut sets = Vec::new();
    for variable in &definition.variables {
        let first = columns.names.len();
        let parts = match (variable.kind, variable.spread) {
            (Kind::Multiple, None) => ticks(variable, &mut columns)?,
            (Kind::Multiple, Some((count, each))) => codes(variable, definition.layout, count, each, &mut columns),
            _ => one(variable, &mut columns),
        };
        let kind = match parts {
            Parts::One => None,
            Parts::Ticks(_) => Some(SetKind::Ticks("1".to_owned())),
            Parts::Codes { .. } => Some(SetKind::Choices),
        };
        sets.extend(kind.map(|kind| (variable, first..columns.names.len(), kind)));
        let (name, kind, start, width) = (variable.name.clone(), variable.kind, variable.start, variable.width);
        columns.readings.push(Reading { name, kind, start, width, parts });
    }
    // Names become distinct before sets name them.
    columns.names = crate::raw::header::column_names(std::slice::from_ref(&columns.names), columns.names.len(), None);
    for (column, name) in columns.description.columns.iter_mut().zip(&columns.names) {
        column.name.clone_from(name);
    }
    for (variable, range, kind) in sets {
        columns.description.sets.push(ColumnSet {
            name: variable.name.clone(),
            label: filled(&variable.label),
            columns: columns.names[range].to_vec(),
            kind,
        });
    }
    let weight = definition.variables.iter().position(|variable| variable.is_weight);
    columns.description.weight = weight.and_then(|weight| {
        let before: usize = columns.readings[..weight].iter().map(Reading::columns).sum();
        columns.names.get(before).cloned()
    });
    Ok(columns)
}

impl Reading {
    /// How many columns it has.
    pub(super) fn columns(&self) -> usize {
        match &self.parts {
            Parts::One => 1,
            Parts::Ticks(ticks) => ticks.len(),
            Parts::Codes { count, .. } => *count,
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A code as cells have it.
fn code(value: &Value) -> String {
    number(&value.code).map_or_else(String::new, std::borrow::Cow::into_owned)
}

/// The codes with labels.
fn labelled(values: &[Value]) -> Vec<(String, String)> {
    values.iter().filter(|value| !value.label.is_empty()).map(|value| (code(value), value.label.clone())).collect()
}

/// The codes with scores.
fn scores(values: &[Value]) -> Vec<(String, f64)> {
    values.iter().filter_map(|value| Some((code(value), value.score?))).collect()
}

fn one(variable: &Variable, columns: &mut Columns) -> Parts {
    let has_numbers = variable.values.iter().all(|value| code(value).parse::<f64>().is_ok());
    columns.names.push(variable.name.clone());
    columns.description.columns.push(ColumnDescription {
        name: String::new(),
        label: filled(&variable.label),
        holds: match variable.kind {
            Kind::Quantity | Kind::Logical => Holds::Number,
            Kind::Single | Kind::Multiple if has_numbers => Holds::Number,
            Kind::Single | Kind::Multiple | Kind::Character => Holds::Text,
            Kind::Date => Holds::Day,
            Kind::Time => Holds::Time,
        },
        values: labelled(&variable.values),
        scores: scores(&variable.values),
        missing: Vec::new(),
        measure: match variable.kind {
            Kind::Quantity => Some(Measure::Scale),
            Kind::Single | Kind::Logical => Some(Measure::Nominal),
            _ => None,
        },
    });
    Parts::One
}

/// A column for each option; its code tells its character. Each has the option's label.
fn ticks(variable: &Variable, columns: &mut Columns) -> Result<Parts, DefinitionError> {
    let mut ticks = Vec::with_capacity(variable.values.len());
    for value in &variable.values {
        let place = code(value).parse::<usize>().ok().and_then(|code| code.checked_sub(1));
        let wrong = || DefinitionError::Place { variable: variable.name.clone(), what: "place for one of its codes" };
        ticks.push(place.ok_or_else(wrong)?);
        columns.names.push(format!("{} | {}", variable.name, code(value)));
        columns.description.columns.push(ColumnDescription {
            name: String::new(),
            label: filled(&value.label),
            holds: Holds::Number,
            measure: Some(Measure::Nominal),
            ..ColumnDescription::default()
        });
    }
    Ok(Parts::Ticks(ticks))
}

/// A column for each code that may be chosen. Nought means that no more are, where it is no code.
fn codes(variable: &Variable, layout: DataLayout, count: usize, each: Option<usize>, columns: &mut Columns) -> Parts {
    let longest = variable.values.iter().map(|value| value.code.chars().count()).max().unwrap_or(1);
    let each = each.unwrap_or(match layout {
        DataLayout::Fixed => variable.width / count,
        DataLayout::Delimited => longest.max(1),
    });
    let values = labelled(&variable.values);
    let has_numbers = variable.values.iter().all(|value| code(value).parse::<f64>().is_ok());
    let has_nought = variable.values.iter().any(|value| code(value) == "0");
    for place in 1..=count {
        columns.names.push(format!("{} | {place}", variable.name));
        columns.description.columns.push(ColumnDescription {
            name: String::new(),
            label: filled(&variable.label),
            holds: if has_numbers { Holds::Number } else { Holds::Text },
            values: values.clone(),
            scores: scores(&variable.values),
            missing: if has_nought { Vec::new() } else { vec![Missing::Value("0".to_owned())] },
            measure: Some(Measure::Nominal),
        });
    }
    Parts::Codes { count, each }
}
