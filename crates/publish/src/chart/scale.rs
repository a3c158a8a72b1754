//! A bar of the whole scale for each group; the sides of the scale meet at one line.

use crate::chart::option_share::{GroupShares, OptionShare, base, heading, of_group};
use crate::chart::shape::{Chart, Scale, ScaleLine, ScalePart, Shape, ToneKey};

/// How many tones can be told apart where a scale has no sides.
const TONES: usize = 6;
/// A part of a bar that is shorter than this, in percent of the chart, has no room for its value.
const ROOM: f64 = 7.0;

/// How many options are on the left, and where the right begins.
type Sides = (usize, usize);

/// A bar of the whole scale for each group.
pub(super) fn scale(of: &str, groups: &[GroupShares<'_, '_>], sides: Sides) -> Chart {
    let whole = |options: &[OptionShare<'_>]| -> f64 { on_scale(options).map(OptionShare::length).sum() };
    let furthest = groups.iter().map(|(_, options)| before(options, sides)).fold(0.0, f64::max);
    let beyond = groups.iter().map(|(_, options)| whole(options) - before(options, sides)).fold(0.0, f64::max);
    let width = (furthest + beyond).max(1.0);
    let mut said_of_groups = Vec::new();
    let lines = groups.iter().map(|(group, options)| {
        let said: Vec<String> = options.iter().map(OptionShare::said).collect();
        said_of_groups.push(format!("{}{}", heading(group), said.join(", ")));
        let aside: Vec<String> = options.iter().filter(|option| !option.is_on_scale()).map(OptionShare::said).collect();
        ScaleLine {
            label: if group.label.is_empty() { "Base".to_owned() } else { group.label.to_owned() },
            base: base(group).unwrap_or_default(),
            gap: 100.0 * (furthest - before(options, sides)) / width,
            parts: parts(options, sides, width),
            aside: aside.join(", "),
        }
    });
    let lines = lines.collect();
    let options = groups.first().map_or(&[][..], |(_, options)| options);
    Chart {
        alternative: format!("Stacked bar chart{}. {}.", of_group(of), said_of_groups.join(". ")),
        of: of.to_owned(),
        shape: Shape::Scale(Scale { keys: keys(options, sides), lines }),
    }
}

fn on_scale<'o, 'f>(options: &'o [OptionShare<'f>]) -> impl Iterator<Item = &'o OptionShare<'f>> {
    options.iter().filter(|option| option.is_on_scale())
}

/// What is before the line at which the sides meet.
fn before(options: &[OptionShare<'_>], (left, right): Sides) -> f64 {
    let counted = on_scale(options).map(OptionShare::length).enumerate().map(|(place, length)| {
        if place < left {
            length
        } else if place < right && left > 0 {
            length / 2.0
        } else {
            0.0
        }
    });
    counted.sum()
}

fn parts(options: &[OptionShare<'_>], sides: Sides, width: f64) -> Vec<ScalePart> {
    let all = on_scale(options).count();
    let drawn = on_scale(options).enumerate().filter(|(_, option)| option.length() > 0.0);
    let part = |(place, option): (usize, &OptionShare<'_>)| {
        let length = 100.0 * option.length() / width;
        ScalePart { tone: tone(place, all, sides), length, shown: (length >= ROOM).then(|| option.shown.clone()) }
    };
    drawn.map(part).collect()
}

/// What the tones mean. Neighbours that share one, as there are more of them than tones, have one key: `Sixth to Ninth`.
fn keys(options: &[OptionShare<'_>], sides: Sides) -> Vec<ToneKey> {
    let all = on_scale(options).count();
    let toned: Vec<(String, &str)> =
        on_scale(options).enumerate().map(|(place, option)| (tone(place, all, sides), option.label.as_str())).collect();
    let keys = toned.chunk_by(|(one, _), (next, _)| one == next).filter_map(|same| {
        let ((tone, first), (_, last)) = (same.first()?, same.last()?);
        let label = if same.len() == 1 { (*first).to_owned() } else { format!("{first} to {last}") };
        Some(ToneKey { tone: tone.clone(), label })
    });
    keys.collect()
}

/// The tone of a place on a scale: the further out, the stronger.
fn tone(place: usize, all: usize, (left, right): Sides) -> String {
    let strength = |from_outside: usize, many: usize| match many {
        0 | 1 => 3,
        2 => [3, 1][from_outside.min(1)],
        _ => 3 - (2 * from_outside / (many - 1)).min(2),
    };
    if left == 0 {
        format!("plain-{}", (place + 1).min(TONES))
    } else if place < left {
        format!("left-{}", strength(place, left))
    } else if place < right {
        "middle".to_owned()
    } else {
        format!("right-{}", strength(all - 1 - place, all - right))
    }
}
