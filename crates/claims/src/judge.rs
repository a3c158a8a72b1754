//! The claims of a document, judged.

use topline_survey::{Claim, Claims, FigureRef, Passage, Rounding, Ruling, Stated, States, Tabulation, Verdict};

use crate::comparison::{Extreme, judge_extreme, judge_more, missing};
use crate::judged::{Judged, together};
use crate::sums;
use crate::value::{Figures, by_place, judge_figure, out_of};

/// Every claim of a document, judged, in order.
///
/// A claim of several figures holds where it holds of each; its verdict is the worst of them and names those that fall
/// short. Where the percentages stated for all options of a question do not add to 100, the reasons of their verdicts end
/// with what they add to; the rulings stay.
#[must_use]
pub fn judge(claims: &Claims, tables: &[Tabulation], rounding: &Rounding) -> Vec<Verdict> {
    let places = by_place(tables);
    let mut verdicts: Vec<Verdict> =
        claims.claims.iter().map(|claim| judge_claim(&claims.document.id, claim, &places, rounding)).collect();
    sums::remark(&claims.claims, tables, &mut verdicts);
    verdicts
}

fn judge_claim(document: &str, claim: &Claim, places: &Figures<'_>, rounding: &Rounding) -> Verdict {
    let (figures, stated, judged) = match &claim.states {
        States::Value { figures, is, words } => {
            (figures.clone(), words.clone(), judge_value(is, figures, claim.of, places, rounding))
        }
        States::Highest { figures, among } => {
            let judged = judge_extreme(Extreme::Highest, figures, among, places);
            (figures.clone(), format!("the highest of {}", among_all(figures, among)), judged)
        }
        States::Lowest { figures, among } => {
            let judged = judge_extreme(Extreme::Lowest, figures, among, places);
            (figures.clone(), format!("the lowest of {}", among_all(figures, among)), judged)
        }
        States::MoreThan { figure, than } => {
            (vec![figure.clone()], format!("more than {than}"), judge_more(figure, than, places))
        }
        States::Unchecked { reason } => {
            (Vec::new(), String::new(), Judged::not_checkable(String::new(), reason.clone()))
        }
    };
    let judged = match claim.states {
        States::Highest { .. } | States::Lowest { .. } | States::MoreThan { .. } => {
            figures.iter().filter_map(|name| places.get(name)).fold(judged, |judged, figure| {
                if judged.ruling == Ruling::Contradicted { judged } else { out_of(claim.of, figure, judged) }
            })
        }
        States::Value { .. } | States::Unchecked { .. } => judged,
    };
    Verdict {
        document: document.to_owned(),
        lines: Passage::Lines(claim.lines.0, claim.lines.1),
        quote: claim.quote.clone(),
        figures,
        stated,
        found: judged.found,
        ruling: judged.ruling,
        reason: judged.reason,
        expected: claim.expect,
        because: claim.because.clone(),
    }
}

/// How many figures are compared: those that are stated, and the others among which they stand.
fn among_all(figures: &[FigureRef], among: &[FigureRef]) -> usize {
    figures.len() + among.iter().filter(|other| !figures.contains(other)).count()
}

fn judge_value(
    stated: &Stated,
    figures: &[FigureRef],
    of: Option<u64>,
    places: &Figures<'_>,
    rounding: &Rounding,
) -> Judged {
    let each = figures.iter().map(|name| {
        let judged = match places.get(name) {
            Some(figure) => judge_figure(stated, of, figure, places, rounding),
            None => Judged::not_checkable("no figure", missing(name)),
        };
        (name, judged)
    });
    together(each.collect())
}
