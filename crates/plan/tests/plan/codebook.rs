//! Questions of `codebook.toml`.

use topline_survey::Kind;

use crate::project::{Added, plan, problems};

#[track_caller]
fn check(codebook: &str, expect: &[&str]) {
    assert_eq!(problems(&Added { codebook, ..Added::default() }), expect, "{codebook}");
}

fn question(rest: &str) -> String {
    format!("[[question]]\nid = 'q'\ntext = 'Q?'\n{rest}\n")
}

const OPTIONS: &str = "options = [{ code = 1, label = 'A' }, { code = 2, label = 'B' }]";

#[test]
fn names_are_names() {
    for name in ["q1", "Q_1", "a"] {
        check(&question("kind = 'text'\ncolumn = 'c'").replace("'q'", &format!("'{name}'")), &[]);
    }
    for name in ["1q", "_q", "a-b", "a b", "\u{fc}"] {
        let told = format!("codebook/not-a-name: `{name}` is not a name: letters, digits and `_`, a letter first");
        check(&question("kind = 'text'\ncolumn = 'c'").replace("'q'", &format!("'{name}'")), &[&told]);
    }
    check(
        &question(
            "kind = 'grid'\noptions = [{ code = 1, label = 'A' }]\nitems = [{ id = 'a b', label = 'A', column = 'c' }]\nnets = [{ id = '1', label = 'N', codes = [1] }]",
        ),
        &[
            "codebook/not-a-name: `a b` is not a name: letters, digits and `_`, a letter first",
            "codebook/not-a-name: `1` is not a name: letters, digits and `_`, a letter first",
        ],
    );
}

#[test]
fn each_kind_is_read_from_its_columns() {
    let of = |kind: &str, rest: &str| question(&format!("kind = '{kind}'\n{rest}"));
    for kind in ["number", "text", "date"] {
        check(&of(kind, "column = 'c'"), &[]);
        check(&of(kind, ""), &[&format!("codebook/no-column: `q` of kind `{kind}` has no `column`")]);
    }
    check(&of("single", &format!("column = 'c'\n{OPTIONS}")), &[]);
    check(&of("single", OPTIONS), &["codebook/no-column: `q` of kind `single` has no `column`"]);
    check(&of("multi", &format!("column = 'c'\nseparator = ';'\n{OPTIONS}")), &[]);
    check(
        &of("multi", &format!("separator = ';'\n{OPTIONS}")),
        &["codebook/no-column: `q` of kind `multi` has no `column`"],
    );
    check(
        &of("multi", &format!("column = 'c'\ncolumns = ['a', 'b']\n{OPTIONS}")),
        &["codebook/own-column: `q` of kind `multi` has a `column` of its own"],
    );
    check(
        &of("multi", OPTIONS),
        &[
            "codebook/option-no-column: option 1 of `q` has no `column`",
            "codebook/option-no-column: option 2 of `q` has no `column`",
        ],
    );
    check(
        &of("grid", &format!("column = 'c'\n{OPTIONS}\nitems = [{{ id = 'a', label = 'A', column = 'a' }}]")),
        &["codebook/own-column: `q` of kind `grid` has a `column` of its own"],
    );
    for kind in ["single", "multi"] {
        let rest = "column = 'c'\nseparator = ';'";
        check(&of(kind, rest), &[&format!("codebook/no-options: `q` of kind `{kind}` has no options")]);
    }
    for kind in ["text", "date"] {
        check(
            &of(kind, &format!("column = 'c'\n{OPTIONS}")),
            &[&format!("codebook/uncoded-options: `q` of kind `{kind}` has options")],
        );
    }
    check(&of("grid", OPTIONS), &["codebook/no-items: `q` of kind `grid` has no items"]);
    check(&of("rank", ""), &["codebook/no-items: `q` of kind `rank` has no items"]);
    check(
        &of("text", "column = 'c'\nitems = [{ id = 'a', label = 'A', column = 'a' }]"),
        &["codebook/items: `q` of kind `text` has items"],
    );
}

#[test]
fn numbers_have_signs_and_units() {
    let of = |kind: &str, rest: &str| question(&format!("kind = '{kind}'\ncolumn = 'c'\n{rest}"));
    check(&of("number", "decimal = ','\ngrouping = '.'\nunits = ['\u{a3}', '']"), &[]);
    let signs =
        |kind: &str| format!("codebook/number-signs: `q` of kind `{kind}` has `decimal`, `grouping` or `units`");
    check(&of("number", "decimal = ','\ngrouping = ','"), &[&signs("number")]);
    for rest in ["decimal = ','", "grouping = '.'", "units = ['m']"] {
        check(&of("text", rest), &[&signs("text")]);
    }
    check(&of("number", "units = ['m', 'm2']"), &["codebook/number-in-unit: the unit \"m2\" of `q` has digits"]);
    check(&of("date", "written = 'day_month_year'"), &[]);
}

