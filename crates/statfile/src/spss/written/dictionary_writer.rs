//! The header and the dictionary of a file that is written.

use std::collections::HashMap;

use super::file::{FileToWrite, MissingToWrite, VariableContent, VariableToWrite};
use super::record_bytes::{RecordBytes, cut};
use super::segments::{elements, widths};
use crate::description::{Measure, SetKind};

/// What stands for no lower bound: the least number but one.
const LOWEST: f64 = f64::from_bits(0xFFEF_FFFF_FFFF_FFFE);
/// Formats of print and write: text, number, day.
const FORMAT_A: i32 = 1;
const FORMAT_F: i32 = 5;
const FORMAT_SDATE: i32 = 39;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The bytes before the cases.
pub(super) fn dictionary(file: &FileToWrite) -> Vec<u8> {
    let mut records = RecordBytes::default();
    header(file, &mut records);
    // The number of the first element of each variable, counted from one, as records name variables.
    let mut first = Vec::with_capacity(file.variables.len());
    let mut next = 1;
    let mut segment = 0;
    let mut short_names = Vec::with_capacity(file.variables.len());
    for variable in &file.variables {
        first.push(next);
        for (part, width) in widths(variable.content).into_iter().enumerate() {
            segment += 1;
            let short = format!("V{segment}");
            variable_record(variable, &short, width, part == 0, &mut records);
            if part == 0 {
                short_names.push(short);
            }
            next += elements(width) as i32;
        }
    }
    for (variable, first) in file.variables.iter().zip(&first) {
        value_labels(variable, *first, &mut records);
    }
    extensions(file, &short_names, &mut records);
    records.int(999);
    records.int(0);
    records.0
}

fn header(file: &FileToWrite, records: &mut RecordBytes) {
    let all_widths = || file.variables.iter().flat_map(|variable| widths(variable.content));
    let case_size: usize = all_widths().map(elements).sum();
    let before = |index: usize| {
        let before = file.variables[..index].iter().flat_map(|variable| widths(variable.content));
        before.map(elements).sum::<usize>() as i32
    };
    records.bytes(b"$FL2");
    records.padded(&format!("@(#) SPSS DATA FILE {}", file.program), 60);
    records.int(2);
    records.int(case_size as i32);
    records.int(1); // Bytecode.
    records.int(file.weight.map_or(0, |index| before(index) + 1));
    records.int(i32::try_from(file.cases).unwrap_or(-1));
    records.float(100.0);
    let (year, month, day) = file.day.unwrap_or((1970, 1, 1));
    let month = MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("Jan");
    records.padded(&format!("{day:02} {month} {:02}", year.rem_euclid(100)), 9);
    records.padded("00:00:00", 8);
    records.padded(&file.title, 64);
    records.bytes(&[0; 3]);
}

/// A variable, or a further segment of a very long text, with the parts of eight bytes that follow it.
fn variable_record(variable: &VariableToWrite, short: &str, width: usize, is_first: bool, records: &mut RecordBytes) {
    let label = if is_first { cut(&variable.label, 255) } else { "" };
    let missing = if is_first { &variable.missing } else { &MissingToWrite::None };
    let (count, numbers) = match missing {
        MissingToWrite::None => (0, Vec::new()),
        MissingToWrite::Values(values) => (values.len().min(3) as i32, values.iter().copied().take(3).collect()),
        MissingToWrite::Range { low, high, also } => {
            let low = if low.is_infinite() { LOWEST } else { *low };
            let high = if high.is_infinite() { f64::MAX } else { *high };
            (-2 - i32::from(also.is_some()), [low, high].into_iter().chain(*also).collect())
        }
    };
    records.int(2);
    records.int(width as i32);
    records.int(i32::from(!label.is_empty()));
    records.int(count);
    let format = format_of(variable.content, width);
    records.int(format);
    records.int(format);
    records.padded(short, 8);
    if !label.is_empty() {
        records.int(label.len() as i32);
        records.padded(label, label.len().next_multiple_of(4));
    }
    for number in numbers {
        records.float(number);
    }
    for _ in 1..elements(width) {
        records.int(2);
        records.int(-1);
        records.bytes(&[0; 16]);
        records.padded("", 8);
    }
}

