//! A table of published figures beside the export, judged row by row.
//!
//! A row names a figure by labels, as a reader of the published table sees it: the table, the question or the item; the row;
//! the column. How the labels are looked up is told in `cells`, how the file is read in `published`.

use topline_plan::wording::parse_stated;
use topline_survey::{
    Expected, Figure, Otherwise, Passage, Quantity, Rounding, Ruling, Stated, Tabulation, Unit, Verdict,
};

use crate::cells::Cells;
use crate::figures::{Figures, by_place};
use crate::found;
use crate::judged::{Judged, worst};
use crate::published::{ExpectedError, PublishedCell, read_published};
use crate::share::no_value;
use crate::value::judge_figure;

/// The published figures of a table beside the export, judged, in order.
///
/// | cell | is held against, in this order |
/// |---|---|
/// | `table` | the table's id; the item's id or label; the question's id |
/// | `row` | the label of the row; its name (a code, a net) |
/// | `column` | the label of the column or its name (`BREAK.COLUMN`); the declared word for the total, `Total` or a blank is the total |
///
/// A bare number is a percentage where the figure is one. A blank value says that the figure was held back or has no value,
/// unless a count is stated. A count is that of the respondents in the row; a base that is stated is the figure's own. Where a
/// row states a value and a count, the worse of the two rulings is that of the row. What names no figure, or several, is not
/// checkable and says so.
pub fn judge_expected(
    document: &str,
    expected: &Expected,
    csv_text: &str,
    tables: &[Tabulation],
    rounding: &Rounding,
) -> Result<Vec<Verdict>, ExpectedError> {
    let rows = read_published(expected, csv_text)?;
    let rows =
        PublishedCells { document, rows: &rows, total: expected.total.as_deref(), otherwise: &expected.otherwise };
    Ok(judge_published(&rows, tables, rounding))
}

/// Rows of a published table.
#[derive(Debug, Clone, Copy)]
pub struct PublishedCells<'p> {
    /// The document that they are of.
    pub document: &'p str,
    /// The rows.
    pub rows: &'p [PublishedCell],
    /// What the table calls the total.
    pub total: Option<&'p str>,
    /// Those that are known not to hold.
    pub otherwise: &'p [Otherwise],
}

/// Rows that have been read, judged, in order: see [`judge_expected`].
#[must_use]
pub fn judge_published(published: &PublishedCells<'_>, tables: &[Tabulation], rounding: &Rounding) -> Vec<Verdict> {
    let PublishedCells { document, rows, total, otherwise } = *published;
    let cells = Cells::of(tables, rows.iter().map(|row| row.table.as_str()), total);
    let places = by_place(tables);
    let verdicts = rows.iter().map(|row| {
        let (names, judged) = match cells.find(&row.table, &row.option, &row.column) {
            Ok(figure) => (vec![figure.name()], judge_row(row, &figure, &places, rounding)),
            Err(reason) => (Vec::new(), Judged::not_checkable("no figure", reason)),
        };
        let quoted = [Some(&row.table), Some(&row.option), Some(&row.column), row.value.as_ref(), row.count.as_ref()];
        let quoted: Vec<&str> =
            quoted.into_iter().flatten().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let otherwise = otherwise.iter().find(|otherwise| otherwise.rows.contains(&row.number));
        Verdict {
            document: document.to_owned(),
            lines: Passage::Row(row.number),
            quote: quoted.join(" | "),
            figures: names,
            stated: row.stated(),
            found: judged.found,
            ruling: judged.ruling,
            reason: judged.reason,
            expected: otherwise.map_or(Ruling::Holds, |otherwise| otherwise.expect),
            because: otherwise.map(|otherwise| otherwise.because.clone()),
        }
    });
    verdicts.collect()
}

fn judge_row(row: &PublishedCell, figure: &Figure<'_>, places: &Figures<'_>, rounding: &Rounding) -> Judged {
    let of = match row.base.as_deref().map(|base| (base, whole_number(base))) {
        None => None,
        Some((_, Some(base))) => Some(base),
        Some((base, None)) => {
            let found = found::as_published(figure, rounding);
            return Judged::not_checkable(found, format!("`{base}` is no base: it is no whole number"));
        }
    };
    let value = row.value.as_deref().map(|value| judge_value(value, of, figure, places, rounding));
    let count = row.count.as_deref().map(|count| judge_count(count, of, figure, places, rounding));
    match (value, count) {
        (Some(value), Some(count)) => worst(value, count),
        (Some(judged), None) | (None, Some(judged)) => judged,
        (None, None) => Judged::not_checkable(found::as_published(figure, rounding), "the row states nothing"),
    }
}

fn judge_count(count: &str, of: Option<u64>, figure: &Figure<'_>, places: &Figures<'_>, rounding: &Rounding) -> Judged {
    match parse_stated(count) {
        Ok(stated @ Stated::Exactly(Quantity::Number(_))) if figure.row.unit != Unit::Score => {
            judge_figure(&stated, of, figure, places, rounding)
        }
        Ok(Stated::Exactly(Quantity::Number(_))) => {
            let found = found::as_published(figure, rounding);
            Judged::not_checkable(found, "a count is stated, and the figure is a score")
        }
        _ => Judged::not_checkable(found::as_published(figure, rounding), format!("`{count}` is no count")),
    }
}

fn judge_value(value: &str, of: Option<u64>, figure: &Figure<'_>, places: &Figures<'_>, rounding: &Rounding) -> Judged {
    if value.is_empty() {
        let found = found::as_published(figure, rounding);
        if let Some(reason) = no_value(figure) {
            return Judged::new(Ruling::Holds, found, format!("nothing is published, and {reason}"));
        }
        let reason = format!("nothing is published, and the data say {found}");
        return Judged::new(Ruling::Contradicted, found, reason);
    }
    // A score in a table may have more decimals than prose states, and a sign.
    if figure.row.unit.is_value()
        && let Ok(number) = value.parse()
    {
        return judge_figure(&Stated::Exactly(Quantity::Number(number)), of, figure, places, rounding);
    }
    match parse_stated(value) {
        Ok(Stated::Exactly(Quantity::Number(number))) if figure.row.unit == Unit::Percent => {
            judge_figure(&Stated::Exactly(Quantity::Percentage(number)), of, figure, places, rounding)
        }
        Ok(stated) => judge_figure(&stated, of, figure, places, rounding),
        Err(error) => Judged::not_checkable(found::as_published(figure, rounding), error.to_string()),
    }
}

fn whole_number(text: &str) -> Option<u64> {
    match parse_stated(text) {
        Ok(Stated::Exactly(Quantity::Number(number))) => number.whole(),
        _ => None,
    }
}
