//! A figure as it is published: rounded, or held back.

use topline_exact::{round_fraction, round_value};
use topline_survey::{Figure, Plan, RowKind, Statistic, Table, Unit};

/// How figures are rounded, and which are held back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Precision {
    decimals: u8,
    mean_decimals: u8,
    minimum_base: u64,
    caution_base: u64,
}

impl Precision {
    /// What the survey declares.
    pub(crate) fn of_survey(plan: &Plan) -> Self {
        let survey = &plan.survey;
        Self {
            decimals: survey.rounding.decimals,
            mean_decimals: survey.rounding.mean_decimals,
            minimum_base: survey.disclosure.minimum_base,
            caution_base: survey.disclosure.caution_base,
        }
    }

    /// What a table declares, and the survey where it does not.
    pub(crate) fn of(plan: &Plan, table: &Table) -> Self {
        let survey = Self::of_survey(plan);
        Self {
            decimals: table.decimals.unwrap_or(survey.decimals),
            mean_decimals: table.mean_decimals.unwrap_or(survey.mean_decimals),
            minimum_base: table.minimum_base.unwrap_or(survey.minimum_base),
            caution_base: table.caution_base.unwrap_or(survey.caution_base),
        }
    }
}

/// Rounds the figure, or holds it back where `least` respondents, in its own base or in that of its column, are too few.
pub(crate) fn publish(figure: &mut Figure, plan: &Plan, precision: Precision, least: u64) {
    let rounding = plan.survey.rounding.mode;
    let Some(x) = figure.x else {
        figure.suppressed = Some("the base is empty");
        return;
    };
    let counts_a_base = matches!(figure.row_kind, RowKind::Base | RowKind::Total | RowKind::Sql);
    if figure.unit == Unit::Count && counts_a_base {
        figure.published = Some(figure.n.to_string());
        return;
    }
    if least < precision.minimum_base {
        figure.suppressed = Some("the base is below the minimum");
        return;
    }
    if least < precision.caution_base {
        figure.note = Some("small base".to_owned());
    }
    let is_weighted = plan.survey.weights.is_some() && figure.row_kind != RowKind::Sql;
    let rounded = match figure.unit {
        Unit::Count if figure.statistic == Some(Statistic::UnweightedCount) || !is_weighted => {
            figure.published = Some(figure.n.to_string());
            return;
        }
        Unit::Count | Unit::Index => round_value(x, 0, rounding),
        Unit::Score => round_value(x, precision.mean_decimals, rounding),
        Unit::Points => round_value(x, precision.decimals, rounding),
        Unit::Percent if is_weighted => round_value(x, precision.decimals, rounding),
        Unit::Percent => round_fraction(100 * i128::from(figure.n), figure.base, precision.decimals, rounding),
    };
    match rounded {
        Ok(rounded) => figure.published = Some(rounded.to_string()),
        Err(_) => figure.suppressed = Some("the value is beyond what can be rounded"),
    }
}
