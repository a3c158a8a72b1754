//! Which part of an Excel workbook holds a sheet (ECMA-376, part 1, 18.2.19; part 2, 9.3).

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

/// The most bytes of the index.
const LONGEST: u64 = 16 << 20;

/// The part of the sheet of this name, or of the first one; nothing where the index does not say.
pub(crate) fn part_of<R: Read + Seek>(archive: &mut ZipArchive<R>, sheet: Option<&str>) -> Option<String> {
    let mut parts = HashMap::new();
    for relation in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")? {
        if value(&relation, "Type")?.ends_with("/worksheet") {
            parts.insert(value(&relation, "Id")?, value(&relation, "Target")?);
        }
    }
    let sheets = elements(archive, "xl/workbook.xml", "sheet")?;
    let target = sheets.iter().find_map(|found| {
        let is_wanted = sheet.is_none_or(|sheet| value(found, "name").as_deref() == Some(sheet));
        let id = found.attributes().with_checks(false).flatten().find(|attribute| attribute.key.0.ends_with(":id"))?;
        parts.get(id.value.as_ref()).filter(|_| is_wanted)
    })?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// The elements of this name in a part.
fn elements<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str, name: &str) -> Option<Vec<BytesStart<'static>>> {
    let mut text = String::new();
    archive.by_name(part).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut found = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == name => {
                found.push(start.into_owned());
            }
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok().flatten()?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
