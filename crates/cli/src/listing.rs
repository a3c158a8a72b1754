//! Lists of records for machines: CSV with a header, or a JSON object a line.

use std::io::Write;

use serde::Serialize;

use crate::failure::Failure;

/// A record of a listing. As JSON it is what it serialises to.
pub(crate) trait Entry: Serialize {
    /// The names of its columns in CSV.
    const COLUMNS: &'static [&'static str];

    /// Its cells in CSV, in the order of the columns.
    fn cells(&self) -> Vec<String>;
}

/// Writes a header and a line for each record.
pub(crate) fn csv<E: Entry>(entries: impl IntoIterator<Item = E>, out: &mut impl Write) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(E::COLUMNS).map_err(Failure::csv)?;
    for entry in entries {
        writer.write_record(entry.cells()).map_err(Failure::csv)?;
    }
    writer.flush().map_err(Failure::Output)
}

/// Writes a JSON object a line.
pub(crate) fn json<E: Entry>(entries: impl IntoIterator<Item = E>, out: &mut impl Write) -> Result<(), Failure> {
    for entry in entries {
        let text = serde_json::to_string(&entry).map_err(Failure::Json)?;
        writeln!(out, "{text}").map_err(Failure::Output)?;
    }
    Ok(())
}

/// A value that may be missing, as a cell.
pub(crate) fn cell<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
