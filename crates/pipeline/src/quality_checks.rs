//! The checks of a survey, held against a run that is being written, and its last one.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int32Type};
use arrow::error::ArrowError;
use topline_aggregate::{AggregateError, Session};
use topline_normalise::NormaliseError;
use topline_records::{figures_batch, verdicts_batch};
use topline_store::{RunFolder, day_written, run_path, utc};
use topline_survey::{
    Accounting, CheckCondition, CheckResult, ExpectedTotal, FreshLimit, QualityCheck, RowLimits, ShareLimit,
    Tabulation, Verdict,
};

use crate::completion::session_over;
use crate::error::RunError;
use crate::load::Pipeline;
use crate::references::ReferenceTable;
use crate::stored_answers::StoredAnswers;

/// What stands for a finding that would tell counts which are protected.
const HELD_BACK: &str = "[c]";

/// What the checks of a survey came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checked {
    pub results: Vec<CheckResult>,
    /// The last day, since 1970, on which every check of freshness that holds today will hold.
    pub fresh_until: Option<u64>,
}

/// What the run came to that is not in its folder yet.
pub(crate) struct Judged<'r> {
    pub accounting: &'r Accounting,
    pub tables: &'r [Tabulation],
    pub verdicts: &'r [Verdict],
}

/// Holds the checks of a survey against its run.
pub(crate) async fn check_quality(
    pipeline: &Pipeline,
    out: &Path,
    folder: &RunFolder,
    references: &[ReferenceTable],
    judged: &Judged<'_>,
) -> Result<Checked, RunError> {
    let checks = &pipeline.plan.survey.checks;
    let mut checked = Checked::default();
    if checks.is_empty() {
        return Ok(checked);
    }
    let responses = folder.path("responses.parquet");
    let mut session = session_over(pipeline, &responses, references).await?;
    session.add_answers(StoredAnswers::of(&pipeline.plan, &responses)).map_err(failed)?;
    for table in ["questions", "options", "findings"] {
        session.add_parquet(table, &folder.path(&format!("{table}.parquet"))).await.map_err(failed)?;
    }
    let figures = figures_batch(&pipeline.plan.survey, judged.tables).map_err(RunError::Records)?;
    session.add_batch("figures", figures).map_err(failed)?;
    session.add_batch("verdicts", verdicts_batch(judged.verdicts).map_err(RunError::Records)?).map_err(failed)?;
    let accounting = judged.accounting;
    let checking = Checking { pipeline, out, accounting, session: &session };
    for check in checks {
        for condition in check.conditions() {
            let result = checking.check(check, condition, &mut checked.fresh_until).await?;
            checked.results.push(result);
        }
    }
    Ok(checked)
}

/// What checks are held against.
struct Checking<'c> {
    pipeline: &'c Pipeline,
    out: &'c Path,
    accounting: &'c Accounting,
    session: &'c Session,
}

/// What was found, what must be, and whether it is.
type Finding = (String, String, bool);

