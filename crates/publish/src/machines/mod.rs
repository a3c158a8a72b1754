//! Documents for programs: the figures as JSON, and descriptions of the CSV files.

mod csvw;
mod data_package;
mod figures;

pub(crate) use csvw::CsvOnTheWeb;
pub(crate) use data_package::DataPackage;
pub(crate) use figures::FiguresJson;
