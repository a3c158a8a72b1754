//! Answers that stand in other ways than one label in one cell: spread over columns, as mentions, in the respondent's own words.

use topline_plan::read_plan;
use topline_survey::{PlanFiles, PlanText};

use crate::cells::becomes;
use crate::fixture::{normalise, raw, written};

#[test]
fn one_answer_spread_over_a_column_for_each_option() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'single'
        text = 'Q?'
        options = [
          { code = 1, label = 'Yes', column = 'q yes' },
          { code = 2, label = 'No', column = 'q no' },
          { code = 0, label = 'Unsure', also = ['0'], column = 'q unsure' },
          { code = 9, label = 'Other', open = true, column = 'q other' },
        ]
        unticked = ['Not selected']
        absent = { not_asked = ['NA'] }
        ",
        &["q yes", "q no", "q unsure", "q other"],
        &[
            (&["Yes", "", "", ""], "1"),
            (&["", "No", "", ""], "2"),
            (&["", "2", "", ""], "2"),
            (&["", "", "0", ""], "0"),
            (&["", "0", "Unsure", ""], "0"),
            (&["", "", "", "words of their own"], "9"),
            (&["Not selected", "No", "Not selected", "Not selected"], "2"),
            (&["NA", "NA", "NA", "NA"], "- !not_asked"),
            (&["", "", "", ""], "- !no_answer"),
            (&["yes", "", "", ""], "1 | q yes: spelling accepted"),
            (&["Yes", "No", "", ""], "- !invalid | q no: conflict made_invalid"),
            (&["Perhaps", "", "", ""], "- !invalid | q yes: unmapped made_invalid"),
        ],
    );
}

#[test]
fn items_of_a_grid_spread_over_a_column_for_each_option() {
    becomes(
        "
        [[question]]
        id = 'g'
        kind = 'grid'
        text = 'G?'
        options = [{ code = 1, label = 'Good' }, { code = 2, label = 'Bad' }]
        items = [
          { id = 'tea', label = 'Tea', columns = ['tea good', 'tea bad'] },
          { id = 'milk', label = 'Milk', columns = ['', 'milk bad'] },
          { id = 'beer', label = 'Beer', column = 'beer' },
        ]
        ",
        &["tea good", "tea bad", "milk bad", "beer"],
        &[
            (&["Good", "", "", "Bad"], "1 - !no_answer 2"),
            (&["", "x", "2", ""], "2 2 - !no_answer"),
            (&["1", "Bad", "Bad", "Good"], "- !invalid 2 1 | tea bad: conflict made_invalid"),
        ],
    );
}

#[test]
fn columns_that_each_hold_a_chosen_option() {
    becomes(
        "
        [[question]]
        id = 'm'
        kind = 'multi'
        text = 'M?'
        columns = ['first', 'second']
        options = [{ code = 1, label = 'Tea' }, { code = 2, label = 'Milk' }, { code = 3, label = 'Beer' }]
        ",
        &["first", "second"],
        &[
            (&["Tea", "3"], "true false true"),
            (&["Milk", ""], "false true false"),
            (&["Milk", "Milk"], "false true false"),
            (&["", ""], "- - - !no_answer"),
            (&["Tea", "Gin"], "true false false | second: unmapped made_invalid"),
        ],
    );
}

#[test]
fn an_open_option_takes_what_nothing_else_matches() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'single'
        text = 'Q?'
        column = 'c'
        options = [{ code = 1, label = 'Tea' }, { code = 2, label = 'Other', open = true, mark = 'other' }]
        absent = { refused = ['no'] }
        [[question]]
        id = 'm'
        kind = 'multi'
        text = 'M?'
        column = 'd'
        separator = ', '
        options = [{ code = 1, label = 'Tea' }, { code = 2, label = 'Other', open = true, mark = 'other' }]
        ",
        &["c", "d"],
        &[
            (&["Tea", "Tea"], "1 true false"),
            (&["Gin", "Tea, Gin, or so"], "2 true true"),
            (&["no", "Gin"], "- !refused false true"),
            (&["", ""], "- !no_answer - - !no_answer"),
        ],
    );
}

#[test]
fn days_in_other_orders() {
    let question = |order: &str| {
        format!("[[question]]\nid = 'd'\nkind = 'date'\ntext = 'D?'\ncolumn = 'c'\nwritten = '{order}'\n")
    };
    let bad = "- !invalid | c: malformed made_invalid";
    becomes(
        &question("day_month_year"),
        &["c"],
        &[
            (&["31/12/2017"], "2017-12-31"),
            (&["1.2.17 09:15"], "2017-02-01"),
            (&["12/31/2017"], bad),
            (&["2017-12-31"], bad),
        ],
    );
    becomes(
        &question("month_day_year"),
        &["c"],
        &[(&["12/31/2017"], "2017-12-31"), (&["5/16/70"], "1970-05-16"), (&["31/12/2017"], bad), (&["2/30/2017"], bad)],
    );
    becomes(
        &question("year_month_day"),
        &["c"],
        &[(&["2017/1/2"], "2017-01-02"), (&["2017/13/2"], bad), (&["2017"], bad)],
    );
}

#[test]
fn numbers_as_people_write_them() {
    let question = |keys: &str| format!("[[question]]\nid = 'n'\nkind = 'number'\ntext = 'N?'\ncolumn = 'c'\n{keys}\n");
    let bad = "- !invalid | c: malformed made_invalid";
    becomes(
        &question("decimal = ','\ngrouping = '.'"),
        &["c"],
        &[(&["1.234,5"], "1234.5"), (&["7"], "7.0"), (&["-0,25"], "-0.25"), (&["1,2,3"], bad)],
    );
    becomes(&question("decimal = ','"), &["c"], &[(&["34,5"], "34.5"), (&["34.5"], bad)]);
    becomes(
        &question("grouping = ','"),
        &["c"],
        &[(&["12,345.5"], "12345.5"), (&["12,345"], "12345.0"), (&["12;345"], bad)],
    );
}

#[test]
fn where_no_column_names_respondents_rows_do() {
    let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("id = 'x'\ntitle = 'X'\n[source]\nname = 'export'\npath = 'x.csv'\nformat = 'csv'\n"),
        codebook: text("[[question]]\nid = 'q'\nkind = 'number'\ntext = 'Q?'\ncolumn = 'q'\n"),
        ..PlanFiles::default()
    };
    let plan = read_plan(&files).expect("a plan");
    let normal = normalise(&plan, &[raw(2, &["q"], &[vec!["1"], vec!["1"], vec![""]])]);
    assert_eq!(written(&normal.responses), ["2 2 1.0", "3 3 1.0", "4 4 - !no_answer"]);
    assert_eq!((normal.accounting.accepted, normal.accounting.respondents), (3, 3));
}
