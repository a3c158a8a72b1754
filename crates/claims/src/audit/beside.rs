//! Words against the digits beside them: `one in six (15%)`.

use topline_exact::{Decimal, ExactValue, Rational, RoundingMode, counts_for};
use topline_survey::{Admitted, Fraction, Quantity, Stated};

use crate::audit::statement::{AuditFault, AuditFinding, AuditedStatement};
use crate::fraction::{self, Nearness};
use crate::interval::{Position, position};
use crate::quantifier;

/// So many values of a percentage are tried where no base is known.
const TRIED: i128 = 20;

/// The statements whose words no value of the percentage beside them fits.
#[must_use]
pub fn words_beside_digits(statements: &[AuditedStatement]) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    for statement in statements {
        let digits: Vec<Decimal> = statement.percentage().into_iter().chain(statement.beside.iter().copied()).collect();
        for percentage in digits {
            let shares = shares(percentage, &statement.bases);
            let misfit = statement
                .stated
                .iter()
                .find(|stated| is_words(stated) && !shares.iter().any(|share| fits(stated, *share)));
            if misfit.is_some() {
                let nearer = nearer(&statement.stated, &shares);
                let reason = format!("no value that is {percentage}% is `{}`{nearer}", statement.words);
                findings.push(AuditFinding::of(statement, AuditFault::WordsAndDigits, reason));
            }
        }
    }
    findings
}

/// The shares that round to a percentage: of the bases that may be meant, or any.
fn shares(percentage: Decimal, bases: &[u64]) -> Vec<ExactValue> {
    let of_bases = bases.iter().filter(|base| **base > 0).flat_map(|base| {
        let counts = RoundingMode::ALL.into_iter().flat_map(move |mode| counts_for(percentage, *base, mode));
        counts.map(|count| ExactValue::Fraction(Rational::new(i128::from(count), i128::from(*base))))
    });
    let shares: Vec<ExactValue> = of_bases.collect();
    if !shares.is_empty() {
        return shares;
    }
    let at = Rational::of_percentage(percentage);
    let step = Rational::new(1, 100 * TRIED * 10_i128.pow(u32::from(percentage.decimals())));
    (-TRIED / 2..TRIED / 2).map(|times| ExactValue::Fraction(at.plus(step.times(times)))).collect()
}

/// Whether a statement is words that a percentage can refute.
fn is_words(stated: &Stated) -> bool {
    match stated {
        Stated::Exactly(Quantity::Part(_))
        | Stated::Hedged { quantity: Quantity::Part(_) | Quantity::Percentage(_), .. }
        | Stated::Quantifier(_) => true,
        Stated::Hedged { quantity: Quantity::Number(_) | Quantity::Points(_), .. }
        | Stated::Exactly(Quantity::Percentage(_) | Quantity::Number(_) | Quantity::Points(_))
        | Stated::CountOf { .. }
        | Stated::AllBut(_)
        | Stated::Between(_)
        | Stated::MostCommon
        | Stated::LeastCommon => false,
    }
}

fn fits(stated: &Stated, share: ExactValue) -> bool {
    match stated {
        Stated::Exactly(Quantity::Part(part)) => fraction::nearness(*part, share) == Nearness::Nearest,
        Stated::Hedged { hedge, quantity } => {
            position(&Admitted::of(Some(*hedge), *quantity), share) == Position::Inside
        }
        Stated::Quantifier(word) => position(&quantifier::admitted(*word), share) != Position::Outside,
        Stated::Exactly(Quantity::Percentage(_) | Quantity::Number(_) | Quantity::Points(_))
        | Stated::CountOf { .. }
        | Stated::AllBut(_)
        | Stated::Between(_)
        | Stated::MostCommon
        | Stated::LeastCommon => true,
    }
}

/// The fraction that is nearer, where one is.
fn nearer(stated: &[Stated], shares: &[ExactValue]) -> String {
    let rival = stated.iter().find_map(|stated| {
        let Stated::Exactly(Quantity::Part(part)) = stated else { return None };
        let rivals: Vec<Fraction> = shares
            .iter()
            .filter_map(|share| match fraction::nearness(*part, *share) {
                Nearness::Nearer(rival) => Some(rival),
                Nearness::Nearest | Nearness::Far => None,
            })
            .collect();
        rivals.first().copied()
    });
    rival.map(|rival| format!(": it is nearer {}", fraction::in_words(rival))).unwrap_or_default()
}
