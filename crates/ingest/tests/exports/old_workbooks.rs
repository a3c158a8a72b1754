//! Excel workbooks of the format before 2007, written here record by record: [MS-XLS] for the records, [MS-CFB] for the file
//! around them; and what no spreadsheet writes.

use topline_survey::{Format, Source};

use crate::reading::{check, csv, read, refusal};

pub fn xls() -> Source {
    Source { format: Format::Xls, path: "data/export.xls".to_owned(), ..csv() }
}

/// A record.
fn record(kind: u16, parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data.as_slice()].concat()
}

/// The row and column of a cell, and its format.
fn at(row: u16, column: u16, format: u16) -> Vec<u8> {
    [row, column, format].into_iter().flat_map(u16::to_le_bytes).collect()
}

fn text(text: &str) -> Vec<u8> {
    [(text.len() as u16).to_le_bytes().as_slice(), &[0], text.as_bytes()].concat()
}

fn shared_text(row: u16, column: u16, text: u32) -> Vec<u8> {
    record(0x00FD, &[&at(row, column, 0), &text.to_le_bytes()])
}

fn number(row: u16, column: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&at(row, column, 0), &number.to_le_bytes()])
}

/// A formula with this result.
fn formula(row: u16, column: u16, format: u16, result: [u8; 8]) -> Vec<u8> {
    // 1 + 1: two whole numbers and their sum.
    record(0x0006, &[&at(row, column, format), &result, &[0; 6], &[7, 0, 0x1E, 1, 0, 0x1E, 1, 0, 3]])
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &[&0x0600_u16.to_le_bytes(), &kind.to_le_bytes(), &[0; 12]])
}

/// A stream: what the workbook says, and sheets of these cells.
fn stream(shared: &[u8], sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let formats = [
        record(0x041E, &[&164_u16.to_le_bytes(), &text("dd/mm/yyyy")]),
        record(0x00E0, &[&[0; 20]]),
        record(0x00E0, &[&[0, 0, 164, 0], &[0; 16]]),
    ];
    let before = [begin(5), formats.concat()].concat();
    let after = [shared, &record(0x000A, &[])].concat();
    let listed = |start: usize, name: &str| {
        record(0x0085, &[&(start as u32).to_le_bytes(), &[0, 0, name.len() as u8, 0], name.as_bytes()])
    };
    let mut start = before.len() + sheets.iter().map(|(name, _)| listed(0, name).len()).sum::<usize>() + after.len();
    let (mut list, mut cells) = (Vec::new(), Vec::new());
    for (name, sheet) in sheets {
        let sheet = [begin(16), sheet.clone(), record(0x000A, &[])].concat();
        list.extend(listed(start, name));
        start += sheet.len();
        cells.extend(sheet);
    }
    [before, list, after, cells].concat()
}

const FREE: u32 = u32::MAX;
const END: u32 = u32::MAX - 1;

/// A compound file with a stream of this name, in sectors of 512 bytes.
fn compound_file(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() as u32 / 512;
    let tables = (sectors + 1).div_ceil(127);
    let directory = tables + sectors;
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    file.resize(44, 0);
    let mut words = vec![tables, directory, 0, 4096, END, 0, END, 0];
    words.extend((0..tables).chain(std::iter::repeat(FREE)).take(109));
    let next = (0..tables).map(|_| FREE - 2).chain(tables + 1..directory).chain([END, END]);
    words.extend(next.chain(std::iter::repeat(FREE)).take(tables as usize * 128));
    file.extend(words.into_iter().flat_map(u32::to_le_bytes));
    file.extend(&stream);
    for (name, kind, start, length) in [("Root Entry", 5, END, 0), (name, 2, tables, stream.len())] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([name.len() as u8 * 2 + 2, 0, kind, 1]);
        entry.resize(116, 0xFF);
        entry.extend([start, length as u32, 0].into_iter().flat_map(u32::to_le_bytes));
        file.extend(entry);
    }
    file.resize((2 + directory as usize) * 512, 0);
    file
}

/// A workbook of one sheet.
fn workbook(cells: &[Vec<u8>]) -> Vec<u8> {
    compound_file("Workbook", &stream(&[], &[("S", cells.concat())]))
}

