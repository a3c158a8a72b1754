//! Exports of each dialect, read through the crate's public face.

mod dialects;
mod encodings;
mod hostile;
mod random;
mod reading;
mod real;
mod refusals;
mod spss;
mod spss_hostile;
mod statfiles;
mod workbooks;
