//! Whether every figure that is named can be there.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{
    Codebook, FigureRef, Headline, Kind, PlanText, RowKind, Statistic, Table, TableRow, figure_named, table_columns,
};

use crate::faults::{ClaimsFault, FigureFault};
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// A reference to a figure or headline, with its place in the file.
pub(crate) type Referred = (FigureRef, Range<usize>);

/// Answers that are taken together, with their place in the file.
pub(crate) type ReferredSum = (Vec<FigureRef>, Range<usize>);

/// What can be named as a figure.
pub(crate) struct KnownFigures<'p> {
    pub codebook: &'p Codebook,
    pub tables: &'p [Table],
    pub figures: &'p [(String, PlanText)],
}

/// The figure of each headline, and what is wrong with it.
pub(crate) fn headlines(
    headlines: Vec<Headline>,
    known: &KnownFigures<'_>,
    source: &File,
) -> (Vec<(Headline, FigureRef)>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut read: Vec<(Headline, FigureRef)> = Vec::new();
    for headline in headlines {
        if read.iter().any(|(other, _)| other.id.get_ref() == headline.id.get_ref()) {
            let fault = FigureFault::HeadlineTwice { headline: headline.id.get_ref().clone() };
            problems.push(Problem::new(source, Some(headline.id.span()), fault));
        }
        let named = figure_named(known.tables, known.codebook, headline.figure.get_ref());
        match named.map_or_else(|| headline.figure.get_ref().parse::<FigureRef>(), Ok) {
            Ok(figure) => {
                problems.extend(references(&[(figure.clone(), headline.figure.span())], known, source));
                read.push((headline, figure));
            }
            Err(reason) => {
                let fault = FigureFault::NotAFigure { reason };
                problems.push(Problem::new(source, Some(headline.figure.span()), fault));
            }
        }
    }
    (read, problems)
}

/// Every figure that is named can be there.
pub(crate) fn references(referred: &[Referred], known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    let faults = referred.iter().filter_map(|(figure, span)| Some((reference(figure, known)?, span)));
    faults.map(|(fault, span)| Problem::new(source, Some(span.clone()), fault)).collect()
}

/// Answers that are taken together are options and nets of one question of which a respondent gives one, none twice.
pub(crate) fn sums(sums: &[ReferredSum], known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    // A part that is not there is told as such.
    let are_there = |(figures, _): &&ReferredSum| figures.iter().all(|figure| reference(figure, known).is_none());
    let wrong = sums.iter().filter(are_there).filter(|(figures, _)| !can_be_added(figures, known));
    wrong.map(|(_, span)| Problem::new(source, Some(span.clone()), ClaimsFault::Sum {})).collect()
}

fn can_be_added(figures: &[FigureRef], known: &KnownFigures<'_>) -> bool {
    let Some(first) = figures.first() else { return false };
    let is_with_first =
        |other: &FigureRef| (&other.table, &other.item, &other.column) == (&first.table, &first.item, &first.column);
    let table = known.tables.iter().find(|table| table.id == first.table);
    let Some(part) = table.and_then(|table| table.part(known.codebook, &first.item)) else { return false };
    let row = |figure: &FigureRef| part.rows.iter().find(|row| row.key == figure.row);
    let mut codes = BTreeSet::new();
    let mut is_part = |row: &TableRow| match row.kind {
        RowKind::Option | RowKind::Net if row.statistic == Statistic::ColumnPercent => {
            let gathered = row.gathers.codes();
            !gathered.is_empty() && gathered.iter().all(|code| codes.insert(*code))
        }
        RowKind::Option
        | RowKind::Net
        | RowKind::Base
        | RowKind::Total
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => false,
    };
    part.question.kind() != Kind::Multi
        && figures.iter().all(|figure| is_with_first(figure) && row(figure).is_some_and(&mut is_part))
}

/// Why a figure that is named cannot be there.
pub(crate) fn reference(figure: &FigureRef, known: &KnownFigures<'_>) -> Option<FigureFault> {
    if known.figures.iter().any(|(name, _)| *name == figure.table) {
        return None; // Its rows are known when the query has run.
    }
    let Some(table) = known.tables.iter().find(|table| table.id == figure.table) else {
        let mut names: Vec<String> = known.tables.iter().map(|table| table.id.clone()).collect();
        names.extend(known.figures.iter().map(|(name, _)| name.clone()));
        return Some(FigureFault::NoTable { table: figure.table.clone(), known: Known::of(&figure.table, names) });
    };
    let id = || table.id.clone();
    let parts = table.parts(known.codebook);
    let Some(part) = parts.iter().find(|part| part.key == figure.item) else {
        let items: Vec<String> = parts.iter().map(|part| part.key.clone()).filter(|key| !key.is_empty()).collect();
        let fault = if items.is_empty() {
            FigureFault::NoItems { table: id() }
        } else {
            FigureFault::NoItem { table: id(), item: figure.item.clone(), known: Known::of(&figure.item, items) }
        };
        // Where no question of the table is known, that is told of the table.
        return (!parts.is_empty()).then_some(fault);
    };
    let rows: Vec<String> = part.rows.iter().map(|row| row.key.clone()).collect();
    if !rows.contains(&figure.row) {
        return Some(FigureFault::NoRow { table: id(), row: figure.row.clone(), known: Known::of(&figure.row, rows) });
    }
    if figure.column.is_empty() {
        return None;
    }
    let columns: Vec<String> =
        table_columns(&table.breaks, known.codebook).into_iter().map(|column| column.key).collect();
    (!columns.contains(&figure.column)).then(|| FigureFault::NoColumn {
        table: id(),
        column: figure.column.clone(),
        known: Known::of(&figure.column, columns),
    })
}
