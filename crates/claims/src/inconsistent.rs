//! Statements of one figure that cannot both be true.
//!
//! Data of respondents decide between them, and each gets its own ruling. Where the data were made to agree with one of them, or
//! cannot say, nothing decides.

use std::collections::BTreeMap;

use topline_exact::{Decimal, Rational};
use topline_survey::{
    Admitted, Bound, Claim, Claims, FigureRef, Quantity, Ruling, Scale, Side, Stated, States, Verdict,
};

use crate::quantifier;

/// Makes `inconsistent` of rulings where another statement of the same figure cannot be true beside it and no data decide.
pub(crate) fn mark_inconsistent(documents: &[Claims], verdicts: &mut [Verdict], is_reconstructed: bool) {
    let claims: Vec<(&str, &Claim)> = documents
        .iter()
        .flat_map(|document| document.claims.iter().map(|claim| (document.document.id.as_str(), claim)))
        .filter(|(_, claim)| claim.is_accepted)
        .collect();
    let mut by_figure: BTreeMap<(Vec<&FigureRef>, Side), Vec<usize>> = BTreeMap::new();
    for (index, (_, claim)) in claims.iter().enumerate() {
        if let States::Value { figures, is_sum, side, .. } = &claim.states {
            // Answers taken together are one thing, in whatever order.
            let mut of: Vec<&FigureRef> = figures.iter().collect();
            of.sort_unstable();
            for each in of.chunks(if *is_sum { of.len().max(1) } else { 1 }) {
                by_figure.entry((each.to_vec(), *side)).or_default().push(index);
            }
        }
    }
    // Each of two is inconsistent with the other as the data left them.
    let rulings: Vec<Ruling> = verdicts.iter().map(|verdict| verdict.ruling).collect();
    for ((figures, _), indices) in &by_figure {
        for &index in indices {
            if !is_undecided(rulings[index], is_reconstructed) {
                continue;
            }
            let clash = indices.iter().copied().find(|&other| {
                let is_other_side = is_undecided(rulings[other], is_reconstructed)
                    || is_reconstructed && rulings[other] == Ruling::Holds;
                other != index && is_other_side && exclude(claims[index].1, claims[other].1)
            });
            let Some(other) = clash else { continue };
            let (document, claim) = claims[other];
            let (first, _) = claim.lines;
            let stated = verdicts[other].stated.clone();
            let figure = figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
            let verdict = &mut verdicts[index];
            verdict.ruling = Ruling::Inconsistent;
            verdict.reason = format!(
                "{document} says {stated} of {figure} in line {first}, and both cannot be true; {}",
                verdict.reason
            );
        }
    }
}

/// Whether the data leave it open which of two statements is true.
fn is_undecided(ruling: Ruling, is_reconstructed: bool) -> bool {
    match ruling {
        Ruling::Contradicted | Ruling::AnotherFigure => is_reconstructed,
        Ruling::NotCheckable => true,
        Ruling::Holds
        | Ruling::SumOfRoundedParts
        | Ruling::OtherRounding
        | Ruling::Imprecise
        | Ruling::Impossible
        | Ruling::Inconsistent => false,
    }
}

/// Whether no value agrees with both claims.
fn exclude(one: &Claim, other: &Claim) -> bool {
    let (States::Value { is: first, .. }, States::Value { is: second, .. }) = (&one.states, &other.states) else {
        return false;
    };
    let pairs = first.iter().flat_map(|first| second.iter().map(move |second| (first, second)));
    let mut admitted = pairs.filter_map(|(first, second)| Some((admitted(first)?, admitted(second)?)));
    admitted.any(|(first, second)| first.scale == second.scale && are_apart(&first, &second))
}

fn are_apart(one: &Admitted, other: &Admitted) -> bool {
    let below = |low: &Admitted, high: &Admitted| match (low.high, high.low) {
        (Bound::None, _) | (_, Bound::None) => false,
        (Bound::Closed(top), Bound::Closed(bottom)) => top.compare(bottom).is_lt(),
        (Bound::Open(top) | Bound::Closed(top), Bound::Open(bottom) | Bound::Closed(bottom)) => {
            top.compare(bottom).is_le()
        }
    };
    below(one, other) || below(other, one)
}

/// The values that a statement can mean, as wide as any rounding makes them.
fn admitted(stated: &Stated) -> Option<Admitted> {
    match stated {
        Stated::Exactly(Quantity::Percentage(percentage)) => Some(rounded(*percentage)),
        Stated::Exactly(quantity @ Quantity::Number(_)) => Some(Admitted::of(None, *quantity)),
        Stated::Exactly(Quantity::Part(fraction)) => {
            let (at, reach) = (fraction.ratio(), Rational::new(5, 100));
            Some(Admitted {
                low: Bound::Closed(at.minus(reach)),
                high: Bound::Closed(at.plus(reach)),
                scale: Scale::Share,
            })
        }
        Stated::CountOf { count, base } if *base > 0 => {
            let at = Rational::new(i128::from(*count), i128::from(*base));
            Some(Admitted { low: Bound::Closed(at), high: Bound::Closed(at), scale: Scale::Share })
        }
        Stated::Hedged { hedge, quantity } => Some(Admitted::of(Some(*hedge), *quantity)),
        Stated::Between(range) => Some(range.admitted()),
        Stated::Quantifier(quantifier) => Some(quantifier::admitted(*quantifier)),
        Stated::AllBut(missing) if *missing > 0 => {
            let whole = Bound::Open(Rational::new(1, 1));
            Some(Admitted { low: Bound::None, high: whole, scale: Scale::Share })
        }
        Stated::CountOf { .. }
        | Stated::AllBut(_)
        | Stated::MostCommon
        | Stated::LeastCommon
        | Stated::Exactly(Quantity::Points(_)) => None,
    }
}

fn rounded(percentage: Decimal) -> Admitted {
    let at = Rational::of_percentage(percentage);
    let step = Rational::new(1, 100 * 10_i128.pow(u32::from(percentage.decimals())));
    let low = at.minus(step.divided_by(2));
    // A percentage that is cut off can be almost a whole step below its value.
    Admitted { low: Bound::Closed(low), high: Bound::Closed(at.plus(step)), scale: Scale::Share }
}