#[test]
fn each_kind_of_cell_is_read() {
    // The second text goes on in the next record, in letters of two bytes; the third has formats of its parts.
    let first = [&8_u32.to_le_bytes(), &4_u32.to_le_bytes(), text("id").as_slice(), &[4, 0, 0, b'Z', b'o']].concat();
    let rich = [&[3, 0, 8, 2, 0], b"abc".as_slice(), &[0; 8]].concat();
    let second = [&[1, 0xEB, 0, 0xDF, 0], rich.as_slice(), &[2, 0, 4, 3, 0, 0, 0], b"Q4\0\0\0"].concat();
    let shared = [record(0x00FC, &[&first]), record(0x003C, &[&second])].concat();
    let names: Vec<Vec<u8>> = (0..4).map(|column| shared_text(0, column, column.into())).collect();
    // What charts hold stands within another beginning and end.
    let chart = [begin(32), number(9, 9, 9.0), record(0x000A, &[])].concat();
    let cells = [
        record(0x0200, &[&u32::MAX.to_le_bytes(), &u32::MAX.to_le_bytes(), &[0xFF; 4], &[0; 2]]),
        names.concat(),
        number(1, 0, 1.5),
        record(0x027E, &[&at(1, 1, 0), &(7_u32 << 2 | 2).to_le_bytes()]),
        record(0x0204, &[&at(1, 2, 0), &text("said")]),
        record(0x0205, &[&at(1, 3, 0), &[1, 0]]),
        chart,
        // Two whole numbers side by side, the second a hundredth.
        record(
            0x00BD,
            &[
                &[2, 0, 0, 0],
                &[0, 0],
                &(42_u32 << 2 | 2).to_le_bytes(),
                &[0, 0],
                &(7_u32 << 2 | 3).to_le_bytes(),
                &[1, 0],
            ],
        ),
        record(0x0205, &[&at(2, 2, 0), &[0x2A, 1]]),
        formula(3, 0, 0, 2.0_f64.to_le_bytes()),
        // 4 March 2017.
        formula(3, 1, 1, 42_798.0_f64.to_le_bytes()),
        formula(3, 2, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x04BC, &[&[0; 12]]),
        record(0x0207, &[&text("result")]),
        formula(3, 3, 0, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(4, 0, 0, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
        formula(4, 1, 0, [2, 0, 7, 0, 0, 0, 0xFF, 0xFF]),
    ];
    let expected =
        ["id/Zoëß/abc/Q4", "2: 1.5/7/said/TRUE", "3: 42/0.07/#N/A/-", "4: 2/2017-03-04/result/", "5: TRUE/#DIV/0!/-/-"];
    check(&xls(), compound_file("Workbook", &stream(&shared, &[("S", cells.concat())])), &expected);
}

#[track_caller]
fn assert_too_large(bytes: &[u8], mebibytes: u64) {
    let (error, hint) = refusal(&xls(), bytes);
    let expected = format!("its cells would take {mebibytes} MiB of memory, far more than the file");
    assert_eq!(error, format!("read `responses` (data/export.xls): {expected}"));
    assert_eq!(hint.as_deref(), Some("save it as .xlsx, which is read row by row"));
}

#[test]
fn what_takes_more_memory_than_the_file_explains_is_refused() {
    // 65,536 rows of 256 columns, laid out twice in 32 bytes each: a gigabyte to say two cells.
    assert_too_large(&workbook(&[number(0, 0, 1.0), number(u16::MAX, 255, 2.0)]), 1024);
    // A column less, or formulas: the same.
    let texts = [formula(9, 9, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), record(0x0207, &[&text("x")])].concat();
    assert_too_large(&workbook(&[texts, formula(u16::MAX, 255, 0, [0; 8])]), 987);
    // A text of 8,000 letters that 20,000 cells share, which calamine reads and copies for each: 2 x 152 MiB, and 3 of cells.
    let shared = record(0x00FC, &[&[0; 8], &text(&"x".repeat(8_000))]);
    let cells: Vec<u8> = (0..20_000).flat_map(|row| shared_text(row, 0, 0)).collect();
    assert_too_large(&compound_file("Workbook", &stream(&shared, &[("S", cells)])), 307);
    // Sixty sheets that are all the same one.
    let names: Vec<String> = (0..60).map(|number| format!("S{number}")).collect();
    let corner = [number(0, 0, 1.0), number(u16::MAX, 0, 2.0)].concat();
    let sheets: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), corner.clone())).collect();
    let sheets = stream(&[], &sheets);
    assert_eq!(read(&xls(), compound_file("Workbook", &sheets)).expect("readable").rows.len(), 65_535);
    let cells = [number(0, 0, 1.0), number(u16::MAX, 1, 2.0)].concat();
    let sheets: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), cells.clone())).collect();
    let mut same = stream(&[], &sheets);
    let first = same.windows(2).position(|kind| kind == [0x85, 0]).expect("a sheet") + 4;
    let start: [u8; 4] = same[first..first + 4].try_into().expect("four bytes");
    for at in first..first + 60 * 20 {
        if same[at - 4..at - 2] == [0x85, 0] {
            same[at..at + 4].copy_from_slice(&start);
        }
    }
    assert_too_large(&compound_file("Workbook", &same), 256);
}

#[test]
fn chains_without_end_are_damage() {
    let whole = workbook(&[number(0, 0, 1.0), number(1, 0, 2.0)]);
    check(&xls(), &whole, &["1", "2: 2"]);
    // The table of sectors is the first of them: there the directory is made to follow itself.
    let directory = u32::from_le_bytes(whole[48..52].try_into().expect("four bytes"));
    let mut endless = whole;
    let place = 512 + 4 * directory as usize;
    endless[place..place + 4].copy_from_slice(&directory.to_le_bytes());
    let error = read(&xls(), &endless).expect_err("refused");
    let cause = std::error::Error::source(&error).expect("a cause").to_string();
    assert_eq!(cause, format!("a chain of sectors cannot be what stands at byte {}", 512 * (directory + 1)));
    let (error, _) = refusal(&xls(), compound_file("WordDocument", &[0; 16]));
    assert_eq!(error, "read `responses` (data/export.xls): there is no workbook in it");
}
