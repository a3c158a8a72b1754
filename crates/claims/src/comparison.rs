//! Claims that compare figures: the highest, the lowest, more than another.
//!
//! Exact values are compared: percentages as shares, counts as counts, scores as they are.

use std::cmp::Ordering;

use topline_exact::{ExactValue, Rational};
use topline_survey::{Admitted, Bound, Figure, FigureRef, Relation, Ruling, Scale, Size, Unit};

use crate::difference::Difference;
use crate::figures::Figures;
use crate::found;
use crate::interval;
use crate::judged::{Judged, together};
use crate::share::{self, number_text};

/// `Almost twice` begins this far below twice, and `twice` is imprecise up to here.
const QUARTER: Rational = Rational::new(1, 4);

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

/// Whether each figure is to another as a document says, and by as much.
pub(crate) fn judge_compared(
    stated: &[FigureRef],
    order: Relation,
    with: &FigureRef,
    by: Option<Size>,
    figures: &Figures<'_>,
) -> Judged {
    let each = stated.iter().map(|name| (name, judge_pair(name, order, with, by, figures)));
    together(each.collect())
}

fn judge_pair(name: &FigureRef, order: Relation, with: &FigureRef, by: Option<Size>, figures: &Figures<'_>) -> Judged {
    let (own, other) = match (compared(name, figures), compared(with, figures)) {
        (Ok(own), Ok(other)) => (own, other),
        (Err(reason), _) | (_, Err(reason)) => return Judged::not_checkable("", reason),
    };
    let found = told(&[own, other]);
    if own.figure.row.unit != other.figure.row.unit {
        return Judged::not_checkable(found, "the figures are of different units");
    }
    let difference = Difference::of(&own.figure, own.value, &other.figure, other.value);
    let remark = difference.as_ref().map(|difference| format!(": {}", difference.in_words())).unwrap_or_default();
    let found_order = own.value.compare(other.value);
    let wanted = match order {
        Relation::More => Ordering::Greater,
        Relation::Less => Ordering::Less,
        Relation::Similar => {
            let Some(difference) = difference else {
                return Judged::not_checkable(found, "only percentages are known to be similar or not");
            };
            let (ruling, reason) = difference.is_similar();
            return Judged::new(ruling, found, reason);
        }
    };
    if found_order == Ordering::Equal {
        return Judged::new(Ruling::Imprecise, found, "the two are equal");
    }
    let is_greater = if found_order == Ordering::Greater { "greater" } else { "smaller" };
    if found_order != wanted {
        return Judged::new(Ruling::Contradicted, found, format!("the first is the {is_greater}{remark}"));
    }
    match by {
        None => Judged::new(Ruling::Holds, found, format!("the first is the {is_greater}{remark}")),
        Some(size) => {
            let (ruling, reason) = judge_size(size, &own, &other, difference.as_ref());
            Judged::new(ruling, found, reason)
        }
    }
}

/// Whether the difference is as large as the words say.
fn judge_size(
    size: Size,
    own: &Compared<'_>,
    other: &Compared<'_>,
    difference: Option<&Difference>,
) -> (Ruling, String) {
    let (large, small) = if own.value.compare(other.value).is_gt() { (own, other) } else { (other, own) };
    // A double counts as equal to what it comes within an accident of: 30% is three times 10%, and no less.
    let ratio = ExactValue::Double(large.value.to_f64() / small.value.to_f64());
    let is_of_times = |low: Bound, high: Bound| {
        let ruling = interval::position(&Admitted { low, high, scale: Scale::Number }, ratio).ruling();
        (ruling, ratio_told(ratio))
    };
    match size {
        Size::Times(times) => {
            let times = Rational::of_number(times);
            let ruling = if ratio.is_within(Rational::new(1, 8), times) {
                Ruling::Holds
            } else if ratio.is_within(QUARTER, times) {
                Ruling::Imprecise
            } else {
                Ruling::Contradicted
            };
            (ruling, ratio_told(ratio))
        }
        Size::MoreThanTimes(times) => is_of_times(Bound::Open(Rational::of_number(times)), Bound::None),
        Size::AlmostTimes(times) => {
            let times = Rational::of_number(times);
            is_of_times(Bound::Closed(times.minus(QUARTER)), Bound::Open(times))
        }
        Size::Slight | Size::Moderate | Size::Large | Size::BeyondChance | Size::Points(_) => match difference {
            Some(difference) => difference.is_of(size),
            None => {
                (Ruling::NotCheckable, "a difference of percentages is stated, and the figures are none".to_owned())
            }
        },
    }
}

fn ratio_told(ratio: ExactValue) -> String {
    if ratio.to_f64().is_finite() {
        format!("the one is {} times the other", number_text(ratio))
    } else {
        "the other is 0".to_owned()
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
