//! Charts as what is to be drawn: lengths, tones, labels, and all of it in words. Each document draws them with its own means.
//!
//! Left out: how a bar looks (`report`, `typst`).

mod bars;
mod of_question;
mod of_weighting;
mod option_share;
mod scale;
mod shape;

pub(crate) use of_question::chart_of_question;
pub(crate) use of_weighting::chart_of_target;
pub(crate) use shape::{Bar, BarGroup, Chart, Scale, ScaleLine, Shape};
