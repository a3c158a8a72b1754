//! The documents that are published, from a small survey whose figures were worked out by hand.

mod arranged;
mod bulletin;
mod charts;
mod column_tests;
mod fixture;
mod formats;
mod group_reports;
mod machines;
mod method;
mod page_text;
mod provenance;
mod ranking;
mod report;
mod report_charts;
mod report_tables;
mod sections;
mod spread;
mod table_csv;
mod table_text;
mod waves;
mod weighted;
mod word_documents;
mod workbooks;
