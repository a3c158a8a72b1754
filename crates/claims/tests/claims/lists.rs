//! Bare lists of published figures: which column is what, and which table and row a label means.

use topline_claims::{ExpectedError, PublishedCell, read_published_list};
use topline_survey::Tabulation;

use crate::fixture::{Cell, cell, joined, tables};

/// A table with a title and rows of these labels.
fn table(id: &str, title: &str, labels: &[&str]) -> Tabulation {
    let answer =
        |(row, label): (usize, &&str)| Cell { row_label: (*label).to_owned(), ..cell(&format!("{id}.{row}"), 20, 80) };
    let cells: Vec<Cell> = labels.iter().enumerate().map(answer).collect();
    Tabulation { title: title.to_owned(), ..joined(&cells).remove(0) }
}

fn survey() -> Vec<Tabulation> {
    vec![
        table("travel", "How do you travel to work?", &["Train", "Bus", "Other"]),
        table("shop", "Where do you buy tea and coffee?", &["Market", "Shop", "Other"]),
        table("tea", "How often do you drink tea?", &["Daily", "Weekly", "Never"]),
        table("milk", "How often do you drink milk?", &["Daily", "Weekly", "Never"]),
    ]
}

fn read(csv: &str) -> Vec<PublishedCell> {
    read_published_list(csv).expect("a list").rows(&survey())
}

/// Each row as `table.row value`.
fn rows(csv: &str) -> Vec<String> {
    let told =
        |row: &PublishedCell| format!("{}.{} {}", row.table, row.option, row.value.as_deref().unwrap_or_default());
    read(csv).iter().map(told).collect()
}

#[test]
fn a_header_says_what_the_columns_are() {
    let found = read("Question,Answer,Group,Percent,Count,Base\nHow do you travel to work?,Bus,Men,45%,36,n = 80\n");
    let row = PublishedCell {
        number: 2,
        table: "travel".to_owned(),
        option: "Bus".to_owned(),
        column: "Men".to_owned(),
        value: Some("45%".to_owned()),
        count: Some("36".to_owned()),
        base: Some("80".to_owned()),
    };
    assert_eq!(found, [row]);
    // The order of the columns makes no difference, and a count is enough.
    let found = read("\u{feff}freq, label \n36,Bus\n");
    assert_eq!(
        (found[0].option.as_str(), found[0].count.as_deref(), found[0].value.as_deref()),
        ("Bus", Some("36"), None)
    );
    // Words that name no column of a list are a header too.
    assert_eq!(rows("What they said,In 2024\nTrain,45%\nBus,30%\n"), ["travel.Train 45%", "travel.Bus 30%"]);
}

#[test]
fn without_a_header_the_cells_say_what_the_columns_are() {
    assert_eq!(rows("Train,45%\nBus,30%\n"), ["travel.Train 45%", "travel.Bus 30%"]);
    assert_eq!(read("Train,45%\nBus,30%\n")[0].number, 1);
    // The last column of numbers is the value; the last words before it are the label, and what comes before is the question.
    assert_eq!(rows("1,tea,Daily,12,45\n2,tea,Weekly,9,30\n"), ["tea.Daily 45", "tea.Weekly 30"]);
    assert_eq!(rows("milk,Daily,45%\nmilk,Weekly,30%\n"), ["milk.Daily 45%", "milk.Weekly 30%"]);
    // A column is of numbers if most of its filled cells are; what is not published may be anything.
    assert_eq!(
        rows("Train,45%,\nBus,30%,\nOther,*,see note\n"),
        ["travel.Train 45%", "travel.Bus 30%", "travel.Other *"]
    );
    // Below a percentage, after a sign, of thousands.
    assert_eq!(
        rows("Train,<1%\nBus,\"1,615\"\nOther,-3.5\n"),
        ["travel.Train <1%", "travel.Bus 1,615", "travel.Other -3.5"]
    );
}

