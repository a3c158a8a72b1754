//! Columns of a break that are compared with each other, and what they share.

use topline_estimate::column_letters::{column_letter, column_pairs};
use topline_survey::{Kind, Question, TableColumn};

use crate::layout::axes::{Axis, Column};
use crate::layout::builder::Builder;

/// A column of a part: the position of its axis, and its own on it.
pub(crate) type ColumnPlace = (usize, usize);

/// Columns that are compared with each other, each with its letter.
pub(crate) struct Family {
    pub columns: Vec<(ColumnPlace, String)>,
    /// For each column the others together, on the same axis: of options all others of the family, of boxes those who did not tick it.
    pub rests: Vec<Column>,
    /// What they share, where respondents can be in several of them.
    pub shared: Option<Shared>,
}

/// Those whom columns share.
pub(crate) struct Shared {
    /// Each pair in the order of [`column_pairs`]: an axis with the column of those in both, that of the first and that of the second.
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
                let columns: Vec<(ColumnPlace, String)> = columns.collect();
                let of: Vec<&TableColumn<'_>> = members.iter().map(|index| &run[*index]).collect();
                let shared = self.shared(&of);
                let rests = (0..columns.len()).map(|column| rest(axes, &columns, column, shared.as_ref())).collect();
                families.push(Family { columns, rests, shared });
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
            .map(|(one, other)| {
                let mut axis = self.axis(&within(&[last_codes(columns[one]), last_codes(columns[other])]));
                self.add_each(&mut axis);
                axis
            })
            .collect();
        let all: Vec<i32> = columns.iter().flat_map(|column| last_codes(column)).copied().collect();
        Some(Shared { pairs, any: self.axis(&within(&[&all])) })
    }
}

impl Builder {
    /// The columns of those who ticked the first box and of those who ticked the second, whatever the other: the last dimensions of an
    /// axis, whose column is of those who ticked both.
    fn add_each(&self, axis: &mut Axis) {
        let widths: Vec<usize> =
            axis.dimensions.iter().rev().take(2).map(|own| self.tally.dimensions[*own].places()).collect();
        let ([second, first], Some(both)) = (widths.as_slice(), axis.columns.first()) else { return };
        // Ticked is place 1 of each.
        let outer = both.places.iter().map(|place| place - second - 1);
        let of_first = outer.clone().flat_map(|start| (0..*second).map(move |other| start + second + other)).collect();
        let of_second = outer.flat_map(|start| (0..*first).map(move |other| start + other * second + 1)).collect();
        let column = |places| Column { key: String::new(), break_label: String::new(), label: String::new(), places };
        let each = [column(of_first), column(of_second)];
        axis.columns.extend(each);
    }
}

/// The others of a family's column.
fn rest(axes: &[Axis], columns: &[(ColumnPlace, String)], column: usize, shared: Option<&Shared>) -> Column {
    let places_of = |((axis, column), _): &(ColumnPlace, String)| axes[*axis].columns[*column].places.clone();
    let places = if shared.is_some() {
        // Before the place of those who ticked a box is that of those who did not.
        places_of(&columns[column]).into_iter().map(|place| place - 1).collect()
    } else {
        let others = columns.iter().enumerate().filter(|(other, _)| *other != column);
        others.flat_map(|(_, other)| places_of(other)).collect()
    };
    Column { key: String::new(), break_label: String::new(), label: String::new(), places }
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
