//! What of a table's rows only the answers decide: which options are too small for rows of their own, and how rows are sorted.

use topline_survey::{Gathers, Mark, Order, Plan, RowKind, Sort};

use crate::counted::Counted;
use crate::layout::{Counts, Layout, Part, Places, Rests, Row};
use crate::statistics::percentage;

/// The rows of each part, in the order in which they stand: their positions, with what the rest gathers.
pub(crate) fn settled(plan: &Plan, counted: &Counted<'_>) -> Vec<Settled> {
    counted.layout.parts.iter().map(|part| settle(plan, counted, part)).collect()
}

/// The rows of a part that are left, in their order.
pub(crate) struct Settled {
    pub rows: Vec<usize>,
    /// Options that the rest gathers, with their places.
    pub rest: Vec<(i32, Places)>,
}

/// Which options are too few for rows of their own, by what the total columns count.
pub(crate) fn rests(plan: &Plan, counted: &Counted<'_>) -> Rests {
    let rest_of = |part: &Part| {
        let codes: Vec<i32> = rest(counted, part).into_iter().map(|(code, _)| code).collect();
        let key = (plan.tables[part.table].id.clone(), part.key.clone());
        (!codes.is_empty()).then_some((key, codes))
    };
    counted.layout.parts.iter().filter_map(rest_of).collect()
}

/// Puts the rows of every part into the order that was settled.
pub(crate) fn rearrange(layout: &mut Layout, settled: Vec<Settled>) {
    for (part, settled) in layout.parts.iter_mut().zip(settled) {
        let mut rows: Vec<Option<Row>> = std::mem::take(&mut part.rows).into_iter().map(Some).collect();
        part.rows = settled.rows.iter().filter_map(|index| rows[*index].take()).collect();
        for row in &mut part.rows {
            if let Counts::Fewer { ticked, .. } = &row.counts {
                row.counts = Counts::Respondents(ticked.clone().unwrap_or_else(|| together(&settled.rest)));
                row.of.gathers = Gathers::Codes(settled.rest.iter().map(|(code, _)| *code).collect());
            }
        }
    }
}

/// All of these places, which are on one dimension.
fn together(options: &[(i32, Places)]) -> Places {
    let dimension = options.first().map_or(0, |(_, places)| places.dimension);
    Places { dimension, places: options.iter().flat_map(|(_, places)| places.places.iter().copied()).collect() }
}

fn settle(plan: &Plan, counted: &Counted<'_>, part: &Part) -> Settled {
    let table = &plan.tables[part.table];
    let rest = rest(counted, part);
    let is_left = |row: &Row| match &row.counts {
        Counts::Fewer { .. } => !rest.is_empty(),
        Counts::Respondents(places) => row.of.kind != RowKind::Option || !rest.iter().any(|(_, small)| places == small),
        Counts::Values { .. } | Counts::Numbers(_) | Counts::Answers => true,
    };
    let left: Vec<usize> = (0..part.rows.len()).filter(|index| is_left(&part.rows[*index])).collect();
    let rows = match &table.sort {
        Some(sort) => sorted(plan, counted, part, sort, &left),
        None => left,
    };
    Settled { rows, rest }
}

/// The options of the total column that are fewer than the table shows by themselves.
fn rest(counted: &Counted<'_>, part: &Part) -> Vec<(i32, Places)> {
    let (axis, total) = (&part.axes[0], &part.axes[0].columns[0]);
    let base = counted.base(part, axis, total);
    for row in &part.rows {
        let Counts::Fewer { options, percent, .. } = &row.counts else { continue };
        let is_small = |places: &Places| {
            let own = counted.sum(part, axis, total, places, row.filter);
            percentage(&own, &base).is_none_or(|own| own < *percent)
        };
        return options.iter().filter(|(_, places)| is_small(places)).cloned().collect();
    }
    Vec::new()
}

/// A row with those below it that it holds, and what it is sorted by.
struct Branch {
    /// Its rows: one for each statistic.
    rows: Vec<usize>,
    size: f64,
    is_fixed: bool,
    below: Vec<Branch>,
}

/// The rows in the order of a column: nets with their parts, fixed rows and what counts nobody at the end.
fn sorted(plan: &Plan, counted: &Counted<'_>, part: &Part, sort: &Sort, left: &[usize]) -> Vec<usize> {
    let by = part.columns().find(|(_, column)| column.key == sort.by).or_else(|| part.columns().next());
    let Some((axis, column)) = by else { return left.to_vec() };
    let is_counted = |index: &&usize| {
        matches!(part.rows[**index].of.kind, RowKind::Net | RowKind::Option)
            && part.rows[**index].of.statistic.is_of_rows()
    };
    let first = left.iter().position(|index| is_counted(&index)).unwrap_or(left.len());
    let last = left.iter().rposition(|index| is_counted(&index)).map_or(first, |last| last + 1);
    let question = plan.codebook.question(&part.question);
    let is_fixed = |row: &Row| {
        row.of.kind == RowKind::Option
            && row.of.gathers.codes().iter().any(|code| {
                let mark: Option<Mark> = question.and_then(|question| question.option(*code)?.mark);
                mark.is_some() || sort.fixed.contains(code)
            })
    };
    let mut branches: Vec<Branch> = Vec::new();
    for index in &left[first..last] {
        let row = &part.rows[*index];
        let siblings = level(&mut branches, row.of.depth);
        let is_same = siblings.last().is_some_and(|branch| {
            let known = &part.rows[branch.rows[0]].of;
            branch.below.is_empty() && known.depth == row.of.depth && name(&known.key) == name(&row.of.key)
        });
        match siblings.last_mut().filter(|_| is_same) {
            Some(branch) => branch.rows.push(*index),
            None => siblings.push(Branch {
                rows: vec![*index],
                size: counted.respondents(part, row, axis, column).weight,
                is_fixed: is_fixed(row),
                below: Vec::new(),
            }),
        }
    }
    let mut order = left[..first].to_vec();
    lay_flat(branches, sort.order, &mut order);
    order.extend(&left[last..]);
    order
}

/// A row's name without its statistic.
fn name(key: &str) -> &str {
    key.split_once(':').map_or(key, |(name, _)| name)
}

/// The branches at a depth, below the last ones above it.
fn level(branches: &mut Vec<Branch>, depth: usize) -> &mut Vec<Branch> {
    match branches.last() {
        Some(_) if depth > 0 => {
            let last = branches.len() - 1;
            level(&mut branches[last].below, depth - 1)
        }
        _ => branches,
    }
}

fn lay_flat(mut branches: Vec<Branch>, order: Order, rows: &mut Vec<usize>) {
    // A stable sort: equal rows, and fixed ones, stay in the order of the codebook.
    branches.sort_by(|one, other| {
        one.is_fixed.cmp(&other.is_fixed).then_with(|| match order {
            _ if one.is_fixed => std::cmp::Ordering::Equal,
            Order::Descending => other.size.total_cmp(&one.size),
            Order::Ascending => one.size.total_cmp(&other.size),
        })
    });
    for branch in branches {
        rows.extend(branch.rows);
        lay_flat(branch.below, order, rows);
    }
}
