//! A test of whether the columns of a break differ, as the cells of its row carry it.

/// A test of whether the columns of a break differ in a row; of the base row, whether any answer depends on the break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellTest {
    /// Which test it is.
    pub kind: TestKind,
    /// Its statistic.
    pub statistic: f64,
    /// The degrees of freedom of its distribution, of an F those above.
    pub ndf: f64,
    /// The degrees of freedom below, of an F.
    pub ddf: Option<f64>,
    /// The p value.
    pub p: f64,
    /// The p value, corrected for the tests of the other rows as the table declares.
    pub p_corrected: f64,
}

/// A test of columns, by its reference distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestKind {
    /// Pearson's chi-square test.
    ChiSquare,
    /// Rao and Scott's F test of a chi-square statistic under the design.
    RaoScott,
    /// Wald's F test of means, or of shares of columns that overlap.
    WaldF,
    /// Wald's chi-square test of shares of columns that overlap.
    WaldChiSquare,
    /// A rank test of two groups, by t.
    Wilcoxon,
    /// A rank test of several groups, by F.
    KruskalWallis,
}

impl TestKind {
    /// Its name in Parquet files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChiSquare => "chi_square",
            Self::RaoScott => "rao_scott",
            Self::WaldF => "wald_f",
            Self::WaldChiSquare => "wald_chi_square",
            Self::Wilcoxon => "wilcoxon",
            Self::KruskalWallis => "kruskal_wallis",
        }
    }
}
