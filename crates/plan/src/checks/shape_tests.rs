//! What the shapes of questions and the survey's source may and may not say.

use topline_survey::{PlanFiles, PlanText};

use crate::plan::read_plan;

fn problems(source: &str, codebook: &str) -> Vec<String> {
    let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text(&format!(
            "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\n{source}\n"
        )),
        codebook: text(codebook),
        columns: Some(text("columns = ['a', 'b']\nallow = ['added']\n")),
        ..PlanFiles::default()
    };
    match read_plan(&files) {
        Ok(plan) => {
            assert_eq!(plan.columns.expect("columns.toml").columns, ["a", "b"]);
            Vec::new()
        }
        Err(problems) => problems.0.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn answers_may_be_spread_over_columns() {
    let question = |rest: &str| format!("[[question]]\nid = 'q'\ntext = 'Q?'\n{rest}\n");
    let check = |rest: &str, expected: &[&str]| assert_eq!(problems("", &question(rest)), expected, "{rest}");
    let spread =
        "options = [{ code = 1, label = 'A', column = 'a' }, { code = 0, label = '1', also = ['A'], column = 'b' }]";
    check(&format!("kind = 'single'\n{spread}"), &[]);
    check(
        &format!("kind = 'single'\ncolumn = 'c'\n{spread}"),
        &["options of `q` have columns, and its kind `single` has none"],
    );
    check(
        "kind = 'single'\noptions = [{ code = 1, label = 'A', column = 'a' }, { code = 2, label = 'B' }]",
        &["option 2 of `q` has no `column`"],
    );
    let options = "options = [{ code = 1, label = 'A' }, { code = 2, label = 'B' }]";
    check(&format!("kind = 'grid'\n{options}\nitems = [{{ id = 'i', label = 'I', columns = ['a', ''] }}]"), &[]);
    check(
        &format!("kind = 'grid'\n{options}\nitems = [{{ id = 'i', label = 'I', columns = ['a'] }}]"),
        &["the item `i` of `q` has 1 `columns` for 2 options"],
    );
    check(
        &format!("kind = 'grid'\n{options}\nitems = [{{ id = 'i', label = 'I' }}]"),
        &["the item `i` of `q` has no `column`"],
    );
    check(&format!("kind = 'multi'\n{options}\ncolumns = ['a', 'b']"), &[]);
    check(
        &format!("kind = 'single'\ncolumn = 'c'\n{options}\ncolumns = ['a', 'b']"),
        &["`q` of kind `single` has `columns`"],
    );
    check(
        "kind = 'single'\ncolumn = 'c'\noptions = [{ code = 1, label = 'A', open = true }, { code = 2, label = 'B', open = true }]",
        &["`q` has 2 `open` options for one column"],
    );
    check(
        "kind = 'number'\ncolumn = 'c'\nwritten = 'day_month_year'",
        &["`q` of kind `number` is no date, and has `written`"],
    );
    check(
        "kind = 'number'\ncolumn = 'c'\noptions = [{ code = 1, label = 'A' }]\nnets = [{ id = 'n', label = 'N', codes = [1] }]",
        &["`q` of kind `number` has options", "`q` of kind `number` has nets"],
    );
}

#[test]
fn rankings_have_a_column_for_each_item_or_for_each_place() {
    let check = |rest: &str, expected: &[&str]| {
        let question = format!("[[question]]\nid = 'q'\ntext = 'Q?'\nkind = 'rank'\n{rest}\n");
        assert_eq!(problems("", &question), expected, "{rest}");
    };
    let items = "items = [{ id = 'a', label = 'A', also = ['1'] }, { id = 'b', label = 'B' }]";
    check(&format!("columns = ['a', 'b']\n{items}"), &[]);
    check(&format!("column = 'a'\nseparator = ';'\n{items}"), &[]);
    check(&format!("column = 'a'\n{items}"), &["`q` of kind `rank` has a `column` of its own"]);
    check(&format!("columns = ['a', 'b']\nseparator = ';'\n{items}"), &["`q` of kind `rank` has `columns`"]);
    check(
        "columns = ['a', 'b']\nitems = [{ id = 'a', label = 'A', column = 'c' }, { id = 'b', label = 'B', also = ['A'] }]",
        &["the item `a` of `q` has a column", "`q` has the label \"A\" twice"],
    );
    check(
        "items = [{ id = 'a', label = 'A', also = ['1'], column = 'a' }, { id = 'b', label = 'B', column = 'b' }]",
        &["the item `a` of `q` has `also`"],
    );
}

#[test]
fn a_source_names_its_rows() {
    assert_eq!(problems("header_rows = 3\nname_row = 1", ""), Vec::<String>::new());
    assert_eq!(problems("header_rows = 2\nname_row = 3", ""), ["`name_row` is none of the header rows"]);
    assert_eq!(problems("layout = 'long'", ""), ["a long export without a `respondent`"]);
}
