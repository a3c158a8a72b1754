//! The trend of a figure over its waves: a line with its intervals, and the values above it.
//!
//! The line is a drawing that is as wide as its place; values and names of waves are text outside it, each at its time.

use std::fmt::Write as _;

use topline_survey::Unit;

use crate::element::Element;
use crate::waves::figure::{WaveFigure, WavePoint};

/// How much of the width is left free at both ends, in percent, so that the first and last value have room.
const MARGIN: f64 = 10.0;
/// How many characters of text have room side by side.
const ROOM: usize = 30;

/// Where waves lie in time, and what they are called.
pub(super) struct TimeAxis<'a> {
    pub times: &'a [f64],
    pub names: &'a [&'a str],
}

/// The values between which the trends of a table are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ValueAxis {
    pub low: f64,
    pub high: f64,
}

impl ValueAxis {
    /// From 0 for percentages; else from the least value to the greatest, with some room.
    pub(super) fn of(figures: &[&WaveFigure]) -> Self {
        let points = figures.iter().flat_map(|figure| figure.points.iter().flatten());
        let ends = points.flat_map(|point| {
            let (low, upp) = point.interval.unwrap_or((point.value, point.value));
            [low, upp]
        });
        let (low, high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        if figures.iter().all(|figure| figure.unit == Unit::Percent) {
            let high = if high.is_finite() { high.min(100.0) } else { 100.0 };
            return Self { low: 0.0, high: (high / 10.0).ceil().max(1.0) * 10.0 };
        }
        if !low.is_finite() {
            return Self { low: 0.0, high: 1.0 };
        }
        let room = if high > low { (high - low) / 10.0 } else { 1.0 };
        Self { low: low - room, high: high + room }
    }

    /// How far below the top of the drawing a value is, in percent.
    fn place(self, value: f64) -> f64 {
        100.0 * (self.high - value.clamp(self.low, self.high)) / (self.high - self.low)
    }
}

impl TimeAxis<'_> {
    /// How far from the left of the drawing a wave is, in percent.
    fn place(&self, wave: usize) -> f64 {
        let (first, last) = (self.times[0], self.times[self.times.len() - 1]);
        let along = if last > first { (self.times[wave] - first) / (last - first) } else { 0.5 };
        MARGIN + (100.0 - 2.0 * MARGIN) * along
    }

    /// A line of texts, each at its wave; some are left out where not all have room.
    fn line(&self, class: &str, texts: &[String]) -> Element {
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or_default();
        let step = (texts.len() * (longest + 1)).div_ceil(ROOM).max(1);
        let last = texts.len() - 1;
        let shown =
            texts.iter().enumerate().filter(|(wave, _)| *wave == last || (wave % step == 0 && wave + step <= last));
        Element::classed("div", &format!("at {class}")).children(shown.map(|(wave, text)| {
            let place = format!("inset-inline-start:{:.2}%", self.place(wave));
            Element::new("span").attribute("style", &place).text(text)
        }))
    }
}

/// The trend of a figure with its text alternative.
pub(super) fn trend_chart(figure: &WaveFigure, times: &TimeAxis<'_>, values: ValueAxis, confidence: f64) -> Element {
    let label = figure.labels[..2].iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let shown: Vec<String> = (0..figure.points.len()).map(|wave| figure.shown(wave)).collect();
    let names: Vec<String> = times.names.iter().map(|name| (*name).to_owned()).collect();
    let change = change(figure, times, confidence);
    Element::classed("figure", "chart trend")
        .attribute("role", "img")
        .attribute("aria-label", &alternative(&label, figure, times, change.as_deref()))
        .child(Element::classed("div", "of-item").text(&label))
        .child(times.line("values", &shown))
        .child(drawing(&figure.points, times, values))
        .child(times.line("names", &names))
        .children(change.map(|change| Element::classed("p", "base-of").text(&change)))
}

fn alternative(label: &str, figure: &WaveFigure, times: &TimeAxis<'_>, change: Option<&str>) -> String {
    let said = figure.points.iter().zip(times.names).enumerate().map(|(wave, (point, name))| {
        let interval = point.as_ref().and_then(|point| point.interval);
        let interval = interval.map_or_else(String::new, |(low, upp)| format!(" ({low:.1} to {upp:.1})"));
        format!("{name} {}{interval}", figure.shown(wave))
    });
    let mut text = format!("Trend of {label}: {}.", said.collect::<Vec<_>>().join(", "));
    if let Some(change) = change {
        let _ = write!(text, " {change}");
    }
    text
}

/// The change over all waves, in a sentence.
fn change(figure: &WaveFigure, times: &TimeAxis<'_>, confidence: f64) -> Option<String> {
    let whole = figure.whole?;
    let (first, last) = (times.names.first()?, times.names.last()?);
    let p = if whole.p.is_some() { format!(", p {}", whole.marked(confidence)) } else { String::new() };
    Some(format!("{first} to {last}: {}{p}.", figure.counted(whole.change)))
}

/// A line through the waves that follow each other, a dot at each value, and its interval as an upright line.
fn drawing(points: &[Option<WavePoint>], times: &TimeAxis<'_>, values: ValueAxis) -> Element {
    let at: Vec<Option<(f64, f64)>> = points
        .iter()
        .enumerate()
        .map(|(wave, point)| point.as_ref().map(|point| (times.place(wave), values.place(point.value))))
        .collect();
    let lines = at.split(Option::is_none).filter(|run| run.len() > 1).map(|run| {
        let places: Vec<String> = run.iter().flatten().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        Element::new("polyline").attribute("points", &places.join(" ")).attribute("vector-effect", "non-scaling-stroke")
    });
    let whiskers = points.iter().enumerate().filter_map(|(wave, point)| {
        let (low, upp) = point.as_ref()?.interval?;
        Some(upright("whisker-line", times.place(wave), values.place(low), values.place(upp)))
    });
    let dots = at.iter().flatten().map(|(x, y)| upright("dot", *x, *y, *y));
    Element::new("svg")
        .attribute("viewBox", "0 0 100 100")
        .attribute("preserveAspectRatio", "none")
        .attribute("aria-hidden", "true")
        .attribute("focusable", "false")
        .children(lines)
        .children(whiskers)
        .children(dots)
}

/// An upright line; one without a length is a dot, by its round ends.
fn upright(class: &str, x: f64, from: f64, to: f64) -> Element {
    let place = |value: f64| format!("{value:.2}");
    Element::classed("line", class)
        .attribute("x1", &place(x))
        .attribute("x2", &place(x))
        .attribute("y1", &place(from))
        .attribute("y2", &place(to))
        .attribute("vector-effect", "non-scaling-stroke")
}