#[test]
fn codes_and_labels_are_given_once() {
    let of = |options: &str| question(&format!("kind = 'single'\ncolumn = 'c'\noptions = [{options}]"));
    check(&of("{ code = 0, label = 'A', also = ['a'] }, { code = 1, label = 'B', also = ['b'] }"), &[]);
    check(
        &of("{ code = 1, label = 'A' }, { code = 1, label = 'B' }, { code = -2, label = 'C' }"),
        &["codebook/code-twice: `q` has code 1 twice", "codebook/negative-code: `q` has the negative code -2"],
    );
    let label = |label: &str| format!("codebook/label-twice: `q` has the label \"{label}\" twice");
    check(&of("{ code = 1, label = 'A' }, { code = 2, label = 'A' }"), &[&label("A")]);
    check(&of("{ code = 1, label = 'A', also = ['x'] }, { code = 2, label = 'x' }"), &[&label("x")]);
    check(&of("{ code = 1, label = 'A' }, { code = 2, label = 'B', also = ['A'] }"), &[&label("A")]);
    check(&of("{ code = 1, label = 'A', also = ['x'] }, { code = 2, label = 'B', also = ['x'] }"), &[&label("x")]);
    // Where each option has a column, what stands in one is never taken for another option.
    let grid = |items: &str| {
        let options = "{ code = 1, label = 'A', also = ['x'] }, { code = 2, label = 'B', also = ['x'] }";
        question(&format!("kind = 'grid'\noptions = [{options}]\nitems = [{{ id = 'a', label = 'A', {items} }}]"))
    };
    check(&grid("column = 'a'"), &[&label("x")]);
    check(&grid("columns = ['a', 'b']"), &[]);
    let grid = "kind = 'grid'\noptions = [{ code = 1, label = 'A' }]\nitems = [{ id = 'a', label = 'A', column = 'a' }, { id = 'a', label = 'B', column = 'b' }]";
    let found = problems(&Added { codebook: &question(grid), ..Added::default() });
    assert!(found.contains(&"codebook/item-twice: `q` has the item `a` twice".to_owned()), "{found:?}");
}

#[test]
fn nets_gather_what_is_there() {
    let of = |nets: &str| question(&format!("kind = 'single'\ncolumn = 'c'\n{OPTIONS}\nnets = [{nets}]"));
    check(&of("{ id = 'n', label = 'N', codes = [1, 'B'] }"), &[]);
    check(
        &of("{ id = 'n', label = 'N', codes = [1] }, { id = 'n', label = 'M', codes = [2] }"),
        &["codebook/net-twice: `q` has the net `n` twice"],
    );
    check(
        &of("{ id = 'n', label = 'N', codes = [1, 3] }"),
        &["codebook/net-code: net `n` of `q` gathers the unknown code 3"],
    );
    check(
        &of("{ id = 'n', label = 'N', codes = ['C'] }"),
        &["codebook/net-option: the net `n` of `q` gathers the unknown option \"C\""],
    );
    // A ranking has nets of ranks: as many as it has items.
    let ranks = |codes: &str| {
        question(&format!(
            "kind = 'rank'\nitems = [{{ id = 'a', label = 'A', column = 'a' }}, {{ id = 'b', label = 'B', column = 'b' }}]\nnets = [{{ id = 'n', label = 'N', codes = {codes} }}]"
        ))
    };
    check(&ranks("[1, 2]"), &[]);
    check(
        &ranks("[0, 3]"),
        &[
            "codebook/net-code: net `n` of `q` gathers the unknown code 0",
            "codebook/net-code: net `n` of `q` gathers the unknown code 3",
        ],
    );
    check(
        &question(&format!("kind = 'single'\ncolumn = 'c'\n{OPTIONS}\nexclude = ['C']")),
        &["codebook/exclude: `q` excludes the unknown option `C`"],
    );
}

#[test]
fn missing_values_have_codes_of_their_own() {
    let of = |missing: &str| question(&format!("kind = 'number'\ncolumn = 'c'\nmissing = [{missing}]"));
    check(&of("{ code = 98, label = 'x', from = 900, to = 998 }, { code = 99, label = 'y', to = -1 }"), &[]);
    check(&of("{ code = 98, label = 'x', from = 1, to = 1 }"), &[]);
    check(
        &of("{ code = 98, label = 'x' }, { code = 98, label = 'y' }"),
        &["codebook/missing-code: `q` has code 98 twice, once for the missing value \"y\""],
    );
    check(
        &of("{ code = 98, label = 'x', from = 2, to = 1 }"),
        &["codebook/missing-range: the missing value \"x\" of `q` ends before it begins"],
    );
    check(
        &question(&format!("kind = 'single'\ncolumn = 'c'\n{OPTIONS}\nmissing = [{{ code = 2, label = 'x' }}]")),
        &["codebook/missing-code: `q` has code 2 twice, once for the missing value \"x\""],
    );
}

