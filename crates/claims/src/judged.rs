//! A ruling on one figure or on several, before it becomes a verdict.

use topline_survey::{FigureRef, Ruling};

/// What the data say, and why.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub ruling: Ruling,
    pub found: String,
    pub reason: String,
}

impl Judged {
    pub(crate) fn new(ruling: Ruling, found: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { ruling, found: found.into(), reason: reason.into() }
    }

    pub(crate) fn not_checkable(found: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(Ruling::NotCheckable, found, reason)
    }
}

/// How much a ruling weighs against a statement of several figures: what refutes one refutes all; what cannot be checked
/// leaves the whole open, however well the rest holds.
fn weight(ruling: Ruling) -> u8 {
    match ruling {
        Ruling::Holds => 0,
        Ruling::SumOfRoundedParts => 1,
        Ruling::OtherRounding => 2,
        Ruling::Imprecise => 3,
        Ruling::NotCheckable => 4,
        Ruling::Impossible => 5,
        Ruling::AnotherFigure => 6,
        Ruling::Inconsistent => 7,
        Ruling::Contradicted => 8,
    }
}

/// The worse of two rulings on one figure; the reason is that of what does not hold.
pub(crate) fn worst(one: Judged, other: Judged) -> Judged {
    let (worse, better) = if weight(other.ruling) > weight(one.ruling) { (other, one) } else { (one, other) };
    if better.ruling == Ruling::Holds {
        return worse;
    }
    Judged { reason: format!("{}; {}", worse.reason, better.reason), ..worse }
}

/// The worst ruling of several figures; the reason names those that do not hold.
pub(crate) fn together(mut each: Vec<(&FigureRef, Judged)>) -> Judged {
    if each.len() == 1 {
        return each.remove(0).1;
    }
    let Some(ruling) = each.iter().map(|(_, judged)| judged.ruling).max_by_key(|ruling| weight(*ruling)) else {
        return Judged::not_checkable("", "the claim names no figure");
    };
    let told = |of: &dyn Fn(&Judged) -> String, failing: &dyn Fn(Ruling) -> bool| -> String {
        let named = each.iter().filter(|(_, judged)| failing(judged.ruling));
        named.map(|(name, judged)| format!("{name}: {}", of(judged))).collect::<Vec<_>>().join("; ")
    };
    let found = told(&|judged| judged.found.clone(), &|_| true);
    let short = each.iter().filter(|(_, judged)| judged.ruling != Ruling::Holds).count();
    let reason = if short == 0 {
        format!("each of the {} figures holds", each.len())
    } else {
        let failing = told(&|judged| judged.reason.clone(), &|ruling| ruling != Ruling::Holds);
        format!("{short} of the {} figures: {failing}", each.len())
    };
    Judged::new(ruling, found, reason)
}
