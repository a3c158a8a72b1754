//! The standard errors and intervals of figures, where the survey declares its design.
//!
//! A percentage is a part of its base, a mean a part with scores; both are ratios of sums under the design.

use datafusion::common::{DataFusionError, exec_datafusion_err};
use topline_estimate::cell_sums::CellSums;
use topline_estimate::covariance::CovarianceError;
use topline_estimate::estimate::{Estimate, Quantiles};
use topline_estimate::inference::EstimateError;
use topline_estimate::parts::{Base, Part as Ratio};
use topline_estimate::proportion_interval::{ExtremeInterval, MadeBy, ProportionInterval, interval_of};
use topline_survey::{CellError, Unit};

use crate::grid::Grid;
use crate::sample::Sample;
use crate::statistics::{DesignError, design_error};

/// A cell whose error is wanted.
pub(crate) struct CellRequest {
    /// Its position among the cells of its grid.
    pub index: usize,
    pub ratio: Ratio,
    pub base: Base,
}

/// Gives cells their errors, whose ratios are of the cells of `sums`.
pub(crate) fn give_errors(
    sample: &Sample,
    sums: &CellSums,
    requests: &[&CellRequest],
    grid: &mut Grid<'_>,
) -> Result<(), EstimateError> {
    let wanted: Vec<(Ratio, Base)> = requests.iter().map(|request| (request.ratio.clone(), request.base)).collect();
    let estimates = sample.summation.parts(sums, &wanted)?;
    let quantiles = Quantiles::new(sample.confidence);
    for (request, estimate) in requests.iter().zip(estimates) {
        if let Some(estimate) = estimate {
            let cell = &mut grid.cells[request.index];
            cell.error = cell_error((sample, &quantiles), sums, &request.ratio, &estimate, cell.measured.unit)?;
        }
    }
    Ok(())
}

/// Makes the standard error the value of a cell where that is what its row shows.
pub(crate) fn show_errors(grid: &mut Grid<'_>) {
    let part = grid.part;
    for (spot, cell) in part.spots().zip(&mut grid.cells) {
        if design_error(&spot.row.of) == DesignError::IsValue {
            cell.measured.x = cell.error.x_se;
            cell.error = CellError::default();
        }
    }
}

fn cell_error(
    (sample, quantiles): (&Sample, &Quantiles),
    sums: &CellSums,
    ratio: &Ratio,
    estimate: &Estimate,
    unit: Unit,
) -> Result<CellError, EstimateError> {
    let percent = unit == Unit::Percent;
    let scale = if percent { 100.0 } else { 1.0 };
    let interval = if percent {
        let proportion = sample.summation.proportion(sums, ratio, estimate)?;
        interval_of(&proportion, sample.interval, quantiles, sample.extremes)
            .map(|(interval, made)| (interval, interval_name(made)))
    } else {
        estimate.interval_by(quantiles).map(|interval| (interval, "t"))
    };
    Ok(CellError {
        x_se: Some(scale * estimate.x_se),
        x_low: interval.map(|(interval, _)| scale * interval.x_low),
        x_upp: interval.map(|(interval, _)| scale * interval.x_upp),
        interval: interval.map(|(_, name)| name),
        df: Some(estimate.df),
        deff: sample.design_effect(estimate.deff),
    })
}

/// The name of the way in which an interval was made.
pub(crate) fn interval_name(made: MadeBy) -> &'static str {
    match made {
        MadeBy::Method(method) => match method {
            ProportionInterval::Logit => "logit",
            ProportionInterval::Xlogit => "xlogit",
            ProportionInterval::Likelihood => "likelihood",
            ProportionInterval::Profile => "profile",
            ProportionInterval::ArcSine => "asin",
            ProportionInterval::Beta => "beta",
            ProportionInterval::Mean => "mean",
            ProportionInterval::Wilson => "wilson",
        },
        MadeBy::Extreme(ExtremeInterval::ClopperPearson) => "clopper_pearson",
        MadeBy::Extreme(ExtremeInterval::Wilson) => "wilson",
        MadeBy::Extreme(ExtremeInterval::None) => "none",
    }
}

pub(crate) fn estimate_error(error: EstimateError) -> DataFusionError {
    if let EstimateError::Covariance(error) = error {
        return match error {
            CovarianceError::LonelyCluster { .. } => exec_datafusion_err!(
                "a stratum of the design has a single cluster, and `single_cluster` does not say what it adds to the variance"
            ),
            CovarianceError::AllLonely => exec_datafusion_err!(
                "each stratum of the design has a single cluster, so that `single_cluster = \"average\"` has no average to take"
            ),
        };
    }
    exec_datafusion_err!("{error}")
}
