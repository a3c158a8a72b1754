//! Sources of `survey.toml`: several files, their keys and how they join; and `columns.toml`.

use crate::project::{Added, changed, problems};

const MAIN: &str = "[source]\nname = 'main'\npath = 'x.csv'\nformat = 'csv'\nrespondent = 'id'\n";

fn source(name: &str, rest: &str) -> String {
    format!("[[source]]\nname = '{name}'\npath = '{name}.csv'\nformat = 'csv'\n{rest}\n")
}

/// The problems of these sources.
#[track_caller]
fn check(sources: &[String], expect: &[&str]) {
    assert_eq!(changed(MAIN, &sources.concat(), ""), expect, "{sources:?}");
}

fn main(rest: &str) -> String {
    source("main", &format!("respondent = 'id'\n{rest}"))
}

#[test]
fn sources_are_stacked_or_joined() {
    check(&[main(""), source("second", "respondent = 'nr'")], &[]);
    check(&[main(""), source("extra", "joins = { on = 'id' }")], &[]);
    check(&[main(""), source("extra", "joins = { on = 'id', to = 'main' }")], &[]);
    check(&[source("extra", "joins = { on = 'id' }"), main("")], &[]);
    check(
        &[source("extra", "joins = { on = 'id' }")],
        &["source/no-responses: no source has responses: each joins another"],
    );
    check(&[main(""), main("")], &["source/name-twice: two sources `main`"]);
    check(
        &[main(""), source("second", "")],
        &["source/respondent-differs: `main` and `second` disagree on `respondent`"],
    );
    check(
        &[main(""), source("second", "respondent = 'id'\nlayout = 'long'")],
        &["source/layout-differs: `main` and `second` are of another `layout`"],
    );
    check(&[main("layout = 'long'"), source("second", "respondent = 'id'\nlayout = 'long'")], &[]);
}

#[test]
fn blank_rows_name_no_respondent() {
    check(&[source("main", "blank_rows = 'keep'")], &[]);
    check(&[main("blank_rows = 'keep'")], &["source/blank-rows: `main` keeps blank rows, which name no respondent"]);
    check(
        &[main(""), source("extra", "joins = { on = 'id' }\nblank_rows = 'keep'")],
        &["source/blank-rows: `extra` keeps blank rows, which name no respondent"],
    );
}

#[test]
fn what_joins_has_one_row_for_a_respondent() {
    let joined = |rest: &str| [main(""), source("extra", rest)];
    check(
        &joined("joins = { on = 'id' }\nrespondent = 'id'"),
        &["source/joined-respondent: `extra` joins another source and has a `respondent`"],
    );
    check(
        &joined("joins = { on = 'id' }\nlayout = 'long'"),
        &["source/joined-long: `extra` joins another source and is `long`"],
    );
    check(
        &[main(""), source("extra", "joins = { on = 'id' }").replace("extra.csv", "extra*.csv")],
        &["source/joined-files: `extra` joins another source and is several files"],
    );
    check(
        &joined("joins = { on = 'id', to = 'mian' }"),
        &["source/joins-unknown: `extra` joins the unknown source `mian`"],
    );
    check(&joined("joins = { on = 'id', to = 'extra' }"), &["source/joins-itself: `extra` joins itself"]);
    check(
        &[main("layout = 'long'"), source("extra", "joins = { on = 'id' }")],
        &["source/joins-long: `extra` joins `main`, which is `long`"],
    );
    check(
        &[source("main", ""), source("extra", "joins = { on = 'id' }")],
        &["source/joins-unidentified: `extra` joins `main`, where no column identifies a respondent"],
    );
    check(&[source("main", ""), source("extra", "joins = { on = 'id', equals = 'nr' }")], &[]);
}

#[test]
fn joins_do_not_lead_back() {
    let joins = |name: &str, to: &str| source(name, &format!("joins = {{ on = 'id', to = '{to}' }}"));
    check(
        &[main(""), joins("a", "main"), joins("b", "a")],
        &["source/joins-joined: `b` joins `a`, which joins another itself"],
    );
    check(
        &[main(""), joins("a", "b"), joins("b", "a")],
        &[
            "source/joins-in-circle: `a`, `b` join each other in a circle",
            "source/joins-in-circle: `b`, `a` join each other in a circle",
        ],
    );
    // What leads to a circle is in none.
    check(
        &[main(""), joins("a", "b"), joins("b", "a"), joins("c", "a")],
        &[
            "source/joins-in-circle: `a`, `b` join each other in a circle",
            "source/joins-in-circle: `b`, `a` join each other in a circle",
            "source/joins-joined: `c` joins `a`, which joins another itself",
        ],
    );
}

