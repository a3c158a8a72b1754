//! The tables that questionnaires are written in, and which tool a questionnaire is of.

use std::io::Cursor;

use topline_ingest::open;
use topline_survey::{Format, Source};

use crate::batch_cells::Cells;
use crate::error::DraftError;
use crate::text::squeezed;

/// A table with a header.
#[derive(Debug)]
pub(super) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table of this format.
    pub(super) fn read(
        bytes: &[u8],
        format: Format,
        delimiter: Option<char>,
        sheet: Option<&str>,
    ) -> Result<Self, DraftError> {
        let source = Source {
            delimiter,
            sheet: sheet.map(str::to_owned),
            ..Source::undeclared("questionnaire", sheet.unwrap_or("the questionnaire"), format)
        };
        let failed = |source| DraftError::QuestionnaireTable { source };
        let mut export = open(&source, Cursor::new(bytes.to_vec())).map_err(failed)?;
        let names: Vec<String> = export.columns().to_vec();
        let mut rows = Vec::new();
        while let Some(batch) = export.next_batch().map_err(failed)? {
            let columns: Vec<Cells<'_>> = (0..names.len()).map(|at| Cells::of(&batch.batch, at + 3)).collect();
            let cell = |row: usize, column: &Cells<'_>| column.get(row).unwrap_or_default().to_owned();
            rows.extend(
                (0..batch.batch.num_rows()).map(|row| columns.iter().map(|column| cell(row, column)).collect()),
            );
        }
        Ok(Self { names, rows })
    }

    /// The place of the first column that has one of these names, whatever stands between their letters.
    pub(super) fn place(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|known| squeezed(known) == *name))
    }

    /// The place of the column with labels: in the given language, else in any.
    pub(super) fn labels(&self, language: Option<&str>) -> Option<usize> {
        let is_label = |name: &str| name.trim().to_lowercase().starts_with("label:");
        let in_language = language.filter(|language| !language.is_empty()).and_then(|language| {
            let language = language.to_lowercase();
            self.names.iter().position(|name| is_label(name) && name.to_lowercase().contains(&language))
        });
        in_language.or_else(|| self.place(&["label"])).or_else(|| self.names.iter().position(|name| is_label(name)))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { cells })
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'t> {
    cells: &'t [String],
}

impl<'t> Row<'t> {
    /// The cell at a place that the table may not have.
    pub(super) fn cell(&self, place: Option<usize>) -> &'t str {
        place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }
}
