//! Of which other figure a value is right that is wrong of the one it is stated of.
//!
//! Figures are looked for near the one stated: the same figure of an earlier wave, those whom it does not count, the same row in another
//! column, another row of the same question, the same row of another item or of another table of the question, and the same row of the
//! nearest questions with the same answers. Further off nothing is meant: among thousands of figures nearly every percentage is that of
//! some.

use topline_exact::Decimal;
use topline_survey::{Figure, FigureRef, Rounding, RowKind, Ruling, Stated, StatedValue, Unit};

use crate::complement::Others;
use crate::earlier_wave::right_earlier;
use crate::found;
use crate::judged::Judged;
use crate::run_data::RunData;
use crate::same_answers::of_other_questions;
use crate::share;
use crate::value::judge_figure;

/// So many figures are named.
const NAMED: usize = 3;

/// What is stated, out of which base, and of which figures.
pub(crate) struct Claimed<'c> {
    pub stated: &'c [Stated],
    pub of: Option<u64>,
    pub figures: &'c [FigureRef],
}

/// The ruling, made `another_figure` where the value is that of a figure near by.
pub(crate) fn explain_by_another(
    judged: Judged,
    claimed: &Claimed<'_>,
    figure: &Figure<'_>,
    data: &RunData<'_>,
) -> Judged {
    let (figures, rounding) = (&data.figures, data.rounding);
    let Some(stated) = claimed.stated.first().filter(|_| judged.ruling == Ruling::Contradicted) else { return judged };
    let Some(value) = stated.value() else { return judged };
    if let Some(confused) = count_for_share(value, figure, rounding) {
        return Judged { reason: format!("{}; {confused}", judged.reason), ..judged };
    }
    let another = |judged: Judged, why: &str| {
        let reason = format!("{}; {why}", judged.reason);
        Judged::new(Ruling::AnotherFigure, judged.found, reason)
    };
    // The same figure is nearer than any other: a number that was not brought up to date.
    if let Some(earlier) = right_earlier(value, figure, data.earlier) {
        return another(judged, &earlier);
    }
    if let Some(found) = swapped_digits(value, figure, rounding) {
        let reason = format!("{}; the digits of {found} change places", judged.reason);
        return Judged { reason, ..judged };
    }
    let holds =
        |figure: &Figure<'_>| judge_figure(stated, claimed.of, figure, figures, rounding).ruling == Ruling::Holds;
    if let Some(others) = Others::of(figure)
        && holds(&others.figure(figure))
    {
        return another(judged, "it is right of those whom the figure does not count");
    }
    // A value that is off by one is no slip to another row, though some row has it.
    let is_near = is_off_by_one(value, figure, rounding);
    let is_meant = |other: &Figure<'_>| {
        (is_countable(other) || other.row.kind == figure.row.kind)
            && !claimed.figures.contains(&other.name())
            && holds(other)
    };
    let mut near: Vec<(u8, FigureRef)> = figures
        .values()
        .filter_map(|other| Some((distance(figure, other)?, other)))
        .filter(|(distance, other)| (*distance == 0 || !is_near) && is_meant(other))
        .map(|(distance, other)| (distance, other.name()))
        .collect();
    near.sort();
    let mut told: Vec<String> = near.iter().filter_map(|(_, name)| figures.get(name)).map(self::told).collect();
    if told.len() < NAMED && !is_near {
        let others = of_other_questions(figure, data.tables);
        let right = others.iter().filter(|other| is_meant(other));
        told.extend(right.map(|other| format!("{}: {}", self::told(other), other.table.title)));
    }
    if told.is_empty() {
        return judged;
    }
    told.truncate(NAMED);
    another(judged, &format!("it is right of {}", told.join(", or of ")))
}

fn told(figure: &Figure<'_>) -> String {
    let labels = [&figure.section.label, &figure.row.label, &figure.column.label];
    let labels: Vec<&str> = labels.into_iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
    format!("{} ({}: {})", figure.name(), labels.join(", "), found::counts(figure))
}

/// How near another figure is: the less, the nearer. None where it is too far to be meant.
fn distance(one: &Figure<'_>, other: &Figure<'_>) -> Option<u8> {
    // Most figures are of other tables, and of other questions.
    if one.table.id != other.table.id && one.section.question != other.section.question {
        return None;
    }
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
fn is_off_by_one(stated: StatedValue, figure: &Figure<'_>, rounding: &Rounding) -> bool {
    let StatedValue::Percentage(percentage) = stated else { return false };
    let value = share::published(figure, percentage.decimals(), rounding.mode);
    value.is_some_and(|value| (value.units() - percentage.units()).abs() <= 1)
}

/// What is said where the number of respondents stands as a percentage, or the percentage as their number.
fn count_for_share(stated: StatedValue, figure: &Figure<'_>, rounding: &Rounding) -> Option<String> {
    match stated {
        StatedValue::Percentage(percentage)
            if share::is_of_counts(figure) && percentage.whole() == Some(figure.cell.n) =>
        {
            Some(format!("{percentage} is the number of respondents, and not their percentage"))
        }
        StatedValue::Number(number) if figure.row.unit == Unit::Percent => {
            let published = share::published(figure, number.decimals(), rounding.mode)?;
            let is_it = published.compare(number).is_eq();
            is_it.then(|| format!("{number} is the percentage, and not the number of respondents"))
        }
        StatedValue::Percentage(_) | StatedValue::Number(_) | StatedValue::CountOf { .. } => None,
    }
}

/// The published value, where two of its digits that are next to each other stand the other way round in what is stated.
fn swapped_digits(stated: StatedValue, figure: &Figure<'_>, rounding: &Rounding) -> Option<Decimal> {
    let StatedValue::Percentage(percentage) = stated else { return None };
    let value = share::published(figure, percentage.decimals(), rounding.mode)?;
    let (stated, found) = (percentage.units().to_string(), value.units().to_string());
    let (stated, found) = (stated.as_bytes(), found.as_bytes());
    let is_turned = stated.len() == found.len()
        && (1..found.len()).any(|at| {
            let mut turned = found.to_vec();
            turned.swap(at - 1, at);
            found != stated && turned == stated
        });
    is_turned.then_some(value)
}