impl Checking<'_> {
    async fn check(
        &self,
        check: &QualityCheck,
        condition: CheckCondition<'_>,
        fresh_until: &mut Option<u64>,
    ) -> Result<CheckResult, RunError> {
        let rows = self.accounting;
        let (found, expected, passed) = match condition {
            CheckCondition::Rows(limits) => between(rows.read, limits),
            CheckCondition::Respondents(limits) => between(rows.respondents, limits),
            CheckCondition::Quarantined(most) => {
                let share = if rows.read == 0 { 0.0 } else { 100.0 * rows.quarantined as f64 / rows.read as f64 };
                (format!("{}%", shown(share)), format!("at most {most}%"), share <= most)
            }
            CheckCondition::Missing(limit) => self.missing(limit).await?,
            CheckCondition::Fresh(limit) => self.fresh(limit, fresh_until).await?,
            CheckCondition::Moved(limit) => self.moved(limit).await?,
            CheckCondition::NoRows(sql) => {
                let count: usize = self.rows(check, sql.get_ref()).await?.iter().map(RecordBatch::num_rows).sum();
                let s = if count == 1 { "" } else { "s" };
                (format!("{count} row{s}"), "no rows".to_owned(), count == 0)
            }
            CheckCondition::Total(total) => self.total(check, total).await?,
        };
        let is_held = self.pipeline.plan.survey.disclosure.is_of_counts() && condition.tells_answers();
        let found = if is_held { HELD_BACK.to_owned() } else { found };
        // A check that holds would tell the number that it expects.
        let is_number = matches!(condition, CheckCondition::Total(_));
        let expected = if is_held && is_number { HELD_BACK.to_owned() } else { expected };
        let name = check.name.get_ref().clone();
        Ok(CheckResult { name, condition: condition.as_str(), severity: check.severity, found, expected, passed })
    }

    async fn rows(&self, check: &QualityCheck, sql: &str) -> Result<Vec<RecordBatch>, RunError> {
        let rows = self.session.rows(&format!("the check `{}`", check.name.get_ref()), sql).await;
        rows.map(|(_, batches)| batches).map_err(|error| RunError::Aggregate { hint: self.session.hint(&error), error })
    }

    /// The largest share of those asked who gave no answer, among the items of the question.
    async fn missing(&self, limit: &ShareLimit) -> Result<Finding, RunError> {
        let question = quoted(&limit.question);
        let sql = format!(
            "select coalesce(max(share), 0.0) from (select 100.0 * count(distinct case when absent is not null then row_id end)
             / count(distinct row_id) as share from answers
             where question = {question} and absent is distinct from 'not_asked' group by item)"
        );
        let share = number(&batches(self.session, &sql).await?).unwrap_or_default();
        Ok((format!("{}%", shown(share)), format!("at most {}%", limit.most), share <= limit.most))
    }

    async fn fresh(&self, limit: &FreshLimit, fresh_until: &mut Option<u64>) -> Result<Finding, RunError> {
        let survey = &self.pipeline.plan.survey;
        let newest = if let Some(question) = &limit.question {
            let column = format!("\"{}\"", question.replace('"', "\"\""));
            let sql = format!("select cast(max({column}) as int) from responses");
            number(&batches(self.session, &sql).await?).map(|day| day.max(0.0) as u64)
        } else {
            let days = survey.sources().map(|source| day_written(&self.pipeline.folder, &source.path));
            days.collect::<Result<Vec<_>, _>>().map_err(RunError::Store)?.into_iter().min()
        };
        let expected = format!("at most {} days old", limit.days);
        let Some(newest) = newest else { return Ok(("no day".to_owned(), expected, false)) };
        let last = newest + u64::from(limit.days);
        let passed = today() <= last;
        if passed {
            *fresh_until = Some(fresh_until.map_or(last, |known| known.min(last)));
        }
        Ok((format!("of {}", &utc(newest * 86_400)[..10]), expected, passed))
    }

    /// By how many points the share of an option differs most from the last run.
    async fn moved(&self, limit: &ShareLimit) -> Result<Finding, RunError> {
        let expected = format!("at most {} points from the last run", limit.most);
        let last = run_path(self.out, &self.pipeline.plan.survey.id).join("responses.parquet");
        if !topline_store::is_file(&last).map_err(RunError::Store)? {
            return Ok(("no run before".to_owned(), expected, true));
        }
        let mut earlier = Session::new(&self.pipeline.plan);
        earlier.add_answers(StoredAnswers::of(&self.pipeline.plan, &last)).map_err(failed)?;
        let Ok(before) = shares(&earlier, &limit.question).await else {
            return Ok(("the last run did not ask it so".to_owned(), expected, true));
        };
        let now = shares(self.session, &limit.question).await?;
        let mut most = (0.0, String::new());
        for key in before.keys().chain(now.keys()) {
            let of = |shares: &BTreeMap<(String, i32), f64>| shares.get(key).copied().unwrap_or_default();
            let by = of(&now) - of(&before);
            if by.abs() > f64::abs(most.0) {
                let item = if key.0.is_empty() { String::new() } else { format!(".{}", key.0) };
                most = (by, format!(", {}{item}.{}", limit.question, key.1));
            }
        }
        let sign = if most.0 > 0.0 { "+" } else { "" };
        Ok((format!("{sign}{} points{}", shown(most.0), most.1), expected, most.0.abs() <= limit.most + 1e-9))
    }

    async fn total(&self, check: &QualityCheck, total: &ExpectedTotal) -> Result<Finding, RunError> {
        let found = number(&self.rows(check, total.sql.get_ref()).await?);
        let within = if total.within > 0.0 { format!(" within {}", total.within) } else { String::new() };
        let expected = format!("{}{within}", total.is);
        let passed = found.is_some_and(|found| (found - total.is).abs() <= total.within + 1e-9 * total.is.abs());
        Ok((found.map_or_else(|| "no number".to_owned(), shown), expected, passed))
    }
}

