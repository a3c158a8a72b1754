//! Tables into tables with what must be held back, and the proof.
//!
//! A [`Release`](release::Release) is every count of respondents that the tables of a run tell, shown or not, and how these counts
//! add up. [`primary`] says which of them must not be known. [`suppression`] holds back more figures, until each of those counts can
//! still lie in a range as wide as the policy says, for somebody who knows everything else. [`attack`] is what that somebody does: it
//! looks for other counts that agree with all that is published, by linear programs. [`gate`] attacks the finished tables.
//!
//! [`whole_columns`] are held back together where their figures cannot be protected one by one, or only with too much [`work`].
//!
//! [`dominance`] does the same for sums of numbers of which few respondents have nearly all.
//!
//! Where counts are rounded instead, [`rounding`] says what a rounded count still tells, and [`rounded`] makes everything else of them.
//!
//! Sources: Kelly, Golden and Assad (1992) and Cox (1995) for suppression by least-cost flows; Hundepool and others, Statistical
//! Disclosure Control (2012), chapter 4; the Handbook on Statistical Disclosure Control for Outputs (2024).
//!
//! Left out: counting ([`Membership`](topline_survey::Membership) comes from `aggregate`), and what documents say of it (`publish`).

// A new variant of our own enums must be decided on wherever what is held back depends on it.
#![deny(clippy::wildcard_enum_match_arm)]

mod attack;
mod building;
mod control;
mod disclosed;
mod dominance;
mod earlier;
mod gate;
mod linear;
mod policed;
mod primary;
mod release;
mod rounded;
mod rounding;
mod sets;
mod standing;
mod suppression;
mod whole_columns;
mod withheld_tests;
mod work;

#[cfg(test)]
#[path = "../tests/suppression/random_survey.rs"]
mod random_survey;

pub use control::{disclose, has_policy};
pub use disclosed::{Disclosed, DisclosureError, Held, HeldFor};
pub use earlier::{EarlierFigure, EarlierRelease};
pub use policed::prove;
