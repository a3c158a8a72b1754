//! A chart of a question: bars of its options, or a bar of its whole scale with the two sides of it left and right.
//!
//! A chart is drawn by elements whose lengths are shares of their parent, with fills from the style sheet: it needs no script,
//! and follows dark, printed and forced colours. Its values are on its bars, its bases in its labels, and all of it is in its text
//! alternative. The total alone is drawn, or the group of a report by group; breaks are in the table. Left out: questions without options, and tables made in SQL.

use std::cmp::Ordering;

use topline_survey::{Figure, Kind, Mark, Question, RowKind, Statistic, Unit};

use crate::element::Element;
use crate::layout::{Column, Group, Layout, Row};
use crate::publication::Publication;
use crate::shown::{CAUTION, UNPUBLISHED, is_unpublished, needs_caution, with_unit};
use crate::words;

/// With more options, a chart says less than its table.
const MOST_OPTIONS: usize = 24;
/// With more ranks, their tones cannot be told apart.
const MOST_RANKS: usize = 6;
/// A part of a bar that is shorter than this, in percent of the chart, has no room for its value.
const ROOM: f64 = 7.0;

/// An option of a group: its label, its mark, and its figure in the total.
struct Drawn<'f> {
    label: String,
    mark: Option<Mark>,
    figure: Figure<'f>,
    /// Its value with its marks: `44%`, `44%†`, `44% [u]`, `[c]`.
    shown: String,
}

impl Drawn<'_> {
    /// Its length; 0 where no value is published.
    fn length(&self) -> f64 {
        self.figure.cell.published.value().map_or(0.0, |value| value.to_f64().clamp(0.0, 100.0))
    }

    /// Its label with its value: `Agree 44%`.
    fn said(&self) -> String {
        format!("{} {}", self.label, self.shown)
    }

    /// Whether it is a place on a scale, and no way not to take one.
    fn is_on_scale(&self) -> bool {
        match self.mark {
            None | Some(Mark::Other) => true,
            Some(Mark::DontKnow | Mark::NotApplicable) => false,
        }
    }
}

/// The chart of a table, if it is one of a question with options.
pub(super) fn chart(publication: &Publication<'_>, layout: &Layout<'_>) -> Option<Element> {
    let question = publication.plan.codebook.question(layout.question())?;
    // Of a group's report, the first column is that of the group. Where items are rows, no column is the total.
    let first = layout.columns.iter().any(Column::is_total).then(|| layout.columns.first())??;
    let of = if first.is_total() { "" } else { first.label.as_str() };
    let groups: Vec<(&Group<'_>, Vec<Drawn<'_>>)> =
        layout.groups.iter().map(|group| (group, drawn(publication, question, group))).collect();
    let (_, options) = groups.first()?;
    if options.len() < 2 || groups.iter().any(|(_, options)| options.len() > MOST_OPTIONS) {
        return None;
    }
    match question.kind() {
        Kind::Single | Kind::Grid => match sides(question, options) {
            Some(sides) => Some(scale(of, &groups, sides)),
            None if question.kind() == Kind::Single && groups.len() == 1 => {
                Some(bars(of, &groups, Listing::AsTheTable))
            }
            None => Some(scale(of, &groups, (0, options.iter().filter(|option| option.is_on_scale()).count()))),
        },
        Kind::Multi => Some(bars(of, &groups, Listing::Ranked)),
        // The ranks of each item, the first on the left.
        Kind::Rank if options.len() <= MOST_RANKS => Some(scale(of, &groups, (0, options.len()))),
        Kind::Rank | Kind::Number | Kind::Text | Kind::Date => None,
    }
}

/// The options of a group that are percentages of the total column.
fn drawn<'f>(publication: &Publication<'_>, question: &Question, group: &Group<'f>) -> Vec<Drawn<'f>> {
    let is_option = |row: &&Row<'_>| {
        matches!(row.kind, RowKind::Option | RowKind::Rest)
            && row.statistic.is_none_or(|of| of == Statistic::ColumnPercent)
    };
    let options = group.rows.iter().filter(is_option).filter_map(|row| {
        let figure = row.cells.first().copied().flatten().filter(|figure| figure.row.unit == Unit::Percent)?;
        let mark = row.name.parse().ok().and_then(|code| question.option(code)).and_then(|option| option.mark);
        let mut shown = with_unit(&figure);
        if is_unpublished(&figure, &publication.plan.survey) {
            shown.push_str(UNPUBLISHED);
        }
        if needs_caution(&figure) {
            shown = format!("{shown} {CAUTION}");
        }
        Some(Drawn { label: words::row_label(row), mark, figure, shown })
    });
    options.collect()
}

