//! Sources that join, beside the rows of a batch.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use topline_survey::{Accounting, Action, ColumnOf, Finding, FindingKind, Place, Source, find_column};

use crate::places::FileRows;
use crate::raw::{Raw, key};
use crate::side::Side;

/// The sources whose rows stand beside those of the batch.
#[derive(Default)]
pub(crate) struct Sides<'p> {
    pub all: Vec<Side<'p>>,
}

/// Which rows of the sources that join stand beside those of a batch.
pub(crate) struct Partners<'b> {
    sides: &'b [Side<'b>],
    /// For each of them and each row of the batch, the number of the row there.
    numbers: Vec<Vec<Option<u32>>>,
    /// The columns that come from them: which it is, and its name there.
    columns: &'b HashMap<String, (usize, String)>,
}

impl Partners<'_> {
    /// For each row its partner in the source that this column comes from; nothing where it is the batch's own.
    pub(crate) fn of(&self, column: &str) -> Option<&[Option<u32>]> {
        self.columns.get(column).map(|(side, _)| self.numbers[*side].as_slice())
    }

    /// Where the cell of a joined column stands.
    pub(crate) fn place(&self, index: usize, column: &str) -> Option<Place> {
        let (side, name) = self.columns.get(column)?;
        Some(self.sides[*side].place_of(self.numbers[*side][index]?, name))
    }
}

/// A raw batch with all columns that the pipeline names, and their rows.
pub(crate) struct Widened {
    pub batch: RecordBatch,
    numbers: Vec<Vec<Option<u32>>>,
    columns: HashMap<String, (usize, String)>,
}

impl Widened {
    /// A batch of the only file.
    pub(crate) fn not(raw: &RecordBatch) -> Self {
        Self { batch: raw.clone(), numbers: Vec::new(), columns: HashMap::new() }
    }

    /// For each source that joins and each row, the number of the row there.
    pub(crate) fn numbers(&self) -> &[Vec<Option<u32>>] {
        &self.numbers
    }

    /// The partners of the rows at these indexes.
    pub(crate) fn partners<'b>(&'b self, sides: &'b [Side<'b>], indexes: &[usize]) -> Partners<'b> {
        let of_rows = |numbers: &Vec<Option<u32>>| indexes.iter().map(|index| numbers[*index]).collect();
        Partners { sides, numbers: self.numbers.iter().map(of_rows).collect(), columns: &self.columns }
    }
}

impl Sides<'_> {
    /// A raw batch of this file with the columns `wanted` that come from elsewhere, or are called otherwise.
    pub(crate) fn widen(
        &self,
        raw: &RecordBatch,
        file: Option<&FileRows>,
        wanted: &[String],
    ) -> Result<Widened, ArrowError> {
        let columns = Raw::new(raw);
        let numbers: Vec<Vec<Option<u32>>> = self
            .all
            .iter()
            .map(|side| match file {
                Some(file) if side.joins.is_to(&file.of) => {
                    let equals = side.joins.equal_to(file.respondent.as_deref());
                    let keys: Vec<_> = equals.into_iter().map(|equals| columns.column(equals)).collect();
                    (0..raw.num_rows()).map(|index| side.partner(&key(&keys, index)?)).collect()
                }
                _ => vec![None; raw.num_rows()],
            })
            .collect();
        let schema = raw.schema_ref();
        let own = |name: &str| columns.column(name).is_some();
        let sources: Vec<&Source> = self.all.iter().map(|side| side.source).collect();
        let of = file.map_or("", |file| file.of.as_str());
        let mut fields: Vec<Arc<Field>> = schema.fields().iter().cloned().collect();
        let mut arrays = raw.columns().to_vec();
        let mut from = HashMap::new();
        for name in wanted {
            match find_column(name, of, &own, &sources, &|side, column| self.all[side].has(column)) {
                Some(ColumnOf::Itself(column)) if column != name => {
                    let Some((at, field)) = schema.column_with_name(column) else { continue };
                    fields.push(Arc::new(field.clone().with_name(name)));
                    arrays.push(Arc::clone(raw.column(at)));
                }
                Some(ColumnOf::Joined(side, column)) => {
                    let array = self.all[side].beside(column, &numbers[side])?;
                    fields.push(Arc::new(Field::new(name, array.data_type().clone(), true)));
                    arrays.push(array);
                    from.insert(name.clone(), (side, column.to_owned()));
                }
                Some(ColumnOf::Itself(_)) | None => {}
            }
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
        Ok(Widened { batch, numbers, columns: from })
    }

    /// The rows at these indexes have been accepted: their partners are somebody's, and it is told who has none.
    pub(crate) fn accept(
        &mut self,
        widened: &Widened,
        accepted: &[usize],
        file: &FileRows,
        place: &dyn Fn(usize, Option<&str>) -> Place,
        findings: &mut Vec<Finding>,
    ) {
        for (side, numbers) in self.all.iter_mut().zip(&widened.numbers) {
            if !side.joins.is_to(&file.of) {
                continue;
            }
            for index in accepted {
                match numbers[*index] {
                    Some(partner) => side.matched(partner),
                    None => findings.push(Finding {
                        place: place(*index, side.joins.equal_to(file.respondent.as_deref()).first().copied()),
                        kind: FindingKind::NoPartner,
                        detail: format!("`{}` has no row for the respondent", side.source.name),
                        action: Action::Told,
                    }),
                }
            }
        }
    }

    /// The rows that were nobody's, and the account of all rows, added to that of the responses.
    pub(crate) fn finish(self, accounting: &mut Accounting) -> Vec<Finding> {
        let mut findings = Vec::new();
        for side in self.all {
            let name = side.source.name.clone();
            let (alone, rows) = side.finish();
            findings.extend(alone);
            accounting.sources.push(rows.since(&Accounting::default(), &name));
            accounting.read += rows.read;
            accounting.accepted += rows.accepted;
            accounting.duplicate += rows.duplicate;
            accounting.quarantined += rows.quarantined;
            for (reason, count) in rows.excluded {
                accounting.exclude_all(&reason, count);
            }
        }
        findings
    }
}