/// Days since 1970.
pub(crate) fn today() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400)
}

fn between(count: u64, limits: RowLimits) -> Finding {
    let expected = match (limits.least, limits.most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any".to_owned(),
    };
    let passed = limits.least.is_none_or(|least| count >= least) && limits.most.is_none_or(|most| count <= most);
    (count.to_string(), expected, passed)
}

/// The share of each option of each item, of those who answered, in percent.
async fn shares(session: &Session, question: &str) -> Result<BTreeMap<(String, i32), f64>, RunError> {
    let of = format!("from answers where question = {} and absent is null", quoted(question));
    let sql = format!(
        "with bases as (select coalesce(item, '') as item, count(distinct row_id) as n {of} group by 1),
         counts as (select coalesce(item, '') as item, code, count(distinct row_id) as n {of} and code is not null group by 1, 2)
         select counts.item, counts.code, 100.0 * counts.n / bases.n from counts join bases on counts.item = bases.item"
    );
    let mut shares = BTreeMap::new();
    for batch in batches(session, &sql).await? {
        let plain = |at: usize, holds: &DataType| cast(batch.column(at), holds).map_err(broken);
        let (items, codes, values) =
            (plain(0, &DataType::Utf8)?, plain(1, &DataType::Int32)?, plain(2, &DataType::Float64)?);
        let (items, codes) = (items.as_string::<i32>(), codes.as_primitive::<Int32Type>());
        let values = values.as_primitive::<Float64Type>();
        for at in 0..batch.num_rows() {
            shares.insert((items.value(at).to_owned(), codes.value(at)), values.value(at));
        }
    }
    Ok(shares)
}

fn broken(error: ArrowError) -> RunError {
    RunError::Normalise(NormaliseError::Columns(error))
}

async fn batches(session: &Session, sql: &str) -> Result<Vec<RecordBatch>, RunError> {
    session.rows("a check", sql).await.map(|(_, batches)| batches).map_err(failed)
}

fn failed(error: AggregateError) -> RunError {
    RunError::Aggregate { error, hint: None }
}

/// The only number that a query gave; nothing where it gave none, or more.
fn number(batches: &[RecordBatch]) -> Option<f64> {
    let mut with_rows = batches.iter().filter(|batch| batch.num_rows() > 0);
    let (batch, None) = (with_rows.next()?, with_rows.next()) else { return None };
    if batch.num_rows() != 1 || batch.num_columns() != 1 {
        return None;
    }
    let cells = cast(batch.column(0), &DataType::Float64).ok()?;
    let cells = cells.as_primitive_opt::<Float64Type>()?;
    cells.is_valid(0).then(|| cells.value(0))
}

/// With two decimals at most.
fn shown(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text in SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
