//! The chart of a target of weights: each category's share of the sample beside its share of the population.

use topline_survey::WeightedCategory;

use crate::chart::shape::{Bar, BarGroup, Chart, Shape};
use crate::shown::HELD_BACK;

/// With more categories, a chart says less than its table.
const MOST_CATEGORIES: usize = 24;

/// The chart of the categories of one target; none where the target is a single total.
pub(crate) fn chart_of_target(categories: &[WeightedCategory]) -> Option<Chart> {
    if !(2..=MOST_CATEGORIES).contains(&categories.len()) {
        return None;
    }
    let sample: f64 = categories.iter().filter_map(|category| category.before).sum();
    let population: f64 = categories.iter().map(|category| category.known).sum();
    let bar = |label: &str, value: Option<f64>, total: f64| {
        let length = value.map(|value| 100.0 * value / total);
        let shown = length.map_or_else(|| HELD_BACK.to_owned(), |length| format!("{length:.1}%"));
        Bar { label: label.to_owned(), length, interval: None, shown, is_aside: label == SAMPLE }
    };
    let groups = categories.iter().map(|category| BarGroup {
        heading: category.category.clone(),
        bars: vec![bar(SAMPLE, category.before, sample), bar("Population", Some(category.known), population)],
    });
    let groups: Vec<BarGroup> = groups.collect();
    let said = groups.iter().map(|group| {
        let bars = group.bars.iter().map(|bar| format!("{} {}", bar.label.to_lowercase(), bar.shown));
        format!("{}: {}", group.heading, bars.collect::<Vec<_>>().join(", "))
    });
    let by = categories.first().map_or("", |category| &category.by);
    let alternative = format!("Bar chart of sample and population by {by}. {}.", said.collect::<Vec<_>>().join(". "));
    Some(Chart { alternative, of: String::new(), shape: Shape::Bars { groups, base: None } })
}

/// What the bars of the sample are called.
const SAMPLE: &str = "Sample";
