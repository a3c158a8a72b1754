//! The claims of every document, judged.

use topline_claims::{JudgeRules, judge_documents as judge_claims, judge_expected};
use topline_store::{Fingerprint, StoreError, read_input};
use topline_survey::{Tabulation, Verdict};

use crate::earlier_waves::earlier_waves;
use crate::error::RunError;
use crate::load::Pipeline;

/// The verdicts on every document, and what was read for them.
pub(crate) fn judge_documents(
    pipeline: &Pipeline,
    tables: &[Tabulation],
) -> Result<(Vec<Verdict>, Vec<Fingerprint>), RunError> {
    let rounding = &pipeline.plan.survey.rounding;
    let (earlier, mut inputs) = earlier_waves(pipeline)?;
    let rules = JudgeRules { rounding, is_reconstructed: pipeline.plan.survey.reconstructed, earlier: &earlier };
    let mut of_claims = judge_claims(&pipeline.plan.claims, tables, &rules).into_iter().peekable();
    let mut verdicts = Vec::new();
    for claims in &pipeline.plan.claims {
        while let Some(verdict) = of_claims.next_if(|verdict| verdict.document == claims.document.id) {
            verdicts.push(verdict);
        }
        let Some(expected) = &claims.expected else { continue };
        let input = read_input(&pipeline.folder, &expected.path).map_err(RunError::Store)?;
        let text = String::from_utf8(input.bytes)
            .map_err(|_| RunError::Store(StoreError::NotText { path: pipeline.folder.join(&expected.path) }))?;
        let document = &claims.document.id;
        verdicts.extend(
            judge_expected(document, expected, &text, tables, rounding)
                .map_err(|source| RunError::Expected { document: document.clone(), source })?,
        );
        inputs.push(input.fingerprint);
    }
    Ok((verdicts, inputs))
}
