//! Tests of columns under the declared design of the sample.

use topline_estimate::chi_square::rao_scott;
use topline_estimate::equality::wald;
use topline_estimate::inference::{EstimateError, JointParts};
use topline_estimate::parts::Part as Ratio;
use topline_survey::{Kind, Plan, RowKind, TestKind};
use topline_tally::Pair;

use crate::column_tests::{among, give_test};
use crate::grid::Grid;
use crate::layout::{Family, Layout};
use crate::letters::{DegreesOfPairs, JointRequest, Spread, Together, known_columns, shares};
use crate::statistics::{ColumnTest, column_test};

/// A whole question that is to be tested by a family of columns.
pub(crate) struct WholeRequest<'l> {
    row: usize,
    family: &'l Family,
    columns: usize,
    /// The part that each answer in each column is of all, answer by answer.
    pub ratios: Vec<Ratio>,
}

/// The whole questions that are to be tested in a part, each with the pair whose sums it takes.
pub(crate) fn whole_requests<'l>(plan: &Plan, layout: &Layout, grid: &Grid<'l>) -> Vec<(Pair, WholeRequest<'l>)> {
    let part = grid.part;
    let is_ticked = plan.codebook.question(&part.question).is_none_or(|question| question.kind() == Kind::Multi);
    let base = part.rows.iter().position(|row| row.of.kind == RowKind::Base);
    let (Some(row), false, true) = (base, is_ticked, plan.tables[part.table].tests.is_some()) else {
        return Vec::new();
    };
    let of_family = |family: &'l Family| {
        let places: Vec<_> = family.columns.iter().map(|(place, _)| *place).collect();
        let axis = &part.axes[places.first()?.0];
        if family.shared.is_some() {
            return None;
        }
        let pair = part.pair(part.base.dimension, axis, part.filter);
        let width = layout.tally.columns_of(&pair.columns);
        let cells = |answer: usize, column: usize| -> Vec<usize> {
            axis.columns[column].places.iter().map(|place| answer * width + place).collect()
        };
        let counted: Vec<Vec<usize>> = part
            .base
            .places
            .iter()
            .flat_map(|answer| places.iter().map(|place| cells(*answer, place.1)).collect::<Vec<_>>())
            .collect();
        let base = counted.concat();
        let once = |cells: Vec<usize>| cells.into_iter().map(|cell| (cell, 1.0)).collect();
        let ratios = counted.into_iter().map(|cells| Ratio { counted: once(cells), base: base.clone() }).collect();
        Some((pair, WholeRequest { row, family, columns: places.len(), ratios }))
    };
    part.families.iter().filter_map(of_family).collect()
}

/// Tests a whole question, whose ratios are of the cells of the sums.
pub(crate) fn test_whole(
    degrees: &mut DegreesOfPairs<'_>,
    request: &WholeRequest<'_>,
    grid: &mut Grid<'_>,
) -> Result<(), EstimateError> {
    let Some(found) = joint(degrees, &request.ratios)? else { return Ok(()) };
    let df = degrees.of_all(&request.ratios[0].base);
    let test = rao_scott(&found.values, &found.covariance, request.columns, df).ok();
    give_test(grid, request.row, request.family, TestKind::RaoScott, test);
    Ok(())
}

/// Tests a row in a family of columns, whose parts are estimated together.
pub(crate) fn test_family(
    degrees: &mut DegreesOfPairs<'_>,
    request: &JointRequest,
    found: &JointParts,
    grid: &mut Grid<'_>,
) -> Result<(), EstimateError> {
    let part = grid.part;
    let family = &part.families[request.family];
    let all: Vec<usize> = request.ratios.iter().flat_map(|ratio| &ratio.base).copied().collect();
    let df = degrees.of_all(&all);
    if column_test(&part.rows[request.row].of) != ColumnTest::Proportions {
        let test = wald(&found.values, &found.covariance, Some(degrees_left(df, request.ratios.len())));
        give_test(grid, request.row, family, TestKind::WaldF, test);
        return Ok(());
    }
    let counted = |ratio: &Ratio| ratio.counted.iter().map(|(cell, _)| *cell).collect::<Vec<usize>>();
    let others = |ratio: &Ratio| {
        let counted = counted(ratio);
        ratio.base.iter().filter(|cell| !counted.contains(cell)).copied().collect::<Vec<usize>>()
    };
    let cells = request.ratios.iter().map(counted).chain(request.ratios.iter().map(others));
    let parts: Vec<Ratio> = cells
        .map(|cells| Ratio { counted: cells.into_iter().map(|cell| (cell, 1.0)).collect(), base: all.clone() })
        .collect();
    let Some(found) = joint(degrees, &parts)? else { return Ok(()) };
    let test = rao_scott(&found.values, &found.covariance, request.ratios.len(), df).ok();
    give_test(grid, request.row, family, TestKind::RaoScott, test);
    Ok(())
}

/// Tests the rows of columns that share respondents, after each two of them are estimated.
pub(crate) fn test_shared(plan: &Plan, grids: &mut [Grid<'_>]) {
    for grid in grids {
        let part = grid.part;
        let families = part.families.iter().enumerate().filter(|(_, family)| family.shared.is_some());
        for (position, family) in families.filter(|_| plan.tables[part.table].tests.is_some()) {
            for (index, row) in part.rows.iter().enumerate() {
                let any = grid.joint.get(&(index, position, Together::Any)).map(|joint| joint.degrees_of_all);
                let (Some(spread), Some(df)) = (Spread::of(grid, index, position), any) else { continue };
                let columns = shares(plan, grid, index, family, column_test(&row.of));
                let (values, covariance) =
                    among(&columns, &spread.covariance, &known_columns(plan, grid, index, family));
                let test = wald(&values, &covariance, Some(degrees_left(df, values.len())));
                give_test(grid, index, family, TestKind::WaldF, test);
            }
        }
    }
}

/// What so many columns leave of degrees of freedom: a difference spends one, as in R's svyttest and regTermTest.
fn degrees_left(df: f64, columns: usize) -> f64 {
    df - (columns as f64 - 1.0)
}

/// Parts that are estimated together; nothing where nobody is in their base.
fn joint(degrees: &DegreesOfPairs<'_>, parts: &[Ratio]) -> Result<Option<JointParts>, EstimateError> {
    match degrees.sample.summation.joint_parts(degrees.sums, parts) {
        Ok(found) => Ok(Some(found)),
        Err(EstimateError::Empty | EstimateError::ZeroDenominator) => Ok(None),
        Err(error) => Err(error),
    }
}
