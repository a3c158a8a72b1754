//! All tables of a run.

use crate::answers::ANSWERS;
use crate::checks::CHECKS;
use crate::codebook::{OPTIONS, QUESTIONS};
use crate::figures::FIGURES;
use crate::findings::FINDINGS;
use crate::raw::RAW;
use crate::record::RecordTable;
use crate::responses::RESPONSES;
use crate::verdicts::VERDICTS;
use crate::weighting::{WEIGHTING, WEIGHTING_SUMMARY};

/// All tables of a run, in the order in which a run writes them.
pub const RUN_TABLES: [RecordTable; 11] =
    [RAW, RESPONSES, ANSWERS, QUESTIONS, OPTIONS, FINDINGS, FIGURES, WEIGHTING, WEIGHTING_SUMMARY, VERDICTS, CHECKS];
