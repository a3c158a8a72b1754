//! Figures by the labels of their rows, items and columns: `priority.Cost.High@age.18 - 24` beside `priority.cost.1@age.1`.

use crate::codebook::Codebook;
use crate::reference::FigureRef;
use crate::spelling::fold;
use crate::tables::{Table, TableColumn, TablePart, TableRow, columns};

/// The figure of a table that is meant by a name, be its parts names or labels, in any case. None where there is no such figure,
/// or where several are meant.
#[must_use]
pub fn figure_named(tables: &[Table], codebook: &Codebook, name: &str) -> Option<FigureRef> {
    if let Ok(figure) = name.parse::<FigureRef>()
        && tables.iter().any(|table| table.id == figure.table && has(table, codebook, &figure))
    {
        return Some(figure);
    }
    let wanted = fold(name);
    let mut meant = tables.iter().flat_map(|table| {
        // The name of a table has no point in it, and no letter that folds to another length.
        let is_of_table = wanted.strip_prefix(&fold(&table.id)).is_some_and(|rest| rest.starts_with('.'));
        if is_of_table { of_table(table, codebook, &wanted) } else { Vec::new() }
    });
    let figure = meant.next()?;
    meant.all(|other| other == figure).then_some(figure)
}

fn has(table: &Table, codebook: &Codebook, figure: &FigureRef) -> bool {
    let is_row = |part: TablePart<'_>| part.rows.iter().any(|row| row.key == figure.row);
    let is_column = |column: &TableColumn<'_>| column.key == figure.column;
    table.part(codebook, &figure.item).is_some_and(is_row)
        && (figure.column.is_empty() || columns(&table.breaks, codebook).iter().any(is_column))
}

/// The figures of a table that are called so.
fn of_table(table: &Table, codebook: &Codebook, wanted: &str) -> Vec<FigureRef> {
    let columns = columns(&table.breaks, codebook);
    let mut named_columns = vec![(String::new(), String::new())];
    for column in &columns {
        named_columns.extend(names_of_column(column).into_iter().map(|name| (format!("@{name}"), column.key.clone())));
    }
    let mut found = Vec::new();
    for part in table.parts(codebook) {
        for row in &part.rows {
            for name in names_of_row(&part, row) {
                let name = fold(&format!("{}.{name}", table.id));
                let Some(rest) = wanted.strip_prefix(&name) else { continue };
                for (_, column) in named_columns.iter().filter(|(column, _)| fold(column) == rest) {
                    found.push(FigureRef {
                        table: table.id.clone(),
                        item: part.key.clone(),
                        row: row.key.clone(),
                        column: column.clone(),
                    });
                }
            }
        }
    }
    found
}

fn names_of_row(part: &TablePart<'_>, row: &TableRow) -> Vec<String> {
    let statistic = row.key.split_once(':').map(|(_, statistic)| format!(":{statistic}")).unwrap_or_default();
    let rows = [row.key.clone(), format!("{}{statistic}", row.label)];
    if part.key.is_empty() {
        return rows.to_vec();
    }
    let items = [Some(part.key.as_str()), Some(part.label.as_str()), part.item.map(|item| item.label.as_str())];
    let items: Vec<&str> = items.into_iter().flatten().collect();
    rows.iter().flat_map(|row| items.iter().map(move |item| format!("{item}.{row}"))).collect()
}

/// Its key, and the same with labels for codes.
fn names_of_column(column: &TableColumn<'_>) -> Vec<String> {
    let labels = column.path.iter().map(|(question, codes)| {
        let label = match codes.as_slice() {
            [code] => question.option(*code).map(|option| option.label.clone()),
            _ => None,
        };
        let net = question.nets().iter().find(|net| net.codes == *codes).map(|net| net.label.clone());
        format!("{}.{}", question.id, label.or(net).unwrap_or_default())
    });
    vec![column.key.clone(), labels.collect::<Vec<_>>().join("/")]
}
