//! The first rows of an export of text rows: what separates its cells, and how many rows name its columns.

use std::io::{self, Cursor, Read, Seek};

use arrow::array::{Array, AsArray};
use topline_ingest::{EXTRA, Export, open_with};
use topline_survey::Source;

use crate::error::DraftError;
use crate::files::Files;
use crate::raw::Cells;
use crate::tool::is_import_id;
use crate::words::squeezed;

/// The most rows that are looked at.
const MOST_ROWS: usize = 400;
/// The rows of the beginning, header rows among them.
pub(crate) struct Head {
    pub rows: Vec<Vec<String>>,
    /// The delimiter, where it is not a comma.
    pub delimiter: Option<char>,
    pub encoding: &'static str,
}

/// What names the columns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HeaderRows {
    pub count: usize,
    /// The row that names them by itself, counted from one.
    pub name_row: Option<usize>,
}

/// Reads the first rows, without taking any for a header.
pub(crate) fn read_head<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Head, DraftError> {
    let bare = Source { header_rows: 0, name_row: None, ..source.clone() };
    let mut first = opened(&bare, input)?;
    // A comma need not be written down.
    let delimiter = source.delimiter.or(first.delimiter().filter(|delimiter| *delimiter != ','));
    Ok(Head { rows: first_rows(&mut first)?, delimiter, encoding: first.encoding() })
}

pub(crate) fn opened<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Export, DraftError> {
    let files = input().map_err(|error| DraftError::Open { path: source.path.clone(), source: error })?;
    open_with(source, files.export, files.metadata.map(Cursor::new)).map_err(DraftError::Ingest)
}

fn first_rows(export: &mut Export) -> Result<Vec<Vec<String>>, DraftError> {
    let width = export.columns().len();
    let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? else { return Ok(Vec::new()) };
    let batch = batch.batch;
    let columns: Vec<Cells<'_>> = (3..3 + width).map(|position| Cells::of(&batch, position)).collect();
    let extra = batch.column_by_name(EXTRA).and_then(|column| column.as_string_opt::<i32>());
    let rows = (0..batch.num_rows().min(MOST_ROWS)).map(|row| {
        let mut cells: Vec<String> =
            columns.iter().map(|column| column.get(row).unwrap_or_default().to_owned()).collect();
        if let Some(json) = extra.filter(|extra| extra.is_valid(row)).map(|extra| extra.value(row)) {
            cells.extend(serde_json::from_str::<Vec<String>>(json).unwrap_or_default());
        }
        cells
    });
    Ok(rows.collect())
}

/// How many of the first rows name the columns.
pub(crate) fn header_rows(rows: &[Vec<String>]) -> HeaderRows {
    let one = HeaderRows { count: 1, name_row: None };
    let [first, second, ..] = rows else { return one };
    let named = |row: usize| HeaderRows { count: row, name_row: Some(1) };
    if let Some(at) = rows.iter().take(4).position(|row| {
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        filled > 0 && row.iter().filter(|cell| is_import_id(cell)).count() * 2 >= filled
    }) {
        return named(at + 1);
    }
    let is_metadata = |cell: &String| METADATA.contains(&squeezed(cell).as_str());
    let metadata = |row: &[String]| row.iter().filter(|cell| is_metadata(cell)).count();
    // The two rows of older Qualtrics exports: short names, and below them what they stand for.
    let is_legacy = first.iter().any(|cell| cell == "V1")
        || first.iter().zip(second).filter(|(a, b)| a == b && is_metadata(a)).count() >= 3;
    if is_legacy && metadata(second) >= 3 {
        return named(2);
    }
    if let Some(third) = rows.get(2)
        && metadata(first) == 0
        && metadata(second) > 0
        && is_below(second, third, rows.get(3))
    {
        return HeaderRows { count: 3, name_row: None };
    }
    if is_below(first, second, rows.get(2)) { HeaderRows { count: 2, name_row: None } } else { one }
}

/// Names of columns that are no answers, which have nothing below them in a second header row.
const METADATA: [&str; 22] = [
    "respondentid",
    "collectorid",
    "startdate",
    "enddate",
    "ipaddress",
    "emailaddress",
    "firstname",
    "lastname",
    "customdata1",
    "responseid",
    "responseset",
    "name",
    "externaldatareference",
    "status",
    "finished",
    "userid",
    "userno",
    "uniqueid",
    "started",
    "ended",
    "trackinglink",
    "datemodified",
];

/// Words that survey tools write in a second header row.
const SECOND_ROW: [&str; 4] = ["response", "openendedresponse", "otherpleasespecify", "otherspecify"];

/// Whether a row goes on naming the columns that the row above leaves without a name of their own.
fn is_below(above: &[String], row: &[String], next: Option<&Vec<String>>) -> bool {
    let cell = |row: &[String], at: usize| row.get(at).map_or("", |cell| cell.trim()).to_owned();
    let width = above.len().max(row.len());
    let metadata: Vec<usize> =
        (0..above.len()).filter(|at| METADATA.contains(&squeezed(&above[*at]).as_str())).collect();
    if metadata.iter().any(|at| !cell(row, *at).is_empty()) {
        return false;
    }
    let holes: Vec<usize> = (0..width).filter(|at| cell(above, *at).is_empty()).collect();
    let filled = holes.iter().filter(|at| !cell(row, **at).is_empty()).count();
    let says_so = row.iter().any(|cell| SECOND_ROW.contains(&squeezed(cell).as_str()));
    if !metadata.is_empty() {
        return filled > 0 || says_so;
    }
    // Without metadata: the row must say so, or name options that the rows below tick with the same words.
    let repeats =
        next.is_some_and(|next| holes.iter().any(|at| !cell(row, *at).is_empty() && cell(row, *at) == cell(next, *at)));
    filled > 0
        && (says_so
            || repeats
            || (filled >= 2
                && row.iter().all(|cell| cell.parse::<f64>().is_err())
                && filled * 2 >= holes.len()
                && holes.len() * 2 >= width))
}

#[cfg(test)]
mod tests {
    use super::{HeaderRows, header_rows};

    fn check(rows: &[&str], count: usize, name_row: Option<usize>) {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.split(',').map(|cell| cell.trim().to_owned()).collect()).collect();
        assert_eq!(header_rows(&rows), HeaderRows { count, name_row }, "{rows:?}");
    }

    #[test]
    fn the_rows_that_name_columns_are_counted() {
        check(&["id,age,sex", "1,34,f", "2,40,m"], 1, None);
        check(&[",StartDate,q1", "1,5/16/18 7:19,Yes", "2,5/16/18 7:20,No"], 1, None);
        check(&["RespondentID,Seen any?,Which?,", ",Response,One,Two", "329,Yes,One,"], 2, None);
        check(
            &["Respondent ID,Start Date,Which?,,", ",,One,Two,Other (please specify)", "7,01/02/2020,One,,"],
            2,
            None,
        );
        check(&[",q1,,q2", "Respondent ID,Which?,,Why?", ",One,Two,Open-Ended Response", "7,One,,because"], 3, None);
        check(
            &["StartDate,Q1", "Start Date,Which?", "{\"ImportId\":\"startDate\"},{\"ImportId\":\"QID1\"}", "x,1"],
            3,
            Some(1),
        );
        check(&["V1,V2,V3,Q1,", "ResponseID,ResponseSet,Name,Which?,", "R_1,Default,Anonymous,1,"], 2, Some(1));
        check(&["id,,", "1,,"], 1, None);
    }
}
