//! The difference of two percentages, how far chance can make one, and how large words say that it is.
//!
//! The interval is the usual one of 95%. Columns of other answers to a question that takes one hold different respondents. Where two percentages
//! may share respondents, as columns of tick boxes do, how they go together is not known from the figures, so that the widest interval is told
//! that they can have.

use topline_exact::{Decimal, ExactValue, Rational, RoundingMode, round_value};
use topline_survey::{Admitted, Bound, Figure, Ruling, Scale, Size};

use crate::interval::{self, Position};
use crate::share;

/// The 97.5th percentile of the standard normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// So many points apart, percentages are still called similar, or one slightly more than the other.
const SLIGHT: Rational = Rational::new(5, 1);
/// From so many points on, one is `rather` more than the other.
const MODERATE: Rational = Rational::new(2, 1);
/// From so many points on, one is `much` more.
const LARGE: Rational = Rational::new(10, 1);
/// So far beyond the bound of a word, it is imprecise and not wrong.
const NEAR: f64 = 1.0;

/// The difference of two percentages, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Difference {
    points: f64,
    /// Half the width of its interval.
    reach: f64,
    /// What is left between the two as published, where both are.
    of_published: Option<Decimal>,
}

impl Difference {
    /// The difference of two shares; nothing of what is no share.
    pub(crate) fn of(
        one: &Figure<'_>,
        one_value: ExactValue,
        other: &Figure<'_>,
        other_value: ExactValue,
    ) -> Option<Self> {
        share::share(one).and(share::share(other))?;
        let [first, second] = [one_value, other_value].map(ExactValue::to_f64);
        let [first_se, second_se] = [standard_error(one, first), standard_error(other, second)];
        let se = if one.column.is_apart_from(other.column) { first_se.hypot(second_se) } else { first_se + second_se };
        let published = [one, other].map(|figure| figure.cell.published.value());
        let of_published = match published {
            [Some(first), Some(second)] if first.decimals() == second.decimals() => {
                Decimal::new((first.units() - second.units()).abs(), first.decimals())
            }
            _ => None,
        };
        Some(Self { points: 100.0 * (first - second), reach: 100.0 * NORMAL_975 * se, of_published })
    }

    /// `1.27 points (95% interval -14 to 16)`.
    pub(crate) fn in_words(&self) -> String {
        let (low, high) = (self.points - self.reach, self.points + self.reach);
        let chance = if self.is_of_chance() { "; chance alone can make it" } else { "" };
        format!("{} points apart (95% interval {} to {}{chance})", text(self.points, 1), text(low, 1), text(high, 1))
    }

    fn is_of_chance(&self) -> bool {
        self.points.abs() <= self.reach
    }

    /// Whether the two are similar.
    pub(crate) fn is_similar(&self) -> (Ruling, String) {
        let similar = Admitted { low: Bound::None, high: Bound::Closed(SLIGHT), scale: Scale::Points };
        let ruling = match self.position(&similar) {
            Position::Inside => Ruling::Holds,
            Position::Near | Position::Outside if self.is_of_chance() => Ruling::Imprecise,
            Position::Near | Position::Outside => Ruling::Contradicted,
        };
        (ruling, format!("similar means {} apart, and they are {}", interval::in_words(&similar), self.in_words()))
    }

    fn position(&self, admitted: &Admitted) -> Position {
        interval::position(admitted, ExactValue::Double(self.points.abs()))
    }

    /// Whether it is as large as words say; that it is on the right side is known.
    pub(crate) fn is_of(&self, size: Size) -> (Ruling, String) {
        let (low, high) = match size {
            Size::Slight => (Bound::None, Bound::Closed(SLIGHT)),
            Size::Moderate => (Bound::Closed(MODERATE), Bound::None),
            Size::Large => (Bound::Closed(LARGE), Bound::None),
            Size::BeyondChance => return self.is_beyond_chance(),
            Size::Points(points) => return self.is_of_points(points),
            Size::Times(_) | Size::MoreThanTimes(_) | Size::AlmostTimes(_) => {
                return (Ruling::NotCheckable, "a ratio is no difference".to_owned());
            }
        };
        let admitted = Admitted { low, high, scale: Scale::Points };
        let ruling = self.position(&admitted).ruling();
        let meaning = interval::in_words(&admitted);
        (ruling, format!("the word means {meaning} apart, and they are {}", self.in_words()))
    }

    fn is_beyond_chance(&self) -> (Ruling, String) {
        let ruling = if !self.is_of_chance() {
            Ruling::Holds
        } else if self.reach - self.points.abs() <= NEAR {
            Ruling::Imprecise
        } else {
            Ruling::Contradicted
        };
        let told = self.in_words();
        (ruling, format!("the word means further apart than chance makes them, and they are {told}"))
    }

    fn is_of_points(&self, points: Decimal) -> (Ruling, String) {
        let rounded = round_value(self.points.abs(), points.decimals(), RoundingMode::HalfUp).ok();
        if rounded.is_some_and(|rounded| rounded.compare(points).is_eq()) {
            return (Ruling::Holds, format!("they are {}", self.in_words()));
        }
        if self.of_published.is_some_and(|published| published.compare(points).is_eq()) {
            let reason =
                format!("the rounded percentages are {points} points apart; the exact ones are {}", self.in_words());
            return (Ruling::OtherRounding, reason);
        }
        (Ruling::Contradicted, format!("they are {}", self.in_words()))
    }
}

/// The standard error of a share: that of the survey's design where it declares one, else that of a simple random sample.
fn standard_error(figure: &Figure<'_>, share: f64) -> f64 {
    if let Some(se) = figure.cell.error.x_se {
        return se / 100.0;
    }
    let n = figure.cell.base.effective.unwrap_or(figure.cell.base.n as f64);
    if n > 0.0 { (share * (1.0 - share) / n).max(0.0).sqrt() } else { 0.0 }
}

fn text(value: f64, decimals: u8) -> String {
    round_value(value, decimals, RoundingMode::HalfUp).map_or_else(|_| value.to_string(), |rounded| rounded.to_string())
}
