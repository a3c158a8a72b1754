//! How the columns of a row are compared, and what the comparison comes to as letters.

use topline_estimate::column_letters::PairDegrees;
use topline_estimate::column_proportion::{Overlap, PairTest};
use topline_estimate::estimate::Confidence;
use topline_estimate::letter_error::LetterError;
use topline_estimate::letters::{ColumnShare, ComparedColumns, Comparison, LetterRule, TestBase, compare_row};
use topline_estimate::matrix::Matrix;
use topline_estimate::multiple_comparison::Correction;
use topline_survey::{LetterBase, LetterCorrection, Letters};

use topline_tally::Cell;

use crate::layout::Family;

/// How the columns of a row are compared.
pub(super) enum Compared<'m> {
    /// As percentages of columns that share this, in the order of pairs; nothing where nobody is in two.
    Percentages(&'m [Overlap]),
    /// By their covariance, with so many degrees of freedom.
    Covariance(&'m Matrix, PairDegrees<'m>),
    /// Two of them by theirs.
    Two(Matrix, f64),
}

/// The letters of each column of a family; nothing of columns that are compared with none.
pub(super) fn letters_of(
    family: &Family,
    columns: &[ColumnShare],
    compared: &Compared<'_>,
    letters: &Letters,
) -> Result<Vec<Option<String>>, LetterError> {
    let rule = LetterRule {
        confidence: Confidence::new(letters.confidence).unwrap_or(Confidence::P95),
        correction: correction(letters.correction),
        minimum_base: letters.minimum_base,
    };
    let found = compare_row(columns, comparison(compared, letters), rule)?;
    Ok((0..columns.len())
        .map(|column| {
            let is_tested =
                found.pairs.iter().any(|pair| (pair.first == column || pair.second == column) && pair.test.is_ok());
            is_tested.then(|| written(family, &found, column, letters))
        })
        .collect())
}

/// The test of one column and the others together, uncorrected; nothing where they are not compared.
pub(super) fn compare_two(
    columns: [ColumnShare; 2],
    compared: &Compared<'_>,
    letters: &Letters,
) -> Result<Option<PairTest>, LetterError> {
    let rule = LetterRule { minimum_base: letters.minimum_base, ..LetterRule::default() };
    let found = compare_row(&columns, comparison(compared, letters), rule)?;
    Ok(found.pairs.first().and_then(|pair| pair.test.ok()))
}

fn comparison<'m>(compared: &'m Compared<'m>, letters: &Letters) -> Comparison<'m> {
    let base = match letters.base {
        LetterBase::Effective => TestBase::Effective,
        LetterBase::Unweighted => TestBase::Unweighted,
        LetterBase::Weighted => TestBase::Weighted,
    };
    match compared {
        Compared::Percentages(overlaps) => Comparison::Proportions { base, overlaps },
        Compared::Covariance(covariance, degrees) => Comparison::Design { covariance, degrees: *degrees },
        Compared::Two(covariance, df) => Comparison::Design { covariance, degrees: PairDegrees::Same(*df) },
    }
}

/// The letters of a column: in lower case where only the lower level finds a difference.
fn written(family: &Family, found: &ComparedColumns, column: usize, letters: &Letters) -> String {
    let sure = found.lower_than(column);
    let lower_level = letters.lower_confidence.and_then(Confidence::new);
    let all = lower_level.map_or_else(|| sure.clone(), |confidence| found.lower_at(column, confidence));
    let letter = |lower: usize| {
        let letter = family.columns[lower].1.as_str();
        if sure.contains(&lower) { letter.to_owned() } else { letter.to_lowercase() }
    };
    all.into_iter().map(letter).collect::<Vec<_>>().join(" ")
}

/// A correction as a table declares it.
pub(crate) fn correction(declared: LetterCorrection) -> Correction {
    match declared {
        LetterCorrection::None => Correction::None,
        LetterCorrection::Bonferroni => Correction::Bonferroni,
        LetterCorrection::Holm => Correction::Holm,
        LetterCorrection::BenjaminiHochberg => Correction::BenjaminiHochberg,
    }
}

/// What two columns share, in the size that their precision goes by.
///
/// Of an effective size it is that which makes the z test's `1/n1 + 1/n2 - 2 m/(n1 n2)` the variance of the difference of two
/// weighted means of independent respondents, `sum (w/W1 - w/W2)^2` over those in both columns and as much over those in one:
/// `m = S12 W1 W2 / (S1 S2)`, where `W` are sums of weights and `S` of their squares. That may be more than the size of a column
/// whose weights vary more than those of the shared; what it is more stands in the correlation.
pub(super) fn overlap([first, second]: [&Cell; 2], shared: &Cell, base: LetterBase) -> Overlap {
    let wholly = |shared: f64| Overlap { shared, correlation: 1.0 };
    match base {
        LetterBase::Unweighted => wholly(shared.n as f64),
        LetterBase::Weighted => wholly(shared.weight),
        LetterBase::Effective if shared.weight_squared > 0.0 => {
            let [one, other] = [first, second].map(|cell| cell.weight / cell.weight_squared);
            let size = shared.weight_squared * one * other;
            // The sizes of the columns to the last bit, of which what they share can be no more.
            let [first, second] = [first, second].map(|cell| cell.weight * cell.weight / cell.weight_squared);
            let least = first.min(second).min(size);
            Overlap { shared: least, correlation: size / least }
        }
        LetterBase::Effective => wholly(0.0),
    }
}
