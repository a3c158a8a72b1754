//! Exports of each dialect, read through the crate's public face.

mod dialects;
mod encodings;
mod hostile;
mod json_lines;
mod packed;
mod parquet;
mod random;
mod reading;
mod real;
mod refusals;
mod spss;
mod spss_hostile;
mod statfiles;
mod spreadsheets;
mod workbooks;
