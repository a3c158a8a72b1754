//! The items of a table side by side, or one a row, instead of one below the other.

use topline_survey::{Arrangement, RowKind, Tabulation};

use crate::bases::WEIGHTED_BASES;
use crate::layout::{Column, Group, Layout, Row};
use crate::words;

/// The layout of a table as it arranges its items; nothing where it has no cells.
pub(crate) fn laid_out(table: &Tabulation, arrangement: Arrangement) -> Option<Layout<'_>> {
    let layout = Layout::of(table)?;
    if !layout.has_items() {
        return Some(layout);
    }
    Some(match arrangement {
        Arrangement::Blocks => layout,
        Arrangement::SideBySide => side_by_side(&layout),
        Arrangement::ItemRows => item_rows(&layout),
    })
}

/// The columns of each item beside those of the last; the rows of all of them below each other, each once.
fn side_by_side<'f>(layout: &Layout<'f>) -> Layout<'f> {
    let mut columns = Vec::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for group in &layout.groups {
        columns.extend(layout.columns.iter().map(|column| Column {
            key: column.key,
            break_label: if column.break_label.is_empty() {
                group.label.to_owned()
            } else {
                format!("{}: {}", group.label, column.break_label)
            },
            label: column.label.clone(),
            letter: column.letter,
            base: None,
        }));
        for row in group.rows.iter().filter(|row| !row.kind.eq(&RowKind::Sql)) {
            if !rows.iter().any(|known| is_same(known, row)) {
                rows.push(Row { cells: Vec::new(), ..row.clone() });
            }
        }
    }
    for row in &mut rows {
        for group in &layout.groups {
            let own = group.rows.iter().find(|own| is_same(own, row));
            row.cells.extend((0..layout.columns.len()).map(|index| own.and_then(|own| own.cells[index])));
        }
    }
    let groups = vec![Group { item: "", label: "", rows }];
    Layout { table: layout.table, columns, groups }
}

/// Each item a row, and what is told of it in columns; of the total alone.
fn item_rows<'f>(layout: &Layout<'f>) -> Layout<'f> {
    let mut told: Vec<&Row<'f>> = Vec::new();
    for row in layout.groups.iter().flat_map(|group| &group.rows) {
        if !told.iter().any(|known| is_same(known, row)) {
            told.push(row);
        }
    }
    let mut columns = Vec::new();
    let mut sources = Vec::new();
    for row in told {
        let column =
            |label: String, base| Column { key: row.name, break_label: String::new(), label, letter: None, base };
        columns.push(column(words::row_label(row), None));
        sources.push(row);
        if row.kind == RowKind::Base && layout.is_weighted() {
            for (label, base) in WEIGHTED_BASES {
                columns.push(column(label.to_owned(), Some(base)));
                sources.push(row);
            }
        }
    }
    let rows = layout.groups.iter().map(|group| Row {
        name: group.item,
        label: group.label,
        kind: RowKind::Option,
        statistic: None,
        depth: 0,
        codes: &[],
        cells: sources
            .iter()
            .map(|source| group.rows.iter().find(|row| is_same(row, source)).and_then(|row| *row.cells.first()?))
            .collect(),
    });
    let groups = vec![Group { item: "", label: "", rows: rows.collect() }];
    Layout { table: layout.table, columns, groups }
}

/// Whether two rows tell the same of their items: codes of different questions are the same by chance alone.
fn is_same(one: &Row<'_>, other: &Row<'_>) -> bool {
    one.name == other.name && one.label == other.label
}
