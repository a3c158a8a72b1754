//! The tables of `report.html`: rows, bases, rounding, what is held back.

use topline_survey::{Published, Unit, Why};

use crate::fixture::{SURVEY, agreement, borrowing, cell, reading, shares, value};
use crate::page_text::{between, read, rows, written};

#[test]
fn every_row_and_column_is_there_each_net_above_its_options() {
    let open = SURVEY.replace("reconstructed = true", "");
    assert_eq!(
        rows(&written(&open, &[reading()]), "Q1"),
        [
            "Answer Total Region",
            "North South",
            "Unweighted base 81 30 51",
            "Net: A fair amount or more 51% 50% 51%",
            "A great deal 12% 17% 10%",
            "A fair amount 38% 33% 41%",
            "<script>alert('x')</script> & not much 44% 40% 47%",
            "Don't know 5% 10% 2%",
            "Mean 2.34 2.26 [u] 2.38",
            "Base of \u{201c}Mean\u{201d} 77 27 50",
        ]
    );
}

#[test]
fn items_are_groups_of_rows_with_bases_of_their_own() {
    let open = SURVEY.replace("reconstructed = true", "");
    let page = written(&open, &[agreement()]);
    assert_eq!(
        rows(&page, "Q2")[2..],
        [
            "It is quiet",
            "Unweighted base 78 28 50",
            "Agree 44% 50% [u] 40%",
            "Disagree 56% 50% [u] 60%",
            "It is warm",
            "Unweighted base 40 4 36",
            "Agree 38% [c] 33%",
            "Disagree 63% [c] 67%",
        ]
    );
    let notes = read(between(&page, "<ul class=\"notes\">", "</ul>"));
    assert!(notes.contains("[c] Held back: the base is below the minimum."), "{notes}");
    assert!(notes.contains("[u] The base is below 30"), "{notes}");
    assert!(!notes.contains("small base"), "the mark says it: {notes}");
    assert!(
        page.contains(
            "Asked of those who answered \u{201c}A great deal\u{201d} or \u{201c}A fair amount\u{201d} to Q1."
        )
    );
}

#[test]
fn what_rounding_parts_is_said_of_exclusive_options_only() {
    let page = written(SURVEY, &[reading(), agreement(), borrowing()]);
    let said = |table: &str| {
        let section = between(&page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
        let items = section.split("<li>").skip(1).map(|item| read(&format!("<li>{}", between(item, "", "</li>"))));
        items.filter(|note| note.contains("because of rounding")).collect::<Vec<_>>()
    };
    assert_eq!(
        said("Q1"),
        [
            "Percentages do not add to 100 because of rounding: Total (99).",
            "The parts of \u{201c}A fair amount or more\u{201d} do not add to it because of rounding: Total (50).",
        ]
    );
    assert_eq!(said("Q2"), ["Percentages do not add to 100 because of rounding: It is warm, Total (101)."]);
    let mut over = borrowing();
    cell(&mut over, 0, "2", 0).published = value("45");
    let page = written(SURVEY, &[over]);
    assert!(!page.contains("because of rounding"), "boxes to tick need not add up");
}

#[test]
fn sums_are_of_the_published_decimals() {
    let mut table = reading();
    // 10, 31, 36 and 4 of 81 at one decimal: 12.3, 38.3, 44.4, 4.9 make 99.9; 12.3 and 38.3 are 50.6, which is the net.
    for (row, text) in [("fair_or_more", "50.6"), ("1", "12.3"), ("2", "38.3"), ("3", "44.4"), ("4", "4.9")] {
        cell(&mut table, 0, row, 0).published = value(text);
    }
    let page = written(SURVEY, &[table]);
    assert!(page.contains("Percentages do not add to 100 because of rounding: Total (99.9)."));
    assert!(!page.contains("do not add to it"));
}

#[test]
fn a_held_back_base_shows_no_count_of_any_kind() {
    let mut table = agreement();
    for row in ["base", "1", "2"] {
        let held = cell(&mut table, 1, row, 1);
        held.published = Published::HeldBack(Why::SmallBase);
        held.base.effective = Some(3.7);
    }
    let page = written(SURVEY, &[table]);
    let rows = rows(&page, "Q2");
    let warm = rows.iter().position(|row| row == "It is warm").expect("the item");
    assert_eq!(rows[warm + 1], "Unweighted base 40 † [c] 36 †");
    assert_eq!(rows[warm + 2], "Weighted base 40 † [c] 36 †");
    assert_eq!(rows[warm + 3], "Effective base [z] † [c] [z] †");
}

#[test]
fn a_table_of_counts_has_no_percentages() {
    let mut counts = shares();
    counts.sections[0].rows.truncate(1);
    assert_eq!(counts.sections[0].rows[0].head.unit, Unit::Count);
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[counts]);
    assert_eq!(rows(&page, "shares"), ["Row Value", "Councils \"reached\" 33"]);
}

#[test]
fn a_column_in_which_nobody_answered_is_left_out() {
    let mut table = reading();
    for row in &mut table.sections[0].rows {
        row.cells[1].base.n = 0;
        row.cells[1].published = Published::Empty;
    }
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[table]);
    assert_eq!(rows(&page, "Q1")[1..3], ["South", "Unweighted base 81 51"]);
}

#[test]
fn a_bar_is_as_long_as_its_percentage() {
    let page = written(SURVEY, &[reading(), shares()]);
    let bars: Vec<&str> =
        page.split("style=\"width:").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
    // The headline first.
    assert_eq!(bars, ["51%", "51%", "12%", "38%", "44%", "5%", "36%"]);
}

#[test]
fn a_base_has_its_own_name_if_it_has_one() {
    let named = |label: &str| {
        let mut table = borrowing();
        label.clone_into(&mut table.sections[0].rows[0].head.label);
        rows(&written(&SURVEY.replace("reconstructed = true", ""), &[table]), "Q3").swap_remove(1)
    };
    assert_eq!(named("Who borrow"), "Who borrow 80");
    assert_eq!(named(""), "Unweighted base 80");
}
