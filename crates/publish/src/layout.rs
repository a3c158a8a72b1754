//! A table laid out for reading: columns by break, rows by item, each net above the options that it gathers.
//!
//! Both the report and the CSV of a table are written from this. Left out: how a cell looks (`shown`).

use topline_survey::{Figure, RowKind, Statistic, Tabulation};

use crate::shown::value;

/// The value that a base has in a row of its own.
pub(crate) type BaseValue = fn(&Figure<'_>) -> String;

/// One table.
#[derive(Debug)]
pub(crate) struct Layout<'f> {
    /// The table.
    pub table: &'f Tabulation,
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
    pub codes: &'f [i32],
    /// The figure in each column.
    pub cells: Vec<Option<Figure<'f>>>,
}

impl<'f> Layout<'f> {
    /// The layout of a table, its items below each other; nothing where it has no cells.
    pub(crate) fn of(table: &'f Tabulation) -> Option<Self> {
        table.figures().next()?;
        let columns = table.columns.iter().map(|head| Column {
            key: &head.key,
            break_label: head.break_label.clone(),
            label: head.label.clone(),
            letter: head.letter.as_deref(),
            base: None,
        });
        let groups = table.sections.iter().map(|section| {
            let rows = section.rows.iter().map(|row| Row {
                name: &row.head.key,
                label: &row.head.label,
                kind: row.head.kind,
                statistic: row.head.statistic,
                depth: row.head.depth,
                codes: &row.head.codes,
                cells: row
                    .cells
                    .iter()
                    .zip(&table.columns)
                    .map(|(cell, column)| Some(Figure { table, section, row: &row.head, column, cell }))
                    .collect(),
            });
            Group { item: &section.item, label: &section.label, rows: rows.collect() }
        });
        Some(Self { table, columns: columns.collect(), groups: groups.collect() })
    }

    /// Without the columns of breaks in which nobody answered.
    pub(crate) fn without_empty_columns(mut self) -> Self {
        let is_empty = |index: usize| {
            let figures = self.groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.cells[index].as_ref());
            let mut figures = figures.peekable();
            // Of what is held back, nobody may see whether its base is empty.
            let is_empty = |figure: &Figure<'_>| figure.cell.base.n == 0 && figure.cell.published.held_back().is_none();
            figures.peek().is_some() && figures.all(is_empty)
        };
        let kept: Vec<bool> =
            self.columns.iter().enumerate().map(|(index, column)| column.is_total() || !is_empty(index)).collect();
        if kept.iter().all(|kept| *kept) {
            return self;
        }
        let mut keep = kept.iter();
        self.columns.retain(|_| keep.next().copied().unwrap_or(true));
        for row in self.groups.iter_mut().flat_map(|group| &mut group.rows) {
            let mut keep = kept.iter();
            row.cells.retain(|_| keep.next().copied().unwrap_or(true));
        }
        self
    }

    /// The question whose answers are counted first.
    pub(crate) fn question(&self) -> &'f str {
        self.table.sections.first().map_or("", |section| &section.question)
    }

    /// Who the percentages are out of, in words.
    pub(crate) fn base_rule(&self) -> &'f str {
        let first = self.table.sections.first().and_then(|section| section.rows.first());
        first.map_or("", |row| &row.head.base_rule)
    }

    /// Whether its rows were made in SQL.
    pub(crate) fn is_sql(&self) -> bool {
        self.figures().all(|figure| figure.row.kind == RowKind::Sql)
    }

    /// Whether its rows belong to items.
    pub(crate) fn has_items(&self) -> bool {
        self.groups.iter().any(|group| !group.item.is_empty())
    }

    /// Whether any value has an interval.
    pub(crate) fn has_intervals(&self) -> bool {
        self.figures().any(|figure| figure.cell.error.x_low.is_some() && figure.cell.published.value().is_some())
    }

    /// Whether its answers are weighted.
    pub(crate) fn is_weighted(&self) -> bool {
        self.figures().any(|figure| figure.cell.base.effective.is_some())
    }

    /// Every figure, in reading order.
    pub(crate) fn figures(&self) -> impl Iterator<Item = Figure<'f>> {
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
    pub(crate) fn value(&self, figure: &Figure<'_>) -> String {
        self.base.map_or_else(|| value(figure), |base| base(figure))
    }
}

impl<'f> Group<'f> {
    /// The base in each column.
    pub(crate) fn base(&self) -> Option<&Row<'f>> {
        self.rows.iter().find(|row| row.kind == RowKind::Base)
    }
}
