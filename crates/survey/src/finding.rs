//! A finding: a problem with data as a value.
//!
//! A finding names places and codes, never the text of an answer.

use strum::VariantArray;

/// Where in an export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The source.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the file, counted from one, headers included; missing where the whole file is meant.
    pub row: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum FindingKind {
    /// The row has more or fewer cells than the header.
    BrokenRow,
    /// The row ends before the last columns, which are taken as blank.
    ShortRow,
    /// Bytes that the encoding does not know.
    Undecodable,
    /// The file says another number of rows than it has.
    RowCount,
    /// Text that is UTF-8 and was read as something else.
    Misdecoded,
    /// Text that a spreadsheet has changed: labels into days, long numbers into rounded ones, leading zeros into nothing.
    Mangled,
    /// A cell that the export itself declares to be missing, and the codebook does not name.
    DeclaredMissing,
    /// A cell that says that a spreadsheet could not work it out, such as `#N/A`.
    CellError,
    /// Formulas whose values the spreadsheet does not hold.
    NoValue,
    /// Rows of a sheet that a filter or a person has hidden.
    HiddenRows,
    /// The row is empty.
    BlankRow,
    /// The respondent has been seen before.
    Duplicate,
    /// The pipeline says that the row is not a response.
    Excluded,
    /// The row names no respondent.
    NoRespondent,
    /// The answer matches no option.
    Unmapped,
    /// The answer matches an option but for case, quotes or spaces.
    Spelling,
    /// Not a number, a rank or a day where one was expected.
    Malformed,
    /// Answered although routing passed the respondent by.
    NotRouted,
    /// The weight is missing, negative or not a number.
    BadWeight,
    /// Rows of one respondent, or columns of one answer, contradict each other.
    Conflict,
    /// A column of the export that the codebook does not know.
    UnknownColumn,
    /// An answer that the reference table does not have.
    Unmatched,
    /// A column that other files of the survey have.
    MissingColumn,
    /// A row for which a joined source has none, or a row of it that joins none.
    NoPartner,
}

impl FindingKind {
    /// The word for it in `findings.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BrokenRow => "broken_row",
            Self::ShortRow => "short_row",
            Self::Undecodable => "undecodable",
            Self::RowCount => "row_count",
            Self::Misdecoded => "misdecoded",
            Self::Mangled => "mangled",
            Self::DeclaredMissing => "declared_missing",
            Self::CellError => "cell_error",
            Self::NoValue => "no_value",
            Self::HiddenRows => "hidden_rows",
            Self::BlankRow => "blank_row",
            Self::Duplicate => "duplicate",
            Self::Excluded => "excluded",
            Self::NoRespondent => "no_respondent",
            Self::Unmapped => "unmapped",
            Self::Spelling => "spelling",
            Self::Malformed => "malformed",
            Self::NotRouted => "not_routed",
            Self::BadWeight => "bad_weight",
            Self::Conflict => "conflict",
            Self::UnknownColumn => "unknown_column",
            Self::Unmatched => "unmatched",
            Self::MissingColumn => "missing_column",
            Self::NoPartner => "no_partner",
        }
    }

    /// The kind that this word stands for.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum Action {
    /// The row is kept aside and is no response.
    Quarantined,
    /// The row is no response, as the pipeline says.
    Excluded,
    /// The row repeats a response and is left out.
    LeftOut,
    /// The answer is absent, as `invalid`.
    MadeInvalid,
    /// The answer is absent, as `no_answer`.
    MadeAbsent,
    /// The answer was taken for the option that it resembles.
    Accepted,
    /// Nothing: it is only told.
    Told,
}

impl Action {
    /// The word for it in `findings.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quarantined => "quarantined",
            Self::Excluded => "excluded",
            Self::LeftOut => "left_out",
            Self::MadeInvalid => "made_invalid",
            Self::MadeAbsent => "made_absent",
            Self::Accepted => "accepted",
            Self::Told => "told",
        }
    }

    /// The action that this word stands for.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|action| action.as_str() == word)
    }
}

/// A problem with data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: FindingKind,
    /// In words, without the text of an answer.
    pub detail: String,
    /// What was done.
    pub action: Action,
}
