//! How the counts of a block add up: over its columns, over its rows, in nets, and with the blocks around it.

use std::collections::{BTreeMap, BTreeSet};

use topline_survey::RowMembers;

use crate::building::builder::{BlockOf, Builder};
use crate::release::{CountOf, RelationKind};

/// Makes the counts and relations of all blocks.
pub(super) fn relate(builder: &mut Builder<'_>) {
    let wanted: Vec<(Option<usize>, usize, Vec<usize>)> = builder.shown.blocks.iter().cloned().collect();
    let mut known: BTreeMap<(Option<usize>, usize, Vec<usize>), BlockOf> = BTreeMap::new();
    for (condition, variable, columns) in wanted {
        if builder.sets.block(condition, variable, &columns).is_none() {
            continue;
        }
        let block = builder.begin_block(condition, variable, &columns);
        known.insert((condition, variable, columns), block);
    }
    for block in known.values() {
        add_block(builder, block, known.get(&(block.condition, block.variable, Vec::new())));
    }
    for block in known.values() {
        if let Some((_, outer)) = block.columns.split_last().filter(|(_, outer)| !outer.is_empty())
            && let Some(parent) = known.get(&(block.condition, block.variable, outer.to_vec()))
        {
            nest(builder, block, parent);
        }
        if block.condition.is_some()
            && let Some(all) = known.get(&(None, block.variable, block.columns.clone()))
        {
            condition(builder, block, all);
        }
    }
    ticks(builder, &known);
    builder.known = known;
}

/// The classes of a block's rows and columns in which anybody is, or that are shown.
struct Atoms {
    rows: Vec<Vec<usize>>,
    columns: Vec<Vec<usize>>,
}

fn atoms(builder: &Builder<'_>, block: &BlockOf) -> Option<Atoms> {
    let found = builder.sets.block(block.condition, block.variable, &block.columns)?;
    let all_rows: Vec<usize> = (0..builder.membership.variables[block.variable].places).collect();
    let all_columns: Vec<usize> = (0..builder.sets.width(&block.columns)).collect();
    let has_anybody = |rows: &[usize], columns: &[usize]| builder.sets.sum(found, rows, columns).n > 0;
    let rows = builder.shown.row_classes.get(&block.variable)?;
    let columns = builder.shown.column_classes.get(&block.columns)?;
    let shown_rows = builder.shown.rows.get(&block.variable)?;
    let shown_columns = builder.shown.columns.get(&block.columns)?;
    let is_row = |rows: &&Vec<usize>| shown_rows.contains(*rows) || has_anybody(rows, &all_columns);
    let is_column = |columns: &&Vec<usize>| shown_columns.contains(*columns) || has_anybody(&all_rows, columns);
    Some(Atoms {
        rows: rows.iter().filter(is_row).cloned().collect(),
        columns: columns.iter().filter(is_column).cloned().collect(),
    })
}

fn add_block(builder: &mut Builder<'_>, block: &BlockOf, totals: Option<&BlockOf>) {
    let Some(atoms) = atoms(builder, block) else { return };
    let all_rows: Vec<usize> = (0..builder.membership.variables[block.variable].places).collect();
    let shown_rows: Vec<Vec<usize>> = builder.shown.rows[&block.variable].iter().cloned().collect();
    let shown_columns: Vec<Vec<usize>> = builder.shown.columns[&block.columns].iter().cloned().collect();
    let mut columns = atoms.columns.clone();
    columns.extend(shown_columns.iter().filter(|columns| !atoms.columns.contains(columns)).cloned());
    let within = |set: &[usize], parts: &[Vec<usize>]| -> Vec<Vec<usize>> {
        parts.iter().filter(|part| part.iter().all(|place| set.contains(place))).cloned().collect()
    };
    // Down each column.
    for column in &columns {
        let cell = |builder: &mut Builder<'_>, rows: &[usize]| builder.count(block, rows, column);
        let Some(all) = cell(builder, &all_rows) else { continue };
        let parts: Vec<usize> = atoms.rows.iter().filter_map(|rows| cell(builder, rows)).collect();
        builder.add_up(RelationKind::Rows, &parts, all);
        for rows in shown_rows.iter().filter(|rows| !atoms.rows.contains(rows)) {
            let Some(net) = cell(builder, rows) else { continue };
            let parts: Vec<usize> = within(rows, &atoms.rows).iter().filter_map(|rows| cell(builder, rows)).collect();
            if !parts.is_empty() {
                builder.add_up(RelationKind::Net, &parts, net);
            }
        }
    }
    // Along each row.
    let mut rows = atoms.rows;
    rows.push(all_rows);
    for row in &rows {
        if let Some(total) =
            totals.filter(|_| !block.columns.is_empty()).and_then(|block| builder.count(block, row, &[0]))
        {
            let parts: Vec<usize> =
                atoms.columns.iter().filter_map(|column| builder.count(block, row, column)).collect();
            builder.add_up(RelationKind::Columns, &parts, total);
        }
        for column in shown_columns.iter().filter(|column| !atoms.columns.contains(column)) {
            let Some(net) = builder.count(block, row, column) else { continue };
            let parts = within(column, &atoms.columns);
            let parts: Vec<usize> = parts.iter().filter_map(|column| builder.count(block, row, column)).collect();
            if !parts.is_empty() {
                builder.add_up(RelationKind::ColumnNet, &parts, net);
            }
        }
    }
}

