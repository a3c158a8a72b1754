//! Letters under the columns of tables: which columns of the same break a column is significantly higher than.
//!
//! Columns are lettered from the first after the total, across all breaks. Within a break, columns are compared where nobody
//! can be in two of them; those of ticked boxes, and nets beside their own options, are not.

use topline_estimate::crosstab::ColumnBase;
use topline_estimate::estimate::Confidence;
use topline_estimate::letters::{
    ColumnShare, Comparison, LetterError, LetterRule, TestBase, column_letter, compare_row,
};
use topline_estimate::matrix::Matrix;
use topline_estimate::multiple_comparison::Correction;
use topline_survey::{LetterBase, LetterCorrection, Letters};

use crate::layout::Part;

/// A column of a part: the position of its axis, and its own on it.
pub(crate) type ColumnPlace = (usize, usize);

/// Columns that are compared with each other, each with its letter.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub columns: Vec<(ColumnPlace, String)>,
}

/// The families of a part's columns.
pub(crate) fn families(part: &Part) -> Vec<Family> {
    let mut families = Vec::new();
    let mut lettered = 0;
    for (at, axis) in part.axes.iter().enumerate().skip(1) {
        let first = lettered;
        lettered += axis.columns.len();
        let mut end = 0;
        for run in axis.columns.chunk_by(|one, next| one.break_label == next.break_label) {
            let start = end;
            end += run.len();
            let mut apart: Vec<Vec<usize>> = Vec::new();
            for index in start..end {
                let shares = |other: &usize| {
                    let places = &axis.columns[*other].places;
                    axis.columns[index].places.iter().any(|place| places.contains(place))
                };
                // Nets come before options: each column joins the first columns that it shares nobody with.
                match apart.iter_mut().find(|known| !known.iter().any(shares)) {
                    Some(known) => known.push(index),
                    None => apart.push(vec![index]),
                }
            }
            let compared = apart.into_iter().filter(|columns| columns.len() > 1);
            families.extend(compared.filter(|columns| !axis.columns[columns[0]].overlaps).map(|columns| Family {
                columns: columns.into_iter().map(|index| ((at, index), column_letter(first + index))).collect(),
            }));
        }
    }
    families
}

/// How the columns of a row are compared.
pub(crate) enum Compared<'m> {
    /// As percentages.
    Percentages,
    /// By their covariance, with so many degrees of freedom.
    Covariance(&'m Matrix, f64),
}

/// The letters of each column of a family; nothing of columns that are compared with none.
pub(crate) fn letters_of(
    family: &Family,
    columns: &[ColumnShare],
    compared: &Compared<'_>,
    letters: &Letters,
) -> Result<Vec<Option<String>>, LetterError> {
    let rule = LetterRule {
        confidence: Confidence::new(letters.confidence).unwrap_or(Confidence::P95),
        correction: match letters.correction {
            LetterCorrection::None => Correction::None,
            LetterCorrection::Bonferroni => Correction::Bonferroni,
            LetterCorrection::Holm => Correction::Holm,
            LetterCorrection::BenjaminiHochberg => Correction::BenjaminiHochberg,
        },
        minimum_base: letters.minimum_base,
    };
    let base = match letters.base {
        LetterBase::Effective => TestBase::Effective,
        LetterBase::Unweighted => TestBase::Unweighted,
        LetterBase::Weighted => TestBase::Weighted,
    };
    let comparison = match compared {
        Compared::Percentages => Comparison::Proportions { base, overlaps: &[] },
        Compared::Covariance(covariance, df) => Comparison::Design { covariance, df: *df },
    };
    let found = compare_row(columns, comparison, rule)?;
    Ok((0..columns.len())
        .map(|column| {
            let is_tested =
                found.pairs.iter().any(|pair| (pair.first == column || pair.second == column) && pair.test.is_ok());
            let lower = found.lower_than(column).into_iter().map(|lower| family.columns[lower].1.as_str());
            is_tested.then(|| lower.collect::<Vec<_>>().join(" "))
        })
        .collect())
}

/// A column's base, as tests take it.
pub(crate) fn column_base(n: u64, n_weighted: f64, n_effective: f64) -> ColumnBase {
    ColumnBase { n, n_weighted, n_effective }
}
