//! Charts drawn by shapes of Typst. The functions that draw them are at the top of the source (`charts.typ`).

use crate::chart::{Bar, Chart, ScaleLine, Shape};
use crate::typst::source::{Source, string};

/// The functions that draw charts.
pub(super) const FUNCTIONS: &str = include_str!("charts.typ");

/// A chart with its text alternative.
pub(super) fn chart(chart: &Chart, source: &mut Source) {
    source.code(&format!("#chart({},", string(&chart.alternative)));
    let heading = |label: &str| format!("  heading-line({}),", string(label));
    if !chart.of.is_empty() {
        source.code(&heading(&chart.of));
    }
    match &chart.shape {
        Shape::Bars { groups, base } => {
            for group in groups {
                if !group.heading.is_empty() {
                    source.code(&heading(&group.heading));
                }
                group.bars.iter().for_each(|bar| source.code(&bar_line(bar)));
            }
            if let Some(base) = base {
                source.code(&format!("  text(size: 8pt, {}),", string(&format!("Base: {base}"))));
            }
        }
        Shape::Scale(scale) => {
            let keys = scale.keys.iter().map(|key| format!("({}, {})", string(&key.tone), string(&key.label)));
            source.code(&format!("  scale-keys({}),", keys.collect::<Vec<_>>().join(", ")));
            scale.lines.iter().for_each(|line| source.code(&scale_line(line)));
        }
    }
    source.code(")");
}

fn bar_line(bar: &Bar) -> String {
    let length = bar.length.map_or_else(|| "none".to_owned(), |length| length.to_string());
    let interval = bar.interval.map_or_else(|| "none".to_owned(), |(low, upp)| format!("({low:.1}, {upp:.1})"));
    let aside = if bar.is_aside { ", aside: true" } else { "" };
    format!("  bar({}, {length}, {interval}, {}{aside}),", string(&bar.label), string(&bar.shown))
}

fn scale_line(line: &ScaleLine) -> String {
    let parts = line.parts.iter().map(|part| {
        let shown = part.shown.as_deref().unwrap_or_default();
        format!("({}, {:.2}, {}),", string(&part.tone), part.length, string(shown))
    });
    format!(
        "  scale({}, {}, {:.2}, ({}), {}),",
        string(&line.label),
        string(&format!("({})", line.base)),
        line.gap,
        parts.collect::<Vec<_>>().join(" "),
        string(&line.aside),
    )
}
