//! Tables of a sample whose rows are at hand, one after the other: what a question by each break of a banner adds up to.
//!
//! Sums by cluster and cell are large, and a program has hundreds of tables. So they are made for one question at a time, from
//! rows that are sorted by cluster once, and nothing of a table is kept beyond its estimates.

use topline_exact::ExactSum;

use crate::cell_sums::{CellSums, Cells, DomainRows, ValueCentre, ValuedSums};
use crate::crosstab_sums::{Crosstabs, crosstab_sums};
use crate::design::Errors;
use crate::design_sums::Summation;
use crate::rows_by_unit::{RowsByUnit, RowsError};
use crate::sorted_codes::{RowCodes, SortedCodes};
use crate::sums::UnitSums;
use crate::table_sums::TableSums;
use crate::unit_values::{unit_weights, valued_unit_weights};

/// A sample made ready to be tabulated.
pub struct Tabulator<'s> {
    summation: &'s Summation,
    /// The rows by unit, where errors come from strata and clusters alone.
    by_unit: Option<RowsByUnit<'s>>,
}

impl<'s> Tabulator<'s> {
    /// The rows of a sample, sorted by cluster where that helps.
    ///
    /// # Errors
    /// More rows than are counted here.
    pub fn new(summation: &'s Summation) -> Result<Self, RowsError> {
        let design = summation.design();
        let by_unit = match &design.errors {
            Errors::Clusters(clusters) if clusters.adjustments.is_empty() => {
                Some(RowsByUnit::new(&clusters.frame, &clusters.unit_of, design.weights())?)
            }
            Errors::Clusters(_) | Errors::Replicates(_) | Errors::Joint(_) => None,
        };
        Ok(Self { summation, by_unit })
    }

    /// How many bytes the sums of so many cells take.
    #[must_use]
    pub fn bytes(&self, cells: usize) -> usize {
        let of_unit = |rows: &RowsByUnit<'_>| if rows.frame.rows_are_clusters() { 80 } else { 8 };
        let by_unit = self.by_unit.as_ref().map(|rows| rows.frame.units() * of_unit(rows));
        let replicates = self.summation.design().replicates().map(|replicates| 40 * (replicates.weights().len() + 1));
        cells.saturating_mul(by_unit.or(replicates).unwrap_or(40))
    }

