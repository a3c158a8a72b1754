//! The conventions that are tried on published figures, and what came of it.

use topline_survey::{BaseRule, RoundingMode};

/// Which rows are responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitRows {
    /// Those that the pipeline says.
    AsDeclared,
    /// Rows with few answers, or none, too.
    AllKept,
    /// All but those that answer fewer questions than this.
    FewExcluded(usize),
}

/// Which answers are in the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitAnswers {
    /// Those that the pipeline says.
    AsDeclared,
    /// All of them.
    AllKept,
    /// All but "Don't know" and "Not applicable".
    MarkedExcluded,
}

/// Whether respondents are weighted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitWeights {
    /// As the pipeline says.
    AsDeclared,
    /// No.
    None,
    /// By a column of the export that the pipeline does not weight by.
    Column(String),
}

/// One way of making figures of an export, the same for all tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitConvention {
    /// Which rows are responses.
    pub rows: FitRows,
    /// Which answers are in the base.
    pub answers: FitAnswers,
    /// Who a percentage is out of.
    pub base: BaseRule,
    /// Whether respondents are weighted.
    pub weights: FitWeights,
    /// How percentages are rounded.
    pub rounding: RoundingMode,
}

/// How many figures hold under one convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitTrial {
    /// The convention.
    pub convention: FitConvention,
    /// How many hold.
    pub held: usize,
}

/// One answer to a question, as the filter of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FitFilter {
    /// The question.
    pub question: String,
    /// The code of the answer.
    pub code: i32,
}

impl FitFilter {
    /// The condition as `tables.toml` has it.
    #[must_use]
    pub fn sql(&self) -> String {
        format!("chose(\"{}\", {})", self.question, self.code)
    }
}

/// How one table is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableConvention {
    /// Who a percentage is out of.
    pub base: BaseRule,
    /// The codes that are out of the base.
    pub exclude: Vec<i32>,
    /// Who is in the table at all.
    pub filter: Option<FitFilter>,
}

/// A published figure and what the data say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitRow {
    /// The table that it is of; empty where it names no figure.
    pub table: String,
    /// Where it is published, and as what.
    pub what: String,
    /// The published value.
    pub stated: String,
    /// What the data say, or why no figure is named.
    pub found: String,
}

/// A change of the pipeline's files that the figures speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitProposal {
    /// The file.
    pub file: &'static str,
    /// The section in it.
    pub section: String,
    /// The line, or what becomes of the section.
    pub line: String,
    /// Why.
    pub reason: String,
}

/// Under which conventions published figures come out.
#[derive(Debug, Clone, Default)]
pub struct FitReport {
    /// How many published figures name a figure of the pipeline.
    pub published: usize,
    /// Those that name none, or several.
    pub nameless: Vec<FitRow>,
    /// How many hold as the pipeline is now.
    pub held_now: usize,
    /// How many hold with what is proposed: the changed files were run.
    pub held_then: usize,
    /// Every convention for all tables that was tried, the one under which most hold first.
    pub trials: Vec<FitTrial>,
    /// What the figures cannot tell apart.
    pub undecided: Vec<String>,
    /// What to change.
    pub proposals: Vec<FitProposal>,
    /// The figures that hold under another convention only than those proposed.
    pub otherwise: Vec<FitRow>,
    /// The figures that hold under no convention.
    pub unexplained: Vec<FitRow>,
    /// What could not be tried, and why.
    pub untried: Vec<String>,
    /// The files with the changes: name and text.
    pub(crate) texts: Vec<(&'static str, String)>,
}
