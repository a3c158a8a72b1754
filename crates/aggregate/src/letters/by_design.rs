//! Columns compared by their covariance under the declared design of the sample.

use std::collections::HashMap;

use topline_estimate::cell_sums::CellSums;
use topline_estimate::column_letters::{PairDegrees, column_pairs};
use topline_estimate::degrees::Presence;
use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_estimate::parts::Part as Ratio;
use topline_survey::{Letters, Plan};
use topline_tally::Pair;

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::layout::{Family, Layout, Row, Spot};
use crate::letters::rule::{Compared, letters_of};
use crate::letters::{column_share, give};
use crate::ratio::{base_of, ratio};
use crate::sample::Sample;
use crate::statistics::{ColumnTest, column_test};

/// A row and a family of columns that are to be compared in it.
pub(crate) struct FamilyRequest<'l> {
    pub row: usize,
    pub family: &'l Family,
    columns: Vec<ColumnShare>,
    /// The columns that anybody is in, by their position in the family.
    pub known: Vec<usize>,
    /// The value of each of those.
    pub ratios: Vec<Ratio>,
}

/// What is to be compared in a part, where the table wants letters or tests, with the pair whose sums it takes.
pub(crate) fn family_requests<'l>(plan: &Plan, layout: &Layout, grid: &Grid<'l>) -> Vec<(Pair, FamilyRequest<'l>)> {
    let part = grid.part;
    let table = &plan.tables[part.table];
    if table.letters.is_none() && table.tests.is_none() {
        return Vec::new();
    }
    let mut requests = Vec::new();
    for (index, row) in part.rows.iter().enumerate() {
        if column_test(&row.of) != ColumnTest::None {
            let of_row = part.families.iter().filter_map(|family| request(plan, layout, grid, (index, row), family));
            requests.extend(of_row);
        }
    }
    requests
}

/// The request of a row in a family; none where fewer than two columns have anybody.
fn request<'l>(
    plan: &Plan,
    layout: &Layout,
    grid: &Grid<'l>,
    (index, row): (usize, &Row),
    family: &'l Family,
) -> Option<(Pair, FamilyRequest<'l>)> {
    let test = column_test(&row.of);
    let mut request = FamilyRequest { row: index, family, columns: Vec::new(), known: Vec::new(), ratios: Vec::new() };
    let mut of_pair = None;
    for (position, (place, _)) in family.columns.iter().enumerate() {
        let cell = grid.cell(index, *place);
        let axis = &grid.part.axes[place.0];
        let spot = Spot { row, axis, column: &axis.columns[place.1] };
        let (pair, ratio) = ratio(&layout.tally, grid.part, &spot)?;
        let base = base_of(cell.base(plan));
        request.columns.push(column_share(test, cell, cell.base(plan), base.n_effective));
        of_pair = Some(pair);
        if base.n_weighted > 0.0 {
            request.known.push(position);
            request.ratios.push(ratio);
        }
    }
    of_pair.filter(|_| request.known.len() > 1).map(|pair| (pair, request))
}

/// The degrees of freedom of each two columns of a table, worked out once: most of its rows have the same bases.
pub(crate) struct DegreesOfPairs<'s> {
    pub sample: &'s Sample,
    pub sums: &'s CellSums,
    presences: HashMap<Vec<usize>, Presence>,
    found: HashMap<[Vec<usize>; 2], f64>,
}

impl<'s> DegreesOfPairs<'s> {
    pub(crate) fn new(sample: &'s Sample, sums: &'s CellSums) -> Self {
        Self { sample, sums, presences: HashMap::new(), found: HashMap::new() }
    }

    /// Those of the clusters that have anybody in a base.
    pub(crate) fn of_one(&mut self, base: &[usize]) -> f64 {
        let presence = self.presence(base);
        self.sample.summation.degrees(&presence)
    }

    fn presence(&mut self, base: &[usize]) -> Presence {
        let (sample, sums) = (self.sample, self.sums);
        let known = self.presences.entry(base.to_vec());
        known.or_insert_with(|| sample.summation.presence(sums, base)).clone()
    }

    /// Those of the clusters that have anybody in either base.
    fn of(&mut self, one: &[usize], other: &[usize]) -> f64 {
        let key = [one.to_vec(), other.to_vec()];
        if let Some(known) = self.found.get(&key) {
            return *known;
        }
        let both = self.presence(one).or(&self.presence(other));
        let degrees = self.sample.summation.degrees(&both);
        self.found.insert(key, degrees);
        degrees
    }
}

/// Gives the columns of a row their letters, whose ratios are of the cells of `sums`.
pub(crate) fn give_letters(
    letters: &Letters,
    degrees: &mut DegreesOfPairs<'_>,
    request: &FamilyRequest<'_>,
    found: &Matrix,
    grid: &mut Grid<'_>,
) -> Result<(), AggregateError> {
    let mut covariance = Matrix::zeros(request.columns.len(), request.columns.len());
    for (one, row) in request.known.iter().enumerate() {
        for (other, column) in request.known.iter().enumerate() {
            covariance[(*row, *column)] = found[(one, other)];
        }
    }
    let mut of_pairs = Vec::new();
    for (one, other) in column_pairs(request.columns.len()) {
        let ratio = |column: usize| Some(&request.ratios[request.known.binary_search(&column).ok()?]);
        of_pairs.push(match (ratio(one), ratio(other)) {
            (Some(one), Some(other)) => degrees.of(&one.base, &other.base),
            (Some(_) | None, _) => 0.0,
        });
    }
    let compared = Compared::Covariance(&covariance, PairDegrees::Each(&of_pairs));
    let found = letters_of(request.family, &request.columns, &compared, letters).map_err(AggregateError::Letters)?;
    give(grid, request.row, request.family, found);
    Ok(())
}
