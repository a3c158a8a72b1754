//! What a document states of one figure, held against it.

use topline_exact::{Decimal, ExactValue, Rational, RoundingMode, round_value};
use topline_plan::wording::spelled;
use topline_survey::{
    Admitted, Figure, FigureRef, Fraction, Quantifier, Quantity, Rounding, RowKind, Ruling, Scale, Spoken, Stated,
    StatedRange, Unit,
};

use crate::comparison::{Extreme, judge_extreme};
use crate::figures::Figures;
use crate::found;
use crate::fraction::{self, Nearness};
use crate::interval::{self, Position};
use crate::judged::{Judged, worst};
use crate::number::thousands;
use crate::possible::{impossibility, mode_name};
use crate::quantifier;
use crate::share;

/// Judges what is stated of a figure, out of the base that the document gives, if it does.
pub(crate) fn judge_figure(
    stated: &Stated,
    of: Option<u64>,
    figure: &Figure<'_>,
    figures: &Figures<'_>,
    rounding: &Rounding,
) -> Judged {
    if let Some(reason) = share::no_value(figure) {
        return Judged::not_checkable(found::as_published(figure, rounding), reason);
    }
    if let (Stated::Exactly(Quantity::Percentage(percentage)), Some(base)) = (stated, of)
        && share::is_of_counts(figure)
        && let Some(reason) = impossibility(*percentage, base, rounding.mode)
    {
        let found = found::as_published(figure, rounding);
        let reason = format!("{reason}; the data say {found}");
        return Judged::new(Ruling::Impossible, found, reason);
    }
    let judged = match stated {
        Stated::Exactly(Quantity::Percentage(percentage)) => percentage_of(*percentage, figure, figures, rounding),
        Stated::Exactly(Quantity::Part(fraction)) => match count_in(*fraction, of, figure) {
            Some((count, base)) => count_of(count, base, figure, rounding),
            None => fraction_of(*fraction, figure),
        },
        Stated::Exactly(Quantity::Points(points)) => points_of(*points, figure, figures, rounding),
        Stated::Exactly(Quantity::Number(number)) => number_of(*number, figure, figures, rounding),
        Stated::CountOf { count, base } => count_of(*count, *base, figure, rounding),
        Stated::Hedged { hedge, quantity } => words(&Admitted::of(Some(*hedge), *quantity), figure, rounding),
        Stated::AllBut(missing) => match share::own_base(figure) {
            Some(base) => count_of(base.saturating_sub(*missing), base, figure, rounding),
            None => no_base(found::as_published(figure, rounding)),
        },
        Stated::Between(range) => between(*range, figure, rounding),
        Stated::Quantifier(quantifier) => quantifier_of(*quantifier, figure),
        Stated::MostCommon => judge_extreme(Extreme::Highest, &[figure.name()], &siblings(figure), figures),
        Stated::LeastCommon => judge_extreme(Extreme::Lowest, &[figure.name()], &siblings(figure), figures),
    };
    out_of(of, figure, judged)
}

/// What is stated in words and in digits of one figure: the worst of the rulings.
pub(crate) fn judge_stated(
    stated: &[Stated],
    of: Option<u64>,
    figure: &Figure<'_>,
    figures: &Figures<'_>,
    rounding: &Rounding,
) -> Judged {
    let each = stated.iter().map(|stated| judge_figure(stated, of, figure, figures, rounding));
    each.reduce(worst).unwrap_or_else(|| Judged::not_checkable("", "nothing is stated"))
}

/// The count that `nine out of ten` is, where ten are the base.
fn count_in(fraction: Fraction, of: Option<u64>, figure: &Figure<'_>) -> Option<(u64, u64)> {
    let base = u64::from(fraction.denominator);
    let is_base = of == Some(base) || of.is_none() && share::own_base(figure) == Some(base);
    (fraction.spoken == Spoken::OutOf && is_base).then_some((u64::from(fraction.numerator), base))
}

/// The other answers to the same question, in the same column.
fn siblings(figure: &Figure<'_>) -> Vec<FigureRef> {
    let rows = figure.section.rows.iter().map(|row| &row.head);
    let alike = rows.filter(|head| head.kind == RowKind::Option && head.statistic == figure.row.statistic);
    alike.map(|head| FigureRef { row: head.key.clone(), ..figure.name() }).collect()
}

/// The same, where the document's base is the figure's; else contradicted.
pub(crate) fn out_of(of: Option<u64>, figure: &Figure<'_>, judged: Judged) -> Judged {
    let Some(of) = of.filter(|_| judged.ruling != Ruling::NotCheckable) else { return judged };
    let Some(base) = share::own_base(figure) else { return no_base(judged.found) };
    if of == base {
        return judged;
    }
    let bases = format!("the base stated is {}, and that of the data {}", thousands(of), thousands(base));
    let reason = if judged.ruling == Ruling::Holds {
        format!("{bases}, although the value agrees: {}", judged.found)
    } else {
        format!("{bases}; {}", judged.reason)
    };
    Judged::new(Ruling::Contradicted, judged.found, reason)
}

