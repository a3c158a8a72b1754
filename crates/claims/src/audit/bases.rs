//! Percentages against every base that is stated.

use topline_exact::RoundingMode;

use crate::audit::statement::{AuditFault, AuditFinding, AuditedStatement};
use crate::possible::impossibility;

/// The percentages that no count gives, out of any base that may be meant.
#[must_use]
pub fn impossible_percentages(statements: &[AuditedStatement]) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    for statement in statements {
        let percentages = statement.percentage().into_iter().chain(statement.beside.iter().copied());
        for percentage in percentages.filter(|_| !statement.bases.is_empty()) {
            let reasons: Option<Vec<String>> =
                statement.bases.iter().map(|base| impossibility(percentage, *base, RoundingMode::HalfUp)).collect();
            if let Some(reasons) = reasons {
                findings.push(AuditFinding::of(statement, AuditFault::Impossible, reasons.join("; ")));
            }
        }
    }
    findings
}