    /// The rows that tables are about: those that meet a condition, where there is one.
    #[must_use]
    pub fn domain(&self, meets: Option<&[bool]>) -> DomainRows {
        let count = |rows: &RowsByUnit<'_>| {
            let of_unit = |unit: usize| {
                let rows = rows.of_unit(unit);
                meets.map_or(rows.len(), |meets| rows.iter().filter(|row| meets[**row as usize]).count()) as u64
            };
            (0..rows.frame.units()).map(of_unit).collect()
        };
        DomainRows(self.by_unit.as_ref().map_or_else(|| [].into(), count))
    }

    /// The codes of a question or break, in the order of the rows here.
    ///
    /// # Errors
    /// Another number of rows than the sample has, or more categories than are counted here.
    pub fn sorted(&self, codes: &RowCodes<'_>) -> Result<SortedCodes, RowsError> {
        let (rows, categories) = (self.summation.design().rows(), codes.categories);
        let lengths = [Some(codes.places.len()), codes.meets.map(<[bool]>::len)];
        if let Some(found) = lengths.into_iter().flatten().find(|found| *found != rows) {
            return Err(RowsError::ColumnLength { rows, found });
        }
        let none = u16::try_from(categories).map_err(|_| RowsError::TooMany { rows, categories })?;
        let codes = match &self.by_unit {
            Some(rows) => rows.order.iter().map(|row| codes.of_row(*row as usize, none)).collect(),
            None => (0..rows).map(|row| codes.of_row(row, none)).collect(),
        };
        Ok(SortedCodes { categories, codes })
    }

    /// The sums of a question by each break: of each a table with a row for each category of the question and a column for each
    /// of the break, row by row. Rows outside of the domain must have no code of the question.
    #[must_use]
    pub fn cells(&self, question: &SortedCodes, breaks: &[&SortedCodes], domain: &DomainRows) -> Vec<CellSums> {
        let tables = Crosstabs::new(question, breaks);
        let sums: Vec<Cells> = match &self.by_unit {
            None => breaks.iter().map(|own| self.columns(question, own, None)).collect(),
            Some(rows) if rows.frame.rows_are_clusters() => {
                crosstab_sums(rows, &tables).into_iter().map(Cells::Rows).collect()
            }
            Some(rows) => unit_weights(rows, &tables)
                .unwrap_or_else(|| crosstab_sums(rows, &tables).iter().map(TableSums::values).collect())
                .into_iter()
                .map(Cells::Clusters)
                .collect(),
        };
        sums.into_iter().map(|sums| CellSums { sums, domain: domain.clone(), centre: None }).collect()
    }

    /// The same with the sums of values: each cell has a second column, as many columns on as there are cells, for what its rows
    /// have a value of. A row without a value, which is not a number, is in its cell with nothing.
    #[must_use]
    pub fn valued_cells(
        &self,
        question: &SortedCodes,
        breaks: &[&SortedCodes],
        domain: &DomainRows,
        values: &[f64],
    ) -> Vec<CellSums> {
        let Some(rows) = &self.by_unit else {
            let sums = breaks.iter().map(|own| self.columns(question, own, Some(values)));
            return sums.map(|sums| CellSums { sums, domain: domain.clone(), centre: None }).collect();
        };
        let centre = middle(values);
        let value = |row: usize| or_nothing(values[row] - centre);
        let sums: Vec<Cells> = match valued_unit_weights(rows, &Crosstabs::new(question, breaks), value) {
            Some(found) => found.into_iter().map(Cells::Clusters).collect(),
            None => breaks.iter().map(|own| Cells::Valued(valued_sums(rows, (question, own), value))).collect(),
        };
        let with_centre = |(sums, own): (Cells, &&SortedCodes)| {
            let first = question.categories * own.categories;
            CellSums { sums, domain: domain.clone(), centre: Some(ValueCentre { first, value: centre }) }
        };
        sums.into_iter().zip(breaks).map(with_centre).collect()
    }

    /// The sums of a table under a design that has no units.
    fn columns(&self, question: &SortedCodes, own: &SortedCodes, values: Option<&[f64]>) -> Cells {
        let cells = question.categories * own.categories;
        let mut sums = self.summation.sums(if values.is_some() { 2 * cells } else { cells });
        let mut cell_of_row = vec![u32::MAX; self.summation.design().rows()];
        for (row, own_cell) in cell_of_row.iter_mut().enumerate() {
            let Some(cell) = question.cell_by(own, row) else { continue };
            *own_cell = cell as u32;
            match values {
                None => self.summation.add(&mut sums, row, &[(cell, 1.0)]),
                Some(values) => {
                    let value = or_nothing(values[row]);
                    self.summation.add(&mut sums, row, &[(cell, 1.0), (cells + cell, value)]);
                }
            }
        }
        Cells::Columns(sums, cell_of_row.into())
    }
}

/// The sums of a table with values, unit by unit.
fn valued_sums(
    rows: &RowsByUnit<'_>,
    (question, own): (&SortedCodes, &SortedCodes),
    value: impl Fn(usize) -> f64,
) -> ValuedSums {
    let cells = question.categories * own.categories;
    let mut sums = UnitSums::new(rows.frame, 2 * cells);
    let mut counts = vec![0; rows.frame.units() * cells];
    for unit in 0..rows.frame.units() {
        for (place, &row) in (rows.starts[unit]..).zip(rows.of_unit(unit)) {
            if let Some(cell) = question.cell_by(own, place) {
                sums.add(unit as u32, rows.weight(place), [(cell, 1.0), (cells + cell, value(row as usize))]);
                counts[unit * cells + cell] += 1;
            }
        }
    }
    ValuedSums { sums, rows: counts }
}

/// A whole number near the mean of values, those that are not numbers aside.
fn middle(values: &[f64]) -> f64 {
    let known = || values.iter().filter(|value| value.is_finite());
    let count = known().count();
    let mean = known().copied().collect::<ExactSum>().value() / count.max(1) as f64;
    if mean.is_finite() { mean.round() } else { 0.0 }
}

fn or_nothing(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value }
}
