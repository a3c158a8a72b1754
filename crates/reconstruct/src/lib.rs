//! Published figures into an export that is consistent with them.
//!
//! The respondent-level data of many surveys are never published. This crate makes up responses that agree with everything that
//! was: [`reconstruct`] reads `reconstruct.toml`, solves whole counts from percentages and bases, deals them out to respondents,
//! exchanges answers until the published cross-tabulations are met, writes the export as survey tools do, mess included, and
//! counts everything again from the finished rows.
//!
//! | step | module |
//! |---|---|
//! | the plan of the export, parsed and checked | `spec`, `check` |
//! | percentages and bases -> counts | `topline_exact::solve_counts` |
//! | counts -> answers | `assign`, `joint`, `places`, put together in `responses` |
//! | answers -> rows | `columns`, `lines`, `calendar` |
//! | rows -> proof, bytes, note | `proof`, `delimited`, `workbook`, `note` |
//!
//! Everything about a survey stands in its files; no survey is known here. Randomness is seeded (`random`). Left out: the disk,
//! and any judgement on whether what was published is right (`claims`).

mod assign;
mod calendar;
mod check;
mod columns;
mod delimited;
mod fault;
mod joint;
mod lines;
mod note;
mod percent;
mod places;
mod proof;
mod random;
mod reconstruction;
mod responses;
mod schema;
mod spec;
#[cfg(test)]
mod test_plan;
mod workbook;

pub use assign::DealError;
pub use columns::HeaderError;
pub use delimited::DelimitedError;
pub use fault::reconstruct_problem_codes;
pub use joint::NoJointAnswers;
pub use lines::LinesError;
pub use places::PlacesError;
pub use proof::ProofError;
pub use reconstruction::{ReconstructError, Reconstruction, reconstruct};
pub use responses::ResponsesError;
pub use schema::reconstruct_schema_text;
