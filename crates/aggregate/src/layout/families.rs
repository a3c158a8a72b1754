//! Columns of a break that are compared with each other, and what they share.

use topline_estimate::column_letters::{column_letter, column_pairs};
use topline_survey::{Kind, Question, TableColumn};

use crate::layout::axes::Axis;
use crate::layout::builder::Builder;

/// A column of a part: the position of its axis, and its own on it.
pub(crate) type ColumnPlace = (usize, usize);

/// Columns that are compared with each other, each with its letter.
pub(crate) struct Family {
    pub columns: Vec<(ColumnPlace, String)>,
    /// What they share, where respondents can be in several of them.
    pub shared: Option<Shared>,
}

/// Those whom columns share.
pub(crate) struct Shared {
    /// Those in both columns of each pair, in the order of [`column_pairs`]: an axis with one column.
    pub pairs: Vec<Axis>,
    /// Those in any of the columns, likewise.
    pub any: Axis,
}

impl Builder {
    /// The families of a table's columns. Letters go on from break to break.
    pub(super) fn families(&mut self, columns: &[TableColumn<'_>], axes: &[Axis]) -> Vec<Family> {
        let places: Vec<ColumnPlace> = axes
            .iter()
            .enumerate()
            .skip(1)
            .flat_map(|(at, axis)| (0..axis.columns.len()).map(move |column| (at, column)))
            .collect();
        let mut families = Vec::new();
        let mut end = 0;
        for run in columns.chunk_by(|one, next| split(one) == split(next)) {
            let first = end;
            end += run.len();
            for members in apart(run).into_iter().filter(|members| members.len() > 1) {
                let columns = members.iter().map(|index| (places[first + index], column_letter(first + index)));
                let columns = columns.collect();
                let of: Vec<&TableColumn<'_>> = members.iter().map(|index| &run[*index]).collect();
                families.push(Family { columns, shared: self.shared(&of) });
            }
        }
        families
    }

    /// What columns of ticked boxes share.
    fn shared(&mut self, columns: &[&TableColumn<'_>]) -> Option<Shared> {
        let ((question, _), outer) = columns.first()?.path.split_last()?;
        if question.kind() != Kind::Multi {
            return None;
        }
        let within = |codes: &[&[i32]]| -> Vec<(&Question, Vec<i32>)> {
            outer.iter().cloned().chain(codes.iter().map(|codes| (*question, codes.to_vec()))).collect()
        };
        let pairs = column_pairs(columns.len())
            .map(|(one, other)| self.axis(&within(&[last_codes(columns[one]), last_codes(columns[other])])))
            .collect();
        let all: Vec<i32> = columns.iter().flat_map(|column| last_codes(column)).copied().collect();
        Some(Shared { pairs, any: self.axis(&within(&[&all])) })
    }
}

/// The name of the break that splits a column from its neighbours, with what is around it.
fn split<'c>(column: &'c TableColumn<'_>) -> &'c str {
    column.key.rsplit_once('.').map_or("", |(split, _)| split)
}

fn last_codes<'c>(column: &'c TableColumn<'_>) -> &'c [i32] {
    column.path.last().map_or(&[], |(_, codes)| codes)
}

/// The columns of a break, nets apart from their own options: each joins the first of whom none gathers a code of its own.
fn apart(columns: &[TableColumn<'_>]) -> Vec<Vec<usize>> {
    let mut apart: Vec<Vec<usize>> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let shares = |other: &usize| last_codes(&columns[*other]).iter().any(|code| last_codes(column).contains(code));
        match apart.iter_mut().find(|known| !known.iter().any(shares)) {
            Some(known) => known.push(index),
            None => apart.push(vec![index]),
        }
    }
    apart
}
