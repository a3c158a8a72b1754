//! SQL of a pipeline, and the reference tables that it reads.

use crate::bad_input::refusal::{BRANCHES, CODEBOOK, SAMPLE, SURVEY, TABLES, refuses};
use crate::program::topline;
use crate::workspace::Change::{Append, Remove, Replace, Write};
use crate::workspace::Library;

#[test]
fn sql_that_fails_names_its_file() {
    let only_reads = "help: SQL here only reads the run's tables";
    for (sql, says, place) in [
        ("select brunch from responses", "there is no column `brunch`", "sample.sql:1:8"),
        ("select 1\nfrom response", "there is no table `response`", "sample.sql:2:6"),
        ("selekt 1", "sql parser error", "sample.sql:1:1"),
        ("create table x as select 1", only_reads, "sample.sql"),
        ("copy (select 1) to 'x.csv'", only_reads, "sample.sql"),
        ("set datafusion.execution.batch_size = 1", only_reads, "sample.sql"),
        ("select * from 'x.csv'", "there is no table `x.csv`", "the tables are responses, answers"),
        ("select random() as x", "random", "sample.sql"),
        ("select 1 as a", "it has no column `row_key`", "sample.sql"),
        ("select 'a' as row_key, 'A' as label", "it has no column `count`", "sample.sql"),
        ("select 'a' as row_key, 'A' as label, -1 as \"count\"", "counts less than none", "sample.sql"),
        ("select question as row_key, label, 1 as \"count\" from options", "is there twice", "sample.sql"),
    ] {
        refuses(&[Write(SAMPLE, sql.as_bytes())], &["`figures/sample.sql`", says, place]);
    }
    refuses(
        &[Replace(CODEBOOK, "\"branches.district\"", "\"branches.distrct\"")],
        &["derived question `district`", "there is no column `branches.distrct`", "codebook.toml:102:8"],
    );
    refuses(
        &[Replace(TABLES, "visited = 1", "vistied = 1")],
        &["`age_of_visitors`", "there is no column `vistied`", "tables.toml:7:11", "did you mean \"visited\""],
    );
    refuses(
        &[Write("pipelines/library/figures/visited.sql", b"select 'a' as row_key, 'A' as label, 1 as \"count\"")],
        &["`figures/visited.sql` has the name of the table of `visited`"],
    );
}

#[test]
fn sql_that_fails_on_an_answer_does_not_tell_it() {
    let changes = [Replace(CODEBOOK, "\"branches.district\"", "\"cast(responses.branch as int)\"")];
    refuses(&changes, &["a value is not of the type that the SQL turns it into"]);
    let library = Library::with(&changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out", "--log", "text"]).exits(2);
    assert!(!told.stderr.contains("Station"), "{}", told.stderr);
}

#[test]
fn reference_tables_that_do_not_join() {
    refuses(
        &[Append(BRANCHES, "Harbour,North\n")],
        &["join the reference table `branches`: row 5 repeats the `branch` of row 3"],
    );
    refuses(
        &[Replace(BRANCHES, "branch,district", "name,district")],
        &["it has no column `branch`", "hint: its columns are name, district"],
    );
    refuses(
        &[Append(BRANCHES, "a,b,c\n")],
        &["read the reference table `branches`", "row 5: 3 cells where 2 are expected"],
    );
    refuses(&[Remove(BRANCHES)], &["data/reference/branches.csv", "No such file"]);
    refuses(
        &[
            Replace(SURVEY, "name = \"branches\"", "name = \"answers\""),
            Replace(SURVEY, "reference = \"branches\"", "reference = \"answers\""),
        ],
        &["the reference table `answers` has the name of a table of the run"],
    );
}
