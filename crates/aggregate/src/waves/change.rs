//! The figures of waves, and their changes.

use topline_survey::{Figure, FigureRef, RowKind, Statistic, Tabulation, Unit};

use crate::aggregate_error::AggregateError;
use crate::waves::common::{Common, Compared};
use crate::waves::difference::WaveDifference;
use crate::waves::figure_names::{Known, known};
use crate::waves::matching::Matching;
use crate::waves::trend::{Trend, trend};
use crate::waves::unlike::Unlike;
use crate::waves::wave::Wave;
use crate::waves::wave_value::WaveValue;

/// Waves side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveComparison {
    /// The figures of the last wave that an earlier one has too, in the order of the last.
    pub changes: Vec<Change>,
    /// What is not alike, by the earlier wave.
    pub unlike: Vec<Unlike>,
}

/// A figure in several waves.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The figure, as the last wave names it.
    pub key: FigureRef,
    /// The title of its table.
    pub title: String,
    /// The labels of its item, row and column.
    pub labels: [String; 3],
    /// What it counts.
    pub unit: Unit,
    /// The figure in each wave.
    pub waves: Vec<ChangedFigure>,
    /// The line through three waves or more.
    pub trend: Option<Trend>,
}

/// A figure in one wave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangedFigure {
    /// As published; missing where it was held back or is not comparable.
    pub published: Option<String>,
    /// Its standard error, where it is known.
    pub se: Option<f64>,
    /// Both ends of its interval, where the survey declares its design and the figure is published.
    pub interval: Option<(f64, f64)>,
    /// By how much the exact value rose from the wave before.
    pub on_before: Option<WaveDifference>,
    /// By how much it rose from the first wave.
    pub on_first: Option<WaveDifference>,
}

impl Change {
    /// The change from the first wave to the last.
    #[must_use]
    pub fn whole(&self) -> Option<WaveDifference> {
        self.waves.last()?.on_first
    }

    /// The change from the wave before the last to the last.
    #[must_use]
    pub fn latest(&self) -> Option<WaveDifference> {
        self.waves.last()?.on_before
    }
}

/// Where waves lie in time, for the line through them: one number for each.
pub type Times = Vec<f64>;

/// Puts the percentages and means of waves side by side, the last against each earlier one. Of questions that are `reworded`
/// the wording may differ; `times` are those of the waves.
///
/// Waves that declare what they have in common are tested with their covariance; others are independent samples. Degrees of freedom
/// are those of both figures, or of both samples where none is declared; the error of a mean is read off the row `standard_error` of
/// its table where it has none of its own.
///
/// # Errors
/// A design that gives no variance.
pub fn compare_waves(waves: &[Wave], reworded: &[String], times: &Times) -> Result<WaveComparison, AggregateError> {
    let mut unlike = Vec::new();
    let Some((last, before)) = waves.split_last() else { return Ok(WaveComparison { changes: Vec::new(), unlike }) };
    let matchings: Vec<Matching<'_>> = before
        .iter()
        .enumerate()
        .map(|(at, wave)| Matching::new([&wave.plan, &last.plan], &wave.tables, at, reworded, &mut unlike))
        .collect();
    let known: Vec<Known<'_>> = waves.iter().map(|wave| known(&wave.tables)).collect();
    let common = Common::of(waves);
    let mut changes = Vec::new();
    for figure in last.tables.iter().flat_map(Tabulation::figures).filter(is_compared) {
        let mut found = Vec::with_capacity(waves.len());
        for (at, matching) in matchings.iter().enumerate() {
            match matching.figure(&figure) {
                Ok(earlier) => found.push(Some(earlier)),
                Err(reason) => {
                    found.push(None);
                    let told = reason.map(|reason| Unlike { wave: at, of: figure.table.id.clone(), reason });
                    unlike.extend(told.filter(|told| !unlike.contains(told)).into_iter().collect::<Vec<_>>());
                }
            }
        }
        if found.iter().any(Option::is_some) {
            found.push(Some(figure));
            let values = found.iter().zip(waves).zip(&known).enumerate();
            let values: Vec<Option<WaveValue<'_>>> = values
                .map(|(at, ((figure, wave), known))| figure.and_then(|figure| WaveValue::of(figure, wave, known, at)))
                .collect();
            changes.push(change(&figure, &found, &common.comparing(&values)?, times));
        }
    }
    Ok(WaveComparison { changes, unlike })
}

fn is_compared(figure: &Figure<'_>) -> bool {
    let is_row = match figure.row.kind {
        RowKind::Net | RowKind::Option | RowKind::Absent | RowKind::Mean => true,
        RowKind::Base | RowKind::Total | RowKind::Rest | RowKind::Missing | RowKind::Statistic | RowKind::Sql => false,
    };
    let is_told = match figure.row.statistic {
        Some(Statistic::ColumnPercent | Statistic::Mean) => true,
        Some(
            Statistic::UnweightedPercent
            | Statistic::Count
            | Statistic::UnweightedCount
            | Statistic::RowPercent
            | Statistic::TablePercent
            | Statistic::ResponsePercent
            | Statistic::Index
            | Statistic::Median
            | Statistic::StandardDeviation
            | Statistic::StandardError
            | Statistic::Minimum
            | Statistic::Maximum
            | Statistic::NetPromoterScore
            | Statistic::MeanAnswers
            | Statistic::RankScore,
        )
        | None => false,
    };
    is_row && is_told
}

fn change(of: &Figure<'_>, found: &[Option<Figure<'_>>], values: &Compared<'_>, times: &[f64]) -> Change {
    let in_wave = |(at, figure): (usize, &Option<Figure<'_>>)| ChangedFigure {
        published: figure.as_ref().and_then(|figure| Some(figure.cell.published.value()?.to_string())),
        se: values.value(at).and_then(|value| value.se),
        interval: values.value(at).and_then(WaveValue::interval),
        on_before: at.checked_sub(1).and_then(|before| values.difference(before, at)),
        on_first: (at > 0).then(|| values.difference(0, at)).flatten(),
    };
    Change {
        key: of.name(),
        title: of.table.title.clone(),
        labels: [&of.section.label, &of.row.label, &of.column.label].map(Clone::clone),
        unit: of.row.unit,
        waves: found.iter().enumerate().map(in_wave).collect(),
        trend: trend(values, times),
    }
}
