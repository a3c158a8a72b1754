//! The items of a grid side by side, or one a row.

use topline_publish::table_csv;
use topline_survey::Arrangement;

use crate::fixture::{SURVEY, agreement, plan};

fn arranged(arrangement: Arrangement) -> String {
    let mut plan = plan(&SURVEY.replace("reconstructed = true", ""), "");
    let table = plan.tables.iter_mut().find(|table| table.id == "Q2").expect("the table");
    table.arrangement = arrangement;
    table_csv(&plan, &agreement())
}

#[test]
fn items_are_rows_of_the_total() {
    let table = arranged(Arrangement::ItemRows);
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("row_label,unit,Unweighted base,Agree,Disagree"), "{table}");
    let cells: Vec<String> = lines
        .map(|line| {
            line.split(',').enumerate().filter(|(at, _)| *at != 1).map(|(_, cell)| cell).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(cells, ["It is quiet 78 44 56", "It is warm 40 38 63"], "{table}");
}

#[test]
fn items_stand_side_by_side_with_their_breaks() {
    assert_eq!(
        arranged(Arrangement::SideBySide),
        "\
row_label,unit,It is quiet: Total,It is quiet: Region: North,It is quiet: Region: South,It is warm: Total,It is warm: Region: North,It is warm: Region: South
Unweighted base,count,78,28,50,40,4,36
Agree,percent,44,50,40,38,[c],33
Disagree,percent,56,50,60,63,[c],67
"
    );
}
