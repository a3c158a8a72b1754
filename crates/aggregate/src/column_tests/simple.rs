//! Tests of the columns of a simple sample, from what the tally counted.

use topline_estimate::chi_square::TestResult;
use topline_estimate::column_letters::column_pairs;
use topline_estimate::equality::{pearson, wald};
use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_survey::{Kind, LetterBase, Plan, RowKind, TestKind};

use crate::column_tests::{among, give_test};
use crate::counted::Counted;
use crate::grid::Grid;
use crate::layout::{Family, Part, Places, Row};
use crate::letters::{SimpleComparison, shares};
use crate::statistics::{ColumnTest, column_test, effective};

/// Tests the rows of tables that want it, medians aside.
pub(crate) fn test_simply(plan: &Plan, counted: &Counted<'_>, grids: &mut [Grid<'_>]) {
    for grid in grids {
        let part = grid.part;
        let Some(tests) = plan.tables[part.table].tests else { continue };
        let tests = SimpleTests { plan, of: SimpleComparison { plan, counted, base: tests.base } };
        for family in &part.families {
            for (index, row) in part.rows.iter().enumerate() {
                let (kind, found) = match column_test(&row.of) {
                    ColumnTest::None if row.of.kind == RowKind::Base => {
                        (TestKind::ChiSquare, tests.whole(part, family))
                    }
                    ColumnTest::None => continue,
                    ColumnTest::Proportions => tests.shares(grid, index, family),
                    ColumnTest::Means => (TestKind::WaldF, tests.means(grid, (index, row), family)),
                };
                give_test(grid, index, family, kind, found);
            }
        }
    }
}

struct SimpleTests<'a> {
    plan: &'a Plan,
    of: SimpleComparison<'a>,
}

impl SimpleTests<'_> {
    /// The answers of the base by the columns, where each respondent has one answer and is in one column.
    fn whole(&self, part: &Part, family: &Family) -> Option<TestResult> {
        let question = self.plan.codebook.question(&part.question)?;
        if question.kind() == Kind::Multi || family.shared.is_some() {
            return None;
        }
        let counted = self.of.counted;
        let columns = family.columns.iter().map(|(place, _)| {
            let (base, axis) = (self.of.base_at(part, *place), &part.axes[place.0]);
            let size = match self.of.base {
                LetterBase::Effective => effective(self.plan, &base),
                LetterBase::Unweighted => base.n as f64,
                LetterBase::Weighted => base.weight,
            };
            let of_answer = |place_of_answer: &usize| {
                let places = Places { dimension: part.base.dimension, places: vec![*place_of_answer] };
                let cell = counted.sum(part, axis, &axis.columns[place.1], &places, part.filter);
                if base.weight > 0.0 { size * cell.weight / base.weight } else { 0.0 }
            };
            part.base.places.iter().map(of_answer).collect()
        });
        pearson(&columns.collect::<Vec<Vec<f64>>>())
    }

    /// A percentage of each column.
    fn shares(&self, grid: &Grid<'_>, index: usize, family: &Family) -> (TestKind, Option<TestResult>) {
        let columns = shares(self.plan, grid, index, family, ColumnTest::Proportions);
        let sizes: Vec<f64> = columns.iter().map(|column| size_of(column, self.of.base)).collect();
        if family.shared.is_none() {
            let counts =
                columns.iter().zip(&sizes).map(|(column, size)| vec![column.x * size, (1.0 - column.x) * size]);
            return (TestKind::ChiSquare, pearson(&counts.collect::<Vec<_>>()));
        }
        // The variance of a part that all have in common, as z tests of two columns pool theirs.
        let pooled = columns.iter().zip(&sizes).map(|(column, size)| column.x * size).sum::<f64>();
        let pooled = pooled / sizes.iter().sum::<f64>();
        let common = pooled * (1.0 - pooled);
        let mut covariance = Matrix::zeros(columns.len(), columns.len());
        for (at, size) in sizes.iter().enumerate() {
            covariance[(at, at)] = common / size;
        }
        let overlaps = self.of.overlaps(grid.part, family);
        for ((one, other), overlap) in column_pairs(columns.len()).zip(overlaps) {
            let both = common * overlap.correlation * overlap.shared / (sizes[one] * sizes[other]);
            covariance[(one, other)] = both;
            covariance[(other, one)] = both;
        }
        let known: Vec<usize> = (0..columns.len()).filter(|at| sizes[*at] > 0.0).collect();
        let (values, covariance) = among(&columns, &covariance, &known);
        (TestKind::WaldChiSquare, wald(&values, &covariance, None))
    }

    /// The mean of each column, whose variances are their own.
    fn means(&self, grid: &Grid<'_>, (index, row): (usize, &Row), family: &Family) -> Option<TestResult> {
        let part = grid.part;
        let columns = shares(self.plan, grid, index, family, ColumnTest::Means);
        let spreads = self.of.spreads(part, row, family);
        // One respondent has no variance.
        let is_known = |at: &usize| columns[*at].base.n > 1 && columns[*at].base.n_weighted > 0.0;
        let known: Vec<usize> = (0..columns.len()).filter(is_known).collect();
        let (values, covariance) = among(&columns, &spreads, &known);
        let all = self.of.in_any(part, row, family, &columns);
        wald(&values, &covariance, Some(all.saturating_sub(values.len() as u64) as f64))
    }
}

fn size_of(column: &ColumnShare, base: LetterBase) -> f64 {
    match base {
        LetterBase::Effective => column.base.n_effective,
        LetterBase::Unweighted => column.base.n as f64,
        LetterBase::Weighted => column.base.n_weighted,
    }
}
