//! A figure of a wave as a value that can be compared.

use topline_survey::{Figure, FigureRef, Statistic};

use crate::waves::chance::SampleValue;
use crate::waves::figure_names::Known;
use crate::waves::wave::Wave;

/// A figure that is not held back.
#[derive(Clone, Copy)]
pub(crate) struct WaveValue<'f> {
    pub figure: Figure<'f>,
    /// The position of its wave.
    pub wave: usize,
    pub x: f64,
    pub se: Option<f64>,
    /// The degrees of freedom of its error.
    pub df: f64,
}

impl<'f> WaveValue<'f> {
    /// The value of a figure; nothing of one that is held back.
    pub(crate) fn of(figure: Figure<'f>, wave: &Wave, known: &Known<'_>, at: usize) -> Option<Self> {
        figure.cell.published.value()?;
        let declared = figure.cell.error.df.or(wave.df);
        let df = declared.unwrap_or_else(|| (figure.cell.base.n as f64 - 1.0).max(0.0));
        Some(Self { figure, wave: at, x: figure.cell.x?, se: error(&figure, known), df })
    }

    /// Both ends of its interval.
    pub(crate) fn interval(&self) -> Option<(f64, f64)> {
        self.figure.cell.error.x_low.zip(self.figure.cell.error.x_upp)
    }

    fn size(&self) -> f64 {
        self.figure.cell.base.effective.unwrap_or(self.figure.cell.base.n as f64)
    }

    /// Its error, or that of a percentage of a simple sample of the effective size.
    pub(crate) fn any_error(&self) -> Option<f64> {
        let share = self.x / 100.0;
        let is_percent = self.is_percent() && self.size() > 0.0;
        let simple = || is_percent.then(|| 100.0 * (share * (1.0 - share) / self.size()).max(0.0).sqrt());
        self.se.or_else(simple)
    }

    fn is_percent(&self) -> bool {
        self.figure.row.statistic != Some(Statistic::Mean)
    }

    pub(crate) fn in_sample(&self) -> SampleValue {
        SampleValue { x: self.x, se: self.se, size: self.size(), df: self.df, is_percent: self.is_percent() }
    }
}

/// The error of a figure, where the survey declares its design; of a mean also where its table has one.
fn error(figure: &Figure<'_>, known: &Known<'_>) -> Option<f64> {
    if figure.row.statistic != Some(Statistic::Mean) {
        return figure.cell.error.x_se;
    }
    figure.cell.error.x_se.or_else(|| {
        let row = Statistic::StandardError.as_str().to_owned();
        known.get(&FigureRef { row, ..figure.name() })?.cell.x
    })
}
