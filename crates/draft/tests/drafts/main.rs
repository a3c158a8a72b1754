//! Drafts of exports of each dialect: what they say, and that the export reads by them without a finding.

mod dialects;
mod differences;
mod random;
mod reading;
mod real;
mod workbooks;