/// The columns of a nested break add up to those that they split.
fn nest(builder: &mut Builder<'_>, block: &BlockOf, parent: &BlockOf) {
    let (Some(inner), Some(outer)) = (atoms(builder, block), atoms(builder, parent)) else { return };
    let Some(last) = block.columns.last() else { return };
    let places = builder.membership.variables[*last].places;
    let mut rows = inner.rows;
    rows.push((0..builder.membership.variables[block.variable].places).collect());
    for column in &outer.columns {
        let is_inside = |place: &usize| column.contains(&(place / places));
        let is_split = inner.columns.iter().any(|part| part.iter().any(is_inside) && !part.iter().all(is_inside));
        if is_split {
            continue;
        }
        for row in &rows {
            let Some(whole) = builder.count(parent, row, column) else { continue };
            let parts = inner.columns.iter().filter(|part| part.iter().all(is_inside));
            let parts: Vec<usize> = parts.filter_map(|part| builder.count(block, row, part)).collect();
            builder.add_up(RelationKind::Columns, &parts, whole);
        }
    }
}

/// Those who meet a condition are some of all.
fn condition(builder: &mut Builder<'_>, block: &BlockOf, all: &BlockOf) {
    let Some(atoms) = atoms(builder, all) else { return };
    let mut rows = atoms.rows;
    rows.extend(builder.shown.rows[&block.variable].iter().cloned());
    rows.push((0..builder.membership.variables[block.variable].places).collect());
    let mut columns = atoms.columns;
    columns.extend(builder.shown.columns[&block.columns].iter().cloned());
    for row in &rows {
        for column in &columns {
            let whole = builder.count(all, row, column);
            let part = builder.count(block, row, column);
            if let (Some(whole), Some(part)) = (whole, part)
                && whole != part
            {
                builder.difference(RelationKind::Condition, whole, part, Some(CountOf::OutsideCondition(part)));
            }
        }
    }
}

/// A net of boxes counts no fewer than each of them, and no more than all of them together.
fn ticks(builder: &mut Builder<'_>, known: &BTreeMap<(Option<usize>, usize, Vec<usize>), BlockOf>) {
    let mut seen = BTreeSet::new();
    for section in &builder.membership.sections {
        let boxes: Vec<usize> = section
            .rows
            .iter()
            .filter_map(|row| match row {
                RowMembers::Counted { condition, places } if *condition == section.condition => Some(places),
                RowMembers::Counted { .. } | RowMembers::Values { .. } | RowMembers::Ticks => None,
            })
            .filter(|places| places.places == [1])
            .map(|places| places.variable)
            .filter(|variable| !builder.membership.variables[*variable].boxes.is_empty())
            .collect();
        let of = |variable: usize| &builder.membership.variables[variable].boxes;
        for net in &boxes {
            let mut parts: Vec<usize> = boxes.iter().copied().filter(|part| of(*part).len() == 1).collect();
            parts.retain(|part| part != net && of(*net).contains(&of(*part)[0]));
            parts.sort_unstable();
            parts.dedup();
            if parts.is_empty() {
                continue;
            }
            let is_all = parts.len() == of(*net).len();
            for column in &section.columns {
                let cell = |builder: &mut Builder<'_>, variable: usize| {
                    let block = known.get(&(section.condition, variable, column.variables.clone()))?;
                    builder.count(block, &[1], &column.places)
                };
                let Some(net) = cell(builder, *net) else { continue };
                let parts: Vec<usize> = parts.iter().filter_map(|part| cell(builder, *part)).collect();
                if !seen.insert((net, parts.clone())) {
                    continue;
                }
                for part in &parts {
                    builder.difference(RelationKind::Ticks, net, *part, None);
                }
                if is_all {
                    builder.together(RelationKind::Ticks, &parts, net);
                }
            }
        }
    }
}
