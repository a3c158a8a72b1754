//! The nouns of a survey.
//!
//! Every stage of a run speaks in the types of this crate: [`Plan`], [`Question`], [`Finding`], [`Figure`], [`Claim`],
//! [`Verdict`].
//!
//! Left out: reading a pipeline's files (`plan`) and exports (`ingest`), computing (`aggregate`, `estimate`), judging
//! (`claims`), and the disk (`store`).

mod absent;
mod accounting;
mod admitted;
mod answer;
mod cell_error;
mod cell_test;
mod check;
mod claim;
mod codebook;
mod columns;
mod declaration;
mod declared_missing;
mod disclosure;
mod expected;
mod figure;
mod figure_names;
mod finding;
mod group_report;
mod headline;
mod key_columns;
mod membership;
mod method;
mod method_gaps;
mod missing;
mod month;
mod nearest;
mod option;
mod placeholder;
mod plan;
mod plan_files;
mod precision;
mod publishing;
mod quantifier;
mod quantity;
mod question;
mod quote;
mod reference;
mod run_tables;
mod sampling;
mod size;
mod source;
mod source_columns;
mod spelling;
mod sql_text;
mod standard;
mod stated;
mod tables;
mod tabulation;
mod variable;
mod verdict;
mod weight_expression;
mod weighting;
mod weights;

pub use absent::{Absent, AbsentLabels};
pub use accounting::{Accounting, SourceRows};
pub use admitted::{Admitted, Bound, Scale, StatedRange};
pub use answer::{
    Answer, DateOrder, ItemCells, Kind, LabelColumns, MultiCells, Origin, RankCells, SingleCells, WrittenNumber,
};
pub use cell_error::is_cell_error;
pub use cell_test::{CellTest, TestKind};
pub use check::{
    CheckCondition, CheckResult, CheckSeverity, ExpectedTotal, FreshLimit, QualityCheck, RowLimits, ShareLimit,
};
pub use claim::{Claim, Claims, Document, Relation, Side, States};
pub use codebook::Codebook;
pub use columns::{ChangeKind, ColumnChange, ExpectedColumns};
pub use declaration::{
    ClaimRules, Exclusion, Fieldwork, Join, Reference, Rounding, Survey, Unmapped, WeightColumn, WeightOrigin,
};
pub use declared_missing::{DeclaredMissing, MissingCells};
pub use disclosure::{Disclosure, DisclosureProfile, Dominance, SqlFigures};
pub use expected::{Expected, FinalZeros, Only, Otherwise};
pub use figure::{RowKind, Unit};
pub use figure_names::figure_named;
pub use finding::{Action, Finding, FindingKind, Place};
pub use group_report::GroupReports;
pub use headline::{Headline, HeadlinePart};
pub use key_columns::KeyColumns;
pub use membership::{
    Contributions, MemberBlock, MemberColumn, MemberPlaces, MemberVariable, Membership, RespondentSet, RowMembers,
    SectionMembers,
};
pub use method::Method;
pub use method_gaps::{DisclosureStandard, MethodGap};
pub use missing::{Folding, MissingValue};
pub use month::month_named;
pub use nearest::nearest;
pub use option::{Item, Mark, Net, Opt};
pub use placeholder::{BulletinFunction, Placeholder};
pub use plan::Plan;
pub use plan_files::{PlanFiles, PlanText};
pub use precision::{Precision, Publishable};
pub use publishing::{AnswersForm, CsvStyle, DocumentFormat, Publishing, WorkbookStyle};
pub use quantifier::Quantifier;
pub use quantity::{Fraction, Hedge, Quantity, Spoken};
pub use question::{AskedIf, Question};
pub use quote::{LEAST_ATTRIBUTED, Quote, Quotes, ShownQuote};
pub use reference::{FigureRef, FigureRefError};
pub use run_tables::RUN_TABLES;
pub use sampling::{
    Against, AtExtremes, DegreesRule, Design, EffectRule, JointEstimator, JointProbabilities, NumberedColumns,
    PairRule, PercentInterval, Repeats, ReplicateMethod, ReplicateWeights, SingleCluster, SingleInDomains, Stage,
};
pub use size::Size;
pub use source::{BlankRows, Duplicates, FixedColumn, Format, Joining, Layout, Source};
pub use source_columns::{ColumnOf, find_column};
pub use spelling::{as_label, fold, visible, without_guard};
pub use sql_text::SqlText;
pub use standard::Standard;
pub use stated::{Stated, StatedValue};
pub use tables::{
    Arrangement, BaseRule, Break, BreakColumns, Gathers, LetterAgainst, LetterBase, LetterCorrection, Letters, Order,
    Sort, Statistic, Table, TableColumn, TableNet, TablePart, TableRow, Tests, Unranked, columns as table_columns,
};
pub use tabulation::{
    CellBase, CellError, ColumnHead, Figure, Published, RowHead, Section, TableCell, Tabulation, TabulationRow, Why,
};
pub use topline_exact::RoundingMode;
pub use variable::{Variable, VariableKind, absent_column, item_column, missing_column, tick_column};
pub use verdict::{Passage, Ruling, Verdict};
pub use weight_expression::{WeightExpression, WeightExpressionError};
pub use weighting::{WeightedCategory, Weighting};
pub use weights::{Distance, Target, TrimRule, WeightMethod, WeightTotal, Weights};
