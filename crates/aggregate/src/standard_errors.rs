//! The standard errors and intervals of figures, where the survey declares its design.
//!
//! A second pass over `responses`, in the order of rows: each pair of the tally becomes a table of sums under the design. A
//! percentage is a part of its base, a mean a part with scores; both are ratios of sums.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::common::{DataFusionError, Result, exec_datafusion_err, exec_err};
use futures::TryStreamExt as _;
use topline_estimate::estimate::Estimate;
use topline_estimate::inference::EstimateError;
use topline_estimate::parts::{Base, CellSums, Part as Ratio, Valued};
use topline_estimate::proportion_interval::proportion_interval;
use topline_records::ROW_ID;
use topline_survey::{CellBase, CellError, Plan, Unit};
use topline_tally::{Pair, Tally, places};

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::layout::{Counts, Layout, Part, Places, Spot};
use crate::sample::Sample;
use crate::session::Session;
use crate::statistics::{DesignError, design_error};
use crate::tally::external;

/// The sums of the design, from which errors and comparisons come.
pub(crate) struct DesignPass<'s> {
    pub sample: &'s Sample,
    /// The sums of each pair of the tally.
    pub sums: Vec<CellSums>,
}

/// Gives the cells of the plan's tables their errors; what the design summed up, where there are any tables.
pub(crate) async fn with_errors<'s>(
    session: &'s Session,
    plan: &Plan,
    layout: &Layout,
    grids: &mut [Grid<'_>],
) -> Result<Option<DesignPass<'s>>, AggregateError> {
    if layout.tally.pairs.is_empty() {
        return Ok(None);
    }
    let sample = session.sample().await?;
    let fail = |error| AggregateError::query("the errors of figures", estimate_error(error));
    let sums = gather(session, sample, layout).await?;
    for grid in grids {
        estimate_part(plan, layout, sample, &sums, grid).map_err(fail)?;
    }
    Ok(Some(DesignPass { sample, sums }))
}

/// Gives the cells of a part their errors; a standard error that is a row of the table becomes the value of its cell.
fn estimate_part(
    plan: &Plan,
    layout: &Layout,
    sample: &Sample,
    sums: &[CellSums],
    grid: &mut Grid<'_>,
) -> Result<(), EstimateError> {
    let part = grid.part;
    let mut of_pairs: BTreeMap<usize, Vec<(usize, Ratio, Base)>> = BTreeMap::new();
    for (index, (spot, cell)) in part.spots().zip(&grid.cells).enumerate() {
        let Some((pair, ratio)) = ratio(&layout.tally, part, &spot).filter(|_| cell.measured.x.is_some()) else {
            continue;
        };
        let Some(position) = layout.pairs.get(&pair) else { continue };
        of_pairs.entry(*position).or_default().push((index, ratio, base_of(cell.base(plan))));
    }
    for (position, ratios) in of_pairs {
        let wanted: Vec<(Ratio, Base)> = ratios.iter().map(|(_, ratio, base)| (ratio.clone(), *base)).collect();
        let estimates = sample.summation.parts(&sums[position], &wanted)?;
        for ((index, ratio, _), estimate) in ratios.iter().zip(estimates) {
            if let Some(estimate) = estimate {
                let cell = &mut grid.cells[*index];
                cell.error = cell_error(sample, &sums[position], ratio, &estimate, cell.measured.unit)?;
            }
        }
    }
    for (spot, cell) in part.spots().zip(&mut grid.cells) {
        if design_error(&spot.row.of) == DesignError::IsValue {
            cell.measured.x = cell.error.x_se;
            cell.error = CellError::default();
        }
    }
    Ok(())
}

pub(crate) fn base_of(base: CellBase) -> Base {
    Base { n: base.n, n_weighted: base.weighted, n_effective: base.effective.unwrap_or(base.n as f64) }
}

/// The state of each pair after all respondents.
async fn gather(session: &Session, sample: &Sample, layout: &Layout) -> Result<Vec<CellSums>, AggregateError> {
    let fail = |error| AggregateError::query("the errors of figures", error);
    let tally = &layout.tally;
    let mut sums: Vec<CellSums> = tally
        .pairs
        .iter()
        .map(|pair| {
            sample.summation.cells(tally.cells_of(pair), if pair.value.is_some() { Valued::Yes } else { Valued::No })
        })
        .collect();
    let sql = format!("select {}, {ROW_ID} from responses order by {ROW_ID}", layout.sql());
    let mut stream = session.query("the errors of figures", &sql).await?;
    let types = tally.argument_types(layout.arguments.len()).map_err(|error| fail(external(error)))?;
    let mut first = 0;
    while let Some(batch) = stream.try_next().await.map_err(fail)? {
        let arguments: Vec<ArrayRef> = batch
            .columns()
            .iter()
            .zip(&types)
            .map(|(column, as_type)| cast(column, as_type))
            .collect::<Result<_, _>>()
            .map_err(|error| fail(error.into()))?;
        let rows = batch.column(types.len()).as_primitive::<Int64Type>();
        let own: Vec<usize> = (0..rows.len())
            .map(|index| {
                sample
                    .place(rows.value(index).cast_unsigned(), first + index)
                    .ok_or_else(|| exec_datafusion_err!("a row of no respondent"))
            })
            .collect::<Result<_>>()
            .map_err(fail)?;
        first += rows.len();
        add(sample, tally, &arguments, &own, &mut sums).map_err(fail)?;
    }
    Ok(sums)
}

