//! Word documents (.docx): a line is a paragraph, and a row of a table is one, its cells between bars.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::document_error::DocumentTextError;
use crate::document_text::{DocumentText, TextLine};

/// The most bytes of text that a document has.
const MOST_BYTES: u64 = 64 << 20;

/// The text of a Word document.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<DocumentText, DocumentTextError> {
    let archive = |source| DocumentTextError::Archive { name: name.to_owned(), source };
    let mut file = ZipArchive::new(Cursor::new(bytes)).map_err(archive)?;
    let body = file.by_name("word/document.xml").map_err(archive)?;
    let mut xml = String::new();
    let read = body.take(MOST_BYTES + 1).read_to_string(&mut xml);
    read.map_err(|source| archive(zip::result::ZipError::Io(source)))?;
    if xml.len() as u64 > MOST_BYTES {
        return Err(DocumentTextError::TooLarge { name: name.to_owned(), limit: MOST_BYTES });
    }
    let texts = paragraphs(&xml).map_err(|source| DocumentTextError::Xml { name: name.to_owned(), source })?;
    let lines =
        (1..).zip(texts).map(|(number, (text, is_row))| TextLine { number, text, begins: true, is_row }).collect();
    Ok(DocumentText { lines, marked: Vec::new() })
}

/// The paragraphs and the rows of tables, and whether each is a row.
fn paragraphs(xml: &str) -> Result<Vec<(String, bool)>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let (mut texts, mut open) = (Vec::new(), String::new());
    let (mut is_text, mut rows, mut cells, mut deleted) = (false, 0_u32, 0_u32, 0_u32);
    loop {
        match reader.read_event()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => is_text = deleted == 0,
                "tr" => (rows, cells) = (rows + 1, 0),
                "tc" => {
                    open.push_str(if cells > 0 { " | " } else { "" });
                    cells += 1;
                }
                "del" => deleted += 1,
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" => open.push('\t'),
                "br" => open.push(' '),
                "noBreakHyphen" => open.push('-'),
                "p" if rows == 0 => texts.push((std::mem::take(&mut open), false)),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => is_text = false,
                "del" => deleted = deleted.saturating_sub(1),
                "tr" => {
                    rows = rows.saturating_sub(1);
                    texts.push((std::mem::take(&mut open), true));
                }
                "p" if rows > 0 => open.push(' '),
                "p" => texts.push((std::mem::take(&mut open), false)),
                _ => {}
            },
            Event::Text(words) if is_text => open.push_str(&words),
            Event::GeneralRef(entity) if is_text => {
                let name = entity.borrow().into_inner();
                match entity.resolve_char_ref()? {
                    Some(each) => open.push(each),
                    None => open.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn paragraphs_and_rows_are_lines() {
        let xml = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>A quar</w:t></w:r><w:r><w:t>ter &amp; 25&#37;</w:t></w:r></w:p>\
                   <w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Yes</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>54%</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                   <w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p></w:body></w:document>";
        let found = paragraphs(xml).expect("XML");
        let found: Vec<(&str, bool)> = found.iter().map(|(text, is_row)| (text.as_str(), *is_row)).collect();
        assert_eq!(found, [("A quarter & 25%", false), ("", false), ("Yes  | 54% ", true), ("", false)]);
    }
}
