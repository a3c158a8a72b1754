//! Claims that compare figures: the highest, the lowest, more than another.
//!
//! Exact values are compared: percentages as shares, counts as counts, scores as they are.

use std::cmp::Ordering;

use topline_exact::ExactValue;
use topline_survey::{Figure, FigureRef, Ruling, Unit};

use crate::found;
use crate::judged::Judged;
use crate::share;
use crate::value::Figures;

/// Which end of the order a claim speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extreme {
    /// The greatest.
    Highest,
    /// The least.
    Lowest,
}

/// Whether these figures are the extreme of those they stand among.
pub(crate) fn judge_extreme(
    extreme: Extreme,
    stated: &[FigureRef],
    among: &[FigureRef],
    figures: &Figures<'_>,
) -> Judged {
    let rivals: Vec<&FigureRef> = among.iter().filter(|rival| !stated.contains(rival)).collect();
    let (own, rivals) = match (
        stated.iter().map(|name| compared(name, figures)).collect::<Result<Vec<_>, _>>(),
        rivals.into_iter().map(|name| compared(name, figures)).collect::<Result<Vec<_>, _>>(),
    ) {
        (Ok(own), Ok(rivals)) => (own, rivals),
        (Err(reason), _) | (_, Err(reason)) => return Judged::not_checkable("", reason),
    };
    let (word, beyond) = match extreme {
        Extreme::Highest => ("highest", Ordering::Greater),
        Extreme::Lowest => ("lowest", Ordering::Less),
    };
    let nearer = |left: &Compared<'_>, right: &Compared<'_>| {
        let order = left.value.compare(right.value);
        if extreme == Extreme::Highest { order } else { order.reverse() }
    };
    let Some(rival) =
        rivals.iter().copied().reduce(|best, each| if nearer(&each, &best).is_gt() { each } else { best })
    else {
        return Judged::not_checkable(told(&own), "there is no other figure to compare with");
    };
    if own.iter().chain(&rivals).any(|each| each.figure.row.unit != rival.figure.row.unit) {
        return Judged::not_checkable(told(&own), "the figures are of different units");
    }
    let found = format!("{}; the {word} of the others is {}", told(&own), told(&[rival]));
    let orders = || own.iter().map(|each| rival.value.compare(each.value));
    if orders().any(|order| order == beyond) {
        return Judged::new(Ruling::Contradicted, found, format!("{} is the {word}", told(&[rival])));
    }
    if orders().any(Ordering::is_eq) {
        return Judged::new(Ruling::Imprecise, found, format!("{} is as far", told(&[rival])));
    }
    let reason = format!("none of the {} others reaches as far", rivals.len());
    Judged::new(Ruling::Holds, found, reason)
}

/// Whether a figure is greater than another.
pub(crate) fn judge_more(name: &FigureRef, than: &FigureRef, figures: &Figures<'_>) -> Judged {
    let (own, other) = match (compared(name, figures), compared(than, figures)) {
        (Ok(own), Ok(other)) => (own, other),
        (Err(reason), _) | (_, Err(reason)) => return Judged::not_checkable("", reason),
    };
    let found = told(&[own, other]);
    if own.figure.row.unit != other.figure.row.unit {
        return Judged::not_checkable(found, "the figures are of different units");
    }
    match own.value.compare(other.value) {
        Ordering::Greater => Judged::new(Ruling::Holds, found, "the first is the greater"),
        Ordering::Equal => Judged::new(Ruling::Imprecise, found, "the two are equal"),
        Ordering::Less => Judged::new(Ruling::Contradicted, found, "the first is the smaller"),
    }
}

#[derive(Clone, Copy)]
struct Compared<'f> {
    figure: Figure<'f>,
    value: ExactValue,
}

fn compared<'f>(name: &FigureRef, figures: &Figures<'f>) -> Result<Compared<'f>, String> {
    let figure = *figures.get(name).ok_or_else(|| missing(name))?;
    if let Some(reason) = share::no_value(&figure) {
        return Err(format!("{name}: {reason}"));
    }
    let value = match figure.row.unit {
        Unit::Percent => share::share(&figure),
        Unit::Count => Some(share::count(&figure)),
        Unit::Score | Unit::Index | Unit::Points => figure.cell.x.map(ExactValue::Double),
    };
    value.map(|value| Compared { figure, value }).ok_or_else(|| format!("{name}: the figure has no value"))
}

/// Why a claim of a figure that the run does not have cannot be checked.
pub(crate) fn missing(name: &FigureRef) -> String {
    format!("the run has no figure {name}")
}

fn told(figures: &[Compared<'_>]) -> String {
    let each = figures.iter().map(|each| format!("{}: {}", each.figure.name(), found::exactly(&each.figure)));
    each.collect::<Vec<_>>().join("; ")
}