#[test]
fn keys_have_as_many_columns_on_both_sides() {
    check(&[main(""), source("extra", "joins = { on = ['a', 'b'], equals = ['c', 'd'] }")], &[]);
    check(
        &[main(""), source("extra", "joins = { on = ['a', 'b'], equals = ['c'] }")],
        &["source/key-columns: `extra` joins on 2 columns, which equal 1"],
    );
    check(
        &[main(""), source("extra", "joins = { on = ['a', 'b'] }")],
        &["source/key-columns: `extra` joins on 2 columns, which equal 1"],
    );
}

#[test]
fn names_of_sources_can_name_files() {
    for name in ["a-b", "a_b", "a.b", "2024"] {
        check(&[source(name, "respondent = 'id'")], &[]);
    }
    for name in ["", ".a", "a b", "a/b", "\u{fc}"] {
        let told = format!("source/file-name: the name `{name}` cannot name a file");
        check(&[source(name, "respondent = 'id'")], &[&told]);
    }
}

#[test]
fn header_rows_name_the_columns() {
    check(
        &[main("header_rows = 0")],
        &["source/no-header: an export without a header row, which would name its columns"],
    );
    check(&[main("header_rows = 2\nname_row = 2")], &[]);
    for row in [0, 3] {
        check(
            &[main(&format!("header_rows = 2\nname_row = {row}"))],
            &["source/name-row: `name_row` is none of the header rows"],
        );
    }
    check(&[source("main", "layout = 'long'")], &["source/long-respondent: a long export without a `respondent`"]);
}

#[test]
fn each_format_has_its_own_keys() {
    let of = |format: &str, rest: &str| [main(rest).replace("'csv'", &format!("'{format}'"))];
    let deaf = |key: &str, format: &str| {
        format!("source/key-of-format: `{key}` says nothing of an export in the format `{format}`")
    };
    for (key, value, formats) in [
        ("encoding", "'utf-8'", &["xlsx", "xls", "ods", "parquet"][..]),
        ("delimiter", "';'", &["xlsx", "xls", "ods", "parquet", "jsonl"]),
        ("header_rows", "2", &["parquet", "jsonl"]),
        ("sheet", "'s'", &["csv", "jsonl", "parquet"]),
    ] {
        for format in ["csv", "xlsx", "xls", "ods", "parquet", "jsonl", "sav", "xpt"] {
            let told = deaf(key, format);
            let expect: Vec<&str> = if formats.contains(&format) { vec![told.as_str()] } else { Vec::new() };
            check(&of(format, &format!("{key} = {value}")), &expect);
        }
    }
}

#[test]
fn columns_that_tell_of_files_are_no_questions() {
    let question = |id: &str| format!("[[question]]\nid = '{id}'\nkind = 'text'\ntext = '?'\ncolumn = 's'\n");
    let several = [main(""), source("second", "respondent = 'id'")].concat();
    for (id, column) in [("source", "source"), ("source_row", "source_row")] {
        let told = format!(
            "codebook/file-column: the column `{column}` of responses is both that of a question and tells of the file"
        );
        assert_eq!(changed(MAIN, &several, &question(id)), [told]);
        assert_eq!(changed(MAIN, MAIN, &question(id)), [""; 0], "of one file");
    }
    assert_eq!(changed(MAIN, &several, &question("sauce")), [""; 0]);
}

#[test]
fn columns_are_those_of_sources() {
    let columns = |columns: &str| problems(&Added { columns, ..Added::default() });
    assert_eq!(columns("columns = ['id', 'sex']\n"), [""; 0]);
    assert_eq!(columns("[[source]]\nname = 'main'\ncolumns = ['id']\nallow = ['added']\n"), [""; 0]);
    assert_eq!(
        columns("[[source]]\nname = 'mian'\ncolumns = ['id']\n"),
        ["columns/unknown-source: the columns of the unknown source `mian`"]
    );
    assert_eq!(
        columns(&"[[source]]\nname = 'main'\ncolumns = ['id']\n".repeat(2)),
        ["columns/source-twice: the columns of `main` are there twice"]
    );
    assert_eq!(columns("allow = ['added']\n"), ["toml/missing-key: `columns` is missing"]);
}
