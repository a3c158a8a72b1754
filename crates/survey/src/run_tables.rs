//! The names of a run's tables in SQL.

/// The tables that SQL can read of a run, beside the reference tables and a view for each question.
pub const RUN_TABLES: [&str; 10] = [
    "responses",
    "answers",
    "questions",
    "options",
    "figures",
    "findings",
    "verdicts",
    "checks",
    "weighting",
    "weighting_summary",
];
