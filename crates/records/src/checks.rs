//! `checks`: a row for each check.

use arrow::array::RecordBatch;
use topline_survey::CheckResult;

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::{texts, truths};

/// Whether the checks of the survey hold.
pub const CHECKS: RecordTable = RecordTable {
    name: "checks",
    file: "checks.parquet",
    grain: "a `[[check]]` of `survey.toml`",
    note: "Holds no respondents.",
    columns: &[
        RecordColumn::text("name", "the name of the check"),
        RecordColumn::text(
            "condition",
            "what it looks at: `rows`, `respondents`, `quarantined`, `missing`, `fresh`, `moved`, `no_rows`, `total`",
        ),
        RecordColumn::text("severity", "`warn`, or `fail` if the run falls short when the check does not hold"),
        RecordColumn::text("found", "what was found; `[c]` if counts are protected and it tells of answers"),
        RecordColumn::text("expected", "what must be; `[c]` likewise if it is a total"),
        RecordColumn::new("passed", RecordType::Truth, "whether the check holds"),
    ],
    patterns: &[],
};

/// A batch of the results of checks.
pub fn checks_batch(checks: &[CheckResult]) -> Result<RecordBatch, RecordError> {
    let each = || checks.iter();
    CHECKS.batch(vec![
        ("name", texts(each().map(|check| check.name.as_str()))),
        ("condition", texts(each().map(|check| check.condition))),
        ("severity", texts(each().map(|check| check.severity.as_str()))),
        ("found", texts(each().map(|check| check.found.as_str()))),
        ("expected", texts(each().map(|check| check.expected.as_str()))),
        ("passed", truths(each().map(|check| check.passed))),
    ])
}
