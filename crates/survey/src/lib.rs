//! The nouns of a survey and the files of a pipeline.
//!
//! Every stage of a run speaks in the types of this crate: [`Question`], [`Finding`], [`Figure`], [`Claim`], [`Verdict`].
//! The files that declare a pipeline (`survey.toml`, `codebook.toml`, `tables.toml`, `headlines.toml`, `claims/*.toml`) are
//! parsed and checked here, and all their problems are reported at once, each with its place.
//!
//! Left out: reading exports (`ingest`), computing (`aggregate`, `estimate`), judging (`claims`), and the disk (`store`);
//! the text of a file is handed in by the caller.

mod accounting;
mod check;
mod check_sampling;
mod check_source;
mod check_tables;
mod claim;
mod codebook;
mod columns;
mod declaration;
mod expected;
mod figure;
mod finding;
mod headline;
mod nearest;
mod plan;
mod plan_files;
mod problem;
mod question;
mod reference;
mod sampling;
#[cfg(test)]
mod shape_tests;
mod source;
mod source_columns;
mod tables;
mod toml_file;
mod variable;
mod verdict;
mod weighting;

pub use accounting::{Accounting, SourceRows};
pub use check::RUN_TABLES;
pub use claim::{Claim, Claims, Document, States, Wording};
pub use codebook::Codebook;
pub use columns::{ChangeKind, ColumnChange, ExpectedColumns};
pub use declaration::{
    Disclosure, Exclusion, Fieldwork, Join, Reference, Rounding, RoundingMode, Survey, Unmapped, WeightColumn,
};
pub use expected::{Expected, FinalZeros, Only, Otherwise};
pub use figure::{Figure, FigureKey, RowKind, Unit};
pub use finding::{Action, Finding, FindingKind, Place};
pub use headline::{Headline, HeadlinePart};
pub use nearest::nearest;
pub use plan::Plan;
pub use plan_files::{PlanFiles, PlanText};
pub use problem::{Problem, Problems};
pub use question::{Absent, AbsentLabels, AskedIf, DateOrder, Item, Kind, Mark, Net, Opt, Question};
pub use reference::{FigureRef, FigureRefError};
pub use sampling::{
    Design, Distance, JointEstimator, JointProbabilities, NumberedColumns, PercentInterval, ReplicateMethod,
    ReplicateWeights, SingleCluster, Stage, Target, WeightMethod, WeightTotal, Weights,
};
pub use source::{Duplicates, FixedColumn, Format, Joining, Layout, Source};
pub use source_columns::{ColumnOf, find_column};
pub use tables::{
    Arrangement, BaseRule, Break, BreakColumns, Gathers, LetterBase, LetterCorrection, Letters, Order, Sort, Statistic,
    Table, TableColumn, TableNet, TablePart, TableRow, Unranked, columns as table_columns,
};
pub use variable::{Variable, VariableKind};
pub use verdict::{Ruling, Verdict};
pub use weighting::{WeightedCategory, Weighting};
