//! A bar for each option.

use std::cmp::Ordering;

use crate::chart::option_share::{GroupShares, OptionShare, base, heading, of_group};
use crate::chart::shape::{Bar, BarGroup, Chart, Shape};

/// In which order bars are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    AsTheTable,
    /// The longest first, and those that are no answers to the question last.
    Ranked,
}

/// A bar for each option.
pub(super) fn bars(of: &str, groups: &[GroupShares<'_, '_>], listing: Listing) -> Chart {
    let mut said_of_groups = Vec::new();
    let mut drawn = Vec::new();
    for (group, options) in groups {
        let mut options: Vec<&OptionShare<'_>> = options.iter().collect();
        if listing == Listing::Ranked {
            let by_length = |one: &&OptionShare<'_>, other: &&OptionShare<'_>| {
                other
                    .is_on_scale()
                    .cmp(&one.is_on_scale())
                    .then_with(|| other.length().partial_cmp(&one.length()).unwrap_or(Ordering::Equal))
            };
            options.sort_by(by_length);
        }
        let said: Vec<String> = options.iter().map(|option| option.said()).collect();
        said_of_groups.push(format!("{}{}", heading(group), said.join(", ")));
        let heading = if group.label.is_empty() { String::new() } else { heading(group) };
        drawn.push(BarGroup { heading, bars: options.into_iter().map(bar).collect() });
    }
    let base = groups.first().filter(|(group, _)| group.label.is_empty()).and_then(|(group, _)| base(group));
    Chart {
        alternative: format!("Bar chart{}. {}.", of_group(of), said_of_groups.join(". ")),
        of: of.to_owned(),
        shape: Shape::Bars { groups: drawn, base },
    }
}

fn bar(option: &OptionShare<'_>) -> Bar {
    let length = option.published();
    let error = &option.figure.cell.error;
    let interval = length.and(error.x_low.zip(error.x_upp));
    Bar {
        label: option.label.clone(),
        length,
        interval: interval.map(|(low, upp)| (low.clamp(0.0, 100.0), upp.clamp(0.0, 100.0))),
        shown: option.shown.clone(),
        is_aside: !option.is_on_scale(),
    }
}
