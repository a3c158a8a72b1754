//! Published percentages that do not add up because each was rounded by itself.
//!
//! Parts are taken as published, and added as decimals: what a reader would do by hand. Whether they are parts at all is
//! decided by counts: exclusive options of which every respondent in the base has one, or the exclusive options of a net.
//! Nothing is adjusted.

use topline_exact::Decimal;
use topline_survey::{Figure, RowKind, Statistic, Unit};

use crate::layout::{Group, Layout, Row};

/// Parts that do not add up in some cells of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The net whose parts they are; `None` for the whole of 100.
    pub net: Option<String>,
    /// Where; the totals first.
    pub places: Vec<Place>,
}

/// A column of an item, and the sum of the parts there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The label of the item; empty where there is none.
    pub item: String,
    /// The break and the label of the column.
    pub column: String,
    /// Whether it is the total.
    pub is_total: bool,
    /// What the parts add up to.
    pub sum: String,
}

/// The sum of published percentages, with as many decimals as the finest of them; none where one is no published percentage.
fn sum(parts: &[Figure<'_>]) -> Option<Decimal> {
    let published = |figure: &Figure<'_>| figure.cell.published.value().filter(|_| figure.row.unit == Unit::Percent);
    let parts: Vec<Decimal> = parts.iter().map(published).collect::<Option<_>>()?;
    Decimal::sum(&parts)
}

/// Every misfit of a table of exclusive options; none where a respondent can have several.
pub(crate) fn misfits(layout: &Layout<'_>) -> Vec<Misfit> {
    let mut found: Vec<Misfit> = Vec::new();
    for group in &layout.groups {
        for (index, column) in layout.columns.iter().enumerate() {
            let place = |sum: String| Place {
                item: group.label.to_owned(),
                column: column.name(),
                is_total: column.is_total(),
                sum,
            };
            if let Some(sum) = of_whole(group, index) {
                add(&mut found, None, place(sum));
            }
            for net in group.rows.iter().filter(|row| row.kind == RowKind::Net && is_percent(row)) {
                if let Some(sum) = of_net(group, net, index) {
                    add(&mut found, Some(net.label), place(sum));
                }
            }
        }
    }
    for misfit in &mut found {
        misfit.places.sort_by_key(|place| !place.is_total);
    }
    found.sort_by_key(|misfit| misfit.net.is_some());
    found
}

fn add(found: &mut Vec<Misfit>, net: Option<&str>, place: Place) {
    match found.iter_mut().find(|misfit| misfit.net.as_deref() == net) {
        Some(misfit) => misfit.places.push(place),
        None => found.push(Misfit { net: net.map(str::to_owned), places: vec![place] }),
    }
}

/// Whether a row tells the percentages of columns, of which parts add up.
fn is_percent(row: &Row<'_>) -> bool {
    row.statistic.is_none_or(|statistic| statistic == Statistic::ColumnPercent)
}

/// The sum of the options, or of the options and those without an answer, where these are the whole base and it is not 100.
fn of_whole(group: &Group<'_>, column: usize) -> Option<String> {
    let of_kinds = |kinds: &[RowKind]| -> Vec<Figure<'_>> {
        let rows = group.rows.iter().filter(|row| kinds.contains(&row.kind));
        rows.filter(|row| is_percent(row)).filter_map(|row| row.cells.get(column).copied().flatten()).collect()
    };
    [of_kinds(&[RowKind::Option, RowKind::Rest]), of_kinds(&[RowKind::Option, RowKind::Rest, RowKind::Absent])]
        .into_iter()
        .find_map(|parts| {
            let base = parts.first()?.cell.base.n;
            let is_whole = base > 0 && parts.iter().map(|part| part.cell.n).sum::<u64>() == base;
            let sum = sum(&parts).filter(|_| is_whole)?;
            sum.compare("100".parse().ok()?).is_ne().then(|| sum.to_string())
        })
}

/// The sum of the options that a net gathers, where each of its respondents has one of them and it is not the net.
fn of_net(group: &Group<'_>, net: &Row<'_>, column: usize) -> Option<String> {
    let figure = net.cells.get(column).copied().flatten()?;
    let published = figure.cell.published.value()?;
    let part = |code: &i32| {
        let name = code.to_string();
        let row = group.rows.iter().find(|row| row.kind == RowKind::Option && row.name == name)?;
        row.cells.get(column).copied().flatten()
    };
    let parts: Vec<Figure<'_>> = net.codes.iter().map(part).collect::<Option<_>>()?;
    let is_whole = parts.iter().map(|part| part.cell.n).sum::<u64>() == figure.cell.n;
    let sum = sum(&parts).filter(|_| is_whole)?;
    sum.compare(published).is_ne().then(|| sum.to_string())
}
