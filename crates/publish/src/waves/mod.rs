//! A page of waves of a survey side by side: for each question its trends as charts, and the values and changes as a table.

mod figure;
mod page;
mod table;
mod trend_chart;

pub use figure::{WaveChange, WaveFigure, WavePoint};
pub use page::{WavesPage, waves_page};
