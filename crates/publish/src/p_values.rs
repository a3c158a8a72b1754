//! The p values of a row, which stand in a line below it: each in the columns of the break that it is of.

use topline_survey::{Figure, RowKind};

use crate::layout::{Layout, Row};
use crate::shown::NO_VALUE;
use crate::words::row_label;

/// The least p value that is shown as a number.
const LEAST: f64 = 0.001;

/// The p value of each column's break, where the row has any.
pub(crate) fn p_values(row: &Row<'_>) -> Option<Vec<Option<f64>>> {
    let of_cells = row.cells.iter().map(|cell| Some(cell.as_ref()?.cell.test?.p_corrected));
    let p: Vec<Option<f64>> = of_cells.collect();
    p.iter().any(Option::is_some).then_some(p)
}

/// The same for readers.
pub(crate) fn p_texts(row: &Row<'_>) -> Option<Vec<String>> {
    let shown = |p: Option<f64>| match p {
        Some(p) if p < LEAST => format!("<{LEAST}"),
        Some(p) => format!("{p:.3}"),
        None => NO_VALUE.to_owned(),
    };
    Some(p_values(row)?.into_iter().map(shown).collect())
}

/// The same where columns stand side by side: once for the columns of a break, in the first of them; nothing in the others.
pub(crate) fn p_once(row: &Row<'_>) -> Option<Vec<String>> {
    let test = |cell: &Option<Figure<'_>>| {
        let figure = cell.as_ref()?;
        let (split, _) = figure.column.key.rsplit_once('.')?;
        Some((figure.section.item.clone(), split.to_owned(), figure.cell.test?))
    };
    let mut last = None;
    let shown = p_texts(row)?.into_iter().zip(&row.cells).map(|(p, cell)| {
        let own = test(cell);
        let is_new = own.is_some() && own != last;
        last = own.or(last.take());
        if is_new { p } else { String::new() }
    });
    Some(shown.collect())
}

/// What a line of p values is called.
pub(crate) fn p_label(row: &Row<'_>) -> String {
    match row.kind {
        RowKind::Base => "All answers (p)".to_owned(),
        RowKind::Total
        | RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => format!("{} (p)", row_label(row)),
    }
}

/// Whether any row has p values.
pub(crate) fn has_p_values(layout: &Layout<'_>) -> bool {
    layout.figures().any(|figure| figure.cell.test.is_some())
}