fn format_of(content: VariableContent, width: usize) -> i32 {
    let (kind, width, decimals) = match content {
        VariableContent::Number { decimals } => (FORMAT_F, 8 + i32::from(decimals), i32::from(decimals)),
        VariableContent::Day => (FORMAT_SDATE, 10, 0),
        VariableContent::Text { .. } => (FORMAT_A, width as i32, 0),
    };
    kind << 16 | width << 8 | decimals
}

fn value_labels(variable: &VariableToWrite, first: i32, records: &mut RecordBytes) {
    if variable.values.is_empty() {
        return;
    }
    records.int(3);
    records.int(variable.values.len() as i32);
    for (value, label) in &variable.values {
        let label = cut(label, 120);
        records.float(*value);
        records.bytes(&[label.len() as u8]);
        records.padded(label, (1 + label.len()).next_multiple_of(8) - 1);
    }
    records.int(4);
    records.int(1);
    records.int(first);
}

fn extensions(file: &FileToWrite, short_names: &[String], records: &mut RecordBytes) {
    let ints = |values: &[i32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    // A version that is nobody's; IEEE numbers; bytecode; little-endian; UTF-8.
    records.extension(3, 4, &ints(&[0, 1, 0, -1, 1, 1, 2, 65_001]));
    let floats = [-f64::MAX, f64::MAX, LOWEST].iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    records.extension(4, 8, &floats);
    let sets = response_sets(file, short_names);
    if !sets.is_empty() {
        records.extension(7, 1, sets.as_bytes());
    }
    let mut display = Vec::new();
    for variable in &file.variables {
        let measure = match variable.measure {
            Measure::Nominal => 1,
            Measure::Ordinal => 2,
            Measure::Scale => 3,
        };
        let is_text = matches!(variable.content, VariableContent::Text { .. });
        for width in widths(variable.content) {
            display.extend([measure, if is_text { width.clamp(8, 40) as i32 } else { 10 }, i32::from(!is_text)]);
        }
    }
    records.extension(11, 4, &ints(&display));
    let names = file.variables.iter().zip(short_names).map(|(variable, short)| format!("{short}={}", variable.name));
    records.extension(13, 1, names.collect::<Vec<_>>().join("\t").as_bytes());
    let very_long = file.variables.iter().zip(short_names).filter_map(|(variable, short)| match variable.content {
        VariableContent::Text { width } if width > 255 => Some(format!("{short}={width:05}\0\t")),
        VariableContent::Text { .. } | VariableContent::Number { .. } | VariableContent::Day => None,
    });
    let very_long: String = very_long.collect();
    if !very_long.is_empty() {
        records.extension(14, 1, very_long.as_bytes());
    }
    let cases = [1_i64, file.cases as i64].iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    records.extension(16, 8, &cases);
    records.extension(20, 1, b"UTF-8");
}

/// The multiple-response sets, one a line. SPSS knows none of the items of a grid.
fn response_sets(file: &FileToWrite, short_names: &[String]) -> String {
    let short: HashMap<&str, &String> =
        file.variables.iter().map(|variable| variable.name.as_str()).zip(short_names).collect();
    let mut lines: Vec<String> = Vec::new();
    for set in &file.sets {
        let kind = match &set.kind {
            SetKind::Ticks(counted) => format!("D{} {counted}", counted.len()),
            SetKind::Choices => "C".to_owned(),
            SetKind::Items => continue,
        };
        let label = cut(set.label.as_deref().unwrap_or_default(), 255);
        let names = set.columns.iter().filter_map(|column| short.get(column.as_str()));
        let names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
        lines.push(format!("${}={kind} {} {label} {}\n", set.name, label.len(), names.join(" ")));
    }
    lines.concat()
}
