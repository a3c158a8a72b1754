//! Drafts of exports of each dialect: what they say, and that the export reads by them without a finding.

mod design;
mod dialects;
mod differences;
mod questionnaires;
mod random;
mod reading;
mod real;
mod workbooks;
