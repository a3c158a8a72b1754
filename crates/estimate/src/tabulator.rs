//! Tables of a sample whose rows are at hand, one after the other: what a question by each break of a banner adds up to.
//!
//! Sums by cluster and cell are large, and a program has hundreds of tables. So they are made for one question at a time, from
//! rows that are sorted by cluster once, and nothing of a table is kept beyond its estimates.

use topline_exact::ExactSum;

use crate::cell_sums::{CellSums, Cells, DomainRows, ValuedSums};
use crate::crosstab_sums::crosstab_sums;
use crate::design::Errors;
use crate::design_sums::Summation;
use crate::rows_by_unit::{BannerCodes, RowsByUnit, RowsError};
use crate::sums::UnitSums;
use crate::table_sums::TableSums;
use crate::unit_values::unit_values;

/// The codes of a question or break, one for each row of the sample: from 0 to less than `categories`, and any other for none of
/// them.
#[derive(Clone, Copy, Debug)]
pub struct RowCodes<'c> {
    /// The code of each row.
    pub codes: &'c [u16],
    /// How many codes there are.
    pub categories: usize,
}

/// Breaks that questions are tabulated by.
#[derive(Clone, Debug)]
pub struct Banner<'c> {
    breaks: Vec<RowCodes<'c>>,
    /// The same, by unit, where rows are sorted.
    by_unit: Option<BannerCodes>,
}

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
            let of_unit = |bounds: &[usize]| {
                let rows = &rows.order[bounds[0]..bounds[1]];
                meets.map_or(rows.len(), |meets| rows.iter().filter(|row| meets[**row as usize]).count()) as u64
            };
            rows.starts.windows(2).map(of_unit).collect()
        };
        DomainRows(self.by_unit.as_ref().map_or_else(|| [].into(), count))
    }

    /// Breaks, as [`Tabulator::cells`] takes them.
    ///
    /// # Errors
    /// Another number of rows than the sample has, or more categories than are counted here.
    pub fn banner<'c>(&self, breaks: &[RowCodes<'c>]) -> Result<Banner<'c>, RowsError> {
        let codes: Vec<(&[u16], usize)> = breaks.iter().map(|of| (of.codes, of.categories)).collect();
        let by_unit = self.by_unit.as_ref().map(|rows| rows.banner(&codes)).transpose()?;
        Ok(Banner { breaks: breaks.to_vec(), by_unit })
    }

    /// The sums of a question by each break: of each a table with a row for each category of the question and a column for each
    /// of the break, row by row. Rows outside of the domain must have no code of the question.
    ///
    /// # Errors
    /// As [`Tabulator::banner`].
    pub fn cells(
        &self,
        question: RowCodes<'_>,
        banner: &Banner<'_>,
        domain: &DomainRows,
    ) -> Result<Vec<CellSums>, RowsError> {
        let (Some(rows), Some(breaks)) = (&self.by_unit, &banner.by_unit) else {
            let tables = banner.breaks.iter().map(|own| self.columns(question, *own, None));
            return Ok(tables.map(|sums| CellSums { sums, domain: domain.clone() }).collect());
        };
        let codes = rows.question(question.codes, question.categories)?;
        let sums: Vec<Cells> = if rows.frame.rows_are_clusters() {
            crosstab_sums(rows, &codes, breaks).into_iter().map(Cells::Rows).collect()
        } else {
            let found = unit_values(rows, &codes, breaks)
                .unwrap_or_else(|| crosstab_sums(rows, &codes, breaks).iter().map(TableSums::values).collect());
            found.into_iter().map(Cells::Clusters).collect()
        };
        Ok(sums.into_iter().map(|sums| CellSums { sums, domain: domain.clone() }).collect())
    }

    /// The same with the sums of values: each cell has a second column, as many columns on as there are cells, for what its rows
    /// have a value of. A row without a value, which is not a number, is in its cell with nothing.
    #[must_use]
    pub fn valued_cells(
        &self,
        question: RowCodes<'_>,
        banner: &Banner<'_>,
        domain: &DomainRows,
        values: &[f64],
    ) -> Vec<CellSums> {
        let centre = middle(values);
        let tables = banner.breaks.iter().map(|own| match &self.by_unit {
            None => self.columns(question, *own, Some(values)),
            Some(rows) => {
                let cells = question.categories * own.categories;
                let mut sums = UnitSums::new(rows.frame, 2 * cells);
                let mut counts = vec![0; rows.frame.units() * cells];
                for (unit, bounds) in rows.starts.windows(2).enumerate() {
                    for (&row, &weight) in rows.order[bounds[0]..bounds[1]].iter().zip(&rows.weights[bounds[0]..]) {
                        let row = row as usize;
                        if let Some(cell) = cell_of(question, *own, row) {
                            let value = or_nothing(values[row] - centre);
                            sums.add(unit as u32, weight, [(cell, 1.0), (cells + cell, value)]);
                            counts[unit * cells + cell] += u32::from(weight.abs() > 0.0);
                        }
                    }
                }
                Cells::Valued(ValuedSums { sums, rows: counts, centre })
            }
        });
        tables.map(|sums| CellSums { sums, domain: domain.clone() }).collect()
    }

    /// The sums of a table under a design that has no units.
    fn columns(&self, question: RowCodes<'_>, own: RowCodes<'_>, values: Option<&[f64]>) -> Cells {
        let cells = question.categories * own.categories;
        let mut sums = self.summation.sums(if values.is_some() { 2 * cells } else { cells });
        let mut cell_of_row = vec![u32::MAX; self.summation.design().rows()];
        for (row, own_cell) in cell_of_row.iter_mut().enumerate() {
            let Some(cell) = cell_of(question, own, row) else { continue };
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

/// The cell of a row, if it is in one.
fn cell_of(question: RowCodes<'_>, own: RowCodes<'_>, row: usize) -> Option<usize> {
    let (code, column) = (usize::from(question.codes[row]), usize::from(own.codes[row]));
    (code < question.categories && column < own.categories).then(|| code * own.categories + column)
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
