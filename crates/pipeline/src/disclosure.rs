//! The tables of a plan with what must be held back, and a list of it.

use std::path::{Path, PathBuf};

use topline_aggregate::{AggregateError, Session, tabulations, tabulations_and_members};
use topline_disclose::{Disclosed, DisclosureError, EarlierRelease, Held, disclose, has_policy};
use topline_survey::{Break, BreakColumns, Plan, Tabulation};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::open_run;
use crate::stored_run::stored_counts;

/// The tables of a plan, from whole responses. What is held back depends on all tables together, so the plan must have them all.
///
/// `folder` is that of the pipeline, from which the path of an earlier release goes.
pub(crate) async fn disclosed_tables(session: &Session, plan: &Plan, folder: &Path) -> Result<Disclosed, RunError> {
    let failed = |error: AggregateError| RunError::Aggregate { hint: session.hint(&error), error };
    if !has_policy(plan) {
        let tables = tabulations(session, plan).await.map_err(failed)?;
        return Ok(Disclosed { tables, ..Disclosed::default() });
    }
    let (tables, members) = tabulations_and_members(session, plan).await.map_err(failed)?;
    let earlier = match earlier_figures(plan, folder) {
        Some(path) => stored_counts(&path)?,
        None => EarlierRelease::default(),
    };
    let disclosed = disclose(plan, &members, &earlier, tables).map_err(RunError::Disclosure)?;
    if let Some(betrayed) = &disclosed.betrayed {
        tracing::warn!(survey = plan.survey.id, "failed to {betrayed}");
    }
    if !disclosed.whole_columns.is_empty() {
        let columns = disclosed.whole_columns.join(", ");
        tracing::warn!(survey = plan.survey.id, "held back whole, as most of their figures count too few: {columns}");
    }
    let figures: usize = disclosed.tables.iter().map(|table| table.figures().count()).sum();
    if 2 * disclosed.held.len() > figures {
        let held = disclosed.held.len();
        tracing::warn!(
            survey = plan.survey.id,
            "{held} of {figures} figures are held back: use fewer or coarser columns"
        );
    }
    Ok(disclosed)
}

/// The file of the figures of the earlier release, if the survey names one: the file itself, or that in the folder of a run.
fn earlier_figures(plan: &Plan, folder: &Path) -> Option<PathBuf> {
    plan.survey.disclosure.against.as_ref().map(|against| folder.join(figures_file(against)))
}

/// The same as the pipeline names it.
pub(crate) fn figures_file(against: &str) -> String {
    if against.ends_with(".parquet") { against.to_owned() } else { format!("{against}/figures.parquet") }
}

/// What of the tables of a pipeline is held back, and why.
#[derive(Debug, Clone)]
pub struct DisclosureList {
    /// The survey.
    pub survey: String,
    /// Whether its policy holds anything back.
    pub has_policy: bool,
    /// How many counts are protected, and by how many respondents each is uncertain at least.
    pub protected: usize,
    /// How many respondents that is.
    pub width: u64,
    /// The tables, in order.
    pub tables: Vec<DisclosedTable>,
    /// What is held back, in reading order.
    pub held: Vec<Held>,
    /// The columns that are held back whole.
    pub whole_columns: Vec<String>,
    /// What columns of nets would do instead of those of options.
    pub coarser: Vec<CoarserBreak>,
}

/// How much of a table is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedTable {
    /// The table.
    pub table: String,
    /// How many figures it has.
    pub figures: usize,
    /// How many are held back for themselves.
    pub primary: usize,
    /// How many are held back to protect others.
    pub secondary: usize,
}

/// What is held back where a break has the nets of its question as columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoarserBreak {
    /// The question.
    pub question: String,
    /// How many figures the release has then.
    pub figures: usize,
    /// How many of them are held back; none where they cannot be protected.
    pub held: Option<usize>,
}

impl DisclosureList {
    /// How many figures there are.
    #[must_use]
    pub fn figures(&self) -> usize {
        self.tables.iter().map(|table| table.figures).sum()
    }
}

/// Lists what of a pipeline's tables is held back, from the responses of its last run.
pub async fn list_disclosure(pipeline: &Pipeline, out: &Path) -> Result<DisclosureList, RunError> {
    let plan = &pipeline.plan;
    let session = open_run(pipeline, out).await?;
    let disclosed = disclosed_tables(&session, plan, &pipeline.folder).await?;
    let tables = disclosed.tables.iter().map(|table| disclosed_table(table, &disclosed.held));
    let tables = tables.collect();
    let mut coarser = Vec::new();
    for question in breaks_with_nets(plan).into_iter().filter(|_| !disclosed.held.is_empty()) {
        let narrower = with_nets(plan, &question);
        let found = disclosed_tables(&session, &narrower, &pipeline.folder).await;
        let (figures, held) = match found {
            Ok(found) => (found.tables.iter().map(|table| table.figures().count()).sum(), Some(found.held.len())),
            Err(RunError::Disclosure(
                DisclosureError::Betrayed { .. } | DisclosureError::TooMuch { .. } | DisclosureError::Dominated { .. },
            )) => (0, None),
            Err(error) => return Err(error),
        };
        coarser.push(CoarserBreak { question, figures, held });
    }
    Ok(DisclosureList {
        survey: plan.survey.id.clone(),
        has_policy: has_policy(plan),
        protected: disclosed.protected,
        width: plan.survey.disclosure.least_width(),
        tables,
        held: disclosed.held,
        whole_columns: disclosed.whole_columns,
        coarser,
    })
}

fn disclosed_table(table: &Tabulation, held: &[Held]) -> DisclosedTable {
    let own = || held.iter().filter(|held| held.figure.table == table.id);
    let primary = own().filter(|held| held.why.is_primary()).count();
    DisclosedTable {
        table: table.id.clone(),
        figures: table.figures().count(),
        primary,
        secondary: own().count() - primary,
    }
}

/// The questions with nets whose options are columns of a table.
fn breaks_with_nets(plan: &Plan) -> Vec<String> {
    let breaks = plan.tables.iter().flat_map(|table| &table.breaks);
    let of_options = breaks.filter(|by| by.columns != BreakColumns::Nets);
    let mut questions: Vec<String> = of_options
        .filter(|by| plan.codebook.question(&by.question).is_some_and(|question| !question.nets().is_empty()))
        .map(|by| by.question.clone())
        .collect();
    questions.sort_unstable();
    questions.dedup();
    questions
}

/// The plan with the nets of a question as columns.
fn with_nets(plan: &Plan, question: &str) -> Plan {
    let mut plan = plan.clone();
    let breaks = plan.tables.iter_mut().flat_map(|table| &mut table.breaks);
    breaks.filter(|by: &&mut Break| by.question == question).for_each(|by| by.columns = BreakColumns::Nets);
    plan
}
