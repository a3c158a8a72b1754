//! Drafts of exports of each dialect: what they say, and that the export reads by them without a finding.

mod beside;
mod careless;
mod design;
mod dialects;
mod differences;
mod limesurvey;
mod panels;
mod questionnaires;
mod random;
mod reading;
mod real;
mod workbooks;
