//! Of which other figure a value is right that is wrong of the one it is stated of.
//!
//! Figures are looked for near the one stated: those whom it does not count, the same row in another column, another row of the
//! same question, the same row of another item or of another table of the question. Further off nothing is meant: among thousands
//! of figures nearly every percentage is that of some.

use topline_exact::Decimal;
use topline_survey::{Figure, FigureRef, Quantity, Rounding, RowKind, Ruling, Stated, Unit};

use crate::complement::Others;
use crate::figures::Figures;
use crate::found;
use crate::judged::Judged;
use crate::share;
use crate::value::judge_figure;

/// So many figures are named.
const NAMED: usize = 3;

/// The ruling, made `another_figure` where the value is that of a figure near by. `claimed` is what is stated, and of which figures.
pub(crate) fn explain_by_another(
    judged: Judged,
    claimed: (&[Stated], &[FigureRef]),
    of: Option<u64>,
    figure: &Figure<'_>,
    figures: &Figures<'_>,
    rounding: &Rounding,
) -> Judged {
    let (stated, claimed) = claimed;
    let [stated, ..] = stated else { return judged };
    if judged.ruling != Ruling::Contradicted || !is_one_value(stated) {
        return judged;
    }
    if let Some(confused) = count_for_share(stated, figure, rounding) {
        return Judged { reason: format!("{}; {confused}", judged.reason), ..judged };
    }
    if let Some(value) = swapped_digits(stated, figure, rounding) {
        let reason = format!("{}; the digits of {value} change places", judged.reason);
        return Judged { reason, ..judged };
    }
    let holds = |figure: &Figure<'_>| judge_figure(stated, of, figure, figures, rounding).ruling == Ruling::Holds;
    if let Some(others) = Others::of(figure)
        && holds(&others.figure(figure))
    {
        let reason = format!("{}; it is right of those whom the figure does not count", judged.reason);
        return Judged::new(Ruling::AnotherFigure, judged.found, reason);
    }
    // A value that is off by one is no slip to another row, though some row has it.
    let is_near = is_off_by_one(stated, figure, rounding);
    let mut near: Vec<(u8, FigureRef)> = figures
        .values()
        .filter_map(|other| Some((distance(figure, other)?, other)))
        .filter(|(distance, _)| *distance == 0 || !is_near)
        .filter(|(_, other)| (is_countable(other) || other.row.kind == figure.row.kind) && holds(other))
        .map(|(distance, other)| (distance, other.name()))
        .filter(|(_, name)| !claimed.contains(name))
        .collect();
    near.sort();
    if near.is_empty() {
        return judged;
    }
    let told: Vec<String> = near.iter().take(NAMED).filter_map(|(_, name)| figures.get(name)).map(told).collect();
    let reason = format!("{}; it is right of {}", judged.reason, told.join(", or of "));
    Judged::new(Ruling::AnotherFigure, judged.found, reason)
}

fn told(figure: &Figure<'_>) -> String {
    let labels = [&figure.section.label, &figure.row.label, &figure.column.label];
    let labels: Vec<&str> = labels.into_iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
    format!("{} ({}: {})", figure.name(), labels.join(", "), found::counts(figure))
}

/// Whether one value is stated, and not a range of them.
fn is_one_value(stated: &Stated) -> bool {
    match stated {
        Stated::Exactly(Quantity::Percentage(_) | Quantity::Number(_)) | Stated::CountOf { .. } => true,
        Stated::Exactly(Quantity::Part(_) | Quantity::Points(_))
        | Stated::Hedged { .. }
        | Stated::AllBut(_)
        | Stated::Between(_)
        | Stated::Quantifier(_)
        | Stated::MostCommon
        | Stated::LeastCommon => false,
    }
}

/// How near another figure is: the less, the nearer. None where it is too far to be meant.
fn distance(one: &Figure<'_>, other: &Figure<'_>) -> Option<u8> {
    let same_table = one.table.id == other.table.id;
    let same_item = one.section.item == other.section.item;
    let same_row = one.row.key == other.row.key;
    let same_column = one.column.key == other.column.key;
    let same_question = !one.section.question.is_empty() && one.section.question == other.section.question;
    match (same_table, same_item, same_row, same_column) {
        (true, true, true, _) => Some(0),
        (true, true, false, true) => Some(1),
        (true, false, true, true) => Some(2),
        (false, true, true, _) if same_question => Some(3),
        (false, true, false, true) if same_question => Some(4),
        _ => None,
    }
}

/// Whether a document may speak of the figure: a row of answers, in percent or counted.
fn is_countable(figure: &Figure<'_>) -> bool {
    let is_row = match figure.row.kind {
        RowKind::Net | RowKind::Option | RowKind::Rest | RowKind::Absent | RowKind::Mean | RowKind::Sql => true,
        RowKind::Base | RowKind::Total | RowKind::Missing | RowKind::Statistic => false,
    };
    is_row && !matches!(figure.row.unit, Unit::Index | Unit::Points) && share::no_value(figure).is_none()
}

/// Whether a percentage is stated that is next to the published one.
fn is_off_by_one(stated: &Stated, figure: &Figure<'_>, rounding: &Rounding) -> bool {
    let Stated::Exactly(Quantity::Percentage(percentage)) = stated else { return false };
    let value = share::published(figure, percentage.decimals(), rounding.mode);
    value.is_some_and(|value| (value.units() - percentage.units()).abs() <= 1)
}

/// What is said where the number of respondents stands as a percentage, or the percentage as their number.
fn count_for_share(stated: &Stated, figure: &Figure<'_>, rounding: &Rounding) -> Option<String> {
    if !share::is_of_counts(figure) {
        return None;
    }
    match stated {
        Stated::Exactly(Quantity::Percentage(percentage)) if percentage.whole() == Some(figure.cell.n) => {
            Some(format!("{percentage} is the number of respondents, and not their percentage"))
        }
        Stated::Exactly(Quantity::Number(number)) if figure.row.unit == Unit::Percent => {
            let published = share::published(figure, number.decimals(), rounding.mode)?;
            let is_it = published.compare(*number).is_eq();
            is_it.then(|| format!("{number} is the percentage, and not the number of respondents"))
        }
        Stated::Exactly(_)
        | Stated::CountOf { .. }
        | Stated::Hedged { .. }
        | Stated::AllBut(_)
        | Stated::Between(_)
        | Stated::Quantifier(_)
        | Stated::MostCommon
        | Stated::LeastCommon => None,
    }
}

/// The published value, where its two digits stand the other way round in what is stated.
fn swapped_digits(stated: &Stated, figure: &Figure<'_>, rounding: &Rounding) -> Option<Decimal> {
    let Stated::Exactly(Quantity::Percentage(percentage)) = stated else { return None };
    let value = share::published(figure, percentage.decimals(), rounding.mode)?;
    let (stated, found) = (percentage.units().to_string(), value.units().to_string());
    let turned: String = found.chars().rev().collect();
    (stated.len() == 2 && found.len() == 2 && stated == turned).then_some(value)
}
