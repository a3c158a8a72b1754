//! Tables of published figures beside the export.

use topline_claims::{ExpectedError, judge_expected};
use topline_survey::{Expected, FinalZeros, Only, Otherwise, RoundingMode, Ruling, Unit, Verdict, Why};

use crate::fixture::{Cell, cell, rounding, tables, weighted};

fn declared() -> Expected {
    Expected {
        path: "expected.csv".to_owned(),
        table: Some("column".to_owned()),
        of: None,
        row: "option".to_owned(),
        column: Some("breakdown".to_owned()),
        total: Some("Adult men".to_owned()),
        value: Some("expected".to_owned()),
        ..Expected::default()
    }
}

fn labelled(row: &str, column: &str, figure: Cell) -> Cell {
    Cell { row_label: row.to_owned(), column_label: column.to_owned(), ..figure }
}

/// Two questions and an item of a grid, by two breaks that have a column of the same name.
fn figures() -> Vec<Cell> {
    let often = |place: &str, x| Cell {
        item_label: "Ask a friend for \u{201c}advice\u{201d}".to_owned(),
        ..labelled("Often", "Total", weighted(place, x))
    };
    vec![
        labelled("Very masculine", "Total", weighted("q0001.1", 37.1947)),
        labelled("Very masculine", "18 - 34", weighted("q0001.1@age3.1", 29.236)),
        labelled("Very masculine", "Yes", weighted("q0001.1@kids.1", 43.1682)),
        labelled("Very masculine", "Yes", weighted("q0001.1@job.1", 40.2)),
        labelled("It isn\u{2019}t always clear", "Total", weighted("q0020.1", 31.0)),
        Cell {
            suppressed: Some(Why::SmallBase),
            published: None,
            ..labelled("It isn\u{2019}t always clear", "18 - 34", weighted("q0020.1@age3.1", 50.0))
        },
        often("q0007.q0007_0001.1", 33.6),
        Cell { question: "q0030".to_owned(), ..labelled("New York", "Total", weighted("states.33", 8.2)) },
        labelled(
            "Respondents",
            "Total",
            Cell { unit: Unit::Count, x: Some(1_615.0), ..cell("q0001.base", 1_615, 1_615) },
        ),
    ]
}

fn judged(csv: &str) -> Vec<Verdict> {
    judge_expected("tables", &declared(), csv, &tables(&figures()), &rounding(RoundingMode::HalfUp)).expect("a table")
}

#[track_caller]
fn check(row: &str, expect: Ruling, reason: &str) {
    let verdict = judged(&format!("figure_id,column,option,breakdown,expected\n{row}\n")).remove(0);
    assert_eq!(verdict.ruling, expect, "{row}: {}", verdict.reason);
    assert!(verdict.reason.contains(reason), "{row}: {}", verdict.reason);
    assert_eq!(verdict.lines.to_string(), "row 2");
    assert_eq!(verdict.expected, Ruling::Holds);
}

#[test]
fn cells_name_figures_by_their_labels() {
    check("x,q0001,Very masculine,18 - 34,29%", Ruling::Holds, "29%");
    check("x,q0001,VERY  masculine,18 – 34,29", Ruling::Holds, "29%");
    check("x,q0001,1,age3.1,29%", Ruling::Holds, "29%");
    check("x,q0007_0001,Often,Adult Men,33%", Ruling::OtherRounding, "cut off");
    check("x,q0001,Very masculine,18 - 34,30%", Ruling::Contradicted, "29%");
    check("x,q0001,Very masculine,kids.1,43%", Ruling::Holds, "43%");
    check("x,q0020,It isn?t always clear,Adult Men,31%", Ruling::Holds, "31%");
    check("x,q0007_0001,Often,Adult Men,34%", Ruling::Holds, "34%");
    check("x,\"Ask a friend for ?advice?\",Often,Adult Men,34%", Ruling::Holds, "34%");
    check("x,q0007,Often,Adult Men,34%", Ruling::Holds, "34%");
    check("x,q0030,New York,Adult Men,8%", Ruling::Holds, "8%");
    check("x,q0001,Respondents,Adult Men,\"1,615\"", Ruling::Holds, "1,615");
}

#[test]
fn a_blank_says_that_the_figure_was_held_back() {
    check("x,q0020,It isn't always clear,18 - 34,", Ruling::Holds, "the base is below the minimum");
    check("x,q0020,It isn't always clear,18 - 34,50%", Ruling::NotCheckable, "held back");
    check("x,q0001,Very masculine,18 - 34,", Ruling::Contradicted, "the data say 29%");
}

