//! A value as it is published: rounded, or held back.

use topline_exact::{Decimal, RoundingError, RoundingMode, round_fraction, round_value};

use crate::figure::{RowKind, Unit};
use crate::plan::Plan;
use crate::tables::{Statistic, Table};
use crate::tabulation::{Published, Why};

/// How values are rounded, and which are held back.
#[derive(Debug, Clone, Copy)]
pub struct Precision {
    mode: RoundingMode,
    decimals: u8,
    mean_decimals: u8,
    minimum_base: u64,
    caution_base: u64,
    is_weighted: bool,
}

/// A value to be published.
#[derive(Debug, Clone, Copy)]
pub struct Publishable {
    /// What its row is.
    pub kind: RowKind,
    /// The statistic; none of a row made in SQL.
    pub statistic: Option<Statistic>,
    /// What it counts.
    pub unit: Unit,
    /// Exactly; missing where the base is empty.
    pub x: Option<f64>,
    /// Respondents counted.
    pub n: u64,
    /// Respondents in the base.
    pub base: u64,
    /// The fewest respondents that the value tells of: in its own base, or in that of its column.
    pub least: u64,
}

impl Precision {
    /// What the survey declares.
    #[must_use]
    pub fn of_survey(plan: &Plan) -> Self {
        let survey = &plan.survey;
        Self {
            mode: survey.rounding.mode,
            decimals: survey.rounding.decimals,
            mean_decimals: survey.rounding.mean_decimals,
            minimum_base: survey.disclosure.minimum_base,
            caution_base: survey.disclosure.caution_base,
            is_weighted: survey.weights.is_some(),
        }
    }

    /// What a table declares, and the survey where it does not.
    #[must_use]
    pub fn of(plan: &Plan, table: &Table) -> Self {
        let survey = Self::of_survey(plan);
        Self {
            decimals: table.decimals.unwrap_or(survey.decimals),
            mean_decimals: table.mean_decimals.unwrap_or(survey.mean_decimals),
            minimum_base: table.minimum_base.unwrap_or(survey.minimum_base),
            caution_base: table.caution_base.unwrap_or(survey.caution_base),
            ..survey
        }
    }

    /// The value rounded, or held back.
    #[must_use]
    pub fn publish(self, value: Publishable) -> Published {
        let Some(x) = value.x else { return Published::Empty };
        if !counts_a_base(value) && value.least < self.minimum_base {
            return Published::HeldBack(Why::SmallBase);
        }
        match self.rounded(value, x) {
            Ok(rounded) => Published::Value(rounded),
            Err(_) => Published::HeldBack(Why::Unroundable),
        }
    }

    /// Whether a published value needs a warning of its small base.
    #[must_use]
    pub fn needs_caution(self, value: Publishable) -> bool {
        value.x.is_some() && !counts_a_base(value) && (self.minimum_base..self.caution_base).contains(&value.least)
    }

    fn rounded(self, value: Publishable, x: f64) -> Result<Decimal, RoundingError> {
        let whole = |count: u64| round_fraction(i128::from(count), 1, 0, self.mode);
        if counts_a_base(value) {
            return whole(value.n);
        }
        let counts_each_once = value.kind == RowKind::Sql || value.statistic.is_some_and(Statistic::counts_each_once);
        let is_weighted = self.is_weighted && !counts_each_once;
        match value.unit {
            Unit::Count if !is_weighted => whole(value.n),
            Unit::Count | Unit::Index => round_value(x, 0, self.mode),
            Unit::Score => round_value(x, self.mean_decimals, self.mode),
            Unit::Points => round_value(x, self.decimals, self.mode),
            Unit::Percent if is_weighted => round_value(x, self.decimals, self.mode),
            Unit::Percent => round_fraction(100 * i128::from(value.n), value.base, self.decimals, self.mode),
        }
    }
}

/// Whether a value is a base, which is published whatever it is.
fn counts_a_base(value: Publishable) -> bool {
    match value.kind {
        RowKind::Base | RowKind::Total | RowKind::Sql => value.unit == Unit::Count,
        RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic => false,
    }
}
