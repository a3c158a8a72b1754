//! The dictionary of a portable file: its header and its records as they stand, texts undecoded.

use std::collections::HashMap;
use std::io::BufRead;

use crate::spss::code_page::unpadded;
use crate::spss::fault::SpssFault;
use crate::spss::portable_text::{PortableText, Stop};

/// The dictionary.
#[derive(Debug, Default)]
pub(crate) struct PortableDictionary {
    pub title: Vec<u8>,
    pub variables: Vec<PortableVariable>,
    pub value_labels: Vec<PortableLabels>,
    /// The place of each variable, by its name in capitals.
    places: HashMap<Vec<u8>, usize>,
    /// The name of the variable that weights.
    pub weight: Option<Vec<u8>>,
}

/// A variable.
#[derive(Debug)]
pub(crate) struct PortableVariable {
    /// 0 for a number.
    pub width: u32,
    pub name: Vec<u8>,
    pub print_format: u8,
    pub label: Option<Vec<u8>>,
    /// Only numbers have ranges.
    pub missing_ranges: Vec<(f64, f64)>,
    pub missing: Vec<Value>,
}

/// A value that is labelled or missing.
#[derive(Debug)]
pub(crate) enum Value {
    Number(f64),
    Text(Vec<u8>),
}

/// Value labels, and the variables that have them.
#[derive(Debug)]
pub(crate) struct PortableLabels {
    pub variables: Vec<usize>,
    pub labels: Vec<(Value, Vec<u8>)>,
}

