//! Student's t tests under a design.

use crate::contrast::{contrast, group_means};
use crate::design::Design;
use crate::estimate::Estimate;
use crate::inference::{Domain, EstimateError};

/// The difference of the means of `y` between group 1 and group 0 of a domain, with the test's degrees of freedom.
///
/// Its [`Estimate::p_value`] and [`Estimate::interval`] are those of the t test. Source: regression on the group, as R
/// survey's `svyttest`; the regression spends one degree of freedom more than a mean.
///
/// # Errors
/// See [`EstimateError`]; a group without weight is a denominator of zero.
pub fn t_test(design: &Design, y: &[f64], group: &[usize], domain: Domain) -> Result<Estimate, EstimateError> {
    let means = group_means(design, y, group, 2, domain)?;
    Ok(contrast(&means, &[-1.0, 1.0], design.degrees_for(means.df) - 1.0))
}
