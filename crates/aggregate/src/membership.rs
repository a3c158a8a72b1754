//! Which respondents the cells of tables count, for disclosure control: a second pass, in which the number of its row is the weight
//! of each respondent.

use std::collections::BTreeSet;

use topline_records::ROW_ID;
use topline_survey::{
    Contributions, MemberBlock, MemberColumn, MemberPlaces, MemberVariable, Membership, RespondentSet, RowMembers,
    SectionMembers,
};
use topline_tally::{Cell, Dimension, Distribution, Pair};

use crate::aggregate_error::AggregateError;
use crate::counted::Counted;
use crate::counting::count;
use crate::layout::{Argument, Column, Counts, Layout, Part, Places, Row};
use crate::session::Session;
use crate::tally::Tallied;

/// Sums of squares of so many row numbers are exact in a double.
const EXACT_SQUARES: u64 = 100_000;

/// Whom the cells of a layout count, which were tallied by the weights of the survey; of numbers, how large the largest of so many
/// respondents are.
pub(crate) async fn membership(
    session: &Session,
    layout: &Layout,
    tallied: &Tallied,
    contributors: usize,
) -> Result<Membership, AggregateError> {
    let mut by_row = by_row(layout);
    if contributors > 0 {
        for part in &layout.parts {
            let of_axes = part.axes.iter().filter_map(|axis| part.distribution(axis));
            by_row.tally.distributions.extend(of_axes);
        }
        by_row.tally.distributions = distinct(std::mem::take(&mut by_row.tally.distributions));
    }
    let of_rows = count(session, &by_row).await?;
    let variables = layout.tally.dimensions.iter().map(|dimension| MemberVariable {
        places: dimension.places(),
        boxes: match dimension {
            Dimension::Ticked { columns, .. } => columns.clone(),
            Dimension::Code { .. } | Dimension::Band { .. } => Vec::new(),
        },
    });
    let (weighted, rows) = (tallied.counted(layout), of_rows.counted(&by_row));
    let numbers = of_rows.counted(&by_row);
    let mut seen = BTreeSet::new();
    let pairs = by_row.tally.pairs.iter().zip(rows.cells).enumerate();
    let blocks = pairs.filter(|(_, (pair, _))| seen.insert((pair.filter, pair.rows, pair.columns.clone())));
    let blocks = blocks.map(|(position, (pair, cells))| MemberBlock {
        condition: pair.filter,
        variable: pair.rows,
        columns: pair.columns.clone(),
        cells: cells
            .iter()
            .enumerate()
            .map(|(at, cell)| respondents(cell, weighted.cells.get(position).map(|cells| &cells[at])))
            .collect(),
    });
    Ok(Membership {
        variables: variables.collect(),
        blocks: blocks.collect(),
        sections: layout.parts.iter().map(|part| section(part, &numbers, contributors)).collect(),
    })
}

/// Each once, in their order.
fn distinct(distributions: Vec<Distribution>) -> Vec<Distribution> {
    let mut known = Vec::new();
    for distribution in distributions {
        if !known.contains(&distribution) {
            known.push(distribution);
        }
    }
    known
}

/// The same pairs with row numbers as weights, and each variable of rows by itself.
fn by_row(layout: &Layout) -> Layout {
    let mut tally = layout.tally.clone();
    let mut arguments = layout.arguments.clone();
    tally.distributions.clear();
    let number = Argument::Column(ROW_ID.to_owned());
    if let Some(weight) = tally.weight {
        arguments[weight] = number;
    } else {
        tally.weight = Some(arguments.len());
        arguments.push(number);
    }
    let by_itself: BTreeSet<usize> = tally.pairs.iter().map(|pair| pair.rows).collect();
    for rows in by_itself {
        let pair = Pair { rows, columns: Vec::new(), filter: None, value: None };
        if !tally.pairs.contains(&pair) {
            tally.pairs.push(pair);
        }
    }
    Layout { tally, arguments, pairs: layout.pairs.clone(), parts: Vec::new() }
}

fn respondents(cell: &Cell, weighted: Option<&Cell>) -> RespondentSet {
    let squares = if cell.n > EXACT_SQUARES { 0.0 } else { cell.weight_squared };
    RespondentSet { n: cell.n, weighted: weighted.map_or(0.0, |cell| cell.weight), rows: cell.weight, squares }
}

fn section(part: &Part, numbers: &Counted<'_>, contributors: usize) -> SectionMembers {
    SectionMembers {
        condition: part.filter,
        base: places(&part.base),
        rows: part.rows.iter().map(|of| row(part, of, numbers, contributors)).collect(),
        columns: part
            .columns()
            .map(|(axis, Column { places, .. })| MemberColumn {
                variables: axis.dimensions.clone(),
                places: ascending(places),
            })
            .collect(),
    }
}

fn row(part: &Part, row: &Row, numbers: &Counted<'_>, contributors: usize) -> RowMembers {
    let condition = row.filter;
    match &row.counts {
        Counts::Respondents(counted) => RowMembers::Counted { condition, places: places(counted) },
        Counts::Numbers(counted) => {
            let of_column = |(axis, column)| {
                let points = numbers.values(part, row, axis, column);
                let points: Vec<(f64, u64)> = points.into_iter().map(|(value, cell)| (value, cell.n)).collect();
                Contributions::of(&points, contributors)
            };
            let contributions = if contributors > 0 { part.columns().map(of_column).collect() } else { Vec::new() };
            RowMembers::Values { condition, places: places(counted), values: None, contributions }
        }
        Counts::Values { dimension, values } => {
            let mut of_places = values.clone();
            of_places.sort_by_key(|(place, _)| *place);
            of_places.dedup_by_key(|(place, _)| *place);
            let (places, values) = of_places.into_iter().unzip();
            let places = MemberPlaces { variable: *dimension, places };
            RowMembers::Values { condition, places, values: Some(values), contributions: Vec::new() }
        }
        // The rest is known by now.
        Counts::Fewer { .. } | Counts::Answers => RowMembers::Ticks,
    }
}

fn places(places: &Places) -> MemberPlaces {
    MemberPlaces { variable: places.dimension, places: ascending(&places.places) }
}

fn ascending(places: &[usize]) -> Vec<usize> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    places
}
