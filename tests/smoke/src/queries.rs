//! SQL of strangers: refused or planned over the library's tables, and not run.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;
use topline_aggregate::Session;
use topline_plan::read_plan;
use topline_records::{answers_schema, options_batch, questions_batch, responses_schema};
use topline_survey::{Plan, PlanFiles, PlanText};

use crate::pipelines::{CODEBOOK, SURVEY};

/// Plans the SQL as a query of an analyst, and as one of `figures/`.
pub(crate) fn query(data: &[u8]) {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    let plan = PLAN.get_or_init(library);
    let sql = String::from_utf8_lossy(data);
    // As much stack as the program has.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20);
        let planned = thread.spawn_scoped(scope, || {
            for session in [Session::for_analyst(plan), Session::new(plan)] {
                plan_over(plan, session, &sql);
            }
        });
        if let Err(panic) = planned.expect("a thread").join() {
            std::panic::resume_unwind(panic);
        }
    });
}

fn plan_over(plan: &Plan, mut session: Session, sql: &str) {
    let empty = |schema: arrow::datatypes::SchemaRef| {
        RecordBatch::new_empty(Arc::new(schema.as_ref().clone().with_metadata(HashMap::new())))
    };
    let tables = [
        ("responses", empty(responses_schema(plan))),
        ("answers", empty(answers_schema())),
        ("questions", questions_batch(&plan.codebook).expect("the questions of the library")),
        ("options", options_batch(&plan.codebook).expect("the options of the library")),
    ];
    for (name, rows) in tables {
        session.add_batch(name, rows).expect("a table");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    if let Err(error) = runtime.block_on(session.query("a query", sql)) {
        let _ = (error.to_string(), session.hint(&error));
    }
}

fn library() -> Plan {
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("survey.toml", SURVEY),
        codebook: text("codebook.toml", CODEBOOK),
        ..PlanFiles::default()
    };
    read_plan(&files).expect("the library's pipeline")
}