#[test]
fn columns_feed_one_question() {
    check(
        &question("kind = 'text'\ncolumn = 'age'"),
        &["codebook/export-column-twice: the column \"age\" of the export is both that of `age` and of `q`"],
    );
    let named = |id: &str| question("kind = 'number'\ncolumn = 'c'").replace("'q'", &format!("'{id}'"));
    for id in ["respondent", "row_id", "weight", "weight_before"] {
        let found = problems(&Added { codebook: &named(id), ..Added::default() });
        assert_eq!(
            found,
            [format!(
                "codebook/response-column-twice: the column `{id}` of responses is both that of `the run itself` and of `{id}`"
            )]
        );
    }
    // A box to tick has the column `media_1`.
    let found = problems(&Added { codebook: &named("media_1"), ..Added::default() });
    assert_eq!(
        found[0],
        "codebook/response-column-twice: the column `media_1` of responses is both that of `media` and of `media_1`"
    );
}

#[test]
fn routing_leads_from_an_earlier_single_question() {
    let routed = |from: &str, is: &str| {
        question(&format!("kind = 'text'\ncolumn = 'c'\nasked_if = {{ question = '{from}', is = {is} }}"))
    };
    check(&routed("sex", "[1, 'Women']"), &[]);
    check(&routed("sex", "[3]"), &["codebook/routing-code: routing from the unknown code 3 of `sex`"]);
    check(
        &routed("sex", "['Others']"),
        &["codebook/routing-option: routing from the unknown option \"Others\" of `sex`"],
    );
    check(&routed("sx", "[1]"), &["codebook/routing-question: routing from the unknown question `sx`"]);
    for kind in ["media", "age"] {
        check(
            &routed(kind, "[]"),
            &[&format!("codebook/routing-kind: routing from `{kind}`, which is not a single question of the export")],
        );
    }
    let later = question(&format!("kind = 'single'\ncolumn = 'd'\n{OPTIONS}")).replace("'q'", "'later'");
    check(
        &format!("{}{later}", routed("later", "[1]")),
        &["codebook/routing-order: routing from `later`, which does not come before `q`"],
    );
    check(&format!("{later}{}", routed("later", "[1]")), &[]);
    let own = question(&format!("kind = 'single'\ncolumn = 'd'\n{OPTIONS}\nasked_if = {{ question = 'q', is = [1] }}"));
    check(&own, &["codebook/routing-order: routing from `q`, which does not come before `q`"]);
    let derived = format!("[[derive]]\nid = 'd'\nkind = 'single'\ntext = 'D?'\nsql = 'sex'\n{OPTIONS}\n");
    check(
        &format!("{derived}{}", routed("d", "[1]")),
        &["codebook/routing-kind: routing from `d`, which is not a single question of the export"],
    );
}

#[test]
fn derived_questions_give_one_value() {
    let derived =
        |kind: &str, rest: &str| format!("[[derive]]\nid = 'd'\nkind = '{kind}'\ntext = 'D?'\nsql = 'sex'\n{rest}\n");
    for kind in ["number", "text", "date"] {
        check(&derived(kind, ""), &[]);
        check(&derived(kind, OPTIONS), &[&format!("codebook/uncoded-options: `d` of kind `{kind}` has options")]);
    }
    check(&derived("single", OPTIONS), &[]);
    check(&derived("single", ""), &["codebook/derived-no-options: `d` has no options"]);
    for kind in ["multi", "grid", "rank"] {
        let found = problems(&Added { codebook: &derived(kind, OPTIONS), ..Added::default() });
        assert_eq!(found[0], format!("codebook/derived-kind: `d` is derived and cannot be of kind `{kind}`"));
    }
    check(
        &derived("single", "options = [{ code = 1, label = 'A', column = 'a' }]"),
        &["codebook/derived-option-columns: options of `d` have columns, and it is derived"],
    );
}

#[test]
fn a_scale_gives_its_options_and_nets() {
    let scale = "[[scale]]\nid = 'agree'\noptions = [{ code = 1, label = 'Yes' }, { code = 2, label = 'No' }]\nnets = [{ id = 'n', label = 'N', codes = [1] }]\n";
    let of = |rest: &str| format!("{scale}{}", question(&format!("kind = 'single'\ncolumn = 'c'\n{rest}")));
    let codebook = of("scale = 'agree'\nnets = [{ id = 'm', label = 'M', codes = ['No'] }]");
    let plan = plan(&Added { codebook: &codebook, ..Added::default() });
    let read = plan.codebook.question("q").expect("the question");
    assert_eq!(read.kind(), Kind::Single);
    assert_eq!(read.options().iter().map(|option| option.label.as_str()).collect::<Vec<_>>(), ["Yes", "No"]);
    let nets: Vec<(&str, &[i32])> = read.nets().iter().map(|net| (net.id.as_str(), net.codes.as_slice())).collect();
    assert_eq!(nets, [("n", [1].as_slice()), ("m", &[2])]);
    let found = problems(&Added { codebook: &of("scale = 'agre'"), ..Added::default() });
    assert_eq!(found[0], "codebook/unknown-scale: unknown scale `agre`");
    check(
        &of(&format!("scale = 'agree'\n{OPTIONS}")),
        &["codebook/options-and-scale: options beside the scale `agree`"],
    );
}
