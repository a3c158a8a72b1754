//! A figure in several waves, as a page shows it.

use topline_survey::{FigureRef, Unit};

use crate::shown::sign;

/// A figure in several waves.
#[derive(Debug, Clone)]
pub struct WaveFigure {
    /// Its name in the last wave.
    pub key: FigureRef,
    /// The title of its table.
    pub title: String,
    /// The labels of its item, row and column.
    pub labels: [String; 3],
    /// What it counts.
    pub unit: Unit,
    /// The figure in each wave; none where it was not asked alike, or is held back.
    pub points: Vec<Option<WavePoint>>,
    /// The change from the first wave to the last.
    pub whole: Option<WaveChange>,
    /// The change on the wave before the last, where there are three waves or more.
    pub latest: Option<WaveChange>,
    /// By how much it rises from one wave to the next, or in a unit of the times of the waves.
    pub trend: Option<WaveChange>,
}

/// A published value of a wave.
#[derive(Debug, Clone, PartialEq)]
pub struct WavePoint {
    /// As published.
    pub published: String,
    /// The same as a number.
    pub value: f64,
    /// Both ends of its interval, where the survey declares its design.
    pub interval: Option<(f64, f64)>,
}

/// A change, and the chance of one as large where nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveChange {
    /// By how much the exact value rises.
    pub change: f64,
    /// The chance, where it is known.
    pub p: Option<f64>,
}

impl WaveFigure {
    /// Its item, row and column.
    pub(super) fn label(&self) -> String {
        self.labels.iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// Whether it is of all respondents.
    pub(super) fn is_total(&self) -> bool {
        self.key.column.is_empty()
    }

    /// The value in a wave, with its unit; a dash where there is none.
    pub(super) fn shown(&self, wave: usize) -> String {
        let point = self.points.get(wave).and_then(Option::as_ref);
        point.map_or_else(|| "\u{2013}".to_owned(), |point| format!("{}{}", point.published, sign(self.unit)))
    }

    /// A change with its sign, and what it is counted in.
    pub(super) fn counted(&self, change: f64) -> String {
        match self.unit {
            Unit::Percent => format!("{change:+.1} points"),
            Unit::Count | Unit::Score | Unit::Index | Unit::Points => format!("{change:+.1}"),
        }
    }
}

impl WaveChange {
    /// The chance, marked where it is small.
    pub(super) fn marked(&self, confidence: f64) -> String {
        match self.p {
            Some(p) if p < 1.0 - confidence => format!("{p:.3} *"),
            Some(p) => format!("{p:.3}"),
            None => "\u{2013}".to_owned(),
        }
    }
}
