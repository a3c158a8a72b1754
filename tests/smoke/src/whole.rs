//! An export read to its end, and what every export must keep.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Once;
use std::thread;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use topline_ingest::{Export, IngestError, RawBatch, open_with};
use topline_records::{EXTRA, PROBLEM, ROW};
use topline_survey::{FindingKind, Source};

/// The most rows of a batch.
const MOST_ROWS: usize = 8192;

/// Reads a file to its end, or to the error that refuses it.
pub fn read_whole(source: &Source, data: &[u8]) {
    read_with(source, data, None);
}

/// The same with the second file that describes the first.
pub fn read_with(source: &Source, data: &[u8], metadata: Option<&[u8]>) {
    watch_panics();
    let metadata = metadata.map(|metadata| Cursor::new(metadata.to_vec()));
    let _ = drained(open_with(source, Cursor::new(data.to_vec()), metadata));
}

/// Reads a file at once and a few bytes at a time, which must give the same rows.
pub fn read_whole_and_in_pieces(source: &Source, data: &[u8]) {
    watch_panics();
    let whole = drained(open_with(source, Cursor::new(data.to_vec()), None::<io::Empty>));
    let pieces = Pieces { data: Cursor::new(data.to_vec()), read: 0 };
    let pieces = drained(open_with(source, pieces, None::<io::Empty>));
    assert_eq!(whole, pieces, "other rows where the file comes in pieces");
}

/// A panic ends the process. Those of libraries do not where ingest gives them a thread, whose end is an error.
fn watch_panics() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let fatal = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let of_library = panic.location().is_some_and(|place| place.file().contains("/registry/"));
            if !(of_library && thread::current().name() == Some("export")) {
                fatal(panic);
            }
        }));
    });
}

/// The fingerprint of the cells, and of what was found; or what the error says.
fn drained(export: Result<Export, IngestError>) -> Result<u64, String> {
    let said = |error: &IngestError| format!("{error} {:?}", error.hint());
    let mut export = export.map_err(|error| said(&error))?;
    let schema = export.schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names[..3], [ROW, PROBLEM, EXTRA]);
    assert_eq!(names[3..], *export.columns());
    if let Some(description) = export.description() {
        assert!(description.columns.len() <= export.columns().len(), "more columns described than there are");
    }
    let (mut row, mut kept, mut ended) = (0, vec![DefaultHasher::new(); names.len() + 1], None);
    loop {
        match export.next_batch() {
            Ok(Some(batch)) => {
                assert_eq!(batch.batch.schema(), schema);
                row = check(&batch, row);
                fingerprint(&batch, &mut kept);
            }
            Ok(None) => break,
            Err(error) => {
                ended = Some(said(&error));
                break;
            }
        }
    }
    assert!(matches!(export.next_batch(), Ok(None)), "an export that has ended stays so");
    let mut all = DefaultHasher::new();
    ended.hash(&mut all);
    // Where the reading ends early, the rows that were not handed over yet are nobody's.
    if ended.is_none() {
        for kept in &kept {
            kept.finish().hash(&mut all);
        }
    }
    Ok(all.finish())
}

/// Holds a batch against what it must keep; gives the number of its last row.
fn check(RawBatch { batch, findings }: &RawBatch, before: i64) -> i64 {
    let rows = batch.num_rows();
    assert!(rows <= MOST_ROWS, "{rows} rows in a batch");
    assert!(rows > 0 || !findings.is_empty(), "a batch of nothing");
    for column in batch.columns() {
        assert_eq!(column.len(), rows);
        column.to_data().validate_full().expect("a column is what it says");
    }
    let numbers = batch.column(0).as_primitive::<Int64Type>();
    let last = numbers.values().iter().fold(before, |before, number| {
        assert!(*number > before, "row {number} behind row {before}");
        *number
    });
    let reported = findings.iter().filter(|f| matches!(f.kind, FindingKind::BlankRow | FindingKind::BrokenRow)).count();
    assert_eq!(rows - batch.column(1).null_count(), reported, "each row that is no response has a finding");
    for finding in findings {
        assert!(finding.place.row.is_none_or(|row| row > 0), "a finding in row 0");
    }
    last
}

/// Adds the cells and the findings to the fingerprints, whatever the batches.
fn fingerprint(RawBatch { batch, findings }: &RawBatch, kept: &mut [DefaultHasher]) {
    let (of_findings, of_columns) = kept.split_last_mut().expect("findings");
    for (column, kept) in batch.columns().iter().zip(of_columns) {
        let nulls = (0..column.len()).map(|row| column.is_null(row));
        if column.null_count() == column.len() {
            nulls.for_each(|null| null.hash(kept));
        } else if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
            numbers.values().iter().for_each(|number| number.hash(kept));
        } else if let Some(texts) = column.as_string_opt::<i32>() {
            texts.iter().for_each(|text| text.hash(kept));
        } else {
            let coded = column.as_any_dictionary();
            let texts = coded.values().as_string::<i32>();
            for (key, is_null) in coded.normalized_keys().into_iter().zip(nulls) {
                (!is_null).then(|| texts.value(key)).hash(kept);
            }
        }
    }
    for finding in findings {
        format!("{finding:?}").hash(of_findings);
    }
}

/// An input that gives few bytes at a time, so that any place may be the end of a buffer: one to seven, or more of a long one, as
/// readers move what they have at each end.
struct Pieces {
    data: Cursor<Vec<u8>>,
    read: usize,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.read += 1;
        let most = into.len().min((self.read % 7 + 1) * (self.data.get_ref().len() / 256 + 1));
        self.data.read(&mut into[..most])
    }
}

impl Seek for Pieces {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.data.seek(to)
    }
}
