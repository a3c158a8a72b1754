//! What is audited, and what is found.

use topline_exact::Decimal;
use topline_survey::Stated;

/// A statement of a document, with the bases that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditedStatement {
    /// The document.
    pub document: String,
    /// Its first line.
    pub line: u32,
    /// The words of the document.
    pub quote: String,
    /// The value in the document's words.
    pub words: String,
    /// The value; several where it is stated in words and in digits.
    pub stated: Vec<Stated>,
    /// Percentages that stand in brackets behind the words, and say the same in digits.
    pub beside: Vec<Decimal>,
    /// The bases that it may be out of; none where none is stated.
    pub bases: Vec<u64>,
    /// The chart that it is a cell of.
    pub chart: Option<usize>,
    /// The chart below the text that it is in.
    pub chart_below: Option<usize>,
}

impl AuditedStatement {
    /// The percentage in digits, if it states one.
    #[must_use]
    pub fn percentage(&self) -> Option<Decimal> {
        self.stated.iter().find_map(|stated| stated.percentage())
    }
}

/// What is wrong with statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFault {
    /// The words do not fit the digits.
    WordsAndDigits,
    /// No count of the base gives the percentage.
    Impossible,
    /// Numbers that cannot all be true.
    Conflict,
}

impl AuditFault {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WordsAndDigits => "words_and_digits",
            Self::Impossible => "impossible",
            Self::Conflict => "conflict",
        }
    }
}

/// Something that cannot be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFinding {
    /// What is wrong.
    pub fault: AuditFault,
    /// The document.
    pub document: String,
    /// Its first line.
    pub line: u32,
    /// The words of the document.
    pub quote: String,
    /// Why.
    pub reason: String,
}

impl AuditFinding {
    pub(super) fn of(statement: &AuditedStatement, fault: AuditFault, reason: String) -> Self {
        let (document, quote) = (statement.document.clone(), statement.quote.clone());
        Self { fault, document, line: statement.line, quote, reason }
    }
}
