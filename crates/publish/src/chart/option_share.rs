//! The share of an option in the total, as charts draw it.

use topline_survey::{Figure, Mark, Question, RowKind, Statistic, Unit};

use crate::layout::{Group, Row};
use crate::publication::Publication;
use crate::shown::{CAUTION, UNPUBLISHED, is_unpublished, needs_caution, with_unit};
use crate::words;

/// An option of a group: its label, its mark, and its figure in the total.
pub(super) struct OptionShare<'f> {
    pub label: String,
    pub figure: Figure<'f>,
    /// Its value with its marks: `44%`, `44%†`, `44% [u]`, `[c]`.
    pub shown: String,
    mark: Option<Mark>,
}

/// The groups of a table with the shares of their options.
pub(super) type GroupShares<'g, 'f> = (&'g Group<'f>, Vec<OptionShare<'f>>);

impl OptionShare<'_> {
    /// Its length; 0 where no value is published.
    pub(super) fn length(&self) -> f64 {
        self.published().unwrap_or(0.0)
    }

    /// Its length, where a value is published.
    pub(super) fn published(&self) -> Option<f64> {
        self.figure.cell.published.value().map(|value| value.to_f64().clamp(0.0, 100.0))
    }

    /// Its label with its value: `Agree 44%`.
    pub(super) fn said(&self) -> String {
        format!("{} {}", self.label, self.shown)
    }

    /// Whether it is a place on a scale, and no way not to take one.
    pub(super) fn is_on_scale(&self) -> bool {
        match self.mark {
            None | Some(Mark::Other) => true,
            Some(Mark::DontKnow | Mark::NotApplicable) => false,
        }
    }
}

/// The options of a group that are percentages of the total column.
pub(super) fn option_shares<'f>(
    publication: &Publication<'_>,
    question: &Question,
    group: &Group<'f>,
) -> Vec<OptionShare<'f>> {
    let is_option = |row: &&Row<'_>| {
        matches!(row.kind, RowKind::Option | RowKind::Rest)
            && row.statistic.is_none_or(|of| of == Statistic::ColumnPercent)
    };
    let options = group.rows.iter().filter(is_option).filter_map(|row| {
        let figure = row.cells.first().copied().flatten().filter(|figure| figure.row.unit == Unit::Percent)?;
        let mark = row.name.parse().ok().and_then(|code| question.option(code)).and_then(|option| option.mark);
        let mut shown = with_unit(&figure);
        if is_unpublished(&figure, &publication.plan.survey) {
            shown.push_str(UNPUBLISHED);
        }
        if needs_caution(&figure) {
            shown = format!("{shown} {CAUTION}");
        }
        Some(OptionShare { label: words::row_label(row), mark, figure, shown })
    });
    options.collect()
}

/// The base of a group, as published.
pub(super) fn base(group: &Group<'_>) -> Option<String> {
    let figure = group.base()?.cells.first().copied().flatten()?;
    figure.cell.published.value().map(|base| base.to_string())
}

/// An item with its base: `It is quiet (78): `.
pub(super) fn heading(group: &Group<'_>) -> String {
    match (group.label, base(group)) {
        ("", Some(base)) => format!("Base {base}: "),
        ("", None) => String::new(),
        (label, Some(base)) => format!("{label} ({base}): "),
        (label, None) => format!("{label}: "),
    }
}

/// Whose answers are drawn, in the text alternative; nothing where they are those of all.
pub(super) fn of_group(of: &str) -> String {
    if of.is_empty() { String::new() } else { format!(" of {of}") }
}
