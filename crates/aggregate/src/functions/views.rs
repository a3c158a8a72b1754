//! A view for each question: its answers one a row, for the respondent, the item or the option.
//!
//! | kind | columns between `row_id` and `absent` |
//! |---|---|
//! | `single` | `code`, `label`, `value` (that it counts for in a mean) |
//! | `grid` | `item`, `item_label`, `code`, `label`, `value` |
//! | `multi` | `code`, `label`, `ticked` |
//! | `rank` | `item`, `item_label`, `rank` |
//! | `number` | `value` |
//! | `text`, `date` | the same word |
//!
//! Before them stand `respondent` and `row_id`, after them the `weight` where there is one. A view has the name of its question,
//! and is there once `responses` has the question's columns. Tables have their names first: where one is called like a question,
//! there is no view. A view is planned when it is named, since a survey may have hundreds.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider, TableProvider};
use datafusion::common::{Result, internal_datafusion_err};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use futures::FutureExt as _;
use topline_records::{RESPONDENT, ROW_ID};
use topline_survey::{Kind, Question};

use super::membership::{absent_of, column_of};
use super::names::{Asked, Questions};
use super::prepared::view;
use crate::condition::{name as quoted, text};

/// Puts the views beside the tables of a session.
pub(super) fn register(context: &SessionContext, questions: &Arc<Questions>) {
    // The state holds the tables: the other way round they would keep each other for ever.
    let state = context.state_weak_ref();
    let views = Views {
        tables: MemorySchemaProvider::new(),
        questions: Arc::clone(questions),
        state: Box::new(move || state.upgrade().map(|state| state.read().clone())),
    };
    let names = context.state().config_options().catalog.clone();
    if let Some(catalog) = context.catalog(&names.default_catalog) {
        // It takes the place of the empty one of a new session, and so cannot fail.
        let _ = catalog.register_schema(&names.default_schema, Arc::new(views));
    }
}

/// The tables of a session, and the views of its questions.
struct Views {
    tables: MemorySchemaProvider,
    questions: Arc<Questions>,
    state: Box<dyn Fn() -> Option<SessionState> + Send + Sync>,
}

impl fmt::Debug for Views {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Views").field("tables", &self.tables).finish_non_exhaustive()
    }
}

type Found<'f> = Pin<Box<dyn Future<Output = Result<Option<Arc<dyn TableProvider>>>> + Send + 'f>>;

impl SchemaProvider for Views {
    fn table_names(&self) -> Vec<String> {
        let mut names = self.tables.table_names();
        if let Some(responses) = self.responses() {
            let views = self.questions.views().filter(|question| has(&responses, question));
            names.extend(views.map(|question| question.id.clone()).filter(|name| !self.tables.table_exist(name)));
        }
        names
    }

    fn table<'own, 'name, 'f>(&'own self, name: &'name str) -> Found<'f>
    where
        'own: 'f,
        'name: 'f,
    {
        Box::pin(async move {
            if let Some(table) = self.tables.table(name).await? {
                return Ok(Some(table));
            }
            self.view(name)
        })
    }

    fn register_table(&self, name: String, table: Arc<dyn TableProvider>) -> Result<Option<Arc<dyn TableProvider>>> {
        self.tables.register_table(name, table)
    }

    fn deregister_table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        self.tables.deregister_table(name)
    }

    fn table_exist(&self, name: &str) -> bool {
        self.tables.table_exist(name) || self.question(name).is_some()
    }
}

impl Views {
    /// The columns of `responses`, once it is there.
    fn responses(&self) -> Option<SchemaRef> {
        Some(self.tables.table("responses").now_or_never()?.ok()??.schema())
    }

    fn question(&self, name: &str) -> Option<(&Question, SchemaRef)> {
        let (question, responses) = (self.questions.of_view(name)?, self.responses()?);
        has(&responses, question).then_some((question, responses))
    }

    fn view(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        let Some((question, responses)) = self.question(name) else { return Ok(None) };
        let state = (self.state)().ok_or_else(|| internal_datafusion_err!("the session has ended"))?;
        let has_weight = responses.column_with_name("weight").is_some();
        view(&state, view_sql(question, has_weight), &self.questions).map(Some)
    }
}

fn has(responses: &SchemaRef, question: &Question) -> bool {
    question.variables().iter().all(|variable| responses.column_with_name(&variable.name).is_some())
}

/// The query of a view.
fn view_sql(question: &Question, has_weight: bool) -> String {
    let asked = Asked { question, item: None };
    let mut parts = Vec::new();
    for part in asked.parts() {
        let column = column_of(part, "");
        let labels = part.item.map_or_else(String::new, |item| {
            format!("{} as item, {} as item_label, ", text(&item.id), text(&item.label))
        });
        parts.extend(
            match question.kind() {
                Kind::Multi => boxes(question),
                Kind::Single | Kind::Grid => vec![format!(
                    "{labels}{column} as code, {} as label, {} as value",
                    of_code(question, &column, |option| Some(text(&option.label)), "varchar"),
                    of_code(question, &column, value, "double"),
                )],
                Kind::Rank => vec![format!("{labels}{column} as rank")],
                Kind::Number => vec![format!("{column} as value")],
                Kind::Text => vec![format!("{column} as text")],
                Kind::Date => vec![format!("{column} as \"date\"")],
            }
            .into_iter()
            .map(|told| (told, absent_of(part, ""))),
        );
    }
    let weight = if has_weight { ", weight" } else { "" };
    let names = [RESPONDENT, ROW_ID].join(", ");
    let part = |(place, (told, absent)): (usize, &(String, String))| {
        format!("select {names}, {told}, {absent} as absent{weight}, {place} as place from responses")
    };
    if let [(told, absent)] = parts.as_slice() {
        return format!("select {names}, {told}, {absent} as absent{weight}\nfrom responses\norder by {ROW_ID}");
    }
    let union = parts.iter().enumerate().map(part).collect::<Vec<_>>().join("\nunion all\n");
    let own = columns_of(question.kind());
    format!("select {names}, {own}, absent{weight}\nfrom (\n{union}\n) as answered\norder by {ROW_ID}, place")
}

/// The columns of a view whose question has several answers a respondent.
fn columns_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Multi => "code, label, ticked",
        Kind::Rank => "item, item_label, rank",
        Kind::Single | Kind::Grid | Kind::Number | Kind::Text | Kind::Date => "item, item_label, code, label, value",
    }
}

fn boxes(question: &Question) -> Vec<String> {
    let of_option = |option: &topline_survey::Opt| {
        let column = quoted(&format!("{}_{}", question.id, option.code));
        format!("cast({} as int) as code, {} as label, {column} as ticked", option.code, text(&option.label))
    };
    question.options().iter().map(of_option).collect()
}

/// What a mean counts an option for.
fn value(option: &topline_survey::Opt) -> Option<String> {
    option.mark.is_none().then(|| format!("cast({:?} as double)", option.value.unwrap_or(f64::from(option.code))))
}

/// Something that each option has, by the code in a column.
fn of_code(
    question: &Question,
    column: &str,
    told: impl Fn(&topline_survey::Opt) -> Option<String>,
    otherwise: &str,
) -> String {
    let cases: String = question
        .options()
        .iter()
        .filter_map(|option| Some(format!(" when {} then {}", option.code, told(option)?)))
        .collect();
    if cases.is_empty() { format!("cast(null as {otherwise})") } else { format!("case {column}{cases} end") }
}
