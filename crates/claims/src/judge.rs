//! The claims of documents, judged.

use topline_survey::{
    Claim, Claims, Figure, FigureRef, Passage, Relation, Rounding, Ruling, Side, Stated, States, Tabulation, Verdict,
};

use crate::circular::remark_circular;
use crate::combined::Combined;
use crate::comparison::{Extreme, judge_compared, judge_extreme, missing};
use crate::complement::Others;
use crate::earlier_wave::EarlierWave;
use crate::elsewhere::{Claimed, explain_by_another};
use crate::figures::by_place;
use crate::inconsistent::mark_inconsistent;
use crate::judged::{Judged, together};
use crate::run_data::RunData;
use crate::sums;
use crate::value::{judge_stated, out_of};

/// How a survey is judged.
#[derive(Debug, Clone, Copy)]
pub struct JudgeRules<'s> {
    /// How its figures are rounded.
    pub rounding: &'s Rounding,
    /// Whether its export was made from what the documents say.
    pub is_reconstructed: bool,
    /// Its earlier waves, the latest first.
    pub earlier: &'s [EarlierWave],
}

/// Every claim of a document, judged, in order: see [`judge_documents`].
#[must_use]
pub fn judge(claims: &Claims, tables: &[Tabulation], rounding: &Rounding) -> Vec<Verdict> {
    let rules = JudgeRules { rounding, is_reconstructed: false, earlier: &[] };
    judge_documents(std::slice::from_ref(claims), tables, &rules)
}

/// Every accepted claim of some documents, judged, in order.
///
/// A claim of several figures holds where it holds of each; its verdict is the worst of them and names those that fall
/// short. Where the percentages stated for all options of a question do not add to 100, the reasons of their verdicts end
/// with what they add to; the rulings stay.
#[must_use]
pub fn judge_documents(documents: &[Claims], tables: &[Tabulation], rules: &JudgeRules<'_>) -> Vec<Verdict> {
    let data = RunData { tables, figures: by_place(tables), rounding: rules.rounding, earlier: rules.earlier };
    let mut verdicts = Vec::new();
    for document in documents {
        let accepted: Vec<&Claim> = document.claims.iter().filter(|claim| claim.is_accepted).collect();
        let start = verdicts.len();
        verdicts.extend(accepted.iter().map(|claim| judge_claim(&document.document.id, claim, &data)));
        sums::remark(&accepted, tables, &mut verdicts[start..]);
    }
    mark_inconsistent(documents, &mut verdicts, rules.is_reconstructed);
    if rules.is_reconstructed {
        remark_circular(documents, &mut verdicts);
    }
    verdicts
}

fn judge_claim(document: &str, claim: &Claim, data: &RunData<'_>) -> Verdict {
    let places = &data.figures;
    let (figures, stated, judged) = match &claim.states {
        States::Value { figures, is_sum, side, is, words } => {
            let words = match (is_sum, side) {
                (false, Side::Counted) => words.clone(),
                (true, Side::Counted) => format!("{words}, together"),
                (false, Side::Others) => format!("{words}, of the others"),
                (true, Side::Others) => format!("{words}, of those who gave none of them"),
            };
            let judged = if *is_sum {
                judge_sum(is, *side, figures, claim.of, data)
            } else {
                judge_value(is, *side, figures, claim.of, data)
            };
            (figures.clone(), words, judged)
        }
        States::Highest { figures, among } => {
            let judged = judge_extreme(Extreme::Highest, figures, among, places);
            (figures.clone(), format!("the highest of {}", among_all(figures, among)), judged)
        }
        States::Lowest { figures, among } => {
            let judged = judge_extreme(Extreme::Lowest, figures, among, places);
            (figures.clone(), format!("the lowest of {}", among_all(figures, among)), judged)
        }
        States::Compared { figures, order, with, by } => {
            let judged = judge_compared(figures, *order, with, by.as_ref().map(|(size, _)| *size), places);
            let by = by.as_ref().map(|(_, words)| format!(" by `{words}`")).unwrap_or_default();
            let order = match order {
                Relation::More => "more than",
                Relation::Less => "less than",
                Relation::Similar => "similar to",
            };
            (figures.clone(), format!("{order} {with}{by}"), judged)
        }
        States::Unchecked { reason } => {
            (Vec::new(), String::new(), Judged::not_checkable(String::new(), reason.clone()))
        }
    };
    let judged = match claim.states {
        States::Highest { .. } | States::Lowest { .. } | States::Compared { .. } => {
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

fn judge_value(stated: &[Stated], side: Side, figures: &[FigureRef], of: Option<u64>, data: &RunData<'_>) -> Judged {
    let (places, rounding) = (&data.figures, data.rounding);
    let each = figures.iter().map(|name| {
        let judged = match (places.get(name), side) {
            (None, _) => Judged::not_checkable("no figure", missing(name)),
            (Some(figure), Side::Counted) => {
                let judged = judge_stated(stated, of, figure, places, rounding);
                explain_by_another(judged, &Claimed { stated, of, figures }, figure, data)
            }
            (Some(figure), Side::Others) => judge_others(stated, of, figure, data),
        };
        (name, judged)
    });
    together(each.collect())
}

/// What is stated of answers taken together, or of those who gave none of them.
fn judge_sum(stated: &[Stated], side: Side, figures: &[FigureRef], of: Option<u64>, data: &RunData<'_>) -> Judged {
    if let Some(name) = figures.iter().find(|name| !data.figures.contains_key(name)) {
        return Judged::not_checkable("no figure", missing(name));
    }
    let parts: Vec<Figure<'_>> = figures.iter().filter_map(|name| data.figures.get(name).copied()).collect();
    match Combined::of(&parts) {
        Ok(combined) => {
            let figure = combined.figure(&parts[0]);
            match side {
                Side::Counted => judge_stated(stated, of, &figure, &data.figures, data.rounding),
                Side::Others => judge_others(stated, of, &figure, data),
            }
        }
        Err(reason) => Judged::not_checkable("", reason),
    }
}

/// What is stated of those whom a figure does not count.
fn judge_others(stated: &[Stated], of: Option<u64>, figure: &Figure<'_>, data: &RunData<'_>) -> Judged {
    match Others::of(figure) {
        Some(others) => judge_stated(stated, of, &others.figure(figure), &data.figures, data.rounding),
        None => Judged::not_checkable("", "the others are stated, and the figure has no base of its own"),
    }
}
