//! The faults of a pipeline's files, file by file.

mod check;
mod claims;
mod codebook;
mod disclosure;
mod figures;
mod quotes;
mod reports;
mod sampling;
mod sources;
mod survey;
mod tables;
mod toml;

use crate::fault::ProblemCode;

pub(crate) use self::check::CheckFault;
pub(crate) use self::claims::ClaimsFault;
pub(crate) use self::codebook::CodebookFault;
pub(crate) use self::disclosure::DisclosureFault;
pub(crate) use self::figures::{BulletinFault, FigureFault};
pub(crate) use self::quotes::QuoteFault;
pub(crate) use self::reports::ReportFault;
pub(crate) use self::sampling::{Kinds, SamplingFault, Slot};
pub(crate) use self::sources::{ColumnsFault, Listed, SourceFault};
pub(crate) use self::survey::SurveyFault;
pub(crate) use self::tables::TableFault;
pub(crate) use self::toml::TomlFault;
pub use self::toml::TomlReason;

/// Every kind of problem that the files of a pipeline can have, but for SQL and `reconstruct.toml`.
#[must_use]
pub fn problem_codes() -> Vec<ProblemCode> {
    let all = [
        TomlFault::CODES,
        SurveyFault::CODES,
        DisclosureFault::CODES,
        SourceFault::CODES,
        CheckFault::CODES,
        ReportFault::CODES,
        SamplingFault::CODES,
        ColumnsFault::CODES,
        CodebookFault::CODES,
        TableFault::CODES,
        FigureFault::CODES,
        QuoteFault::CODES,
        ClaimsFault::CODES,
        BulletinFault::CODES,
    ];
    all.concat()
}
