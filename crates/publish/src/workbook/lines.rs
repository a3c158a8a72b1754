//! The rows of a table as cells: numbers as numbers, and the marks that stand for them.

use topline_exact::Decimal;
use topline_survey::{Figure, RowKind, Unit};
use topline_workbook::{CellLook, NumberLook, SheetCell};

use crate::bases::{WEIGHTED_BASES, counts, own_base_label, own_bases};
use crate::layout::{Column, Group, Layout, Row};
use crate::p_values::{p_label, p_texts};
use crate::publication::Publication;
use crate::shown::{NO_VALUE, can_need_caution, is_unpublished, needs_caution, value};
use crate::words::{letters_of_row, row_label};

/// What the values of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Values, or bases.
    Values,
    /// The letters of the columns that a value is significantly higher than.
    Letters,
    /// P values.
    Tests,
}

/// A row.
pub(super) struct Line {
    /// The label of its item; empty where there is none.
    pub item: String,
    /// Its label.
    pub label: String,
    /// What it looks like: a net is bold, what it gathers is further in.
    pub look: CellLook,
    /// What its values count; empty where they count different things.
    pub unit: &'static str,
    /// What its values are.
    pub kind: LineKind,
    /// A cell for each column.
    pub cells: Vec<SheetCell>,
    /// The columns whose values have a small base.
    pub cautioned: Vec<String>,
    /// The columns whose values a document states, where the survey is reconstructed.
    pub stated: Vec<String>,
}

/// A number, or a mark in the place of one.
pub(super) fn number_or_mark(text: &str, unit: Unit) -> SheetCell {
    let Ok(number) = text.parse::<Decimal>() else { return SheetCell::text(text, CellLook::Mark) };
    match unit {
        Unit::Percent => match Decimal::new(number.units(), number.decimals().saturating_add(2)) {
            Some(share) => SheetCell::number(share, NumberLook::Percent(number.decimals())),
            None => SheetCell::number(number, NumberLook::Decimals(number.decimals())),
        },
        Unit::Count | Unit::Score | Unit::Index | Unit::Points => {
            SheetCell::number(number, NumberLook::Decimals(number.decimals()))
        }
    }
}

/// What a value of this unit is called in its row.
fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "Percentage",
        Unit::Count => "Number",
        Unit::Score => "Value",
        Unit::Index => "Index",
        Unit::Points => "Percentage points",
    }
}

/// The rows of a table of a question.
pub(super) fn lines(publication: &Publication<'_>, layout: &Layout<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in &layout.groups {
        for row in &group.rows {
            add_row(&mut lines, publication, layout, group, row);
        }
    }
    lines
}

fn add_row(
    lines: &mut Vec<Line>,
    publication: &Publication<'_>,
    layout: &Layout<'_>,
    group: &Group<'_>,
    row: &Row<'_>,
) {
    let line = |label: String, look: CellLook, unit: &'static str, kind: LineKind, cells: Vec<SheetCell>| Line {
        item: group.label.to_owned(),
        label,
        look,
        unit,
        kind,
        cells,
        cautioned: Vec::new(),
        stated: Vec::new(),
    };
    let named = |is_meant: &dyn Fn(&Figure<'_>) -> bool| -> Vec<String> {
        let cells = row.cells.iter().zip(&layout.columns);
        let meant = cells.filter(|(cell, column)| column.base.is_none() && cell.as_ref().is_some_and(is_meant));
        meant.map(|(_, column)| column.name()).collect()
    };
    let survey = &publication.plan.survey;
    let whole = cautioned_columns(layout);
    let cells = row.cells.iter().zip(&layout.columns).map(|(cell, column)| cell_of(cell.as_ref(), column));
    lines.push(Line {
        cautioned: named(&|figure| needs_caution(figure) && !whole.contains(&figure.column.key.as_str())),
        stated: if survey.reconstructed {
            named(&|figure| figure.cell.published.value().is_some() && !is_unpublished(figure, survey))
        } else {
            Vec::new()
        },
        ..line(row_label(row), look(row), unit_of(layout, row), LineKind::Values, cells.collect())
    });
    let has_letters = row.cells.iter().flatten().any(|figure| figure.cell.letters.is_some());
    if has_letters {
        let letters = row.cells.iter().map(|cell| {
            let text = match cell.as_ref().and_then(|figure| figure.cell.letters.as_deref()) {
                None => NO_VALUE,
                Some("") => "none",
                Some(letters) => letters,
            };
            SheetCell::text(text, CellLook::Mark)
        });
        let letters_of_table = publication.plan.table(&layout.table.id).and_then(|table| table.letters);
        let label = format!("{} ({})", row_label(row), letters_of_row(letters_of_table));
        lines.push(line(label, look(row), "Letters", LineKind::Letters, letters.collect()));
    }
    if row.kind == RowKind::Base && layout.is_weighted() {
        for (label, base) in WEIGHTED_BASES {
            let text = row.cells.iter().map(|cell| cell.as_ref().map_or_else(|| NO_VALUE.to_owned(), base));
            let cells = text.map(|text| number_or_mark(&text, Unit::Count)).collect();
            lines.push(line(label.to_owned(), CellLook::Plain, unit_name(Unit::Count), LineKind::Values, cells));
        }
    } else if let Some(bases) = own_bases(row, group) {
        let text = bases.iter().map(|base| if base.is_empty() { NO_VALUE } else { base });
        let cells = text.map(|text| number_or_mark(text, Unit::Count)).collect();
        lines.push(line(own_base_label(row), CellLook::Plain, unit_name(Unit::Count), LineKind::Values, cells));
    }
    if let Some(p) = p_texts(row) {
        let cells = p.iter().map(|p| number_or_mark(p, Unit::Score)).collect();
        lines.push(line(p_label(row), CellLook::Plain, "p", LineKind::Tests, cells));
    }
}