fn no_base(found: String) -> Judged {
    Judged::not_checkable(found, "a base is stated, and the figure has none of its own")
}

fn no_share(figure: &Figure<'_>) -> Judged {
    let reason = if figure.row.unit.is_value() {
        "a share is stated, and the figure is a score"
    } else {
        "a share is stated, and the figure has no base of its own"
    };
    Judged::not_checkable(found::exactly(figure), reason)
}

fn percentage_of(stated: Decimal, figure: &Figure<'_>, figures: &Figures<'_>, rounding: &Rounding) -> Judged {
    if share::share(figure).is_none() {
        return no_share(figure);
    }
    rounded_of(stated, figure, figures, rounding)
}

/// A percentage or score that is stated to some decimals.
fn rounded_of(stated: Decimal, figure: &Figure<'_>, figures: &Figures<'_>, rounding: &Rounding) -> Judged {
    let found = found::as_published(figure, rounding);
    let decimals = stated.decimals();
    let declared = rounding.mode;
    let Some(value) = share::published(figure, decimals, declared) else {
        return Judged::not_checkable(found, "the figure cannot be rounded");
    };
    if value.compare(stated).is_eq() {
        let reason = format!("the data say {found}");
        return Judged::new(Ruling::Holds, found, reason);
    }
    if let Some(parts) = rounded_parts(stated, figure, figures, rounding) {
        let reason = format!("the rounded parts {parts} add to {stated}%; counted from respondents the net is {found}");
        return Judged::new(Ruling::SumOfRoundedParts, found, reason);
    }
    let told = |value: Decimal| match figure.row.unit {
        Unit::Score | Unit::Index | Unit::Points => value.to_string(),
        Unit::Percent | Unit::Count => format!("{value}% ({})", found::counts(figure)),
    };
    for mode in RoundingMode::ALL.into_iter().filter(|mode| *mode != declared) {
        let other = share::rounded(figure, decimals, mode);
        if other.is_some_and(|other| other.compare(stated).is_eq()) {
            let reason =
                format!("{stated} is the value {}; {} it is {}", mode_name(mode), mode_name(declared), told(value));
            return Judged::new(Ruling::OtherRounding, found, reason);
        }
    }
    let reason = format!("the data say {found}");
    Judged::new(Ruling::Contradicted, found, reason)
}

/// The rounded parts of a net, in words, where they add to what is stated.
fn rounded_parts(stated: Decimal, figure: &Figure<'_>, figures: &Figures<'_>, rounding: &Rounding) -> Option<String> {
    if figure.row.kind != RowKind::Net || figure.row.codes.len() < 2 {
        return None;
    }
    let parts = figure.row.codes.iter().map(|code| {
        let place = FigureRef { row: code.to_string(), ..figure.name() };
        let part = figures.get(&place).filter(|part| share::no_value(part).is_none())?;
        share::published(part, stated.decimals(), rounding.mode)
    });
    let parts: Vec<Decimal> = parts.collect::<Option<_>>()?;
    let sum: i64 = parts.iter().map(|part| part.units()).sum();
    if sum != stated.units() {
        return None;
    }
    let (last, rest) = parts.split_last()?;
    let rest: Vec<String> = rest.iter().map(|part| format!("{part}%")).collect();
    Some(format!("{} and {last}%", rest.join(", ")))
}

/// `91-92%`: the ends are percentages as published. Other ends are words.
fn between(range: StatedRange, figure: &Figure<'_>, rounding: &Rounding) -> Judged {
    if let Some([low, high]) = range.percentages()
        && share::share(figure).is_some()
        && let Some(value) = share::published(figure, low.decimals().max(high.decimals()), rounding.mode)
        && value.compare(low).is_ge()
        && value.compare(high).is_le()
    {
        let found = found::as_published(figure, rounding);
        let reason = format!("the data say {found}");
        return Judged::new(Ruling::Holds, found, reason);
    }
    words(&range.admitted(), figure, rounding)
}

/// A difference of percentages.
fn points_of(stated: Decimal, figure: &Figure<'_>, figures: &Figures<'_>, rounding: &Rounding) -> Judged {
    match figure.row.unit {
        Unit::Points => rounded_of(stated, figure, figures, rounding),
        Unit::Percent | Unit::Count | Unit::Score | Unit::Index => Judged::not_checkable(
            found::as_published(figure, rounding),
            "a difference is stated, and the figure is none: `more_than` compares two figures, and `by` says by how much",
        ),
    }
}

