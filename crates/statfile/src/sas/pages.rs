//! The pages of a dataset, and what their subheaders tell of it.

use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::damage::Damage;
use crate::error::StatError;
use crate::sas::header::Header;
use crate::sas::subheaders::{Page, PageKind, Stored, Told};

/// Reads a page; nothing where the file has no such page.
pub(super) fn read<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    page: u64,
    into: &mut Vec<u8>,
) -> Result<bool, StatError> {
    let at = header.page_at(page);
    if page >= header.pages || at.saturating_add(header.page_size) > reader.length() {
        return Ok(false);
    }
    reader.go_to(at, "a page")?;
    reader.read_into(into, header.page_size, "a page")?;
    Ok(true)
}

/// Takes what the pages tell of the columns: those before the first rows, and where that is not all, those after the last.
pub(super) fn look_through<R: Read + Seek>(reader: &mut ByteReader<R>, header: &Header) -> Result<Told, StatError> {
    let mut told = Told::default();
    let mut bytes = Vec::new();
    let mut first = 0;
    while !told.is_whole() && read(reader, header, first, &mut bytes)? {
        if take(reader, header, first, &bytes, &mut told)? == PageKind::Rows {
            break;
        }
        first += 1;
    }
    if told.is_whole() {
        return Ok(told);
    }
    // SAS appends what was added later. The pages before it are not read, but for their kind.
    let there = (reader.length().saturating_sub(header.size) / header.page_size).min(header.pages);
    let mut last = there;
    let mut has_subheaders = false;
    while last > first + 1 {
        read(reader, header, last - 1, &mut bytes)?;
        match (Page { bytes: &bytes, header, endian: reader.endian }).kind() {
            PageKind::Rows if has_subheaders => break,
            PageKind::Rows | PageKind::Other => {}
            PageKind::Mixed | PageKind::Subheaders => has_subheaders = true,
        }
        last -= 1;
    }
    for page in last..there {
        read(reader, header, page, &mut bytes)?;
        take(reader, header, page, &bytes, &mut told)?;
    }
    if told.is_whole() || (told.columns == Some(0) && told.sizes.is_some()) {
        return Ok(told);
    }
    Err(reader.damaged(Damage::Cut { part: "what tells the columns", length: reader.length() }))
}

fn take<R: Read + Seek>(
    reader: &ByteReader<R>,
    header: &Header,
    number: u64,
    bytes: &[u8],
    told: &mut Told,
) -> Result<PageKind, StatError> {
    let page = Page { bytes, header, endian: reader.endian };
    let kind = page.kind();
    if matches!(kind, PageKind::Rows | PageKind::Other) {
        return Ok(kind);
    }
    let at = header.page_at(number);
    let misplaced = |part, at| reader.damaged(Damage::Misplaced { part, at });
    for pointer in page.pointers().ok_or_else(|| misplaced("the subheaders of a page", at))? {
        if matches!(pointer.stored, Stored::Plainly { .. }) {
            let subheader = &bytes[pointer.start..pointer.end];
            told.take(subheader, header, reader.endian).map_err(|part| misplaced(part, at + pointer.start as u64))?;
        }
    }
    Ok(kind)
}