/// How many options are on the left of a scale, and where its right begins: it has nets of both its ends, and at most one option
/// between them, which stays in the middle.
fn sides(question: &Question, options: &[Drawn<'_>]) -> Option<(usize, usize)> {
    let codes: Vec<i32> = options
        .iter()
        .filter(|option| option.is_on_scale())
        .filter_map(|option| option.figure.row.key.parse().ok())
        .collect();
    let all = codes.len();
    let is_net = |part: &[i32]| {
        question
            .nets()
            .iter()
            .any(|net| net.codes.len() == part.len() && part.iter().all(|code| net.codes.contains(code)))
    };
    (1..all).find_map(|left| {
        let right = [left + 1, left].into_iter().filter(|right| *right < all);
        let mut right = right.filter(|right| is_net(&codes[..left]) && is_net(&codes[*right..]));
        right.next().map(|right| (left, right))
    })
}

/// In which order bars are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    AsTheTable,
    /// The longest first, and those that are no answers to the question last.
    Ranked,
}

fn base(group: &Group<'_>) -> Option<String> {
    let figure = group.base()?.cells.first().copied().flatten()?;
    figure.cell.published.value().map(|base| base.to_string())
}

/// A figure with its text alternative.
fn figure(class: &str, alternative: &str) -> Element {
    Element::classed("figure", &format!("chart {class}")).attribute("role", "img").attribute("aria-label", alternative)
}

/// A bar for each option.
fn bars(of: &str, groups: &[(&Group<'_>, Vec<Drawn<'_>>)], listing: Listing) -> Element {
    let mut alternative = Vec::new();
    let mut lines = Vec::new();
    for (group, options) in groups {
        let mut options: Vec<&Drawn<'_>> = options.iter().collect();
        if listing == Listing::Ranked {
            let by_length = |one: &&Drawn<'_>, other: &&Drawn<'_>| {
                other
                    .is_on_scale()
                    .cmp(&one.is_on_scale())
                    .then_with(|| other.length().partial_cmp(&one.length()).unwrap_or(Ordering::Equal))
            };
            options.sort_by(by_length);
        }
        let said: Vec<String> = options.iter().map(|option| option.said()).collect();
        alternative.push(format!("{}{}", heading(group), said.join(", ")));
        if !group.label.is_empty() {
            lines.push(Element::classed("div", "of-item").text(&heading(group)));
        }
        lines.extend(options.into_iter().map(bar_line));
    }
    let base = groups.first().filter(|(group, _)| group.label.is_empty()).and_then(|(group, _)| base(group));
    let alternative = format!("Bar chart{}. {}.", of_group(of), alternative.join(". "));
    let chart = figure("bars", &alternative).children(group_line(of)).children(lines);
    match base {
        Some(base) => chart.child(Element::classed("p", "base-of").text(&format!("Base: {base}"))),
        None => chart,
    }
}

/// Whose answers are drawn, in the text alternative; nothing where they are those of all.
fn of_group(of: &str) -> String {
    if of.is_empty() { String::new() } else { format!(" of {of}") }
}

/// The same above the bars.
fn group_line(of: &str) -> Option<Element> {
    (!of.is_empty()).then(|| Element::classed("div", "of-item").text(of))
}

/// An item with its base: `It is quiet (78): `.
fn heading(group: &Group<'_>) -> String {
    match (group.label, base(group)) {
        ("", Some(base)) => format!("Base {base}: "),
        ("", None) => String::new(),
        (label, Some(base)) => format!("{label} ({base}): "),
        (label, None) => format!("{label}: "),
    }
}

fn bar_line(option: &Drawn<'_>) -> Element {
    let mut track = Element::classed("span", "rail");
    if option.figure.cell.published.value().is_some() {
        let length = format!("inline-size:{}%", option.length());
        track = track.child(Element::classed("span", "fill").attribute("style", &length));
    }
    if let Some((low, upp)) = option.figure.cell.error.x_low.zip(option.figure.cell.error.x_upp)
        && option.figure.cell.published.value().is_some()
    {
        let (low, upp) = (low.clamp(0.0, 100.0), upp.clamp(0.0, 100.0));
        let place = format!("inset-inline-start:{low:.1}%;inline-size:{:.1}%", upp - low);
        track = track.child(Element::classed("span", "whisker").attribute("style", &place));
    }
    let class = if option.is_on_scale() { "line" } else { "line aside" };
    Element::classed("div", class)
        .child(Element::classed("span", "who").text(&option.label))
        .child(track)
        .child(Element::classed("span", "amount").text(&option.shown))
}

