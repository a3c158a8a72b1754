//! Answers and rows that could not be read, as an error lists them.

use std::fmt;

use topline_normalise::UnmappedAnswer;
use topline_survey::Finding;

/// How many answers to a question an error names.
const ANSWERS_NAMED: usize = 10;

/// Answers or rows that could not be read, with the first places.
#[derive(Debug, Clone)]
pub struct UnreadAnswers {
    /// What one of them is, and what several are.
    pub what: [&'static str; 2],
    /// How many.
    pub count: u64,
    /// The answers among them that several respondents gave.
    pub named: Vec<UnmappedAnswer>,
    /// The first of them.
    pub first: Vec<Finding>,
    /// Cells of the export with bytes that its encoding does not know.
    pub undecodable: u64,
    /// Columns with text that is UTF-8 and was read as something else.
    pub misdecoded: u64,
}

impl fmt::Display for UnreadAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.what[usize::from(self.count != 1)])?;
        for of_question in self.named.chunk_by(|one, next| one.question == next.question) {
            let (named, rest) = of_question.split_at(of_question.len().min(ANSWERS_NAMED));
            let named: Vec<String> =
                named.iter().map(|answer| format!("\"{}\" in {} cells", answer.text, answer.count)).collect();
            write!(f, "\n  `{}`: {}", of_question[0].question, named.join(", "))?;
            if !rest.is_empty() {
                write!(f, " and {} more answers", rest.len())?;
            }
        }
        for finding in &self.first {
            write!(f, "\n  {}", finding.place.file)?;
            if let Some(sheet) = &finding.place.sheet {
                write!(f, ", sheet {sheet}")?;
            }
            if let Some(row) = finding.place.row {
                write!(f, ", row {row}")?;
            }
            if let Some(column) = &finding.place.column {
                write!(f, ", column \"{column}\"")?;
            }
            write!(f, ": {}", finding.detail)?;
        }
        if self.count > self.first.len() as u64 {
            write!(f, "\n  and {} more", self.count - self.first.len() as u64)?;
        }
        if self.undecodable > 0 {
            write!(f, "\n  and {} cells have bytes that the encoding of the export does not know", self.undecodable)?;
        }
        if self.misdecoded > 0 {
            write!(f, "\n  and {} columns hold UTF-8 that was read as something else", self.misdecoded)?;
        }
        Ok(())
    }
}
