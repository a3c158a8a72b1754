//! Waves side by side as a page.

use topline_aggregate::{Change, ChangedFigure, WaveComparison, WaveDifference};
use topline_publish::{WaveChange, WaveFigure, WavePoint, WavesPage, waves_page};
use topline_survey::Survey;

use crate::tables::WaveRequest;

/// The page of a comparison; changes are marked that are as sure as `confidence`.
#[must_use]
pub fn comparison_page(request: &WaveRequest<'_>, comparison: &WaveComparison, confidence: f64) -> Vec<u8> {
    let surveys: Vec<&Survey> = request.pipelines.iter().map(|pipeline| &pipeline.plan.survey).collect();
    let figures: Vec<WaveFigure> = comparison.changes.iter().map(figure).collect();
    let unlike: Vec<String> = comparison
        .unlike
        .iter()
        .map(|unlike| match surveys.get(unlike.wave) {
            Some(survey) if surveys.len() > 2 => format!("{}: {unlike}", survey.id),
            _ => unlike.to_string(),
        })
        .collect();
    waves_page(&WavesPage { surveys: &surveys, times: request.times, figures: &figures, unlike: &unlike, confidence })
}

fn figure(change: &Change) -> WaveFigure {
    let of = |difference: Option<WaveDifference>| difference.map(|own| WaveChange { change: own.change, p: own.p });
    WaveFigure {
        key: change.key.clone(),
        title: change.title.clone(),
        labels: change.labels.clone(),
        unit: change.unit,
        points: change.waves.iter().map(point).collect(),
        whole: of(change.whole()),
        latest: of(change.latest()),
        trend: change.trend.map(|trend| WaveChange { change: trend.per_wave, p: trend.p }),
    }
}

fn point(figure: &ChangedFigure) -> Option<WavePoint> {
    let published = figure.published.clone()?;
    let value = published.parse().ok()?;
    Some(WavePoint { published, value, interval: figure.interval })
}
