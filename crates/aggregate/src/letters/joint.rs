//! Columns that are estimated together under a design, from the sums of one pair of dimensions.
//!
//! The columns of a break by options are all cells of the same sums. Ticked boxes share respondents, so that each two of them have sums
//! of their own, in which those who ticked both are cells by themselves.

use topline_estimate::column_letters::column_pairs;
use topline_estimate::inference::JointParts;
use topline_estimate::matrix::Matrix;
use topline_estimate::parts::Part as Ratio;
use topline_survey::Plan;
use topline_tally::Pair;

use crate::grid::Grid;
use crate::layout::{Axis, Column, Family, Layout, Row, Shared, Spot};
use crate::letters::degrees::DegreesOfPairs;
use crate::letters::estimated::{Joint, Together};
use crate::ratio::ratio;
use crate::statistics::{ColumnTest, Measured, column_test};

/// Columns of a row that are to be estimated together.
pub(crate) struct JointRequest {
    pub row: usize,
    /// The position of the family in its part.
    pub family: usize,
    pub of: Together,
    /// The columns, by their position in the family.
    known: Vec<usize>,
    /// The value of each.
    pub ratios: Vec<Ratio>,
}

/// How the columns of a family covary, with the degrees of freedom of each two; zeros where nobody is.
pub(crate) struct Spread {
    pub covariance: Matrix,
    pub degrees: Vec<f64>,
}

/// What is to be estimated together in a part, where the table compares columns, each with the pair whose sums it takes.
pub(crate) fn joint_requests(plan: &Plan, layout: &Layout, grid: &Grid<'_>) -> Vec<(Pair, JointRequest)> {
    let part = grid.part;
    let table = &plan.tables[part.table];
    if table.letters.is_none() && table.tests.is_none() {
        return Vec::new();
    }
    let mut requests = Vec::new();
    for (index, row) in part.rows.iter().enumerate().filter(|(_, row)| column_test(&row.of) != ColumnTest::None) {
        for (position, family) in part.families.iter().enumerate() {
            let row = RowOfFamily { plan, layout, grid, index, row, position, family };
            match &family.shared {
                None => requests.extend(row.of_columns()),
                Some(shared) => requests.extend(row.of_shared(shared)),
            }
            if table.letters.is_some_and(|letters| letters.against.has_rest()) {
                requests.extend(row.of_rests());
            }
        }
    }
    requests
}

/// A row in a family of columns.
struct RowOfFamily<'a, 'l> {
    plan: &'a Plan,
    layout: &'a Layout,
    grid: &'a Grid<'l>,
    index: usize,
    row: &'l Row,
    position: usize,
    family: &'l Family,
}

impl RowOfFamily<'_, '_> {
    /// The columns that anybody is in.
    fn known(&self) -> Vec<usize> {
        known_columns(self.plan, self.grid, self.index, self.family)
    }

    fn request(&self, of: Together, known: Vec<usize>, columns: &[(&Axis, &Column)]) -> Option<(Pair, JointRequest)> {
        let mut of_pair = None;
        let mut ratios = Vec::new();
        for (axis, column) in columns {
            let (pair, ratio) = ratio(&self.layout.tally, self.grid.part, &Spot { row: self.row, axis, column })?;
            of_pair = Some(pair);
            ratios.push(ratio);
        }
        of_pair.map(|pair| (pair, JointRequest { row: self.index, family: self.position, of, known, ratios }))
    }

    /// All columns together; nothing where fewer than two have anybody.
    fn of_columns(&self) -> Option<(Pair, JointRequest)> {
        let known = self.known();
        let axes = &self.grid.part.axes;
        let places = known.iter().map(|column| self.family.columns[*column].0);
        let columns: Vec<(&Axis, &Column)> =
            places.map(|(axis, column)| (&axes[axis], &axes[axis].columns[column])).collect();
        if known.len() < 2 { None } else { self.request(Together::Columns, known, &columns) }
    }

