//! The parts of an Excel workbook, held against what calamine would take of memory for them.
//!
//! It makes room for as many shared texts as are said (ECMA-376, part 1, 18.4.9) before it reads the first, and holds all of them,
//! and each piece of a sheet whole. Room for billions ends the process, and a byte unpacks to a thousand. Parts that are packed to
//! little are not looked through, as most are not; the others are unpacked once more for it.

use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::sheets::xml_pieces::{LONGEST_PIECE, Pieces};
use topline_statfile::Damage;

/// The bytes of the shortest text: `<si></si>`.
const SHORTEST: u64 = 9;
/// What a byte can unpack to at most, by how DEFLATE is made.
const MOST_EXPANSION: u64 = 1032;
/// The number is said within this many bytes.
const BEGINNING: u64 = 1 << 20;
/// What a part may unpack to without being looked through.
const HARMLESS: u64 = 256 << 20;
/// The most bytes of the shared texts.
const MOST_SHARED: u64 = 512 << 20;

/// Refuses parts that take more memory than answers do. Whatever else is wrong with the archive is said by those who read it.
pub(crate) fn check_parts(input: impl Read + Seek) -> Result<(), Damage> {
    let Ok(mut archive) = ZipArchive::new(input) else { return Ok(()) };
    for index in 0..archive.len() {
        if let Ok(part) = archive.by_index(index) {
            check_text_count(part)?;
        }
        if let Ok(part) = archive.by_index(index) {
            check_pieces(part)?;
        }
    }
    Ok(())
}

/// Refuses a number of shared texts that they have no room for.
fn check_text_count<R: Read>(part: ZipFile<'_, R>) -> Result<(), Damage> {
    if !holds_shared_texts(&part) {
        return Ok(());
    }
    let at = part.data_start().unwrap_or_default();
    let most = part.compressed_size().saturating_mul(MOST_EXPANSION).min(part.size()) / SHORTEST;
    let is_long = part.size() > BEGINNING;
    match said(part.take(BEGINNING)) {
        Said::Texts(value) if value > most => Err(Damage::Value { part: "the number of shared texts", at, value }),
        Said::NoBeginning if is_long => Err(Damage::Misplaced { part: "the shared texts", at }),
        _ => Ok(()),
    }
}

/// Refuses a part with a piece that is longer than any answer, and too many bytes of shared texts.
fn check_pieces<R: Read>(part: ZipFile<'_, R>) -> Result<(), Damage> {
    let is_read = [".xml", ".rels"].iter().any(|end| is_named(&part, end));
    if !is_read || part.compressed_size().saturating_mul(MOST_EXPANSION) <= HARMLESS {
        return Ok(());
    }
    let at = part.data_start().unwrap_or_default();
    let most = if holds_shared_texts(&part) { MOST_SHARED } else { u64::MAX };
    let mut reader = Pieces::reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().begin();
        let piece = reader.read_event_into(&mut buffer);
        if reader.get_ref().is_too_long() {
            return Err(Damage::Unpacked { part: "a text", at, most: LONGEST_PIECE });
        }
        if reader.get_ref().read_so_far() > most {
            return Err(Damage::Unpacked { part: "the shared texts", at, most });
        }
        if matches!(piece, Ok(Event::Eof) | Err(_)) {
            return Ok(());
        }
    }
}

fn holds_shared_texts<R: Read>(part: &ZipFile<'_, R>) -> bool {
    is_named(part, "sharedstrings.xml")
}

fn is_named<R: Read>(part: &ZipFile<'_, R>, end: &str) -> bool {
    part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(end))
}

/// What a part says of its texts.
enum Said {
    /// So many.
    Texts(u64),
    /// No number.
    Nothing,
    /// The texts do not begin.
    NoBeginning,
}

/// The number that is said, as calamine looks for it.
fn said(part: impl Read) -> Said {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "sst" => {
                let count = start.try_get_attribute("uniqueCount").ok().flatten();
                return count.and_then(|count| count.value.parse().ok()).map_or(Said::Nothing, Said::Texts);
            }
            Ok(Event::Eof) | Err(_) => return Said::NoBeginning,
            Ok(_) => {}
        }
    }
}
