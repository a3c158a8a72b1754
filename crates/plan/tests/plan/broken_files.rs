//! Files that cannot be read whole: what is told of them, and what is not told of the files that rest on them.

use topline_survey::{BaseRule, Plan};

use crate::project::{Added, places, plan, problems};

/// What other files say wrongly of a table and a question that are not there.
const WRONG: Added<'_> = Added {
    survey: "[disclosure]\nthreshold = 5\nopen = ['extra']\n[[report]]\nby = 'extra'\n",
    tables: "[[table]]\nid = 't'\nrows = 'extra'\n",
    headlines: "[[headline]]\nid = 'h'\nfigure = 'extra.1'\ntext = 'H'\n",
    quotes: "[[quote]]\nid = 'one'\nquestion = 'words'\nrow = 1\nbeside = 'extra'\n",
    claims: "[document]\nid = 'd'\ntitle = 'D'\n[[claim]]\nquote = '20%'\nlines = [3]\nfigure = 'extra.1 + extra.2'\nis = '20%'\n",
    codebook: "",
    columns: "",
    bulletin: "",
    figures: "",
};

/// The files of which something is told.
fn files(added: &Added<'_>) -> Vec<String> {
    let mut files: Vec<String> =
        places(added).into_iter().map(|place| place.split(':').next().unwrap_or_default().to_owned()).collect();
    files.dedup();
    files
}

#[test]
fn what_rests_on_a_broken_file_is_not_told() {
    let all = ["tables.toml", "headlines.toml", "survey.toml", "quotes.toml", "claims/report.toml"];
    assert_eq!(files(&WRONG), all);
    // The unknown question may be the one that cannot be read.
    let broken = "[[question]]\nid = 'extra'\nkind = 'singel'\ntext = '?'\n";
    assert_eq!(files(&Added { codebook: broken, ..WRONG }), ["codebook.toml"]);
    // The unknown table may be.
    let broken = "[[table]]\nid = 'extra'\nrwos = 'sex'\n";
    assert_eq!(files(&Added { tables: broken, ..WRONG }), ["tables.toml"]);
}

#[test]
fn only_so_many_problems_of_a_kind_are_told() {
    let keys = |count: usize| (0..count).map(|key| format!("k{key} = 1\n")).collect::<Vec<_>>().concat();
    let quotes = |count: usize| problems(&Added { quotes: &keys(count), ..Added::default() });
    assert_eq!(quotes(50).len(), 50);
    let told = quotes(52);
    assert_eq!((told.len(), told[50].as_str()), (51, "toml/more: and 2 more unknown keys"));
    // What is no TOML: of a file of more than a megabyte the first error is enough.
    let again = |count: usize| "quote = []\n".repeat(1 + count);
    let quotes = |text: &str| problems(&Added { quotes: text, ..Added::default() });
    assert_eq!(quotes(&again(50)), ["toml/syntax: duplicate key"; 50]);
    let told = quotes(&again(51));
    assert_eq!((told.len(), told[50].as_str()), (51, "toml/more: and 1 more errors like these"));
    let long = |bytes: usize| again(2) + &" ".repeat(bytes - again(2).len());
    assert_eq!(quotes(&long(1 << 20)).len(), 2);
    assert_eq!(quotes(&long((1 << 20) + 1)).len(), 1);
}

#[test]
fn sections_are_of_the_shape_that_their_key_has() {
    let quotes = |quotes: &str| problems(&Added { quotes, ..Added::default() });
    assert_eq!(quotes("quote = 'one'"), ["toml/not-a-list: `quote` is not a list"]);
    let tables = |tables: &str| places(&Added { tables, ..Added::default() });
    // Each of several is read although the one before it could not be.
    assert_eq!(
        tables("[[table]]\nid = 'a'\nrwos = 'sex'\n[[table]]\nid = 'b'\nrows = 'sex'\nsort = 1\n"),
        ["tables.toml:3:1", "tables.toml:7:8"]
    );
}

/// The text of `tables.toml` at the place of the filter, and the filter.
#[track_caller]
fn filtered(literal: &str) -> (String, String) {
    let tables = format!("[[table]]\nid = 't'\nrows = 'sex'\nfilter = {literal}\n");
    let read: Plan = plan(&Added { tables: &tables, ..Added::default() });
    let table = read.tables.iter().find(|table| table.id == "t").expect("the table");
    assert_eq!(table.base, BaseRule::Answered);
    let filter = table.filter.as_ref().expect("a filter");
    (tables[filter.span.clone()].to_owned(), filter.sql.trim().to_owned())
}

#[test]
fn sql_is_where_it_is_between_its_quotes() {
    let age = "age > 5";
    for literal in [
        "'age > 5'",
        "\"age > 5\"",
        "'  age > 5 '",
        "'''age > 5'''",
        "\"\"\"age > 5\"\"\"",
        "'''\n  age > 5\n'''",
        "\"\"\"\n\nage > 5\"\"\"",
    ] {
        assert_eq!(filtered(literal), (age.to_owned(), age.to_owned()), "{literal}");
    }
}