fn add(sample: &Sample, tally: &Tally, arguments: &[ArrayRef], own: &[usize], sums: &mut [CellSums]) -> Result<()> {
    let stands = places(tally, arguments).map_err(external)?;
    for (pair, sums) in tally.pairs.iter().zip(sums) {
        let cells = tally.cells_of(pair);
        let width = tally.columns_of(&pair.columns);
        let column_at = |index: usize| {
            pair.columns.iter().fold(0, |outer, dimension| {
                outer * tally.dimensions[*dimension].places() + usize::from(stands[*dimension][index])
            })
        };
        let filter = pair.filter.map(|filter| arguments[filter].as_boolean());
        let values = pair.value.map(|value| arguments[value].as_primitive::<Float64Type>());
        for (index, &row) in own.iter().enumerate() {
            if filter.is_some_and(|filter| filter.is_null(index) || !filter.value(index)) {
                continue;
            }
            let cell = usize::from(stands[pair.rows][index]) * width + column_at(index);
            match values {
                None => sample.summation.add_to_cell(sums, row, cell),
                Some(values) => {
                    let value = if values.is_valid(index) { values.value(index) } else { 0.0 };
                    if !value.is_finite() {
                        return exec_err!("a value of a mean is not finite");
                    }
                    sample.summation.add_value_to_cell(sums, row, (cell, cells), value);
                }
            }
        }
    }
    Ok(())
}

/// The pair that a cell's sums are in, and the ratio of sums that its value is; none of what has no error.
///
/// A row's dimension differs from the base's where boxes are ticked; places for absent answers are at the same end of both.
pub(crate) fn ratio(tally: &Tally, part: &Part, spot: &Spot<'_>) -> Option<(Pair, Ratio)> {
    let row = spot.row;
    if design_error(&row.of) == DesignError::None {
        return None;
    }
    let cells_at = |places: &[usize], width: usize| -> Vec<usize> {
        places.iter().flat_map(|place| spot.column.places.iter().map(move |column| place * width + column)).collect()
    };
    let once = |cells: Vec<usize>| cells.into_iter().map(|cell| (cell, 1.0)).collect();
    let at = |dimension: usize| {
        let pair = part.pair(dimension, spot.axis, row.filter);
        let (width, cells) = (tally.columns_of(&pair.columns), tally.cells_of(&pair));
        (pair, width, cells)
    };
    Some(match &row.counts {
        Counts::Respondents(Places { dimension, places }) => {
            let (pair, width, _) = at(*dimension);
            let ratio = Ratio { counted: once(cells_at(places, width)), base: cells_at(&part.base.places, width) };
            (pair, ratio)
        }
        Counts::Values { dimension, values } => {
            let (pair, width, _) = at(*dimension);
            let counted = values
                .iter()
                .flat_map(|(place, value)| cells_at(&[*place], width).into_iter().map(move |cell| (cell, *value)))
                .collect();
            let places: Vec<usize> = values.iter().map(|(place, _)| *place).collect();
            (pair, Ratio { counted, base: cells_at(&places, width) })
        }
        Counts::Numbers(Places { dimension, places }) => {
            let (pair, width, cells) = at(*dimension);
            let base = cells_at(places, width);
            (pair, Ratio { counted: once(base.iter().map(|cell| cells + cell).collect()), base })
        }
        Counts::Fewer { .. } | Counts::Answers => return None,
    })
}

fn cell_error(
    sample: &Sample,
    sums: &CellSums,
    ratio: &Ratio,
    estimate: &Estimate,
    unit: Unit,
) -> Result<CellError, EstimateError> {
    let percent = unit == Unit::Percent;
    let scale = if percent { 100.0 } else { 1.0 };
    let interval = if percent {
        let proportion = sample.summation.proportion(sums, ratio, estimate)?;
        // At 0 and 1 most methods have no interval.
        proportion_interval(&proportion, sample.interval, sample.confidence).ok()
    } else {
        estimate.interval(sample.confidence)
    };
    Ok(CellError {
        x_se: Some(scale * estimate.x_se),
        x_low: interval.map(|interval| scale * interval.x_low),
        x_upp: interval.map(|interval| scale * interval.x_upp),
        deff: estimate.deff.without_replacement.or(estimate.deff.with_replacement),
    })
}

pub(crate) fn estimate_error(error: EstimateError) -> DataFusionError {
    match error {
        EstimateError::Covariance(_) => exec_datafusion_err!(
            "a stratum of the design has a single cluster, and `single_cluster` does not say what it adds to the variance"
        ),
        other => exec_datafusion_err!("{other}"),
    }
}
