//! `tables/<id>.csv`.

use topline_survey::{Published, Tabulation, Why};

use crate::fixture::{SURVEY, agreement, borrowing, cell, plan, reading, shares};

/// The table of a survey that was not reconstructed.
fn table_csv(table: &Tabulation) -> String {
    let survey = SURVEY.replace("reconstructed = true", "reconstructed = false");
    topline_publish::table_csv(&plan(&survey, ""), table)
}

#[test]
fn each_line_of_a_reconstructed_survey_says_so() {
    let table = topline_publish::table_csv(&plan(SURVEY, ""), &borrowing());
    let mut lines = table.lines();
    assert!(lines.next().is_some_and(|header| header.ends_with(",export")), "{table}");
    assert!(lines.all(|line| line.ends_with(",reconstructed")), "{table}");
}

#[test]
fn a_question_by_its_banner_each_net_above_its_options() {
    let expect = "\
row_label,unit,Total,Region: North,Region: South
Unweighted base,count,81,30,51
A fair amount or more,percent,51,50,51
A great deal,percent,12,17,10
A fair amount,percent,38,33,41
<script>alert('x')</script> & not much,percent,44,40,47
Don't know,percent,5,10,2
Mean,score,2.34,2.26,2.38
Base of \u{201c}Mean\u{201d},count,77,27,50
";
    assert_eq!(table_csv(&reading()), expect);
}

#[test]
fn a_grid_by_item_with_what_is_held_back() {
    let expect = "\
item_label,row_label,unit,Total,Region: North,Region: South
It is quiet,Unweighted base,count,78,28,50
It is quiet,Agree,percent,44,50,40
It is quiet,Disagree,percent,56,50,60
It is warm,Unweighted base,count,40,4,36
It is warm,Agree,percent,38,[c],33
It is warm,Disagree,percent,63,[c],67
";
    assert_eq!(table_csv(&agreement()), expect);
}

#[test]
fn a_comma_and_a_quotation_mark_are_quoted() {
    assert!(table_csv(&borrowing()).contains("\n\"Books, new\",percent,56\n"));
    assert!(table_csv(&shares()).contains("\n\"Councils \"\"reached\"\"\",count,33,,\n"));
}

#[test]
fn a_table_made_in_sql_shows_count_and_base_of_each_percentage() {
    let expect = "\
row_label,unit,value,count,base
\"Councils \"\"reached\"\"\",count,33,,
Covered,percent,36,12,33
Nobody,percent,[z],,
";
    assert_eq!(table_csv(&shares()), expect);
}

#[test]
fn what_is_held_back_shows_no_count() {
    let mut held = shares();
    cell(&mut held, 0, "covered", 0).published = Published::HeldBack(Why::SmallBase);
    let table = table_csv(&held);
    assert!(table.contains("\nCovered,percent,[c],,\n"), "{table}");
}

#[test]
fn a_weighted_table_has_three_bases() {
    let mut weighted = reading();
    for cell in weighted.sections[0].rows.iter_mut().flat_map(|row| &mut row.cells) {
        (cell.base.weighted, cell.base.effective) = (80.25, Some(61.0));
    }
    let table = table_csv(&weighted);
    let expect = "Unweighted base,count,81,30,51\nWeighted base,count,80.2,80.2,80.2\nEffective base,count,61,61,61\n";
    assert!(table.contains(expect), "{table}");
}

#[test]
fn no_rows_are_no_table() {
    let mut empty = shares();
    empty.sections.clear();
    assert_eq!(table_csv(&empty), "");
}
