//! Whether every figure that is named can be there.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Codebook, FigureRef, Headline, PlanText, Table, table_columns};

use crate::checks::names::hinted;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// A reference to a figure or headline, with its place in the file.
pub(crate) type Referred = (FigureRef, Range<usize>);

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
            problems.push(Problem::new(
                source,
                Some(headline.id.span()),
                format!("there are two headlines `{}`", headline.id.get_ref()),
            ));
        }
        match headline.figure.get_ref().parse::<FigureRef>() {
            Ok(figure) => {
                problems.extend(references(&[(figure.clone(), headline.figure.span())], known, source));
                read.push((headline, figure));
            }
            Err(error) => problems.push(Problem::new(source, Some(headline.figure.span()), error.to_string())),
        }
    }
    (read, problems)
}

/// Every figure that is named can be there.
pub(crate) fn references(referred: &[Referred], known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    referred.iter().filter_map(|(figure, span)| reference(figure, known, source, span)).collect()
}

fn reference(figure: &FigureRef, known: &KnownFigures<'_>, source: &File, span: &Range<usize>) -> Option<Problem> {
    if known.figures.iter().any(|(name, _)| *name == figure.table) {
        return None; // Its rows are known when the query has run.
    }
    let problem = |message: String| Problem::new(source, Some(span.clone()), message);
    let Some(table) = known.tables.iter().find(|table| table.id == figure.table) else {
        let mut names: Vec<&str> = known.tables.iter().map(|table| table.id.as_str()).collect();
        names.extend(known.figures.iter().map(|(name, _)| name.as_str()));
        return Some(hinted(problem(format!("there is no table `{}`", figure.table)), &figure.table, &names));
    };
    let parts = table.parts(known.codebook);
    let Some(part) = parts.iter().find(|part| part.key == figure.item) else {
        let items: Vec<&str> = parts.iter().map(|part| part.key.as_str()).filter(|key| !key.is_empty()).collect();
        let message = if items.is_empty() {
            format!("`{}` has no items", table.id)
        } else {
            format!("`{}` has no item `{}`", table.id, figure.item)
        };
        // Where no question of the table is known, that is told of the table.
        return (!parts.is_empty()).then(|| hinted(problem(message), &figure.item, &items));
    };
    let rows: Vec<&str> = part.rows.iter().map(|row| row.key.as_str()).collect();
    if !rows.contains(&figure.row.as_str()) {
        return Some(hinted(
            problem(format!("the table `{}` has no row `{}`", table.id, figure.row)),
            &figure.row,
            &rows,
        ));
    }
    if figure.column.is_empty() {
        return None;
    }
    let columns: Vec<String> =
        table_columns(&table.breaks, known.codebook).into_iter().map(|column| column.key).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    (!columns.contains(&figure.column.as_str())).then(|| {
        hinted(problem(format!("the table `{}` has no column `{}`", table.id, figure.column)), &figure.column, &columns)
    })
}
