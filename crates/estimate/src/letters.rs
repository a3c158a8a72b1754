//! Letters under the columns of a table: which columns a column's percentage is significantly higher than.
//!
//! Columns are named A, B, C and so on; each pair is compared once, and the higher column of a pair that differs gets the
//! other's letter. This is one row of a table; each row is a family of tests of its own.

use crate::column_letters::{PairDegrees, column_letter, column_pairs};
use crate::column_proportion::{Column, Overlap, PairError, PairTest, compare_overlapping};
use crate::distribution::Student;
use crate::estimate::Confidence;
use crate::letter_error::LetterError;
use crate::matrix::Matrix;
use crate::multiple_comparison::{Correction, correct};

/// A column's part in a row of the table, of 1, and its base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnShare {
    /// The part; what it is does not matter where the base is empty.
    pub x: f64,
    /// What it is out of.
    pub base: ColumnBase,
}

/// What a column's percentages are out of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnBase {
    /// Rows with weight.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// Kish's effective size; 0 without rows.
    pub n_effective: f64,
}

/// The size that a column's precision goes by in z tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TestBase {
    /// Rows, whatever their weights.
    Unweighted,
    /// Sum of their weights, which is right only where the weights add up to what the rows tell.
    Weighted,
    /// Kish's effective size: what unequal weights leave of the rows.
    #[default]
    Effective,
}

/// How two columns are compared.
#[derive(Clone, Copy, Debug)]
pub enum Comparison<'a> {
    /// By a z test of pooled proportions ([`crate::column_proportion`]).
    Proportions {
        /// The size of each column.
        base: TestBase,
        /// What each pair shares, in the order of [`column_pairs`] and in units of the same base; empty where no row is
        /// in two columns.
        overlaps: &'a [Overlap],
    },
    /// By Student's t, with the covariance of the columns' parts as the design gives it: clusters, strata and rows that
    /// are in two columns are all in it ([`Summation::joint_parts`](crate::design_sums::Summation::joint_parts)).
    Design {
        /// The covariance, columns by columns.
        covariance: &'a Matrix,
        /// The degrees of freedom of each difference.
        degrees: PairDegrees<'a>,
    },
}

/// When a difference earns a letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LetterRule {
    /// How sure: 95% is a p value under 0.05.
    pub confidence: Confidence,
    /// What is made of several tests in a row; only tests that are made count.
    pub correction: Correction,
    /// Columns of fewer rows, unweighted, are compared with none.
    pub minimum_base: u64,
}

impl Default for LetterRule {
    /// 95%, without correction, and columns that have any rows.
    fn default() -> Self {
        Self { confidence: Confidence::P95, correction: Correction::None, minimum_base: 1 }
    }
}

/// Why a pair was not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotCompared {
    /// A column has fewer rows than the minimum, or none with weight.
    SmallBase,
    /// The two columns have no degrees of freedom.
    NoDegrees,
    /// Nothing varies: both parts are 0, or both 1, or the design gives their difference no error.
    NoVariance,
}

/// Two columns, by their places from 0, the first before the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComparedPair {
    /// The first column.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// The statistic (z, or t of a design), positive where the first is higher, with its uncorrected p value.
    pub test: Result<PairTest, NotCompared>,
    /// The p value corrected for the tests of the row.
    pub p_corrected: Option<f64>,
}

/// The comparisons of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedColumns {
    /// Every pair, in the order of [`column_pairs`].
    pub pairs: Vec<ComparedPair>,
    confidence: Confidence,
}

