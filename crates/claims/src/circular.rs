//! Statements that the data were made to agree with: their `holds` says so.

use std::collections::BTreeMap;

use topline_plan::given_figures;
use topline_survey::{Claims, FigureRef, Ruling, Verdict};

/// What the reason of such a verdict ends with.
const MADE: &str = " (the export was made to agree with this statement)";

/// Remarks on each `holds` whose figures no other statement gives in digits. Of a reconstructed export alone.
pub(crate) fn remark_circular(documents: &[Claims], verdicts: &mut [Verdict]) {
    let claims = || documents.iter().flat_map(|document| &document.claims).filter(|claim| claim.is_accepted);
    let mut given: BTreeMap<&FigureRef, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims().enumerate() {
        for figure in given_figures(claim).unwrap_or_default() {
            given.entry(figure).or_default().push(index);
        }
    }
    for (index, verdict) in verdicts.iter_mut().enumerate().filter(|(_, verdict)| verdict.ruling == Ruling::Holds) {
        let is_given = |figure: &FigureRef| given.get(figure).is_some_and(|by| by.iter().any(|other| *other != index));
        if !verdict.figures.iter().all(is_given) {
            verdict.reason.push_str(MADE);
        }
    }
}
