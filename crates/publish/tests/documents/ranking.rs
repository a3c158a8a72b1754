//! The chart of a ranking.

use crate::fixture::{CODEBOOK, SURVEY, agreement, plan_of, report, rest};

#[test]
fn a_ranking_is_a_bar_of_its_ranks_for_each_item() {
    let question = r#"
[[question]]
id = "Q4"
kind = "rank"
text = "What matters most?"
items = [{ id = "quiet", label = "It is quiet", column = "First" }, { id = "warm", label = "It is warm", column = "Second" }]
"#;
    let survey = SURVEY.replace("reconstructed = true", "");
    let (plan, mut ranking) = (plan_of(&survey, &format!("{CODEBOOK}{question}"), ""), agreement());
    "Q4".clone_into(&mut ranking.id);
    for section in &mut ranking.sections {
        "Q4".clone_into(&mut section.question);
        for row in &mut section.rows[1..] {
            row.head.label = format!("Ranked {}", row.head.key);
        }
    }
    let page = report(&rest().with(&plan, &[ranking]));
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
