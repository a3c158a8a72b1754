//! Queries that would take the machine down: each ends soon, with an answer or a message, and no signal.

use std::fs;
use std::time::{Duration, Instant};

use crate::program::{finish, program, topline};
use crate::workspace::{Change, Library, root};

/// How long one may take, in seconds, and the most memory.
const LIMITS: [&str; 4] = ["--timeout", "15", "--memory", "900MB"];

fn ask(library: &Library, sql: &str) -> (i32, String) {
    let began = Instant::now();
    let mut query = program(library.folder());
    query.args(["sql", "-p", "library", "--out", "out"]).args(LIMITS).arg("--").arg(sql);
    let told = finish(&mut query);
    let short: String = sql.chars().take(120).collect();
    assert!(began.elapsed() < Duration::from_secs(30), "{short}");
    let code = told.code.unwrap_or(-1);
    assert!(code == 0 || code == 2, "{short}: {code}\n{}", told.stderr);
    let is_told = told.stderr.contains("error: ") && !told.stderr.contains("Usage: ");
    assert!(code == 0 || is_told, "{short}: {}", told.stderr);
    (code, told.stdout + &told.stderr)
}

/// A message without the breaks of its lines.
fn unwrapped(message: &str) -> String {
    message.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// A chain of `count` parts.
fn chain(count: usize, part: &str, between: &str) -> String {
    vec![part; count].join(between)
}

#[test]
fn deep_queries_are_answered() {
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    for (part, between) in
        [("row_id = 2", " or "), ("row_id > 0", " and "), ("row_id", " + "), ("'a'", " || "), ("-1", " - ")]
    {
        for count in if between == " + " { [100, 360] } else { [360, 1_000] } {
            let sql =
                format!("select count(*) as n from responses where ({}) is not null", chain(count, part, between));
            let (code, told) = ask(&library, &sql);
            // On a machine that is busy the time may be over first.
            let is_late = told.contains("it takes longer than");
            assert!(code == 0 || is_late, "{count} of {part}: {told}");
        }
    }
    for sql in [
        format!("select {} 1 {}", "(".repeat(3_000), ")".repeat(3_000)),
        format!("select 1{}", "::int".repeat(3_000)),
        format!("select {} 1", "not ".repeat(3_000)),
        format!("select {} 1", "- ".repeat(3_000)),
        format!("select * from ({})", chain(1_000, "select 1", " union all ")),
        format!("select case {} end", chain(3_000, "when 1 = 2 then 1", " ")),
        format!("select 1 in ({})", chain(10_000, "1", ",")),
        chain(200, "select * from (", "") + "select 1" + &") ".repeat(200),
    ] {
        ask(&library, &sql);
    }
}

/// A chain of the list of bombs: so many copies of a text with another between them.
fn unfolded(line: &str) -> String {
    let Some((before, (inside, after))) = line.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) else {
        return line.to_owned();
    };
    let parts = inside.split_once(" * ").and_then(|(count, rest)| Some((count, rest.split_once(" | ")?)));
    match parts {
        Some((count, (part, between))) => {
            format!("{before}{}{}", chain(count.parse().expect("a number"), part, between), unfolded(after))
        }
        // The repetitions of a regular expression.
        None => format!("{before}{{{inside}}}{}", unfolded(after)),
    }
}

/// A share of the list; `tests/hostile/bombs.py` asks all of it.
#[test]
fn bombs_of_the_list_end() {
    let list = fs::read_to_string(root().join("tests/hostile/bombs.txt")).expect("the list");
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    let bombs = list.lines().filter(|line| !line.starts_with('#')).map(unfolded);
    // Longer than an argument of a command may be.
    for bomb in bombs.filter(|bomb| bomb.len() < 120_000).skip(3).step_by(17) {
        ask(&library, &bomb);
    }
}

#[test]
fn a_deep_filter_is_no_abort() {
    let filter = chain(500, "age > 1", " or ");
    let table = format!("\n[[table]]\nid = \"deep\"\nrows = \"visited\"\nfilter = \"{filter}\"\n");
    let library = Library::with(&[Change::Append("pipelines/library/tables.toml", &table)]);
    topline(library.folder(), &["check", "library"]).exits(0);
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
}

#[test]
fn greedy_queries_end() {
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    for sql in [
        "with recursive r as (select 'x' a union all select a||a from r) select max(length(a)) from r",
        "select length(string_agg(repeat('x',10000000),',')) from answers",
        "select approx_percentile_cont(row_id,0.5,1000000000000) from responses",
        "select length(repeat('x',2000000000))",
        "select repeat('x', 100000000000000)",
        "select lpad('x', 2000000000)",
        "select count(*) from generate_series(1,10000000000000)",
        "select levenshtein(repeat('x',60000),repeat('y',60000)) from answers",
        "select array_agg(value) from generate_series(1,1000000000)",
    ] {
        ask(&library, sql);
    }
    // Rows are written as they come.
    let (code, _) = ask(&library, "select count(*) from answers a, answers b, answers c, answers d");
    assert!(code == 0 || code == 2);
}

#[test]
fn whole_numbers_do_not_wrap() {
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    for sql in [
        "select sum(9223372036854775807) as x from answers",
        "select 9223372036854775807 + 1 as x",
        "select -9223372036854775807 - 2 as x",
        "select 4611686018427387904 * 2 as x",
        "select sum(9223372036854775807) over (order by row_id) as x from responses",
    ] {
        let (code, told) = ask(&library, sql);
        assert!(code == 2 && told.contains("too large for its type"), "{sql}: {told}");
    }
    for (sql, expected) in [
        ("select 9223372036854775806 + 1 as x", "9223372036854775807"),
        ("select sum(row_id) as x from responses", "65"),
        ("select sum(x) as x from (values (9223372036854775807), (1), (-5)) as v(x)", "9223372036854775803"),
        ("select sum(x) as x from (values (1)) as v(x) where x > 1", "\"\""),
        ("select 2 * 3 - 1 as x", "5"),
    ] {
        let told = topline(library.folder(), &["sql", sql, "--out", "out", "--format", "csv"]).exits(0);
        assert_eq!(told.stdout, format!("x\n{expected}\n"), "{sql}");
    }
}

#[test]
fn figures_are_of_the_data_alone() {
    for (sql, says) in [
        (
            "select 'a' as row_key, (select table_name from information_schema.tables limit 1) as label, 1 as count",
            "there is no table `information_schema.tables`",
        ),
        (
            "select 'a' as row_key, 'b' as label, count(*) as count from responses tablesample (50 percent)",
            "`tablesample` takes rows at random",
        ),
    ] {
        let library = Library::with(&[Change::Write("pipelines/library/figures/own.sql", sql.as_bytes())]);
        let told = topline(library.folder(), &["check", "library"]).exits(2);
        assert!(unwrapped(&told.stderr).contains(says), "{}", told.stderr);
    }
}

#[test]
fn a_condition_is_one_expression() {
    let library = Library::with(&[Change::Append(
        "pipelines/library/tables.toml",
        "\n[[table]]\nid = \"two\"\nrows = \"visited\"\nfilter = \"true) or (true\"\n",
    )]);
    for verb in ["check", "run"] {
        let told = topline(library.folder(), &[verb, "library"]).exits(2);
        assert!(unwrapped(&told.stderr).contains("one expression is wanted"), "{}", told.stderr);
    }
}
