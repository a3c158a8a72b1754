//! A table laid out for reading: columns by break, rows by item, each net above the options that it gathers.
//!
//! Both the report and the CSV of a table are written from this. Left out: how a cell looks (`shown`).

use topline_survey::{Arrangement, Figure, RowKind, Statistic};

use crate::arrangement::arranged;
use crate::bases::BaseValue;
use crate::shown::value;

/// One table.
#[derive(Debug)]
pub(crate) struct Layout<'f> {
    /// Any figure of the table, for what all of them share.
    pub first: &'f Figure,
    /// The total, then the columns of each break.
    pub columns: Vec<Column<'f>>,
    /// The rows of each item; of the whole table where it has no items.
    pub groups: Vec<Group<'f>>,
}

/// One column.
#[derive(Debug)]
pub(crate) struct Column<'f> {
    /// `question.column`; empty for the total. Where items are rows, the name of the row that it shows.
    pub key: &'f str,
    /// The title of the break; empty for the total.
    pub break_label: String,
    /// Its own label.
    pub label: String,
    /// The letter by which others name it.
    pub letter: Option<&'f str>,
    /// The base that it shows instead of the value.
    pub base: Option<BaseValue>,
}

/// The rows of one item.
#[derive(Debug)]
pub(crate) struct Group<'f> {
    /// The item; empty where there is none.
    pub item: &'f str,
    /// Its label.
    pub label: &'f str,
    /// Its rows, the base first.
    pub rows: Vec<Row<'f>>,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its label.
    pub label: &'f str,
    /// What it is.
    pub kind: RowKind,
    /// What is told of it.
    pub statistic: Option<Statistic>,
    /// How many nets stand above it that count it too.
    pub depth: usize,
    /// The codes that it counts, of a net.
    pub parts: &'f [i32],
    /// The figure in each column.
    pub cells: Vec<Option<&'f Figure>>,
}

impl<'f> Layout<'f> {
    /// The layout of one table's figures; nothing where there are none.
    pub(crate) fn of(figures: &'f [Figure], arrangement: Arrangement) -> Option<Self> {
        let first = figures.first()?;
        let mut columns: Vec<Column<'f>> = Vec::new();
        for figure in figures {
            if !columns.iter().any(|column| column.key == figure.key.column) {
                columns.push(Column {
                    key: &figure.key.column,
                    break_label: figure.break_label.clone(),
                    label: if figure.column_label.is_empty() { "Total" } else { &figure.column_label }.to_owned(),
                    letter: figure.letter.as_deref(),
                    base: None,
                });
            }
        }
        let groups = figures
            .chunk_by(|one, next| one.key.item == next.key.item)
            .map(|of_item| Group {
                item: &of_item[0].key.item,
                label: &of_item[0].item_label,
                rows: rows(of_item, &columns),
            })
            .collect();
        Some(arranged(Self { first, columns, groups }, arrangement))
    }

    /// Whether its rows were made in SQL.
    pub(crate) fn is_sql(&self) -> bool {
        self.figures().all(|figure| figure.row_kind == RowKind::Sql)
    }

    /// Whether its rows belong to items.
    pub(crate) fn has_items(&self) -> bool {
        self.groups.iter().any(|group| !group.item.is_empty())
    }

    /// Whether any value has an interval.
    pub(crate) fn has_intervals(&self) -> bool {
        self.figures().any(|figure| figure.x_low.is_some() && figure.suppressed.is_none())
    }

    /// Whether its answers are weighted.
    pub(crate) fn is_weighted(&self) -> bool {
        self.figures().any(|figure| figure.base_effective.is_some())
    }

    /// Every figure, in reading order.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &'f Figure> {
        self.groups.iter().flat_map(|group| &group.rows).flat_map(|row| row.cells.iter().flatten().copied())
    }
}

impl Column<'_> {
    /// Its label with that of its break: `Region: North`.
    pub(crate) fn name(&self) -> String {
        let heading = self.heading();
        if self.break_label.is_empty() { heading } else { format!("{}: {heading}", self.break_label) }
    }

    /// Its label, with its letter where it has one: `North (A)`.
    pub(crate) fn heading(&self) -> String {
        match self.letter {
            Some(letter) => format!("{} ({letter})", self.label),
            None => self.label.clone(),
        }
    }

    /// Whether it is the total.
    pub(crate) fn is_total(&self) -> bool {
        self.key.is_empty()
    }

    /// What it shows of a figure.
    pub(crate) fn value(&self, figure: &Figure) -> String {
        self.base.map_or_else(|| value(figure), |base| base(figure))
    }
}

impl<'f> Group<'f> {
    /// The base in each column.
    pub(crate) fn base(&self) -> Option<&Row<'f>> {
        self.rows.iter().find(|row| row.kind == RowKind::Base)
    }
}

fn rows<'f>(of_item: &'f [Figure], columns: &[Column<'f>]) -> Vec<Row<'f>> {
    of_item
        .chunk_by(|one, next| one.key.row == next.key.row)
        .map(|of_row| Row {
            name: &of_row[0].key.row,
            label: &of_row[0].row_label,
            kind: of_row[0].row_kind,
            statistic: of_row[0].statistic,
            depth: of_row[0].depth,
            parts: &of_row[0].parts,
            cells: columns.iter().map(|column| of_row.iter().find(|figure| figure.key.column == column.key)).collect(),
        })
        .collect()
}
