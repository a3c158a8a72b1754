//! The standard errors and intervals of figures, where the survey declares its design.
//!
//! A second pass over `responses`, in the order of rows: each pair of the tally becomes a table of sums under the design. A
//! percentage is a part of its base, a mean a part with scores; both are ratios of sums.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{Float64Type, UInt64Type};
use datafusion::common::{DataFusionError, Result, exec_datafusion_err, exec_err};
use futures::TryStreamExt as _;
use topline_estimate::estimate::Estimate;
use topline_estimate::inference::EstimateError;
use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_estimate::parts::{Base, CellSums, Part as Share, Valued};
use topline_estimate::proportion_interval::proportion_interval;
use topline_survey::{Figure, Letters, Plan, RowKind, Statistic, Unit};
use topline_tally::{Pair, Tally, places};

use crate::aggregate_error::AggregateError;
use crate::assemble::{as_share, name_columns};
use crate::layout::{Counts, Family, Layout, Part, Places, Row, Spot};
use crate::letters::{Compared, column_base, letters_of};
use crate::publish::{Precision, publish};
use crate::sample::Sample;
use crate::session::Session;
use crate::statistics::{ColumnTest, DesignError, column_test, measure};
use crate::tally::external;

/// Gives the figures of the plan's tables, which come in the order of the layout, their errors.
pub(crate) async fn add_errors(
    session: &Session,
    plan: &Plan,
    layout: &Layout,
    figures: &mut [Figure],
) -> Result<(), AggregateError> {
    if plan.survey.design.is_none() || layout.tally.pairs.is_empty() {
        return Ok(());
    }
    let sample = session.sample().await?;
    let fail = |error| AggregateError::query("the errors of figures", error);
    let sums = gather(session, sample, layout).await?;
    let mut shares: BTreeMap<usize, Vec<(usize, Share, Base)>> = BTreeMap::new();
    let spots = layout.parts.iter().flat_map(|part| part.spots().map(move |spot| (part, spot)));
    for (index, ((part, spot), figure)) in spots.zip(figures.iter()).enumerate() {
        let Some((pair, share)) = share(&layout.tally, part, &spot).filter(|_| figure.x.is_some()) else { continue };
        let Some(position) = layout.pairs.get(&pair) else { continue };
        shares.entry(*position).or_default().push((index, share, base_of(figure)));
    }
    for (position, shares) in shares {
        let wanted: Vec<(Share, Base)> = shares.iter().map(|(_, share, base)| (share.clone(), *base)).collect();
        let estimates = sample.summation.parts(&sums[position], &wanted).map_err(|error| fail(failed(error)))?;
        for ((index, share, _), estimate) in shares.iter().zip(estimates) {
            if let Some(estimate) = estimate {
                let error = tell(sample, &sums[position], share, &estimate, &mut figures[*index]);
                error.map_err(|error| fail(failed(error)))?;
            }
        }
    }
    let mut first = 0;
    for part in &layout.parts {
        let table = &plan.tables[part.table];
        let width = part.columns().count();
        let own = &mut figures[first..first + part.rows.len() * width];
        first += own.len();
        for figure in own.iter_mut().filter(|figure| is_error(figure.statistic)) {
            figure.x = figure.x_se;
            (figure.published, figure.suppressed, figure.note) = (None, None, None);
            publish(figure, plan, Precision::of(plan, table), figure.base);
            (figure.x_se, figure.x_low, figure.x_upp, figure.deff) = (None, None, None, None);
        }
        if let Some(letters) = &table.letters {
            let compared = Comparisons { sample, layout, sums: &sums, letters };
            compared.letter(part, own, width)?;
        }
    }
    Ok(())
}

/// What columns are compared with under a design.
struct Comparisons<'a> {
    sample: &'a Sample,
    layout: &'a Layout,
    sums: &'a [CellSums],
    letters: &'a Letters,
}

