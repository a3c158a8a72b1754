//! Drafts of exports of each dialect: what they say, and that the export reads by them without a finding.

mod beside;
mod careless;
mod counted;
mod design;
mod dialects;
mod differences;
mod found;
mod guesses;
mod limesurvey;
mod panels;
mod privacy;
mod questionnaires;
mod random;
mod reading;
mod real;
mod spreadsheet_traces;
mod workbooks;
