//! The estimates and tests in the reference of SQL functions, from the documentation that the functions carry.
//!
//! `TOPLINE_GUIDE=update` writes them into the page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use arrow::array::{Array, AsArray};
use topline_aggregate::Session;

use crate::{plan, wait_deep};

const START: &str = "<!-- functions -->\n";
const END: &str = "<!-- end of functions -->\n";

/// A row for each function: how it is called, and what its documentation says.
fn documented() -> String {
    let survey = "id = 's'\ntitle = 'S'\n[source]\nname = 's'\npath = 's.csv'\nformat = 'csv'\nrespondent = '#'\n";
    let codebook = "[[question]]\nid = 'q'\nkind = 'number'\ntext = '?'\ncolumn = 'q'\n";
    let session = Session::for_analyst(&plan(survey, codebook, "", &[]));
    let sql = "select distinct syntax_example, description from information_schema.routines where routine_name like 'survey%' or routine_name in ('binomial_interval', 'compare_shares', 'adjust_p') order by syntax_example";
    let (_, batches) = wait_deep(session.rows("the functions", sql)).expect("the engine's own tables");
    let mut rows = BTreeSet::new();
    for batch in &batches {
        let column = |place: usize| {
            arrow::compute::cast(batch.column(place), &arrow::datatypes::DataType::Utf8).expect("a text")
        };
        let (calls, words) = (column(0), column(1));
        let (calls, words) = (calls.as_string::<i32>(), words.as_string::<i32>());
        rows.extend((0..calls.len()).map(|row| (calls.value(row).to_owned(), words.value(row).to_owned())));
    }
    let mut table = "| function | meaning |\n|---|---|\n".to_owned();
    for (call, words) in rows {
        let _ = writeln!(table, "| `{call}` | {words} |");
    }
    table
}

#[test]
fn the_reference_has_each_function_as_it_is_documented() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/reference/functions.md");
    let page = std::fs::read_to_string(&file).expect("the reference");
    let start = page.find(START).expect("where they begin") + START.len();
    let end = page.find(END).expect("where they end");
    let expect = format!("\n{}\n", documented());
    if std::env::var("TOPLINE_GUIDE").is_ok_and(|mode| mode == "update") {
        std::fs::write(&file, format!("{}{expect}{}", &page[..start], &page[end..])).expect("the reference");
        return;
    }
    assert_eq!(&page[start..end], expect, "`just update-docs` writes the reference anew");
}
