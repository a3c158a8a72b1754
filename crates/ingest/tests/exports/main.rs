//! Exports of each dialect, read through the crate's public face.

mod dialects;
mod encodings;
mod fixed_width;
mod hostile;
mod json_lines;
mod late_characters;
mod old_workbooks;
mod oracles;
mod packed;
mod parquet;
mod random;
mod reading;
mod real;
mod refusals;
mod sheet_notes;
mod spreadsheets;
mod spss;
mod spss_hostile;
mod statfiles;
mod statistical;
mod triple_s;
mod workbooks;
