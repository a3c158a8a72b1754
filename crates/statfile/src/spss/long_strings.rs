//! Extension records that are texts or lists of their own: long names, widths of very long texts, and what is said of texts
//! longer than eight bytes.
//!
//! What cannot be taken apart is passed over from there on: these records only add to the dictionary.

use crate::spss::fields::Order;

/// Short names with the long names that they stand for: `Q1=Question_1`, a tab between two.
pub(crate) fn long_names(record: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    record.split(|byte| *byte == b'\t').filter_map(pair)
}

/// Short names with the widths of the very long texts that begin there: `Q1=00300`, a NUL and a tab between two.
pub(crate) fn string_widths(record: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    record.split(|byte| matches!(byte, b'\t' | 0)).filter_map(|entry| {
        let (name, digits) = pair(entry)?;
        Some((name, str::from_utf8(digits).ok()?.trim().parse().ok().filter(|width| *width <= 32_767)?))
    })
}

fn pair(entry: &[u8]) -> Option<(&[u8], &[u8])> {
    let equals = entry.iter().position(|byte| *byte == b'=')?;
    let (name, value) = (&entry[..equals], &entry[equals + 1..]);
    (!name.is_empty() && !value.is_empty()).then_some((name, value))
}

/// What a record says of one variable: its long name, and values with a label each or none.
pub(crate) struct OfVariable<'a> {
    pub name: &'a [u8],
    /// The value, and its label; missing values have an empty one.
    pub values: Vec<(&'a [u8], &'a [u8])>,
}

/// The value labels of texts longer than eight bytes.
pub(crate) fn labels_of_texts(mut record: &[u8], order: Order) -> Vec<OfVariable<'_>> {
    let mut all = Vec::new();
    while let Some(variable) = labels_of_text(&mut record, order) {
        all.push(variable);
    }
    all
}

fn labels_of_text<'a>(record: &mut &'a [u8], order: Order) -> Option<OfVariable<'a>> {
    let name = counted(record, order)?;
    let _width = length(record, order)?;
    let count = length(record, order)?;
    let mut values = Vec::new();
    for _ in 0..count {
        values.push((counted(record, order)?, counted(record, order)?));
    }
    Some(OfVariable { name, values })
}

/// The missing values of texts longer than eight bytes.
pub(crate) fn missing_texts(mut record: &[u8], order: Order) -> Vec<OfVariable<'_>> {
    let mut all = Vec::new();
    while let Some(variable) = missing_text(&mut record, order) {
        all.push(variable);
    }
    all
}

fn missing_text<'a>(record: &mut &'a [u8], order: Order) -> Option<OfVariable<'a>> {
    let name = counted(record, order)?;
    let count = take(record, 1)?[0];
    let width = length(record, order)?;
    let mut values = Vec::new();
    for index in 0..count {
        // Old versions of PSPP write the width before each value.
        if index > 0 && record.len() >= 4 + width && length(&mut &record[..4], order) == Some(width) {
            take(record, 4)?;
        }
        values.push((take(record, width)?, &[][..]));
    }
    Some(OfVariable { name, values })
}

fn counted<'a>(record: &mut &'a [u8], order: Order) -> Option<&'a [u8]> {
    let length = length(record, order)?;
    take(record, length)
}

fn length(record: &mut &[u8], order: Order) -> Option<usize> {
    let bytes = take(record, 4)?.try_into().ok()?;
    usize::try_from(order.int(bytes)).ok()
}

fn take<'a>(record: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = record.split_at_checked(length)?;
    *record = rest;
    Some(taken)
}