/// The most characters of a dictionary, since lines cut short unfold.
const MOST_CHARACTERS: u64 = 32 << 20;
/// How a header tells that the file is a portable one, in the characters of the file.
const MARK: &[u8; 8] = b"SPSSPORT";
/// What is kept of characters that ASCII does not have: no byte of UTF-8, so that decoding tells of it.
const UNKNOWN: u8 = 0xFF;
/// The characters 64 to 188 of portable files; NUL where ASCII has none.
const CHARACTERS: &[u8; 125] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz \
    .<(+|&[]!$*);^-/|,%_>?`:\x00@'=\"\x00\x00\x00\x00\x00\x00~\x00\x00\x00\x000123456789\x00\x00\x00\x00()\x00{}\\\x00\x00";

/// Reads the header: five lines for the eye, the characters of the file, and the mark; nothing where it is no portable file.
///
/// From here on, what is read is ASCII and whatever stands beside it, or translated to ASCII from a set without it (EBCDIC).
pub(crate) fn read_portable_header<R: BufRead>(text: &mut PortableText<R>) -> Result<Option<PortableDictionary>, Stop> {
    let mut header = [0; 464];
    for byte in &mut header {
        let Some(next) = text.next()? else { return Ok(None) };
        *byte = next;
    }
    let (lines, table, mark) = (&header[..200], &header[200..456], &header[456..]);
    let mut dictionary = PortableDictionary::default();
    if mark == MARK {
        // Some programs write the title behind the second line.
        if lines[40..60] == *b"ASCII SPSS PORT FILE" {
            dictionary.title = unpadded(&lines[60..80]).to_vec();
        }
        return Ok(Some(dictionary));
    }
    let mut translation = Box::new([UNKNOWN; 256]);
    // The first character to claim a byte has it: digits come first, and 0 stands where the set lacks a character.
    for (byte, character) in table[64..].iter().zip(CHARACTERS) {
        let place = &mut translation[usize::from(*byte)];
        if *place == UNKNOWN && *character != 0 {
            *place = *character;
        }
    }
    if !mark.iter().map(|byte| translation[usize::from(*byte)]).eq(MARK.iter().copied()) {
        return Ok(None);
    }
    text.translate(Some(translation));
    Ok(Some(dictionary))
}

/// Reads the records behind the header; the cases follow.
pub(crate) fn read_records<R: BufRead>(
    text: &mut PortableText<R>,
    dictionary: &mut PortableDictionary,
) -> Result<(), Stop> {
    text.next_visible()?; // The version.
    let mut passed_over = Vec::new();
    text.text(&mut passed_over)?; // The day,
    text.text(&mut passed_over)?; // and the time.
    loop {
        if text.given() > MOST_CHARACTERS {
            return Err(Stop::Fault(SpssFault::Large));
        }
        passed_over.clear();
        match text.next_visible()? {
            // The product, the author, the part of the product.
            b'1' | b'2' | b'3' => text.text(&mut passed_over)?,
            // How many variables there are, and how many digits numbers have.
            b'4' | b'5' => {
                text.count()?;
            }
            b'6' => dictionary.weight = Some(text.owned_text()?),
            b'7' => {
                let variable = read_variable(text)?;
                // Of two variables with one name, the first is meant.
                dictionary.places.entry(variable.name.to_ascii_uppercase()).or_insert(dictionary.variables.len());
                dictionary.variables.push(variable);
            }
            tag @ (b'8' | b'9' | b'A' | b'B' | b'C') => {
                let variable = dictionary.variables.last_mut().ok_or(Stop::Fault(SpssFault::NoVariable))?;
                read_of_variable(text, variable, tag)?;
            }
            b'D' => {
                let labels = read_labels(text, dictionary)?;
                dictionary.value_labels.push(labels);
            }
            b'E' => {
                for _ in 0..text.count()? {
                    passed_over.clear();
                    text.text(&mut passed_over)?;
                }
            }
            b'F' => return Ok(()),
            tag => return Err(Stop::Fault(SpssFault::Tag(tag.into()))),
        }
    }
}

fn read_variable<R: BufRead>(text: &mut PortableText<R>) -> Result<PortableVariable, Stop> {
    let width = text.count()?;
    if width > 32_767 {
        return Err(Stop::Fault(SpssFault::Width(width.into())));
    }
    let name = text.owned_text()?;
    let mut formats = [0; 6]; // Kind, width and decimals of printing and of writing.
    for format in &mut formats {
        *format = text.count()?;
    }
    let print_format = u8::try_from(formats[0]).unwrap_or_default();
    Ok(PortableVariable { width, name, print_format, label: None, missing_ranges: Vec::new(), missing: Vec::new() })
}

/// A missing value, a range of them, or the label.
fn read_of_variable<R: BufRead>(
    text: &mut PortableText<R>,
    variable: &mut PortableVariable,
    tag: u8,
) -> Result<(), Stop> {
    if tag == b'C' {
        variable.label = Some(text.owned_text()?);
        return Ok(());
    }
    let first = read_value(text, variable.width)?;
    let range = match (tag, first) {
        (b'8', Some(value)) => {
            variable.missing.push(value);
            return Ok(());
        }
        (b'9', Some(Value::Number(high))) => Some((f64::NEG_INFINITY, high)),
        (b'A', Some(Value::Number(low))) => Some((low, f64::INFINITY)),
        (b'B', first) => match (first, read_value(text, variable.width)?) {
            (Some(Value::Number(low)), Some(Value::Number(high))) => Some((low, high)),
            _ => None,
        },
        _ => None,
    };
    variable.missing_ranges.extend(range);
    Ok(())
}

fn read_labels<R: BufRead>(
    text: &mut PortableText<R>,
    dictionary: &PortableDictionary,
) -> Result<PortableLabels, Stop> {
    let mut labelled = Vec::new();
    for _ in 0..text.count()? {
        let name = text.owned_text()?;
        let place = dictionary.places.get(&name.to_ascii_uppercase()).copied();
        let unknown = || Stop::Fault(SpssFault::VariableName(String::from_utf8_lossy(&name).into_owned()));
        labelled.push(place.ok_or_else(unknown)?);
    }
    // All are numbers, or all are texts.
    let width = labelled.first().map_or(0, |first| dictionary.variables[*first].width);
    let mut labels = Vec::new();
    for _ in 0..text.count()? {
        let value = read_value(text, width)?;
        let label = text.owned_text()?;
        labels.extend(value.map(|value| (value, label)));
    }
    labelled.sort_unstable();
    labelled.dedup();
    Ok(PortableLabels { variables: labelled, labels })
}

/// A value of a variable of this width; nothing where it is system-missing.
fn read_value<R: BufRead>(text: &mut PortableText<R>, width: u32) -> Result<Option<Value>, Stop> {
    if width == 0 {
        return Ok(text.number()?.map(Value::Number));
    }
    Ok(Some(Value::Text(text.owned_text()?)))
}
