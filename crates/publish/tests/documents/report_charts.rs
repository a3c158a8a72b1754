//! The charts of `report.html`.

use topline_survey::{Published, Why};

use crate::fixture::{
    CODEBOOK, SURVEY, agreement, borrowing, cell, plan_of, plan_with_nets, reading, report, rest, value,
};
use crate::page_text::{between, read, written};

/// The chart of a table: its text alternative, and the length of each of its parts.
fn chart<'p>(page: &'p str, table: &str) -> (String, Vec<&'p str>) {
    let section = between(page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
    let chart = between(section, "<figure", "</figure>");
    let label = chart.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let alternative = label.replace("&#39;", "'");
    let lengths = chart.split("inline-size:").skip(1).map(|rest| rest.split('%').next().unwrap_or_default());
    (alternative, lengths.collect())
}

#[test]
fn a_chart_says_all_that_it_shows() {
    let page = written(SURVEY, &[borrowing()]);
    assert_eq!(
        chart(&page, "Q3").0,
        "Bar chart. Base 80: Books, new 56%\u{2020}, Films 44%\u{2020}.",
        "as the table does"
    );
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[agreement(), borrowing()]);
    let (said, lengths) = chart(&page, "Q3");
    assert_eq!(said, "Bar chart. Base 80: Books, new 56%, Films 44%.");
    assert_eq!(lengths, ["56", "44"]);
    let (said, lengths) = chart(&page, "Q2");
    let expect =
        "Stacked bar chart. It is quiet (78): Agree 44%, Disagree 56%. It is warm (40): Agree 38%, Disagree 63%.";
    assert_eq!(said, expect);
    // Without nets it has no sides: each bar begins at 0, and the longest, of 101, is as wide as the chart.
    assert_eq!(lengths, ["0.00", "43.56", "55.45", "0.00", "37.62", "62.38"]);
    assert!(page.contains("<details><summary>Table, with all columns</summary>"), "{page}");
}

#[test]
fn the_sides_of_a_scale_meet() {
    let nets = "nets = [{ id = \"fair_or_more\", label = \"A fair amount or more\", codes = [1, 2] },";
    let both = [nets, "{ id = \"not\", label = \"Not much\", codes = [3] }]"].concat();
    let mut plan = plan_with_nets(&both);
    plan.survey.reconstructed = false;
    let page = report(&rest().with(&plan, &[reading()]));
    let (said, lengths) = chart(&page, "Q1");
    let script = "&lt;script&gt;alert('x')&lt;/script&gt; &amp; not much";
    assert_eq!(
        said,
        format!("Stacked bar chart. Base 81: A great deal 12%, A fair amount 38%, {script} 44%, Don't know 5%.")
    );
    // 12 and 38 on the left of the line, 44 on its right: 50 of 94 is 53.19%. Who does not know is next to the bar.
    assert_eq!(lengths, ["0.00", "12.77", "40.43", "46.81"]);
    let amount = read(between(between(&page, "<figure", "</figure>"), "<span class=\"amount\">", "</span>"));
    assert_eq!(amount, "Don't know 5%");

    // With an option between the nets, it is in the middle, also where one of the nets could take it in.
    let ends =
        "{ id = \"fair_or_more\", label = \"Most\", codes = [1] }, { id = \"rest\", label = \"Rest\", codes = [2, 3] }";
    let plan = plan_with_nets(&format!("nets = [{ends}, {{ id = \"not\", label = \"Not much\", codes = [3] }}]"));
    let page = report(&rest().with(&plan, &[reading()]));
    let tones: Vec<&str> = page.split("\"part ").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(tones, ["left-3", "middle", "right-3"]);
}

#[test]
fn what_is_held_back_has_no_bar() {
    let mut held = borrowing();
    cell(&mut held, 0, "1", 0).published = Published::HeldBack(Why::SmallBase);
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[held]);
    let (said, lengths) = chart(&page, "Q3");
    assert_eq!(said, "Bar chart. Base 80: Films 44%, Books, new [c].");
    assert_eq!(lengths, ["44"]);
}

#[test]
fn half_of_the_middle_is_on_each_side() {
    let options = "options = [{ code = 1, label = \"Agree\" }, { code = 2, label = \"Disagree\" }]\nasked_if";
    let three = "options = [{ code = 1, label = \"Agree\" }, { code = 2, label = \"Neither\" }, { code = 3, label = \"Disagree\" }]\n\
        nets = [{ id = \"yes\", label = \"Yes\", codes = [1] }, { id = \"no\", label = \"No\", codes = [3] }]\nasked_if";
    assert!(CODEBOOK.contains(options));
    let plan = plan_of(&SURVEY.replace("reconstructed = true", ""), &CODEBOOK.replace(options, three), "");
    let mut table = agreement();
    for (section, values) in [["40", "20", "40"], ["30", "10", "60"]].iter().enumerate() {
        let rows = &mut table.sections[section].rows;
        rows.push(rows[2].clone());
        "3".clone_into(&mut rows[3].head.key);
        "Disagree".clone_into(&mut rows[3].head.label);
        "Neither".clone_into(&mut rows[2].head.label);
        for (row, text) in ["1", "2", "3"].iter().zip(values) {
            cell(&mut table, section, row, 0).published = value(text);
        }
    }
    let page = report(&rest().with(&plan, &[table]));
    let (_, lengths) = chart(&page, "Q2");
    // Of the first 50 are on the left of the line, of the second 35, and 65 on its right: the chart is 115 wide.
    assert_eq!(lengths, ["0.00", "34.78", "17.39", "34.78", "13.04", "26.09", "8.70", "52.17"]);
}
