//! `report-by/`: reports of single groups, with nothing of another group.

use topline_publish::group_reports;
use topline_survey::Tabulation;

use crate::fixture::{SURVEY, cell, plan, reading, rest, tables};
use crate::page_text::{between, read, rows};

/// The files of the reports by region, of groups of at least so many.
fn files(minimum: u64, tables: &[Tabulation]) -> Vec<(String, String)> {
    let survey = SURVEY.replace("reconstructed = true", "");
    let plan = plan(&format!("{survey}\n[[report]]\nby = \"region\"\nminimum = {minimum}\n"), "");
    let rest = rest();
    let files = group_reports(&rest.with(&plan, tables));
    files.into_iter().map(|file| (file.name, String::from_utf8(file.bytes).expect("text"))).collect()
}

fn names(files: &[(String, String)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_group_has_a_page_if_it_is_large_enough() {
    let all = tables();
    let both = files(30, &all);
    assert_eq!(
        names(&both),
        ["report-by/region/index.html", "report-by/region/north.html", "report-by/region/south.html"]
    );
    // 30 in the north, 51 in the south.
    let one = files(31, &all);
    assert_eq!(names(&one), ["report-by/region/index.html", "report-by/region/south.html"]);
    let index = read(between(&one[0].1, "<tbody>", "</tbody>"));
    assert_eq!(index, "North \u{2013} None: fewer than 31 respondents, or held back South 51 Report of South");
    assert!(one[0].1.contains("<a href=\"south.html\">"), "{}", one[0].1);
    assert!(one[0].1.contains("<a href=\"../../report.html\">The report of all respondents</a>"));
    // The minimum of the survey holds too: 10.
    let mut few = reading();
    for row in &mut few.sections[0].rows {
        (row.cells[1].base.n, row.cells[1].n) = (9, 9);
    }
    assert_eq!(names(&files(1, &[few])), ["report-by/region/index.html", "report-by/region/south.html"]);
}

#[test]
fn a_page_has_the_group_beside_all_and_no_other_group() {
    let mut table = reading();
    cell(&mut table, 0, "2", 2).letters = Some("A".to_owned());
    let files = files(1, &[table]);
    let south = &files.iter().find(|(name, _)| name.ends_with("south.html")).expect("a page").1;
    assert_eq!(
        rows(south, "Q1"),
        [
            "Answer Region Total",
            "South",
            "Unweighted base 51 81",
            "Net: A fair amount or more 51% 51%",
            "A great deal 10% 12%",
            "A fair amount 41% 38%",
            "<script>alert('x')</script> & not much 47% 44%",
            "Don't know 2% 5%",
            "Mean 2.38 2.34",
            "Base of \u{201c}Mean\u{201d} 50 77",
        ]
    );
    assert!(!south.contains("North") && !south.contains("significantly higher"), "{south}");
    assert!(south.contains("51 of 81 respondents. Their figures are next to those of all respondents."), "{south}");
    let cards = between(south, "id=\"headlines\"", "</section>");
    let cards: Vec<String> = cards.split("<li").skip(1).map(|card| read(&format!("<li{card}"))).collect();
    assert_eq!(
        cards[0].trim_end(),
        "51% read a fair amount or more Base 51. All respondents: 51%. Table Q1",
        "{cards:?}"
    );
    assert!(!south.contains("in the north find it warm"), "a headline of another group");
}
