//! `docs/src/reference/problems.md` lists the codes of problems, as the code declares them. `TOPLINE_GUIDE=update` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

use topline_pipeline::problem_codes;

use crate::workspace::root;

const PAGE: &str = "docs/src/reference/problems.md";

/// What the part of a code before the slash is about.
const FILES: &[(&str, &str)] = &[
    ("toml", "Any TOML file"),
    ("survey", "survey.toml"),
    ("source", "survey.toml: sources"),
    ("disclosure", "survey.toml: disclosure"),
    ("design", "survey.toml: design"),
    ("weights", "survey.toml: weights"),
    ("sampling", "survey.toml: questions and tables named by the design and the weights"),
    ("check", "survey.toml: checks"),
    ("report", "survey.toml: reports by group"),
    ("columns", "columns.toml"),
    ("codebook", "codebook.toml"),
    ("tables", "tables.toml"),
    ("figure", "Names of figures, and headlines.toml"),
    ("quote", "quotes.toml"),
    ("claims", "claims/*.toml"),
    ("bulletin", "bulletin.md"),
    ("sql", "SQL"),
    ("reconstruct", "reconstruct.toml"),
];

fn page() -> String {
    let mut page = String::from(
        "# Problems\n\n<!-- Generated from crates/plan, crates/pipeline and crates/reconstruct: see CONTRIBUTING.md, \"Write \
         documentation\". -->\n\ntopline checks all files of a pipeline before it reads any data, and reports all problems at once. \
         Each has a code that does not change. Names in braces stand for what the message names.\n",
    );
    let codes = problem_codes();
    for (part, title) in FILES {
        write!(page, "\n## {title}\n\n| code | message | meaning |\n|---|---|---|\n").expect("text takes any line");
        for problem in codes.iter().filter(|problem| problem.code.split_once('/').is_some_and(|(of, _)| of == *part)) {
            let message = problem.message.replace('|', "\\|");
            let meaning = problem.meaning.trim();
            writeln!(page, "| `{}` | {message} | {meaning} |", problem.code).expect("text takes any line");
        }
    }
    page
}

#[test]
fn the_page_of_problems_is_fresh() {
    let path = root().join(PAGE);
    if env::var("TOPLINE_GUIDE").is_ok_and(|wanted| wanted == "update") {
        fs::write(&path, page()).expect("a page that can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page(), "{PAGE} is stale: TOPLINE_GUIDE=update cargo test -p topline-cli --test suite guide");
}

#[test]
fn each_code_is_given_once_and_is_of_a_file() {
    let codes = problem_codes();
    let names: BTreeSet<&str> = codes.iter().map(|problem| problem.code).collect();
    assert_eq!(names.len(), codes.len());
    for name in names {
        let (part, rest) = name.split_once('/').expect("a file and a name");
        assert!(FILES.iter().any(|(known, _)| *known == part) && !rest.is_empty(), "{name}");
    }
}