#[test]
fn what_names_no_figure_is_not_checkable() {
    check("x,q0002,Very masculine,18 - 34,29%", Ruling::NotCheckable, "no table, item or question is called `q0002`");
    check(
        "x,q0001,Very masculin,18 - 34,29%",
        Ruling::NotCheckable,
        "`q0001` has no row `Very masculin`, only `very masculine`",
    );
    check("x,q0020,It isn't always clear,kids.1,29%", Ruling::NotCheckable, "`q0020` has no column `kids.1`");
    check("x,q0001,Very masculine,Yes,43%", Ruling::NotCheckable, "several figures: q0001.1@kids.1, q0001.1@job.1");
    check("x,q0001,Very masculine,18 - 34,n/a", Ruling::NotCheckable, "`n/a` is not a wording");
}

#[test]
fn the_total_has_the_declared_name() {
    check("x,q0001,Very masculine,ADULT MEN,37%", Ruling::Holds, "37%");
    check("x,q0001,Very masculine,Total,37%", Ruling::Holds, "37%");
    check("x,q0001,Very masculine,,37%", Ruling::Holds, "37%");
    check("x,q0001,Very masculine,All men,37%", Ruling::NotCheckable, "`q0001` has no column `All men`");
}

#[test]
fn a_table_without_columns_is_of_the_total() {
    let expected = Expected { column: None, total: None, ..declared() };
    let csv = "\u{feff}column,option,expected\nq0001,Very masculine,37%\n";
    let verdict = judge_expected("tables", &expected, csv, &tables(&figures()), &rounding(RoundingMode::HalfUp))
        .expect("a table");
    assert_eq!(verdict[0].ruling, Ruling::Holds);
    assert_eq!(verdict[0].quote, "q0001 | Very masculine | 37%");
    assert_eq!(verdict[0].figures[0].to_string(), "q0001.1");
    assert_eq!(verdict[0].lines.to_string(), "row 2");
}

/// A question whose rows count 21 of 31 and 4 of 31, and a mean.
fn counted() -> Vec<Cell> {
    let score =
        Cell { unit: Unit::Score, x: Some(3.25), published: Some("3.25".to_owned()), ..cell("q1.mean", 31, 31) };
    vec![
        labelled("Kale", "Total", cell("q1.1", 21, 31)),
        labelled("Fancy cheese", "Total", cell("q1.2", 4, 31)),
        labelled("Mean", "Total", score),
    ]
}

#[track_caller]
fn check_counted(rows: &str, expect: &[(&str, Ruling, &str)]) {
    let expected = Expected {
        path: "expected.csv".to_owned(),
        of: Some("q1".to_owned()),
        row: "option".to_owned(),
        value: Some("percent".to_owned()),
        count: Some("n".to_owned()),
        base: Some("of".to_owned()),
        ..Expected::default()
    };
    let csv = format!("option,percent,n,of\n{rows}\n");
    let verdicts = judge_expected("tables", &expected, &csv, &tables(&counted()), &rounding(RoundingMode::HalfUp))
        .expect("a table");
    assert_eq!(verdicts.len(), expect.len());
    for (verdict, (stated, ruling, reason)) in verdicts.iter().zip(expect) {
        assert_eq!(verdict.ruling, *ruling, "{rows}: {}", verdict.reason);
        assert!(verdict.reason.contains(reason), "{rows}: {}", verdict.reason);
        assert_eq!(verdict.stated, *stated);
    }
}

#[test]
fn a_row_may_state_a_value_a_count_and_a_base() {
    check_counted("Kale,67.7%,21,31", &[("67.7% | 21 | of 31", Ruling::Holds, "")]);
    check_counted("Kale,67.7%,,", &[("67.7%", Ruling::Holds, "")]);
    check_counted("Kale,,21,", &[("21", Ruling::Holds, "21 of 31")]);
    check_counted("Kale,67.7%,20,31", &[("67.7% | 20 | of 31", Ruling::Contradicted, "21 of 31")]);
    check_counted("Kale,67.9%,21,", &[("67.9% | 21", Ruling::Contradicted, "68% (21 of 31)")]);
    check_counted("Kale,67.7%,21,27", &[("67.7% | 21 | of 27", Ruling::Contradicted, "no count out of 27 is 67.7%")]);
    check_counted("Kale,67.7%,,27", &[("67.7% | of 27", Ruling::Impossible, "no count out of 27 is 67.7%")]);
    check_counted("Kale,,21,27", &[("21 | of 27", Ruling::Contradicted, "the base stated is 27")]);
    check_counted("Fancy cheese,13%,4,31", &[("13% | 4 | of 31", Ruling::Holds, "")]);
    check_counted("Kale,,,", &[("no value", Ruling::Contradicted, "nothing is published")]);
    check_counted("Kale,67.7%,some,", &[("67.7% | some", Ruling::NotCheckable, "`some` is no count")]);
    check_counted("Kale,67.7%,21,all", &[("67.7% | 21 | of all", Ruling::NotCheckable, "`all` is no base")]);
    check_counted("Mean,3.25,31,", &[("3.25 | 31", Ruling::NotCheckable, "the figure is a score")]);
    check_counted("Kale,67%,20,", &[("67% | 20", Ruling::Contradicted, "; 67 is the value cut off")]);
}