impl Comparisons<'_> {
    /// The letters of a part's figures, row by row.
    fn letter(&self, part: &Part, figures: &mut [Figure], width: usize) -> Result<(), AggregateError> {
        name_columns(part, figures);
        for (row, figures) in
            part.rows.iter().zip(figures.chunks_mut(width)).filter(|(row, _)| column_test(&row.of) != ColumnTest::None)
        {
            for family in &part.families {
                self.letter_family(part, row, family, figures)?;
            }
        }
        Ok(())
    }

    fn letter_family(
        &self,
        part: &Part,
        row: &Row,
        family: &Family,
        figures: &mut [Figure],
    ) -> Result<(), AggregateError> {
        let fail = |error| AggregateError::query("the comparison of columns", failed(error));
        let mut known: Vec<(usize, Share)> = Vec::new();
        let mut columns = Vec::new();
        let mut at = None;
        for (index, ((axis, column), _)) in family.columns.iter().enumerate() {
            let before: usize = part.axes[..*axis].iter().map(|axis| axis.columns.len()).sum();
            let figure = &figures[before + column];
            let axis = &part.axes[*axis];
            let spot = Spot { row, axis, column: &axis.columns[*column] };
            let Some((pair, share)) = share(&self.layout.tally, part, &spot) else { return Ok(()) };
            let base = base_of(figure);
            let percent = if figure.unit == Unit::Percent { 100.0 } else { 1.0 };
            columns.push(ColumnShare {
                x: as_share(figure.x.unwrap_or_default(), percent),
                base: column_base(base.n, base.n_weighted, base.n_effective),
            });
            at = self.layout.pairs.get(&pair).copied();
            if base.n_weighted > 0.0 {
                known.push((index, share));
            }
        }
        let Some(position) = at.filter(|_| known.len() > 1) else { return Ok(()) };
        let shares: Vec<Share> = known.iter().map(|(_, share)| share.clone()).collect();
        let found = self.sample.summation.part_covariance(&self.sums[position], &shares).map_err(fail)?;
        let mut covariance = Matrix::zeros(columns.len(), columns.len());
        for (one, (row, _)) in known.iter().enumerate() {
            for (other, (column, _)) in known.iter().enumerate() {
                covariance[(*row, *column)] = found[(one, other)];
            }
        }
        let df = self.sample.summation.design().degrees_of_freedom();
        if df <= 0.0 {
            return Ok(());
        }
        let compared = Compared::Covariance(&covariance, df);
        let found = letters_of(family, &columns, &compared, self.letters).map_err(AggregateError::Letters)?;
        for (((axis, column), _), found) in family.columns.iter().zip(found) {
            let before: usize = part.axes[..*axis].iter().map(|axis| axis.columns.len()).sum();
            let figure = &mut figures[before + column];
            figure.letters = found.filter(|_| figure.suppressed.is_none());
        }
        Ok(())
    }
}

/// Whether a value is the standard error itself.
fn is_error(statistic: Option<Statistic>) -> bool {
    statistic.is_some_and(|statistic| measure(statistic).design_error() == DesignError::IsValue)
}

fn base_of(figure: &Figure) -> Base {
    Base {
        n: figure.base,
        n_weighted: figure.base_weighted,
        n_effective: figure.base_effective.unwrap_or(figure.base as f64),
    }
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
    let sql = format!("select {}, \"row\" from responses order by \"row\"", layout.sql());
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
        let rows = batch.column(types.len()).as_primitive::<UInt64Type>();
        let own: Vec<usize> = (0..rows.len())
            .map(|index| {
                sample
                    .place(rows.value(index), first + index)
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

/// The pair that a figure's cells are in, and which of them are counted and are its base; nothing of what has no error.
///
/// A row's dimension differs from the base's where boxes are ticked; places for absent answers are at the same end of both.
fn share(tally: &Tally, part: &Part, spot: &Spot<'_>) -> Option<(Pair, Share)> {
    let row = spot.row;
    let has_error = match row.of.kind {
        RowKind::Base | RowKind::Total => false,
        RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => measure(row.of.statistic).design_error() != DesignError::None,
    };
    if !has_error {
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
            let share = Share { counted: once(cells_at(places, width)), base: cells_at(&part.base.places, width) };
            (pair, share)
        }
        Counts::Values { dimension, values } => {
            let (pair, width, _) = at(*dimension);
            let counted = values
                .iter()
                .flat_map(|(place, value)| cells_at(&[*place], width).into_iter().map(move |cell| (cell, *value)))
                .collect();
            let places: Vec<usize> = values.iter().map(|(place, _)| *place).collect();
            (pair, Share { counted, base: cells_at(&places, width) })
        }
        Counts::Numbers(Places { dimension, places }) => {
            let (pair, width, cells) = at(*dimension);
            let base = cells_at(places, width);
            (pair, Share { counted: once(base.iter().map(|cell| cells + cell).collect()), base })
        }
        Counts::Fewer { .. } | Counts::Answers => return None,
    })
}

fn tell(
    sample: &Sample,
    sums: &CellSums,
    share: &Share,
    estimate: &Estimate,
    figure: &mut Figure,
) -> Result<(), EstimateError> {
    let percent = figure.unit == Unit::Percent;
    let scale = if percent { 100.0 } else { 1.0 };
    figure.x_se = Some(scale * estimate.x_se);
    let interval = if percent {
        let proportion = sample.summation.proportion(sums, share, estimate)?;
        // At 0 and 1 most methods have no interval.
        proportion_interval(&proportion, sample.interval, sample.confidence).ok()
    } else {
        estimate.interval(sample.confidence)
    };
    figure.x_low = interval.map(|interval| scale * interval.x_low);
    figure.x_upp = interval.map(|interval| scale * interval.x_upp);
    figure.deff = estimate.deff.without_replacement.or(estimate.deff.with_replacement);
    Ok(())
}

fn failed(error: EstimateError) -> DataFusionError {
    match error {
        EstimateError::Covariance(_) => exec_datafusion_err!(
            "a stratum of the design has a single cluster, and `single_cluster` does not say what it adds to the variance"
        ),
        other => exec_datafusion_err!("{other}"),
    }
}
