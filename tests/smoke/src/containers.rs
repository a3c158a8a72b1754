//! What stands within an archive, a compound file or compressed blocks, put into it: bytes that change at random there break no
//! checksum, and reach the reader behind.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHARED: &[u8] = br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>id</t></si><si><r><t>Q</t></r><r><t>1</t></r></si></sst>"#;
const STYLES: &[u8] = br#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const WORKBOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// An Excel workbook of up to five parts with a NUL between them: the sheet, the shared strings, the styles, the workbook and
/// its relations. A part that is missing or empty is a plain one.
#[must_use]
pub fn workbook(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let mut parts = data.splitn(5, |byte| *byte == 0);
    let mut part = |plain| parts.next().filter(|part| !part.is_empty()).unwrap_or(plain);
    let sheet = part(b"");
    archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", part(SHARED)),
        ("xl/styles.xml", part(STYLES)),
        ("xl/workbook.xml", part(WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", part(RELATIONS)),
    ])
}

/// An OpenDocument spreadsheet of this content.
#[must_use]
pub fn open_document(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", data)])
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(*name, stored).expect("written to memory");
        archive.write_all(bytes).expect("written to memory");
    }
    archive.finish().expect("written to memory").into_inner()
}

const SECTOR: usize = 512;
const FREE: u32 = u32::MAX;
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// A compound file ([MS-CFB]) with this stream, as Excel called it from 1997 on.
#[must_use]
pub fn compound_file(stream: &[u8]) -> Vec<u8> {
    let mark = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if stream.starts_with(mark) {
        return stream.to_vec();
    }
    // Shorter ones would stand in the stream of small ones.
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR) as u32;
    let tables = (sectors + 1).div_ceil(SECTOR as u32 / 4 - 1);
    let mut header = mark.to_vec();
    header.extend([0; 16]);
    header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    header.extend([0; 10]);
    let directory = tables + sectors;
    for field in [tables, directory, 0, 4096, END, 0, END, 0] {
        header.extend(field.to_le_bytes());
    }
    let numbers = |numbers: &mut dyn Iterator<Item = u32>, length: usize| -> Vec<u8> {
        numbers.chain(std::iter::repeat(FREE)).take(length).flat_map(u32::to_le_bytes).collect()
    };
    header.extend(numbers(&mut (0..tables), 109));
    // The tables come first, then the stream, then the directory.
    let chain = (tables + 1..directory).chain([END, END]);
    let entries = tables as usize * SECTOR / 4;
    header.extend(numbers(&mut (0..tables).map(|_| TABLE).chain(chain), entries));
    header.extend(stream);
    header.resize((1 + directory as usize) * SECTOR, 0);
    header.extend(entry("Root Entry", 5, END, 0));
    header.extend(entry("Workbook", 2, tables, length as u32));
    header.resize((2 + directory as usize) * SECTOR, 0);
    header
}

/// An entry of the directory.
fn entry(name: &str, kind: u8, start: u32, length: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let taken = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(taken.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([0xFF; 8]);
    entry.extend(if kind == 5 { 1_u32 } else { FREE }.to_le_bytes());
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(length).to_le_bytes());
    entry
}

/// A compressed file of SPSS whose dictionary is whole, and whose cases, in bytecode, are these.
#[must_use]
pub fn compressed_cases(cases: &[u8]) -> Vec<u8> {
    const FILE: &[u8] = include_bytes!("../../fixtures/spss/readstat.zsav");
    /// What a block holds at most.
    const BLOCK: usize = 0x003F_F000;

    if cases.starts_with(b"$FL") {
        return cases.to_vec();
    }
    // The head of the blocks begins with its own place.
    let is_head = |at: &usize| FILE[*at..*at + 8] == (*at as u64).to_le_bytes();
    let head = (176..FILE.len() - 24).find(is_head).expect("the head of the blocks");
    let (mut blocks, mut index) = (Vec::new(), Vec::new());
    let mut before = 0;
    for cases in cases.chunks(BLOCK) {
        let mut block = ZlibEncoder::new(Vec::new(), Compression::fast());
        block.write_all(cases).expect("written to memory");
        let block = block.finish().expect("written to memory");
        index.extend((head as u64 + before).to_le_bytes());
        index.extend((head as u64 + 24 + blocks.len() as u64).to_le_bytes());
        index.extend((cases.len() as u32).to_le_bytes());
        index.extend((block.len() as u32).to_le_bytes());
        before += cases.len() as u64;
        blocks.extend(block);
    }
    let mut file = FILE[..head].to_vec();
    for field in [head, head + 24 + blocks.len(), 24 + index.len()] {
        file.extend((field as u64).to_le_bytes());
    }
    file.extend(&blocks);
    file.extend((-100_i64).to_le_bytes());
    file.extend(0_i64.to_le_bytes());
    file.extend((BLOCK as u32).to_le_bytes());
    file.extend((index.len() as u32 / 24).to_le_bytes());
    file.extend(index);
    file
}