fn number_of(stated: Decimal, figure: &Figure<'_>, figures: &Figures<'_>, rounding: &Rounding) -> Judged {
    if figure.row.unit.is_value() {
        return rounded_of(stated, figure, figures, rounding);
    }
    let found = found::as_published(figure, rounding);
    let Some(wanted) = stated.whole() else {
        return Judged::not_checkable(found, format!("{stated} is no count, and the figure is no score"));
    };
    let reason = format!("the data say {found}");
    let value = share::count(figure);
    let holds = match value {
        ExactValue::Fraction(_) => value.compare_to(Rational::of_number(stated)).is_eq(),
        // A weighted count is printed whole; documents also give the respondents behind it.
        ExactValue::Double(x) => rounded_count(x, rounding) == Some(stated) || figure.cell.n == wanted,
    };
    Judged::new(if holds { Ruling::Holds } else { Ruling::Contradicted }, found, reason)
}

fn rounded_count(x: f64, rounding: &Rounding) -> Option<Decimal> {
    round_value(x, 0, rounding.mode).ok()
}

fn count_of(count: u64, base: u64, figure: &Figure<'_>, rounding: &Rounding) -> Judged {
    let found = found::as_published(figure, rounding);
    if figure.row.unit.is_value() {
        return Judged::not_checkable(found, "a count is stated, and the figure is a score");
    }
    let Some(own) = share::own_base(figure) else { return no_base(found) };
    let counts = found::counts(figure);
    let (ruling, reason) = match (figure.cell.n == count, own == base) {
        (true, true) => (Ruling::Holds, format!("the data say {counts}")),
        (true, false) => (Ruling::Contradicted, format!("the count agrees and the base does not: {counts}")),
        (false, _) => (Ruling::Contradicted, format!("the data say {counts}")),
    };
    Judged::new(ruling, found, reason)
}

fn fraction_of(stated: Fraction, figure: &Figure<'_>) -> Judged {
    let Some(share) = share::share(figure) else { return no_share(figure) };
    let found = found::exactly(figure);
    let percentage = share::percent_text(share);
    let spoken = fraction::in_words(stated);
    let (ruling, reason) = match fraction::nearness(stated, share) {
        Nearness::Nearest => (Ruling::Holds, format!("{percentage} is nearest {spoken}")),
        Nearness::Nearer(rival) => {
            (Ruling::Imprecise, format!("{percentage} is nearer {} than {spoken}", fraction::in_words(rival)))
        }
        Nearness::Far => (
            Ruling::Contradicted,
            format!(
                "{spoken} is {}, and the data say {found}",
                share::percent_text(ExactValue::Fraction(stated.ratio()))
            ),
        ),
    };
    Judged::new(ruling, found, reason)
}

/// Hedged words, by the values that they admit.
fn words(admitted: &Admitted, figure: &Figure<'_>, rounding: &Rounding) -> Judged {
    let (value, found) = match (admitted.scale, figure.row.unit) {
        (Scale::Share, Unit::Percent | Unit::Count | Unit::Score | Unit::Index | Unit::Points) => {
            match share::share(figure) {
                Some(share) => (share, found::exactly(figure)),
                None => return no_share(figure),
            }
        }
        (Scale::Number | Scale::Points, Unit::Score | Unit::Index | Unit::Points) => {
            (ExactValue::Double(figure.cell.x.unwrap_or(f64::NAN)), found::exactly(figure))
        }
        (Scale::Number | Scale::Points, Unit::Percent | Unit::Count) => {
            (share::count(figure), found::as_published(figure, rounding))
        }
    };
    if admitted.scale == Scale::Points && figure.row.unit != Unit::Points {
        return Judged::not_checkable(found, "a difference is stated, and the figure is none");
    }
    let meaning = interval::in_words(admitted);
    let (ruling, reason) = match interval::position(admitted, value) {
        Position::Inside => (Ruling::Holds, format!("the words mean {meaning}, and the data say {found}")),
        Position::Near => (Ruling::Imprecise, format!("the words mean {meaning}, and the data just miss it: {found}")),
        Position::Outside => (Ruling::Contradicted, format!("the words mean {meaning}, and the data say {found}")),
    };
    Judged::new(ruling, found, reason)
}

fn quantifier_of(stated: Quantifier, figure: &Figure<'_>) -> Judged {
    let Some(share) = share::share(figure) else { return no_share(figure) };
    let found = found::exactly(figure);
    let (admitted, least) = (quantifier::admitted(stated), quantifier::least(stated));
    let mut meaning = interval::in_words(&admitted);
    if least > 1 {
        meaning = format!("{meaning} and at least {} respondents", spelled(least as u32));
    }
    let position = if figure.cell.n < least { Position::Outside } else { interval::position(&admitted, share) };
    let (ruling, reason) = match position {
        Position::Inside if quantifier::is_vague(stated) => {
            (Ruling::Holds, format!("the word is vague, {meaning}, and the data do not refute it: {found}"))
        }
        Position::Inside => (Ruling::Holds, format!("the word means {meaning}, and the data say {found}")),
        Position::Near if !quantifier::is_absolute(stated) => {
            (Ruling::Imprecise, format!("the word means {meaning}, and the data just miss it: {found}"))
        }
        Position::Near | Position::Outside => {
            (Ruling::Contradicted, format!("the word means {meaning}, and the data say {found}"))
        }
    };
    Judged::new(ruling, found, reason)
}
