//! The difference of two waves in a figure.

use topline_estimate::distribution::Student;

/// By how much a value rose.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WaveDifference {
    /// The later value less the earlier one.
    pub change: f64,
    /// Its standard error, where those of both are known.
    pub se: Option<f64>,
    /// Its degrees of freedom, where there is an error.
    pub df: Option<f64>,
    /// The chance of a change of this size or more where nothing changed; missing where no error is known.
    pub p: Option<f64>,
}

impl WaveDifference {
    /// A change with its variance: `t = change / se` with so many degrees of freedom.
    pub(crate) fn with_variance(change: f64, variance: f64, df: f64) -> Self {
        // The same respondents with the same answers leave nothing but rounding.
        let se = variance.max(0.0).sqrt();
        let p = (se > 0.0 && df > 0.0).then(|| 2.0 * Student { df }.above((change / se).abs()));
        Self { change, se: Some(se), df: Some(df), p }
    }
}
