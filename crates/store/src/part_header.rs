//! What the state of a part says of the part: which it is, what it read, and what became of each batch of rows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use topline_survey::Accounting;

use crate::fingerprint::Fingerprint;
use crate::pipeline_mark::PipelineMark;

/// The most parts of a run.
const MOST_PARTS: u32 = 10_000;

/// Which part of a run: `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartNumber {
    /// Its number, counted from one.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
}

impl fmt::Display for PartNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

impl FromStr for PartNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u32>().ok();
        let parts = text.split_once('/').and_then(|(part, of)| Some((number(part)?, number(of)?)));
        match parts {
            Some((part, of)) if (1..=of).contains(&part) && of <= MOST_PARTS => Ok(Self { part, of }),
            _ => Err(format!("it is a number and how many parts there are, at most {MOST_PARTS}, such as 3/8")),
        }
    }
}

/// What a state says of its part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartHeader {
    /// Which part.
    pub number: PartNumber,
    /// The version of topline that made it.
    pub version: String,
    /// The commit that topline was built from.
    pub commit: String,
    /// The program file, where the commit does not say what it was built from.
    pub program_file: Option<String>,
    /// The pipeline.
    pub pipeline: PipelineMark,
    /// The files of the pipeline.
    pub pipeline_files: Vec<Fingerprint>,
    /// Every file of the export that there is, with its size: those that join first.
    pub exports: Vec<ExportSize>,
    /// The files that the part read.
    pub files: Vec<PartFile>,
}

/// A file of the export as the folder has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSize {
    /// The source that it is (a part) of.
    pub source: String,
    /// Its path as the pipeline writes it.
    pub path: String,
    /// Its size.
    pub bytes: u64,
}

/// A file that a part read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartFile {
    /// The file, by its position in [`PartHeader::exports`].
    pub export: usize,
    /// Of so many parts that share its batches this is that one, counted from nought; one of one where the part has all of it.
    pub share: [u64; 2],
    /// Of the file, and of the one that describes it.
    pub fingerprints: Vec<Fingerprint>,
    /// The columns that the file has.
    pub columns: Vec<String>,
    /// The cells that the file declares to be missing.
    pub missing: Vec<MissingColumnCells>,
    /// How many batches of rows the file has.
    pub batch_count: u64,
    /// Those of the part, in their order.
    pub batches: Vec<PartBatch>,
}

/// The cells of a column that the file declares to be missing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MissingColumnCells {
    /// The column.
    pub column: String,
    /// Texts of cells.
    pub values: Vec<String>,
    /// Ranges of numbers, by the bits of their doubles, as JSON knows no infinity.
    pub ranges: Vec<[u64; 2]>,
}

/// A batch of rows of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PartBatch {
    /// How many rows.
    pub rows: usize,
    /// How many findings the reader of the file told.
    pub read_findings: usize,
    /// What the part made of it; nothing where all rows have to be there first.
    pub sifted: Option<PartSifted>,
}

/// What a part made of a batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartSifted {
    /// How many findings that gave.
    pub findings: usize,
    /// How many rows may be responses.
    pub candidates: usize,
    /// How many are, as far as the part knows.
    pub responses: usize,
    /// The last number of a row.
    pub last_row: u64,
    /// Where the rows went.
    pub accounting: Accounting,
    /// The answers that match no option: question, answer, number of cells.
    pub unmapped: Vec<(String, String, u64)>,
}

#[cfg(test)]
mod tests {
    use super::PartNumber;

    #[test]
    fn a_part_is_one_of_several() {
        for (text, expected) in [("1/1", Some((1, 1))), ("3/8", Some((3, 8))), ("8/8", Some((8, 8)))] {
            assert_eq!(text.parse::<PartNumber>().ok().map(|number| (number.part, number.of)), expected, "{text}");
        }
        for text in ["", "3", "0/8", "9/8", "3/0", "-1/8", "3/8/9", "3 of 8", "1/99999999999", "1/10001"] {
            assert!(text.parse::<PartNumber>().is_err(), "{text}");
        }
    }
}