/// Compare every two columns in a row of a table.
///
/// Sources: the z test is that of [`compare_overlapping`]; of a design, `t = (p1 - p2) / sqrt(v1 + v2 - 2 c)` with the
/// degrees of freedom of both columns together (Lumley 2010, section 5.2: a contrast of domain means); corrections are those of
/// [`correct`], over the pairs of the row, as is the custom of statistical tables.
///
/// # Errors
/// Each variant of [`LetterError`] says when. Columns that are too small, and pairs without variance, are no error: their
/// pair says why it was not compared.
pub fn compare_row(
    columns: &[ColumnShare],
    comparison: Comparison,
    rule: LetterRule,
) -> Result<ComparedColumns, LetterError> {
    check(columns.len(), comparison)?;
    let mut pairs = Vec::new();
    for (place, (first, second)) in column_pairs(columns.len()).enumerate() {
        let small = |column: &ColumnShare| column.base.n < rule.minimum_base.max(1) || !has_weight(column, comparison);
        let test = if small(&columns[first]) || small(&columns[second]) {
            Err(NotCompared::SmallBase)
        } else {
            match comparison {
                Comparison::Proportions { base, overlaps } => {
                    let overlap = overlaps.get(place).copied().unwrap_or(Overlap { shared: 0.0, correlation: 0.0 });
                    by_proportions([columns[first], columns[second]].map(|column| sized(column, base)), overlap)?
                }
                Comparison::Design { covariance, degrees } => {
                    let variance =
                        covariance[(first, first)] + covariance[(second, second)] - 2.0 * covariance[(first, second)];
                    by_design(columns[first].x - columns[second].x, variance, degrees.of(place))
                }
            }
        };
        pairs.push(ComparedPair { first, second, test, p_corrected: None });
    }
    let p: Vec<f64> = pairs.iter().filter_map(|pair| Some(pair.test.ok()?.p)).collect();
    let tested = pairs.iter_mut().filter(|pair| pair.test.is_ok());
    for (pair, p) in tested.zip(correct(&p, rule.correction)) {
        pair.p_corrected = Some(p);
    }
    Ok(ComparedColumns { pairs, confidence: rule.confidence })
}

impl ComparedColumns {
    /// The columns that a column is significantly higher than, in their order.
    #[must_use]
    pub fn lower_than(&self, column: usize) -> Vec<usize> {
        self.lower_at(column, self.confidence)
    }

    /// The same at another level.
    #[must_use]
    pub fn lower_at(&self, column: usize, confidence: Confidence) -> Vec<usize> {
        let lower = |pair: &ComparedPair| {
            let significant = pair.p_corrected? < 1.0 - confidence.level();
            let higher_first = pair.test.ok()?.z > 0.0;
            let (higher, lower) = if higher_first { (pair.first, pair.second) } else { (pair.second, pair.first) };
            (significant && higher == column).then_some(lower)
        };
        let mut columns: Vec<usize> = self.pairs.iter().filter_map(lower).collect();
        columns.sort_unstable();
        columns
    }

    /// Their letters.
    #[must_use]
    pub fn letters(&self, column: usize) -> Vec<String> {
        self.lower_than(column).into_iter().map(column_letter).collect()
    }
}

fn check(columns: usize, comparison: Comparison) -> Result<(), LetterError> {
    match comparison {
        Comparison::Proportions { overlaps, .. } => {
            let (pairs, found) = (column_pairs(columns).count(), overlaps.len());
            if found > 0 && found != pairs { Err(LetterError::Overlaps { columns, pairs, found }) } else { Ok(()) }
        }
        Comparison::Design { covariance, degrees } => {
            let found = if covariance.rows() == columns { covariance.columns() } else { covariance.rows() };
            if found != columns {
                return Err(LetterError::Covariance { columns, found });
            }
            match degrees {
                PairDegrees::Same(df) if df.is_nan() || df <= 0.0 => Err(LetterError::NoDegrees { df }),
                PairDegrees::Same(_) | PairDegrees::Each(_) => Ok(()),
            }
        }
    }
}

/// Whether rows of a column have any weight: all of them may have none.
fn has_weight(column: &ColumnShare, comparison: Comparison) -> bool {
    let size = match comparison {
        Comparison::Proportions { base, .. } => sized(*column, base).base,
        Comparison::Design { .. } => column.base.n_weighted,
    };
    size > 0.0 && column.base.n_weighted > 0.0
}

fn sized(column: ColumnShare, base: TestBase) -> Column {
    let base = match base {
        TestBase::Unweighted => column.base.n as f64,
        TestBase::Weighted => column.base.n_weighted,
        TestBase::Effective => column.base.n_effective,
    };
    Column { x: column.x, base }
}

fn by_proportions(columns: [Column; 2], overlap: Overlap) -> Result<Result<PairTest, NotCompared>, LetterError> {
    match compare_overlapping(columns[0], columns[1], overlap) {
        Ok(test) => Ok(Ok(test)),
        Err(PairError::NoVariance { .. }) => Ok(Err(NotCompared::NoVariance)),
        Err(error) => Err(LetterError::Pair(error)),
    }
}