    /// Each column and the others.
    fn of_rests(&self) -> Vec<(Pair, JointRequest)> {
        let rests = self.family.columns.iter().zip(&self.family.rests).enumerate();
        let of_column = rests.filter_map(|(at, (((axis, column), _), rest))| {
            let has_base = |rest: &Measured| rest.base.weight > 0.0;
            let is_known = self.grid.rests.get(&(self.index, self.position, at)).is_some_and(has_base);
            let axis = &self.grid.part.axes[*axis];
            let both = [(axis, &axis.columns[*column]), (axis, rest)];
            if is_known && self.known().contains(&at) {
                self.request(Together::Rest(at), Vec::new(), &both)
            } else {
                None
            }
        });
        of_column.collect()
    }

    /// Each two columns by themselves.
    fn of_shared(&self, shared: &Shared) -> Vec<(Pair, JointRequest)> {
        let known = self.known();
        if known.len() < 2 {
            return Vec::new();
        }
        let pairs = column_pairs(self.family.columns.len()).zip(&shared.pairs).enumerate();
        let of_known = pairs.filter(|(_, ((one, other), _))| known.contains(one) && known.contains(other));
        let each = of_known.filter_map(|(place, ((one, other), axis))| {
            let [_, first, second] = axis.columns.as_slice() else { return None };
            self.request(Together::Pair(place), vec![one, other], &[(axis, first), (axis, second)])
        });
        let any = self.request(Together::Any, Vec::new(), &[(&shared.any, &shared.any.columns[0])]);
        each.chain(any).collect()
    }
}

/// The columns of a family that anybody is in, of those whom a row is of.
pub(crate) fn known_columns(plan: &Plan, grid: &Grid<'_>, row: usize, family: &Family) -> Vec<usize> {
    let has_base = |column: &usize| grid.cell(row, family.columns[*column].0).base(plan).weighted > 0.0;
    (0..family.columns.len()).filter(has_base).collect()
}

impl JointRequest {
    /// What was found of the columns.
    pub(crate) fn found(&self, found: JointParts, degrees: &mut DegreesOfPairs<'_>) -> Joint {
        let bases = || self.ratios.iter().map(|ratio| &ratio.base);
        let pairs = column_pairs(self.ratios.len());
        let of_pairs = pairs.map(|(one, other)| {
            let (one, other) = (&self.ratios[one].base, &self.ratios[other].base);
            match self.of {
                Together::Columns | Together::Rest(_) => degrees.of_two(one, other),
                Together::Pair(_) | Together::Any => degrees.of_all(one.iter().chain(other)),
            }
        });
        Joint {
            known: self.known.clone(),
            covariance: found.covariance,
            degrees: of_pairs.collect(),
            degrees_of_all: degrees.of_all(bases().flatten()),
        }
    }
}

impl Spread {
    /// How the columns of a family covary in a row; nothing where no two were estimated.
    pub(crate) fn of(grid: &Grid<'_>, row: usize, position: usize) -> Option<Self> {
        let family = &grid.part.families[position];
        let columns = family.columns.len();
        let pairs: Vec<(usize, usize)> = column_pairs(columns).collect();
        let mut spread = Self { covariance: Matrix::zeros(columns, columns), degrees: vec![0.0; pairs.len()] };
        let joint = |of: Together| grid.joint.get(&(row, position, of));
        let together = joint(Together::Columns);
        let each = (0..pairs.len()).filter_map(|place| joint(Together::Pair(place)));
        let mut is_any = false;
        for joint in together.into_iter().chain(each) {
            is_any = true;
            for (one, row) in joint.known.iter().enumerate() {
                for (other, column) in joint.known.iter().enumerate() {
                    spread.covariance[(*row, *column)] = joint.covariance[(one, other)];
                }
            }
            for ((one, other), df) in column_pairs(joint.known.len()).zip(&joint.degrees) {
                let of_family = (joint.known[one], joint.known[other]);
                if let Some(place) = pairs.iter().position(|pair| *pair == of_family) {
                    spread.degrees[place] = *df;
                }
            }
        }
        is_any.then_some(spread)
    }
}
