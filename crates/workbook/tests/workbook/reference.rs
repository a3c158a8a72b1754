//! `docs/src/reference/lint-rules.md` is made of the rules. `TOPLINE_GUIDE=update` writes it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use topline_workbook::LintRule;

const PAGE: &str = "../../docs/src/reference/lint-rules.md";

fn page() -> String {
    let mut page = String::from(
        "# Rules for workbooks\n\n<!-- Generated from crates/workbook: `just update-docs`. -->\n\n\
         `topline lint WORKBOOK` checks a finished `.xlsx` or `.ods` of any program against these rules. They are those of the \
         guidance on accessible spreadsheets of the UK Government Analysis Function, as far as a program can check them, and of \
         three tools that check or write such workbooks: the accessibility checker of the Department for Transport (DfT), \
         xlsx-accessibility-checker, and the R package aftables. Spelling, and whether words are plain, are for people to check.\n\n\
         ```console\n$ topline lint tables.xlsx tables.ods\n...\n```\n\n\
         The exit code is 0 if nothing breaks a rule, 1 if something does, and 2 if a workbook cannot be read. Each fault has the \
         name of its rule, the sheet and the cell; `--format csv` and `--format json` add what the rule asks, why, and its \
         source. What is wrong with the look of many cells is named once, at the first of them.\n\n\
         | rule | what it asks | why | source |\n|---|---|---|---|\n",
    );
    page = page.replace("```console\n$", "<!-- not run: there is no such workbook here -->\n```console\n$");
    for rule in LintRule::ALL {
        let _ = writeln!(page, "| `{}` | {} | {} | {} |", rule.id(), rule.asks(), rule.why(), rule.source());
    }
    page
}

#[test]
fn the_page_of_rules_is_made_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page();
    if env::var_os("TOPLINE_GUIDE").is_some_and(|value| value == "update") {
        fs::write(&path, &page).expect("a page that can be written");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), page, "`just update-docs` writes the page");
}
