//! One table as CSV, as its readers see it: a row for each row, a column for each column, bases first.
//!
//! Values are as published and without their unit, which has a column of its own; what is held back stays held back, count
//! and all. Left out: exact values, which are in `figures.parquet`.

use topline_survey::{CsvStyle, Plan, RowKind, Tabulation, Unit};

use crate::arrangement::laid_out;
use crate::bases::{WEIGHTED_BASES, counts, own_base_label, own_bases};
use crate::csv::spreadsheet_text::spreadsheet_text;
use crate::layout::{Column, Group, Layout};
use crate::p_values::{p_label, p_values};
use crate::publication::arrangement;
use crate::shown::value;
use crate::words::{letters_of_row, row_label};

/// A table as its readers see it; empty where it has no cells.
///
/// In a reconstructed survey each line says so in a last column, as the file may travel alone.
#[must_use]
pub fn table_csv(plan: &Plan, table: &Tabulation) -> String {
    let records = records(plan, table);
    match plan.survey.publishing.csv {
        CsvStyle::Plain => records.iter().map(|cells| written(cells)).collect(),
        CsvStyle::Excel => {
            let shown =
                |cells: &[String]| cells.iter().map(|cell| spreadsheet_text(cell).into_owned()).collect::<Vec<_>>();
            records.iter().map(|cells| written(&shown(cells))).collect()
        }
    }
}

/// The cells of a table's file, its heads first; nothing where the table has no cells.
pub(crate) fn records(plan: &Plan, table: &Tabulation) -> Vec<Vec<String>> {
    let Some(layout) = laid_out(table, arrangement(plan, table)) else { return Vec::new() };
    let survey = &plan.survey;
    let mut records = if layout.is_sql() {
        of_sql(&layout)
    } else {
        of_question(&layout, letters_of_row(plan.table(&table.id).and_then(|table| table.letters)))
    };
    if survey.reconstructed {
        for (position, record) in records.iter_mut().enumerate() {
            record.push(if position == 0 { "export" } else { "reconstructed" }.to_owned());
        }
    }
    records
}

fn of_question(layout: &Layout<'_>, meaning: &str) -> Vec<Vec<String>> {
    let with_items = layout.has_items();
    let lead = |group: &Group<'_>, label: &str, unit: &str| -> Vec<String> {
        let item = with_items.then(|| group.label.to_owned());
        item.into_iter().chain([label.to_owned(), unit.to_owned()]).collect()
    };
    let mut header: Vec<String> = with_items.then(|| "item_label".to_owned()).into_iter().collect();
    header.extend(["row_label".to_owned(), "unit".to_owned()]);
    header.extend(layout.columns.iter().map(Column::name));
    let mut records = vec![header];
    for group in &layout.groups {
        for row in &group.rows {
            let unit = row.cells.iter().flatten().next().map_or("", |figure| figure.row.unit.as_str());
            let mut record = lead(group, &row_label(row), unit);
            let cells = row.cells.iter().zip(&layout.columns);
            record.extend(
                cells.map(|(cell, column)| cell.as_ref().map(|figure| column.value(figure)).unwrap_or_default()),
            );
            records.push(record);
            if row.cells.iter().flatten().any(|figure| figure.cell.letters.is_some()) {
                let mut record = lead(group, &format!("{} ({meaning})", row_label(row)), "letters");
                let letters = row.cells.iter().map(|cell| cell.and_then(|figure| figure.cell.letters.clone()));
                record.extend(letters.map(Option::unwrap_or_default));
                records.push(record);
            }
            if row.kind == RowKind::Base && layout.is_weighted() {
                for (label, base) in WEIGHTED_BASES {
                    let mut record = lead(group, label, Unit::Count.as_str());
                    record.extend(row.cells.iter().map(|cell| cell.as_ref().map(base).unwrap_or_default()));
                    records.push(record);
                }
            } else if let Some(bases) = own_bases(row, group) {
                let mut record = lead(group, &own_base_label(row), Unit::Count.as_str());
                record.extend(bases);
                records.push(record);
            }
            if let Some(p) = p_values(row) {
                let mut record = lead(group, &p_label(row), "p");
                record.extend(p.into_iter().map(|p| p.map(|p| format!("{p:.6}")).unwrap_or_default()));
                records.push(record);
            }
        }
    }
    records
}

fn of_sql(layout: &Layout<'_>) -> Vec<Vec<String>> {
    let mut records = vec![["row_label", "unit", "value", "count", "base"].map(str::to_owned).to_vec()];
    records.extend(layout.figures().map(|figure| {
        let (count, base) = counts(&figure).unwrap_or_default();
        vec![figure.row.label.clone(), figure.row.unit.as_str().to_owned(), value(&figure), count, base]
    }));
    records
}

/// A record of RFC 4180, its line ended by a line feed.
fn written(cells: &[String]) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    format!("{}\n", quoted.join(","))
}
