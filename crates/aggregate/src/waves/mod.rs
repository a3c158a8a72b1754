//! Waves of a survey side by side: what changed, and whether by more than chance.
//!
//! Each wave has a pipeline of its own, whose codes may have been given by another hand: questions are matched by their wording,
//! options and items by their labels ([`alike`]), and what does not match is told and not compared ([`Unlike`]).

mod alike;
mod chance;
mod change;
mod common;
mod difference;
mod figure_names;
mod matching;
mod trend;
mod unlike;
mod wave;
mod wave_errors;
mod wave_value;
mod wording;

pub use chance::{SampleValue, chance_of_difference};
pub use change::{Change, ChangedFigure, Times, WaveComparison, compare_waves};
pub use difference::WaveDifference;
pub use trend::Trend;
pub use unlike::{Reason, Unlike};
pub use wave::Wave;
pub use wave_errors::{WaveErrors, wave_errors};
