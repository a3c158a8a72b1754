//! Tables as the program makes them: rows sorted by unit, summed up, and estimated.

use std::sync::Arc;

use topline_estimate::design::Design;
use topline_estimate::design_sums::Summation;
use topline_estimate::estimate::Estimate;
use topline_estimate::inference::EstimateError;
use topline_estimate::matrix::Matrix;
use topline_estimate::parts::{Base, Part};
use topline_estimate::sorted_codes::{RowCodes, SortedCodes};
use topline_estimate::tabulator::Tabulator;

/// The codes of each row, of so many; others are of none.
pub type Codes<'c> = (&'c [u16], usize);

/// The part that each cell of a question by a break is of its column, row by row; nothing where nobody with weight is in the column.
pub type Shares = Vec<Option<Estimate>>;

/// Tables of a question by some breaks. The sizes of bases are those of their rows and weights.
pub fn column_shares(design: &Design, question: Codes, breaks: &[Codes]) -> Vec<Result<Shares, EstimateError>> {
    let summation = Summation::new(Arc::new(design.clone()));
    let tabulator = Tabulator::new(&summation).expect("weights");
    let sorted = |codes: &Codes| tabulator.sorted(&row_codes(*codes)).expect("a code for each row");
    let banner: Vec<SortedCodes> = breaks.iter().map(sorted).collect();
    let sums = tabulator.cells(&sorted(&question), &banner.iter().collect::<Vec<_>>(), &tabulator.domain(None));
    assert_eq!(sums.len(), breaks.len());
    let of_break = |(sums, own): (_, &Codes)| {
        let columns = own.1;
        let bases: Vec<Base> = (0..columns).map(|column| base(design, question, *own, column)).collect();
        let parts = (0..question.1 * columns).map(|cell| (part(question.1, columns, cell), bases[cell % columns]));
        summation.parts(sums, &parts.collect::<Vec<_>>())
    };
    sums.iter().zip(breaks).map(of_break).collect()
}

/// For each answer the covariance of the parts that it is of the columns, all of which have weight.
pub fn column_covariances(design: &Design, question: Codes, own: Codes) -> Result<Vec<Matrix>, EstimateError> {
    let summation = Summation::new(Arc::new(design.clone()));
    let tabulator = Tabulator::new(&summation).expect("weights");
    let sorted = |codes: Codes| tabulator.sorted(&row_codes(codes)).expect("a code for each row");
    let sums = tabulator.cells(&sorted(question), &[&sorted(own)], &tabulator.domain(None)).remove(0);
    let of_answer = |answer: usize| {
        let parts = (0..own.1).map(|column| part(question.1, own.1, answer * own.1 + column));
        Ok(summation.joint_parts(&sums, &parts.collect::<Vec<_>>())?.covariance)
    };
    (0..question.1).map(of_answer).collect()
}

/// Codes as a tabulator takes them.
pub fn row_codes((places, categories): Codes<'_>) -> RowCodes<'_> {
    RowCodes { places, of_places: None, categories, meets: None }
}

fn part(answers: usize, columns: usize, cell: usize) -> Part {
    let base = (cell % columns..answers * columns).step_by(columns).collect();
    Part { counted: vec![(cell, 1.0)], base }
}

fn base(design: &Design, (answers, categories): Codes, (columns, _): Codes, column: usize) -> Base {
    let known = (0..design.rows()).filter(|&row| {
        let is_in = usize::from(answers[row]) < categories && usize::from(columns[row]) == column;
        is_in && design.weights()[row] > 0.0
    });
    let weights: Vec<f64> = known.map(|row| design.weights()[row]).collect();
    Base { n: weights.len() as u64, n_weighted: weights.iter().sum(), n_effective: 1.0 }
}
