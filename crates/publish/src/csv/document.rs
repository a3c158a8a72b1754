//! The CSV files of a run, one for each table that has cells.

use topline_survey::CsvStyle;

use crate::csv::table::table_csv;
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;

/// `tables/<id>.csv`.
pub(crate) struct TablesCsv;

impl RunDocument for TablesCsv {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let with_cells = publication.tables.iter().filter(|table| table.figures().next().is_some());
        Ok(with_cells
            .map(|table| {
                let mark = match publication.plan.survey.publishing.csv {
                    CsvStyle::Plain => "",
                    // By it Excel knows that a file is in UTF-8.
                    CsvStyle::Excel => "\u{feff}",
                };
                let text = mark.to_owned() + &table_csv(publication.plan, table);
                DocumentFile { name: format!("tables/{}.csv", table.id), bytes: text.into_bytes() }
            })
            .collect())
    }
}
