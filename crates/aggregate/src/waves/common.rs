//! What waves have in common, and the covariance of a figure in them.

use topline_estimate::overlap::{SampleEstimate, SampleOverlap};

use crate::aggregate_error::AggregateError;
use crate::waves::chance::chance_of_difference;
use crate::waves::difference::WaveDifference;
use crate::waves::wave::Wave;
use crate::waves::wave_errors::{FigureParts, WaveErrors};
use crate::waves::wave_value::WaveValue;

/// The waves that declare what they have in common.
pub(crate) struct Common<'w> {
    /// The errors of each wave, and the position of its sample in the overlap.
    waves: Vec<Option<(&'w WaveErrors, usize)>>,
    overlap: SampleOverlap,
}

/// A figure in several waves, with the parts of its errors.
pub(crate) struct Compared<'c> {
    common: &'c Common<'c>,
    values: &'c [Option<WaveValue<'c>>],
    parts: Vec<Option<FigureParts>>,
}

impl<'w> Common<'w> {
    pub(crate) fn of(waves: &'w [Wave]) -> Self {
        let mut samples = Vec::new();
        let waves = waves.iter().map(|wave| {
            let errors = wave.errors.as_ref()?;
            samples.push((errors.parts.as_slice(), errors.names.as_slice()));
            Some((errors, samples.len() - 1))
        });
        let waves = waves.collect();
        Self { waves, overlap: SampleOverlap::new(&samples) }
    }

    /// A figure, with what it takes to compare it.
    pub(crate) fn comparing<'c>(&'c self, values: &'c [Option<WaveValue<'c>>]) -> Result<Compared<'c>, AggregateError> {
        let parts = values.iter().zip(&self.waves).map(|(value, wave)| {
            let (Some(value), Some((errors, _))) = (value, wave) else { return Ok(None) };
            if value.se.is_none() { Ok(None) } else { errors.parts_of(&value.figure) }
        });
        let parts = parts.collect::<Result<_, _>>()?;
        Ok(Compared { common: self, values, parts })
    }
}

impl Compared<'_> {
    /// The figure in a wave.
    pub(crate) fn value(&self, wave: usize) -> Option<&WaveValue<'_>> {
        self.values[wave].as_ref()
    }

    /// The waves that have it.
    pub(crate) fn present(&self) -> Vec<&WaveValue<'_>> {
        self.values.iter().flatten().collect()
    }

    fn sampled(&self, wave: usize) -> Option<SampleEstimate<'_>> {
        let (value, parts, (_, sample)) =
            (self.values[wave].as_ref()?, self.parts[wave].as_ref()?, self.common.waves[wave].as_ref()?);
        Some(SampleEstimate { sample: *sample, parts: &parts.parts, present: &parts.present, df: value.df })
    }

    /// The covariance of the figure in two waves: of independent ones none.
    pub(crate) fn covariance(&self, one: usize, other: usize) -> f64 {
        match (self.sampled(one), self.sampled(other)) {
            (Some(one), Some(other)) => self.common.overlap.covariance(one, other),
            (None, _) | (_, None) => 0.0,
        }
    }

    /// The degrees of freedom of a comparison of waves.
    pub(crate) fn degrees(&self, waves: &[usize]) -> f64 {
        let sampled: Vec<SampleEstimate<'_>> = waves.iter().filter_map(|wave| self.sampled(*wave)).collect();
        let others = waves.iter().filter(|wave| self.sampled(**wave).is_none());
        let alone: f64 = others.filter_map(|wave| Some(self.value(*wave)?.df)).sum();
        alone + if sampled.is_empty() { 0.0 } else { self.common.overlap.degrees(&sampled) }
    }

    /// By how much the figure rose from one wave to another.
    pub(crate) fn difference(&self, before: usize, now: usize) -> Option<WaveDifference> {
        let (one, other) = (self.value(before)?, self.value(now)?);
        let change = other.x - one.x;
        let Some((first, second)) = one.se.zip(other.se) else {
            let p = chance_of_difference(one.in_sample(), other.in_sample());
            return Some(WaveDifference { change, p, ..WaveDifference::default() });
        };
        let variance = first * first + second * second - 2.0 * self.covariance(before, now);
        Some(WaveDifference::with_variance(change, variance, self.degrees(&[before, now])))
    }
}
