//! Rows where R's answer is not the definition's, each with its reason.

use crate::row::Row;

/// Why a row may differ, and by how much of a number at most (infinite where R's number says nothing).
pub struct Reason {
    pub text: &'static str,
    pub within: f64,
}

pub fn reason_of(row: &Row) -> Option<Reason> {
    let any = f64::INFINITY;
    let number = |name: &str| row.number(name).unwrap_or(f64::NAN);
    let rule = row.extra.get("qrule").map_or("", |rule| rule.trim_end_matches(";point only"));
    let (text, within) = match (row.statistic.as_str(), row.method.as_str()) {
        ("proportion", "svyciprop_logit" | "svyciprop_likelihood") if number("ci_high") > 0.99 => (
            "R's logistic regression stops on its way to infinity where all, or a replicate's, answers are the same",
            any,
        ),
        ("proportion", "svyciprop_likelihood") => {
            ("R reads the ends off a spline through a few points of the profile", 2e-3)
        }
        ("proportion", "svyciprop_beta") if number("se").abs() <= 0.0 => ("R divides by a variance of zero", any),
        ("binom_ci", "wilson_cc") if row.variable == "500/1000" => {
            ("R's prop.test does not correct an estimate that is its null hypothesis of one half", 1e-2)
        }
        ("quantile", "quantile_score") => {
            ("R maps the ends through the unweighted distribution, so that they may not hold the estimate", any)
        }
        ("quantile", _) if rule == "shahvaish" => {
            ("R takes half a raw weight from sums of scaled weights, so that the unit of weights matters", any)
        }
        ("quantile", _) if row.design == "apistrat" && rule.starts_with("hf") => {
            ("R orders equal values of different weights by their place in the file", 1e-2)
        }
        ("svyranktest_wilcoxon" | "svyranktest_KruskalWallis", _) if row.design == "apistrat" => {
            ("R's ranks of equal values of different weights depend on their place in the file", 1e-3)
        }
        ("svychisq_saddlepoint" | "svychisq_lincom", _) if row.design == "apisrs" => {
            ("R cuts 397.99999999999989 degrees of freedom to 397", 0.05)
        }
        _ => return None,
    };
    Some(Reason { text, within })
}
