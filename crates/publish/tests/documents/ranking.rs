//! The chart of a ranking.

use topline_survey::Tabulation;

use crate::fixture::{CODEBOOK, SURVEY, agreement, plan_of, report, rest};

const RANKING: &str = r#"
[[question]]
id = "Q4"
kind = "rank"
text = "What matters most?"
items = [{ id = "quiet", label = "It is quiet", column = "First" }, { id = "warm", label = "It is warm", column = "Second" }]
"#;

/// The report of the ranking; the rows below the base of each item are ranks.
fn page(ranking: &mut Tabulation) -> String {
    let survey = SURVEY.replace("reconstructed = true", "");
    let plan = plan_of(&survey, &format!("{CODEBOOK}{RANKING}"), "");
    "Q4".clone_into(&mut ranking.id);
    for section in &mut ranking.sections {
        "Q4".clone_into(&mut section.question);
        for (rank, row) in (1..).zip(&mut section.rows[1..]) {
            row.head.key = rank.to_string();
            row.head.label = format!("Ranked {rank}");
        }
    }
    report(&rest().with(&plan, std::slice::from_ref(ranking)))
}

#[test]
fn a_ranking_is_a_bar_of_its_ranks_for_each_item() {
    let page = page(&mut agreement());
    let alternative =
        "Stacked bar chart. It is quiet (78): Ranked 1 44%, Ranked 2 56%. It is warm (40): Ranked 1 38%, Ranked 2 63%.";
    assert!(
        page.contains(&format!("<figure class=\"chart scale\" role=\"img\" aria-label=\"{alternative}\">")),
        "{page}"
    );
    // 44 of 101, the longest bar, and 38 of it.
    for part in ["plain-1\" style=\"inline-size:43.56%\">44%<", "plain-1\" style=\"inline-size:37.62%\">38%<"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn the_last_of_many_ranks_share_a_tone_and_its_key() {
    let mut ranking = agreement();
    for section in &mut ranking.sections {
        let rank = section.rows[1].clone();
        section.rows.truncate(1);
        section.rows.extend((0..8).map(|_| rank.clone()));
    }
    let page = page(&mut ranking);
    let chart = page.split("<figure").nth(1).and_then(|rest| rest.split("</figure>").next()).expect("a chart");
    // Eight ranks of 44% each.
    let tones: Vec<&str> = chart.split("class=\"part ").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let quiet = ["plain-1", "plain-2", "plain-3", "plain-4", "plain-5", "plain-6", "plain-6", "plain-6"];
    assert_eq!(tones, [quiet, quiet].concat());
    let keys: Vec<&str> = chart.split("</span><span>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(keys, ["Ranked 1", "Ranked 2", "Ranked 3", "Ranked 4", "Ranked 5", "Ranked 6 to Ranked 8"]);
    assert!(chart.contains("Ranked 7 44%, Ranked 8 44%"), "the text alternative has each: {chart}");
}