/// A bar of the whole scale for each group; the sides of the scale meet at one line.
fn scale(of: &str, groups: &[(&Group<'_>, Vec<Drawn<'_>>)], (left, right): (usize, usize)) -> Element {
    let before = |options: &[Drawn<'_>]| -> f64 {
        let on_scale = options.iter().filter(|option| option.is_on_scale()).map(Drawn::length).enumerate();
        let counted = on_scale.map(|(place, length)| {
            if place < left {
                length
            } else if place < right && left > 0 {
                length / 2.0
            } else {
                0.0
            }
        });
        counted.sum()
    };
    let whole = |options: &[Drawn<'_>]| -> f64 {
        options.iter().filter(|option| option.is_on_scale()).map(Drawn::length).sum()
    };
    let furthest = groups.iter().map(|(_, options)| before(options)).fold(0.0, f64::max);
    let beyond = groups.iter().map(|(_, options)| whole(options) - before(options)).fold(0.0, f64::max);
    let width = (furthest + beyond).max(1.0);
    let share = |length: f64| 100.0 * length / width;
    let mut alternative = Vec::new();
    let lines: Vec<Element> = groups
        .iter()
        .map(|(group, options)| {
            let said: Vec<String> = options.iter().map(Drawn::said).collect();
            alternative.push(format!("{}{}", heading(group), said.join(", ")));
            let on_scale: Vec<&Drawn<'_>> = options.iter().filter(|option| option.is_on_scale()).collect();
            let gap = format!("inline-size:{:.2}%", share(furthest - before(options)));
            let mut stack =
                Element::classed("span", "stack").child(Element::classed("span", "gap").attribute("style", &gap));
            for (place, option) in on_scale.iter().enumerate().filter(|(_, option)| option.length() > 0.0) {
                let length = share(option.length());
                let mut part =
                    Element::classed("span", &format!("part {}", tone(place, on_scale.len(), (left, right))))
                        .attribute("style", &format!("inline-size:{length:.2}%"));
                if length >= ROOM {
                    part = part.text(&option.shown);
                }
                stack = stack.child(part);
            }
            let aside = options.iter().filter(|option| !option.is_on_scale());
            let aside: Vec<String> = aside.map(Drawn::said).collect();
            let base = base(group).unwrap_or_default();
            let who = Element::classed("span", "who").text(if group.label.is_empty() { "Base" } else { group.label });
            Element::classed("div", "line")
                .child(who.text(" ").child(Element::classed("span", "of-base").text(&format!("({base})"))))
                .child(stack)
                .child(Element::classed("span", "amount").text(&aside.join(", ")))
        })
        .collect();
    let options = groups.first().map_or(&[][..], |(_, options)| options);
    let on_scale: Vec<&Drawn<'_>> = options.iter().filter(|option| option.is_on_scale()).collect();
    let keys = on_scale.iter().enumerate().map(|(place, option)| {
        let tone = tone(place, on_scale.len(), (left, right));
        Element::classed("span", "key")
            .child(Element::classed("span", &format!("swatch {tone}")))
            .child(Element::new("span").text(&option.label))
    });
    figure("scale", &format!("Stacked bar chart{}. {}.", of_group(of), alternative.join(". ")))
        .children(group_line(of))
        .child(Element::classed("div", "keys").children(keys))
        .children(lines)
}

/// The tone of a place on a scale: the further out, the stronger.
fn tone(place: usize, all: usize, (left, right): (usize, usize)) -> String {
    let strength = |from_outside: usize, many: usize| match many {
        0 | 1 => 3,
        2 => [3, 1][from_outside.min(1)],
        _ => 3 - (2 * from_outside / (many - 1)).min(2),
    };
    if left == 0 {
        format!("plain-{}", place % 6 + 1)
    } else if place < left {
        format!("left-{}", strength(place, left))
    } else if place < right {
        "middle".to_owned()
    } else {
        format!("right-{}", strength(all - 1 - place, all - right))
    }
}