#[test]
fn a_line_without_a_value_is_the_question_of_those_below() {
    let list = "How often do you drink milk?,\nDaily,45%\nNever,30%\nHow often do you drink tea?,\nNever,20%\n";
    assert_eq!(rows(list), ["milk.Daily 45%", "milk.Never 30%", "tea.Never 20%"]);
    assert_eq!(read(list).iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 5]);
    // It may be in a column of its own, also behind an empty one.
    let indented = ",How often do you drink milk?,,\n,,Daily,45%\n,,Never,30%\n";
    assert_eq!(rows(indented), ["milk.Daily 45%", "milk.Never 30%"]);
    // It may be the only cell of its line.
    assert_eq!(rows("How often do you drink milk?\nDaily,45%\nNever,30%\n"), ["milk.Daily 45%", "milk.Never 30%"]);
    // A beginning of at least eight letters is enough, either way round.
    assert_eq!(rows("How often do you drink milk? Weighted,\nDaily,45%\n"), ["milk.Daily 45%"]);
    assert_eq!(rows("How often do you drink m,\nDaily,45%\n"), ["milk.Daily 45%"]);
    // A heading that is no question of the survey tells nothing.
    assert_eq!(rows("Transport,\nBus,45%\n"), ["travel.Bus 45%"]);
    assert_eq!(rows("Transport,\nNever,45%\n"), [".Never 45%"]);
}

#[test]
fn a_label_may_have_its_question_before_it() {
    for between in [": ", " - ", " \u{2013} ", " \u{2014} ", " | ", " / ", "."] {
        assert_eq!(rows(&format!("milk{between}Never,45%\n")), ["milk.Never 45%"], "{between}");
    }
    assert_eq!(rows("How often do you drink tea? - Never,45%\n"), ["tea.Never 45%"]);
    // The question of the line goes before the heading.
    assert_eq!(rows("How often do you drink milk?,\ntea: Never,45%\n"), ["tea.Never 45%"]);
    // What stands before it is no question of the survey.
    assert_eq!(rows("coffee: Never,45%\n"), [".coffee: Never 45%"]);
}

#[test]
fn the_labels_around_a_label_tell_its_table() {
    // `Other` is in two tables.
    assert_eq!(rows("Train,45%\nBus,30%\nOther,25%\n"), ["travel.Train 45%", "travel.Bus 30%", "travel.Other 25%"]);
    assert_eq!(rows("Other,25%\nMarket,45%\nShop,30%\n"), ["shop.Other 25%", "shop.Market 45%", "shop.Shop 30%"]);
    assert_eq!(
        rows("Train,45%\nBus,30%\nOther,25%\nOther,20%\nMarket,45%\nShop,35%\n")[2..4],
        ["travel.Other 25%", "travel.Other 20%"],
        "as many around it in both: that of the line before"
    );
    // In two tables with the same labels nothing tells; after a heading, that of the line before.
    assert_eq!(rows("Daily,45%\nNever,30%\n"), [".Daily 45%", ".Never 30%"]);
    assert_eq!(rows("tea: Daily,45%\nNever,30%\n"), ["tea.Daily 45%", "tea.Never 30%"]);
}

#[test]
fn labels_are_compared_folded_and_stay_where_they_name_nothing() {
    assert_eq!(rows("TRAIN,45%\nFerry,30%\n"), ["travel.TRAIN 45%", ".Ferry 30%"]);
    // Rows have names too.
    assert_eq!(rows("travel: 1,45%\n"), ["travel.1 45%"]);
}

#[test]
fn items_of_a_grid_are_tables_of_their_own() {
    let item = |item: &str, label: &str, row: &str| Cell {
        item_label: label.to_owned(),
        row_label: row.to_owned(),
        ..cell(&format!("rate.{item}.{row}"), 20, 80)
    };
    let mut grid = tables(&[item("price", "The price of tea", "Good")]);
    grid[0].sections.extend(tables(&[item("taste", "The taste of tea", "Good")]).remove(0).sections);
    let named = |label: &str| {
        let list = read_published_list(&format!("table,label,value\n{label},Good,45%\n")).expect("a list");
        list.rows(&grid).remove(0).table
    };
    for (called, item) in
        [("The price of tea", "price"), ("taste", "taste"), ("rate.taste", "taste"), ("the TASTE of tea", "taste")]
    {
        assert_eq!(named(called), item, "{called}");
    }
    assert_eq!(named("rate"), "rate", "which item, nothing tells");
}

#[test]
fn a_list_without_a_figure_is_empty() {
    for empty in ["", "label,value\n", "How do you travel to work?,\n", "Train,\nBus,\n"] {
        assert!(matches!(read_published_list(empty), Err(ExpectedError::Empty)), "{empty:?}");
    }
}