#[test]
fn zeros_that_a_program_added_were_not_published() {
    let judged = |final_zeros, value: &str| {
        let expected = Expected {
            of: Some("q1".to_owned()),
            row: "option".to_owned(),
            value: Some("percent".to_owned()),
            final_zeros,
            ..Expected::default()
        };
        let csv = format!("option,percent\nKale,{value}\n");
        let judged = judge_expected("tables", &expected, &csv, &tables(&counted()), &rounding(RoundingMode::HalfUp));
        let verdict = judged.expect("a table").remove(0);
        (verdict.ruling, verdict.stated)
    };
    assert_eq!(judged(FinalZeros::Published, "68.0"), (Ruling::Contradicted, "68.0".to_owned()));
    assert_eq!(judged(FinalZeros::Added, "68.0"), (Ruling::Holds, "68".to_owned()));
    assert_eq!(judged(FinalZeros::Added, "68.0%"), (Ruling::Holds, "68%".to_owned()));
    assert_eq!(judged(FinalZeros::Added, "67.70"), (Ruling::Holds, "67.7".to_owned()));
    assert_eq!(judged(FinalZeros::Added, "70"), (Ruling::Contradicted, "70".to_owned()));
}

#[test]
fn rows_may_be_left_to_others_and_known_not_to_hold() {
    let only = |column: &str, is: &[&str]| {
        Some(Only { column: column.to_owned(), is: is.iter().map(|each| (*each).to_owned()).collect() })
    };
    let otherwise = |rows: &[u64]| {
        vec![Otherwise { rows: rows.to_vec(), expect: Ruling::Contradicted, because: "misprinted".to_owned() }]
    };
    let judged = |only, otherwise| {
        let expected = Expected {
            of: Some("q1".to_owned()),
            row: "option".to_owned(),
            value: Some("percent".to_owned()),
            only,
            otherwise,
            ..Expected::default()
        };
        let csv = "kind,option,percent\npct,Kale,68%\nmean,Mean,3.25\npct,Fancy cheese,31%\n";
        judge_expected("tables", &expected, csv, &tables(&counted()), &rounding(RoundingMode::HalfUp))
    };
    let lines = |verdicts: &[Verdict]| verdicts.iter().map(|verdict| verdict.lines.to_string()).collect::<Vec<_>>();

    let verdicts = judged(only("kind", &["pct"]), otherwise(&[4])).expect("a table");
    assert_eq!(lines(&verdicts), ["row 2", "row 4"]);
    assert_eq!((verdicts[0].expected, verdicts[0].because.as_deref()), (Ruling::Holds, None));
    assert_eq!((verdicts[1].expected, verdicts[1].because.as_deref()), (Ruling::Contradicted, Some("misprinted")));
    assert!(verdicts.iter().all(Verdict::is_as_expected));

    let fails = |only, otherwise| judged(only, otherwise).expect_err("no table").to_string();
    assert_eq!(
        fails(only("kind", &["pct", "total"]), Vec::new()),
        "find `total` in the column `kind` of published figures"
    );
    assert_eq!(fails(only("kinds", &["pct"]), Vec::new()), "find the column `kinds` of published figures");
    assert_eq!(fails(only("kind", &["pct"]), otherwise(&[3])), "find row 3 among the published figures");
}

#[test]
fn a_table_that_cannot_be_read_says_where() {
    let fails = |csv: &str| {
        judge_expected("tables", &declared(), csv, &tables(&figures()), &rounding(RoundingMode::HalfUp))
            .expect_err("no table")
    };
    let error = fails("column,options,breakdown,expected\n");
    assert_eq!(error.to_string(), "find the column `option` of published figures");
    assert_eq!(error.hint().as_deref(), Some("did you mean `options`?"));
    let error = fails("column,option,breakdown,expected\na,b,c,1%\na,b,c\n");
    assert_eq!(error.to_string(), "read row 3 of published figures: it has 3 cells, and the header 4");
    assert!(matches!(fails("column,option,breakdown,expected\n"), ExpectedError::Empty));
    assert!(matches!(fails(""), ExpectedError::NoColumn { .. }));
}