/// The columns in which every value has a small base: their heads say so.
pub(super) fn cautioned_columns<'f>(layout: &Layout<'f>) -> Vec<&'f str> {
    let columns = layout.table.columns.iter().map(|column| column.key.as_str());
    columns
        .filter(|key| {
            let of_column = layout.figures().filter(|figure| figure.column.key == *key && can_need_caution(figure));
            let mut figures = of_column.peekable();
            figures.peek().is_some() && figures.all(|figure| figure.cell.caution)
        })
        .collect()
}

fn cell_of(cell: Option<&Figure<'_>>, column: &Column<'_>) -> SheetCell {
    let Some(figure) = cell else { return SheetCell::text(NO_VALUE, CellLook::Mark) };
    let unit = if column.base.is_some() { Unit::Count } else { figure.row.unit };
    number_or_mark(&column.value(figure), unit)
}

/// The unit of a row; empty where its cells have several.
fn unit_of(layout: &Layout<'_>, row: &Row<'_>) -> &'static str {
    let cells = row.cells.iter().zip(&layout.columns);
    let mut units = cells.filter_map(|(cell, column)| {
        let figure = cell.as_ref()?;
        Some(if column.base.is_some() { Unit::Count } else { figure.row.unit })
    });
    let Some(first) = units.next() else { return "" };
    if units.all(|unit| unit == first) { unit_name(first) } else { "" }
}

fn look(row: &Row<'_>) -> CellLook {
    match row.kind {
        RowKind::Net => CellLook::Strong,
        RowKind::Base
        | RowKind::Total
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => match u8::try_from(row.depth) {
            Ok(0) | Err(_) => CellLook::Plain,
            Ok(depth) => CellLook::Indented(depth),
        },
    }
}

/// The rows of a table made in SQL: label, unit, value, and the count and base of percentages.
pub(super) fn sql_lines(layout: &Layout<'_>) -> Vec<Line> {
    let with_bases = has_bases(layout);
    let lines = layout.figures().map(|figure| {
        let mut cells = vec![number_or_mark(&value(&figure), figure.row.unit)];
        if with_bases {
            let none = || (NO_VALUE.to_owned(), NO_VALUE.to_owned());
            let (count, base) = counts(&figure).unwrap_or_else(none);
            cells.extend([count, base].map(|text| number_or_mark(&text, Unit::Count)));
        }
        let cautioned = if needs_caution(&figure) { vec!["Value".to_owned()] } else { Vec::new() };
        Line {
            item: String::new(),
            label: figure.row.label.clone(),
            look: CellLook::Plain,
            unit: unit_name(figure.row.unit),
            kind: LineKind::Values,
            cells,
            cautioned,
            stated: if figure.cell.stated { vec!["Value".to_owned()] } else { Vec::new() },
        }
    });
    lines.collect()
}

/// Whether a table made in SQL has percentages, which are out of a base.
pub(super) fn has_bases(layout: &Layout<'_>) -> bool {
    layout.figures().any(|figure| figure.row.unit == Unit::Percent)
}
