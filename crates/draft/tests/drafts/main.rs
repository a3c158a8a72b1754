//! Drafts of exports of each dialect: what they say, and that the export reads by them without a finding.

mod beside;
mod careless;
mod counted;
mod described_text;
mod design;
mod dialects;
mod differences;
mod found;
mod further_declared;
mod further_numbers;
mod further_privacy;
mod guesses;
mod labels;
mod like;
mod limesurvey;
mod panels;
mod privacy;
mod questionnaires;
mod random;
mod reading;
mod real;
mod sections;
mod spreadsheet_traces;
mod workbooks;