fn by_design(difference: f64, variance: f64, df: f64) -> Result<PairTest, NotCompared> {
    if df.is_nan() || df <= 0.0 {
        return Err(NotCompared::NoDegrees);
    }
    // What is left of variances that cancel is rounding.
    if variance.is_nan() || variance <= 0.0 {
        return Err(NotCompared::NoVariance);
    }
    let t = difference / variance.sqrt();
    Ok(PairTest { z: t, p: Student { df }.two_sided(t) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(x: f64, n: u64) -> ColumnShare {
        ColumnShare { x, base: ColumnBase { n, n_weighted: 2.0 * n as f64, n_effective: 0.5 * n as f64 } }
    }

    /// 60 and 45 of 100, 30 of 80, 9 of 30.
    fn columns() -> [ColumnShare; 4] {
        [share(0.6, 100), share(0.45, 100), share(0.375, 80), share(0.3, 30)]
    }

    fn by(base: TestBase) -> Comparison<'static> {
        Comparison::Proportions { base, overlaps: &[] }
    }

    /// The letters of each column, at a level of significance.
    fn check(comparison: Comparison, correction: Correction, level: f64, minimum_base: u64, expect: [&str; 4]) {
        let confidence = Confidence::new(1.0 - level).expect("a level");
        let rule = LetterRule { confidence, correction, minimum_base };
        let found = compare_row(&columns(), comparison, rule).expect("columns");
        let letters = [0, 1, 2, 3].map(|column| found.letters(column).concat());
        assert_eq!(letters, expect, "{correction:?} at {level}: {found:?}");
    }

    #[test]
    fn letters_are_those_of_pairwise_tests_in_r() {
        // R: pairwise.prop.test(c(60, 45, 30, 9), c(100, 100, 80, 30), method, correct = FALSE); A with B, C and D has
        // none .0337 .0027 .0039, bonferroni .2020 .0162 .0233, holm .1347 .0162 .0194, BH .0673 .0116 .0116.
        let unweighted = by(TestBase::Unweighted);
        check(unweighted, Correction::None, 0.05, 0, ["BCD", "", "", ""]);
        check(unweighted, Correction::None, 0.03, 0, ["CD", "", "", ""]);
        check(unweighted, Correction::Bonferroni, 0.05, 0, ["CD", "", "", ""]);
        check(unweighted, Correction::Bonferroni, 0.02, 0, ["C", "", "", ""]);
        check(unweighted, Correction::Holm, 0.02, 0, ["CD", "", "", ""]);
        check(unweighted, Correction::Holm, 0.07, 0, ["CD", "", "", ""]);
        check(unweighted, Correction::BenjaminiHochberg, 0.07, 0, ["BCD", "", "", ""]);
        check(unweighted, Correction::BenjaminiHochberg, 0.012, 0, ["CD", "", "", ""]);
    }

    #[test]
    fn the_base_decides_how_sure_a_difference_is() {
        // Half the base divides z squared by two: A with C is 4.5, p = .0339; twice multiplies it: B with C 2.06, p =
        // .1515, B with D 4.28, p = .0386, C with D 1.07.
        check(by(TestBase::Effective), Correction::None, 0.05, 0, ["CD", "", "", ""]);
        check(by(TestBase::Weighted), Correction::None, 0.05, 0, ["BCD", "D", "", ""]);
    }

    #[test]
    fn a_small_column_neither_gives_nor_gets_letters() {
        check(by(TestBase::Unweighted), Correction::None, 0.05, 31, ["BC", "", "", ""]);
        // Three tests are left, of which A with C has 3 .0027.
        check(by(TestBase::Unweighted), Correction::Bonferroni, 0.009, 31, ["C", "", "", ""]);
        check(by(TestBase::Unweighted), Correction::Bonferroni, 0.009, 30, ["", "", "", ""]);
        let rule = LetterRule { minimum_base: 31, ..LetterRule::default() };
        let found = compare_row(&columns(), by(TestBase::Unweighted), rule).expect("columns");
        let with_last = found.pairs.iter().filter(|pair| pair.second == 3);
        assert!(with_last.clone().count() == 3 && with_last.clone().all(|pair| pair.p_corrected.is_none()));
        assert!(with_last.into_iter().all(|pair| pair.test == Err(NotCompared::SmallBase)));
    }

    #[test]
    fn shared_rows_make_a_difference_surer() {
        // A and B with 0.525 0.475 (1/100 + 1/100 - 2 50/10000): z = 0.15 / sqrt(0.249375 0.01) = 3.0038.
        let overlap = |shared| Overlap { shared, correlation: 1.0 };
        let overlaps = [50.0, 0.0, 0.0, 0.0, 0.0, 0.0].map(overlap);
        let comparison = Comparison::Proportions { base: TestBase::Unweighted, overlaps: &overlaps };
        let found = compare_row(&columns(), comparison, LetterRule::default()).expect("columns");
        let test = found.pairs[0].test.expect("a test");
        assert!((test.z - 0.15 / (0.249_375 * 0.01_f64).sqrt()).abs() < 1e-12, "{test:?}");
        let some = Comparison::Proportions { base: TestBase::Unweighted, overlaps: &overlaps[..2] };
        let error = compare_row(&columns(), some, LetterRule::default());
        assert_eq!(error, Err(LetterError::Overlaps { columns: 4, pairs: 6, found: 2 }));
        let more = [120.0, 0.0, 0.0, 0.0, 0.0, 0.0].map(overlap);
        let more = Comparison::Proportions { base: TestBase::Unweighted, overlaps: &more };
        let error = compare_row(&columns(), more, LetterRule::default());
        let overlap = PairError::Overlap { first: 100.0, second: 100.0, shared: 120.0 };
        assert_eq!(error, Err(LetterError::Pair(overlap)));
    }

    #[test]
    fn designs_compare_by_students_t() {
        // Variances .01 and covariances of .005 give a difference the error .1; t(2) = 3 has p = .0955, t(60) = 3 has
        // .0039.
        let covariance = Matrix::from_fn(4, 4, |a, b| if a == b { 0.01 } else { 0.005 });
        let by_df = |df| Comparison::Design { covariance: &covariance, degrees: PairDegrees::Same(df) };
        check(by_df(2.0), Correction::None, 0.1, 0, ["D", "", "", ""]);
        check(by_df(2.0), Correction::None, 0.095, 0, ["", "", "", ""]);
        check(by_df(60.0), Correction::None, 0.05, 0, ["CD", "", "", ""]);
        let none = compare_row(&columns(), by_df(0.0), LetterRule::default());
        assert_eq!(none, Err(LetterError::NoDegrees { df: 0.0 }));
        let other = compare_row(&columns()[..3], by_df(5.0), LetterRule::default());
        assert_eq!(other, Err(LetterError::Covariance { columns: 3, found: 4 }));
        let certain = Matrix::zeros(4, 4);
        let certain = Comparison::Design { covariance: &certain, degrees: PairDegrees::Same(5.0) };
        let found = compare_row(&columns(), certain, LetterRule::default()).expect("columns");
        assert!(found.pairs.iter().all(|pair| pair.test == Err(NotCompared::NoVariance)));
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        let columns = [share(0.0, 10), share(0.0, 20), share(f64::NAN, 0)];
        let found = compare_row(&columns, by(TestBase::Weighted), LetterRule::default()).expect("columns");
        let tests: Vec<_> = found.pairs.iter().map(|pair| pair.test).collect();
        let small = Err(NotCompared::SmallBase);
        assert_eq!(tests, [Err(NotCompared::NoVariance), small, small]);
        let wrong = [share(1.5, 10), share(0.5, 20)];
        let error = compare_row(&wrong, by(TestBase::Unweighted), LetterRule::default());
        assert_eq!(error, Err(LetterError::Pair(PairError::Unusable { x: 1.5, base: 10.0 })));
        assert!(compare_row(&[], by(TestBase::Weighted), LetterRule::default()).expect("none").pairs.is_empty());
    }

    #[test]
    fn rows_without_weight_are_no_column() {
        let none = ColumnShare { x: 0.0, base: ColumnBase { n: 40, n_weighted: 0.0, n_effective: 0.0 } };
        let columns = [share(0.6, 100), share(0.2, 100), none];
        let covariance = Matrix::from_fn(3, 3, |a, b| if a == b { 0.001 } else { 0.0 });
        let design = Comparison::Design { covariance: &covariance, degrees: PairDegrees::Same(60.0) };
        for comparison in [by(TestBase::Effective), by(TestBase::Unweighted), by(TestBase::Weighted), design] {
            let found = compare_row(&columns, comparison, LetterRule::default()).expect("columns");
            let tests: Vec<_> = found.pairs.iter().map(|pair| pair.test.err()).collect();
            let small = Some(NotCompared::SmallBase);
            assert_eq!(tests, [None, small, small], "{comparison:?}");
        }
    }

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(column_letter);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
