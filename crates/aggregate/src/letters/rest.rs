//! Each column compared with all others of its break together: `+` where it is significantly higher, `-` where it is lower.

use topline_estimate::column_proportion::PairTest;
use topline_estimate::letters::ColumnShare;
use topline_estimate::multiple_comparison::correct;
use topline_survey::{Letters, Plan};

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::letters::rule::{Compared, compare_two, correction};
use crate::letters::{share, shares};
use crate::statistics::ColumnTest;

/// The marks of a row's columns in a family, each compared with the others as `compared` says of it; nothing of columns that are not.
pub(super) fn marks<'c>(
    plan: &Plan,
    grid: &Grid<'_>,
    (row, position): (usize, usize),
    test: ColumnTest,
    letters: &Letters,
    compared: impl Fn(usize, [ColumnShare; 2]) -> Option<Compared<'c>>,
) -> Result<Vec<Option<String>>, AggregateError> {
    let family = &grid.part.families[position];
    let mut found: Vec<Option<PairTest>> = Vec::new();
    for (column, own) in shares(plan, grid, row, family, test).into_iter().enumerate() {
        let rest = grid.rests.get(&(row, position, column)).map(|rest| share(plan, rest, test));
        let both = rest.map(|rest| [own, rest]);
        let how = both.and_then(|both| Some((both, compared(column, both)?)));
        found.push(match how {
            Some((both, how)) => compare_two(both, &how, letters).map_err(AggregateError::Letters)?,
            None => None,
        });
    }
    let p: Vec<f64> = found.iter().flatten().map(|test| test.p).collect();
    let mut corrected = correct(&p, correction(letters.correction)).into_iter();
    let marks = found.into_iter().map(|test| {
        let test = test?;
        Some(mark(test, corrected.next()?, letters))
    });
    Ok(marks.collect())
}

fn mark(test: PairTest, p: f64, letters: &Letters) -> String {
    let sign = if test.z > 0.0 { "+" } else { "-" };
    if p < 1.0 - letters.confidence {
        sign.to_owned()
    } else if letters.lower_confidence.is_some_and(|lower| p < 1.0 - lower) {
        format!("({sign})")
    } else {
        String::new()
    }
}
