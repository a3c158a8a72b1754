//! SQL reads the run's tables and does nothing else.

use std::error::Error as _;
use std::fmt::Write as _;

use topline_aggregate::Session;

use crate::sql_cases::{survey, table};
use crate::wait;

/// What the program would say of a query: the error, its causes, and the hint. Nothing where it runs.
fn told(sql: &str) -> String {
    let plan = survey("half_up", 0);
    let mut session = Session::for_analyst(&plan);
    session.add_batch("responses", table(&plan)).expect("a table");
    let Err(error) = wait(session.rows("the query", sql)) else { return String::new() };
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, "\nbecause: {cause}");
        source = cause.source();
    }
    if let Some(hint) = session.hint(&error) {
        let _ = write!(text, "\nhint: {hint}");
    }
    text
}

fn check_refused(sql: &str, words: &[&str]) {
    let told = told(sql);
    for word in words {
        assert!(told.contains(word), "`{sql}` should be refused with \"{word}\":\n{told}");
    }
}

#[test]
fn what_is_no_query_is_refused() {
    let copied = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("copied-{}", std::process::id()));
    let only_reads = "hint: SQL here only reads the run's tables: write one `select`";
    for (sql, statement) in [
        ("create table mine as select * from responses", "`CreateMemoryTable` is no query"),
        ("create view mine as select 1", "`CreateView` is no query"),
        (
            "create external table passwd (line varchar) stored as csv location '/etc/passwd'",
            "`CreateExternalTable` is no query",
        ),
        ("create schema mine", "`CreateCatalogSchema` is no query"),
        ("drop table responses", "`DropTable` is no query"),
        ("drop view responses", "`DropView` is no query"),
        ("insert into responses select * from responses", "`Insert Into` is no query"),
        ("delete from responses", "`Delete` is no query"),
        ("update responses set weight = 1", "`Update` is no query"),
        ("copy responses to 'COPIED' stored as parquet", "`Copy` is no query"),
        ("copy (select * from responses) to 'COPIED' stored as parquet", "`Copy` is no query"),
        ("set datafusion.execution.batch_size = 1", "`SetVariable` is no query"),
        ("reset datafusion.execution.batch_size", "`ResetVariable` is no query"),
        ("prepare mine as select 1", "`Prepare` is no query"),
        ("deallocate mine", "`Deallocate` is no query"),
        ("explain insert into responses select * from responses", "`Insert Into` is no query"),
        ("explain analyze insert into responses select * from responses", "`Insert Into` is no query"),
        ("explain copy responses to 'COPIED' stored as parquet", "`Copy` is no query"),
    ] {
        check_refused(&sql.replace("COPIED", &copied.display().to_string()), &[statement, only_reads]);
    }
    assert!(!copied.exists(), "something was written");
}

#[test]
fn every_escape_of_the_list_is_refused() {
    let list = include_str!("../../../../tests/hostile/escapes.txt");
    let escapes = list.lines().filter(|line| !line.starts_with('#'));
    let answered: Vec<&str> = escapes.filter(|sql| told(sql).is_empty()).collect();
    assert_eq!(answered, Vec::<&str>::new());
    for written in ["topline-escape.parquet", "topline-escape.csv", "out.csv"] {
        assert!(!std::path::Path::new(written).exists(), "{written} was written");
    }
}

#[test]
fn several_statements_and_transactions_are_refused() {
    check_refused("begin", &["Unsupported SQL statement: BEGIN"]);
    check_refused("commit", &["`TransactionEnd` is no query"]);
    check_refused("select 1; select 2", &["only supports a single SQL statement"]);
    check_refused("select 1; drop table responses", &["only supports a single SQL statement"]);
}

#[test]
fn files_and_the_network_cannot_be_read() {
    for name in
        ["/etc/passwd", "/etc/hostname.csv", "file:///etc/passwd", "https://example.org/table.parquet", "Cargo.toml"]
    {
        check_refused(
            &format!("select * from '{name}'"),
            &["because: there is no table", "hint: the tables are responses"],
        );
    }
    for function in ["read_parquet", "read_csv", "read_json", "parquet_metadata", "glob", "csv_scan", "parquet_scan"] {
        check_refused(
            &format!("select * from {function}('/etc/passwd')"),
            &[&format!("table function '{function}' not found")],
        );
    }
    for function in ["read_file", "read_text", "getenv", "load_extension", "pg_read_file"] {
        check_refused(&format!("select {function}('/etc/passwd')"), &["Invalid function", function]);
    }
    check_refused("load 'library.so'", &["SQL"]);
    check_refused("attach 'other.db' as other", &["SQL"]);
}

#[test]
fn what_does_not_come_from_the_tables_is_refused() {
    let why = "hint: volatile functions (the clock, random numbers, the machine) are not allowed";
    for (sql, function) in [
        ("select now()", "now"),
        ("select current_timestamp", "now"),
        ("select current_timestamp()", "now"),
        ("select current_date", "current_date"),
        ("select current_date()", "current_date"),
        ("select today()", "current_date"),
        ("select current_time", "current_time"),
        ("select random()", "random"),
        ("select uuid()", "uuid"),
        ("select version()", "version"),
        ("select input_file_name() from responses", "input_file_name"),
        ("select * from responses where random() < 0.5", "random"),
        ("select * from responses order by random()", "random"),
        ("select count(*) filter (where random() < 0.5) from responses", "random"),
        ("select count(*) over (partition by random() < 0.5) from responses", "random"),
        (
            "select * from responses as one join responses as other on one.row_id = other.row_id and random() < 0.5",
            "random",
        ),
        ("with drawn as (select random() as x) select x from drawn", "random"),
        ("select * from responses where row_id in (select cast(random() * 10 as bigint))", "random"),
        ("select (select max(random()) from responses)", "random"),
        ("select 1 union all select random()", "random"),
        ("values (random())", "random"),
        ("explain select random()", "random"),
    ] {
        check_refused(sql, &[&format!("the value of `{function}()` does not come from the tables"), why]);
    }
    check_refused("select @@version", &["variable"]);
}

#[test]
fn what_only_reads_is_not_refused() {
    for sql in [
        "select * from responses",
        "select count(*) from responses where \"Q1\" = 1",
        "with answered as (select \"Q1\" from responses where \"Q1\" is not null) select count(*) from answered",
        "values (1, 'one')",
        "explain select * from responses",
        "explain select survey_mean(age) from responses",
        "select * from frequencies('Q1')",
        "explain select * from crosstab('Q1', 'Q2', chose(\"Q1\", 'Well'))",
        "explain select * from \"Q2\"",
        "describe responses",
        "show tables",
        "select column_name from information_schema.columns",
        "select date '2017-06-08' + interval '1 day'",
        "select * from generate_series(1, 3)",
    ] {
        assert_eq!(told(sql), "", "{sql}");
    }
}

#[test]
fn an_unknown_table_is_told_with_those_like_it() {
    check_refused(
        "select * from response",
        &["because: there is no table `response`", "hint: did you mean responses?"],
    );
    check_refused("select * from councils", &["because: there is no table", "hint: the tables are responses"]);
}

#[test]
fn an_unknown_column_is_told_with_those_like_it_and_not_with_all() {
    let said = told("select \"Q2_11\" from responses");
    assert_eq!(
        said,
        "run the SQL of the query\nbecause: there is no column `Q2_11`\nhint: did you mean \"Q2_1\" or \"Q2_2\"?"
    );
}
