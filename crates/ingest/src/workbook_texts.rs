//! How many shared texts an Excel workbook says that it has (ECMA-376, part 1, 18.4.9), held against their size.
//!
//! calamine makes room for as many as are said before it reads the first, and no room for billions ends the process.

use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::damage::Damage;

/// The bytes of the shortest text: `<si></si>`.
const SHORTEST: u64 = 9;
/// What a byte can unpack to at most, by how DEFLATE is made.
const MOST_EXPANSION: u64 = 1032;
/// The number is said within this many bytes.
const BEGINNING: u64 = 1 << 20;

/// Refuses a number that the texts have no room for. Whatever else is wrong with the archive is said by those who read it.
pub(crate) fn check_text_count(input: impl Read + Seek) -> Result<(), Damage> {
    let Ok(mut archive) = ZipArchive::new(input) else { return Ok(()) };
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        if !part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
            continue;
        }
        let at = part.data_start().unwrap_or_default();
        let most = part.compressed_size().saturating_mul(MOST_EXPANSION).min(part.size()) / SHORTEST;
        let is_long = part.size() > BEGINNING;
        match said(part.take(BEGINNING)) {
            Said::Texts(value) if value > most => {
                return Err(Damage::Value { part: "the number of shared texts", at, value });
            }
            Said::NoBeginning if is_long => return Err(Damage::Misplaced { part: "the shared texts", at }),
            _ => {}
        }
    }
    Ok(())
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
