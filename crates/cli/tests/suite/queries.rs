//! What SQL knows of questions, from outside: queries of `figures/`. Those of the guide are run by `guide`.

use crate::program::topline;
use crate::workspace::{Change, Library};

const QUERY: &str = "pipelines/library/figures/choices.sql";

/// Three figures from a table function, a view and a choice by label: of eight visitors two had a net and a tick to give.
const CHOICES: &str = r#"-- Title: What was chosen
with chosen as (
    select 1 as place, 'staff' as row_key, row_label as label, n as "count", base
    from net('opinion.staff', 'Good or fair')
    union all
    select 2 as place, 'books' as row_key, 'Came for books' as label, count(*) filter (where ticked) as "count", count(*) as base
    from reason
    where label = 'Books' and absent is null
    union all
    select 3 as place, 'visited' as row_key, 'Visited' as label, count(*) filter (where chose(visited, 'Yes')) as "count",
        count(visited) as base
    from responses
)

select row_key, label, "count", base
from chosen
order by place
"#;

#[test]
fn figures_are_made_of_tables_views_and_choices() {
    let library = Library::with(&[Change::Write(QUERY, CHOICES.as_bytes())]);
    topline(library.folder(), &["check", "pipelines/library"]).exits(0);
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    let query = "select figure, n, base, published from figures where table_id = 'choices' order by figure";
    let told = topline(library.folder(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0);
    // Staff: Good to r01, r02, r05, r06 and r09, Fair to r03 and r10, Poor to r08. Books: r01, r02, r05, r08, r09, r10.
    let expected = "figure,n,base,published\nchoices.books,6,8,75\nchoices.staff,7,8,88\nchoices.visited,8,10,80\n";
    assert_eq!(told.stdout, expected);
}

#[test]
fn a_slip_in_a_name_is_told_before_the_export_is_read() {
    for (from, to, says) in [
        (
            "'opinion.staff'",
            "'opinion.stuff'",
            ["`opinion` has no item `stuff`", "did you mean staff", "choices.sql:4:14"],
        ),
        (
            "'Good or fair'",
            "'Good and fair'",
            ["has no option or net", "did you mean Good or fair", "choices.sql:4:31"],
        ),
        (
            "chose(visited, 'Yes')",
            "chose(visited, 'Yess')",
            ["has no option or net", "did you mean Yes?", "choices.sql:10:89"],
        ),
        ("from reason", "from raeson", ["there is no table `raeson`", "did you mean reason", "choices.sql:7:10"]),
    ] {
        let library = Library::with(&[Change::Write(QUERY, CHOICES.replace(from, to).as_bytes())]);
        for verb in ["check", "run"] {
            let told = topline(library.folder(), &[verb, "pipelines/library"]).exits(2);
            for words in says {
                assert!(told.stderr.contains(words), "{verb}: {words}\n{}", told.stderr);
            }
        }
        assert!(!library.folder().join("data/out").exists(), "there are outputs");
    }
}

#[test]
fn filters_of_tables_name_options() {
    let filter = "[[table]]\nid = \"staff_of_visitors\"\nrows = \"opinion\"\nfilter = \"chose(use, 'Events')\"\n";
    let library = Library::with(&[Change::Append("pipelines/library/tables.toml", filter)]);
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    // Events are used by r04, who did not visit, r06, r08 and r10; their staff was good, poor and fair.
    let arguments = ["explain", "staff_of_visitors.staff.good_or_fair", "--out", "out"];
    let told = topline(library.folder(), &arguments).exits(0);
    assert!(told.stdout.contains("base     3 "), "{}", told.stdout);
    assert!(told.stdout.contains("2 counted"), "{}", told.stdout);
}
