//! Statements held against each other without data; the counts are worked out by hand.

use topline_claims::{
    AuditFault, AuditedStatement, chart_conflicts, chart_counts, forced_rounding, impossible_percentages,
    words_beside_digits,
};
use topline_plan::wording::{HouseWords, parse_phrase};

fn statement(words: &str, bases: &[u64]) -> AuditedStatement {
    let phrase = parse_phrase(words, &HouseWords::default()).expect("words that can be judged");
    AuditedStatement {
        document: "report".to_owned(),
        line: 3,
        quote: words.to_owned(),
        words: words.to_owned(),
        stated: phrase.stated,
        beside: Vec::new(),
        bases: bases.to_vec(),
        chart: None,
        chart_below: None,
    }
}

/// The cells of a chart of a base.
fn chart(values: &[&str], base: u64) -> Vec<AuditedStatement> {
    values.iter().map(|value| AuditedStatement { chart: Some(1), ..statement(value, &[base]) }).collect()
}

fn faults(found: &[topline_claims::AuditFinding]) -> Vec<(&'static str, &str)> {
    found.iter().map(|finding| (finding.fault.as_str(), finding.reason.as_str())).collect()
}

#[test]
fn words_are_held_against_the_digits_beside_them() {
    let beside = |words: &str, bases: &[u64]| words_beside_digits(&[statement(words, bases)]);
    // 15% is nearer one in seven (14.3%) than one in six (16.7%).
    let found = beside("one in six (15%)", &[]);
    assert_eq!(
        faults(&found),
        [("words_and_digits", "no value that is 15% is `one in six (15%)`: it is nearer one in seven")]
    );
    assert_eq!(found[0].fault, AuditFault::WordsAndDigits);
    for right in
        ["one in six (17%)", "most (51%)", "over half (52%)", "a quarter (25%)", "just over a third (35%)", "25%"]
    {
        assert!(beside(right, &[]).is_empty(), "{right}");
    }
    for wrong in ["most (45%)", "over half (48%)", "a quarter (31%)", "nearly half (55%)", "all (95%)"] {
        assert_eq!(beside(wrong, &[]).len(), 1, "{wrong}");
    }
    // 50% of 7 is no count, so that any share which is 50% goes; of 6 it is 3, and more than half is none.
    assert_eq!(beside("over half (50%)", &[6]).len(), 1);
    // Percentages in brackets behind the words, each of them.
    let mut spread = statement("just over a fifth", &[]);
    spread.beside = vec!["21".parse().expect("a decimal"), "35".parse().expect("a decimal")];
    assert_eq!(
        faults(&words_beside_digits(&[spread])),
        [("words_and_digits", "no value that is 35% is `just over a fifth`")]
    );
}

#[test]
fn a_percentage_must_be_one_of_a_base_that_may_be_meant() {
    let found = |bases: &[u64]| impossible_percentages(&[statement("15%", bases)]);
    // 8 of 56 are 14.3% and 9 are 16.1%; 8 of 53 are 15.1%.
    assert_eq!(found(&[56]).iter().map(|finding| finding.fault).collect::<Vec<_>>(), [AuditFault::Impossible]);
    assert!(found(&[56, 53]).is_empty(), "one of the bases allows it");
    assert!(found(&[]).is_empty());
}

#[test]
fn a_chart_leaves_counts_possible() {
    // Of 10: 3, 3 and 4 are the only counts.
    let counts = chart_counts(&chart(&["30%", "30%", "40%"], 10));
    assert_eq!(counts.len(), 1);
    assert_eq!((counts[0].base, counts[0].document.as_str()), (10, "report"));
    assert_eq!(
        counts[0].cells,
        [(3, "30%".to_owned(), 3..=3), (3, "30%".to_owned(), 3..=3), (3, "40%".to_owned(), 4..=4)]
    );
    // Percentages that add to 150 are of boxes, of which respondents tick several.
    assert!(chart_counts(&chart(&["70%", "80%"], 10)).is_empty());
    assert!(chart_counts(&chart(&["100%"], 10)).is_empty(), "a single value is no chart");
}

#[test]
fn the_cells_of_a_chart_cannot_all_be_true() {
    // A third of 10 is no count.
    let found = chart_conflicts(&chart(&["33%", "33%", "34%"], 10));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].fault, AuditFault::Conflict);
    assert!(found[0].reason.ends_with("cannot all be of 10"), "{}", found[0].reason);
    assert!(chart_conflicts(&chart(&["30%", "30%", "40%"], 10)).is_empty());
}

#[test]
fn the_sum_of_rounded_parts_is_not_their_share() {
    // 3, 8, 26, 41 and 2 of 80: the first three are 37, which is 46%.
    let parts = ["4%", "10%", "33%", "51%", "3%"];
    let with = |words: &str| {
        let mut statements = vec![AuditedStatement { chart_below: Some(1), ..statement(words, &[80]) }];
        statements.extend(chart(&parts, 80));
        chart_conflicts(&statements)
    };
    let found = with("47%");
    assert_eq!(
        faults(&found),
        [("conflict", "4%, 10%, 33% add to 47%, and those who are in them are 37 of 80, which is not 47%")]
    );
    assert!(with("46%").is_empty(), "their share");
    assert!(with("33%").is_empty(), "that of a cell");
    assert!(with("14%").is_empty(), "3 and 8 of 80 are 13.75%");
}

#[test]
fn one_way_of_rounding_may_be_forced() {
    // 1 of 8 is 12.5%: 12% if halves go to the even number, or if decimals are cut off; 3 of 8 are 37.5%: 38% then, or 37%.
    let forced = |values: &[&str]| {
        let statements: Vec<AuditedStatement> = values.iter().map(|value| statement(value, &[8])).collect();
        forced_rounding(&statements)
    };
    let told = forced(&["12%", "38%"]).expect("half to even alone");
    assert!(told.starts_with("all 2 percentages of a known base are "), "{told}");
    // 25% is 2 of 8 in every way, and 33% in none: that says nothing of the way of rounding.
    assert_eq!(
        forced(&["12%", "38%", "25%", "33%"]).as_deref(),
        Some(
            "all 3 percentages of a known base are rounded half to even; 1 is not possible rounded half up, 1 is not possible cut off"
        )
    );
    assert_eq!(forced(&["25%", "50%"]), None, "every way gives them");
    assert_eq!(forced(&[]), None);
}

#[test]
fn a_percentage_is_taken_from_words_and_digits() {
    assert_eq!(statement("one in six (15%)", &[]).percentage().map(|value| value.to_string()).as_deref(), Some("15"));
    assert_eq!(statement("most", &[]).percentage(), None);
    let names = [AuditFault::WordsAndDigits, AuditFault::Impossible, AuditFault::Conflict].map(AuditFault::as_str);
    assert_eq!(names, ["words_and_digits", "impossible", "conflict"]);
}

#[test]
fn rounded_parts_of_a_chart_may_add_to_more_than_a_hundred() {
    // 1, 1, 3 and 3 of 8: 12.5% and 37.5%, each half a point too high.
    let counts = chart_counts(&chart(&["13%", "13%", "38%", "38%"], 8));
    let cells: Vec<_> = counts.iter().flat_map(|chart| &chart.cells).map(|(.., counts)| counts.clone()).collect();
    assert_eq!(cells, [1..=1, 1..=1, 3..=3, 3..=3]);
    // 103 is more than four roundings can add.
    assert!(chart_counts(&chart(&["13%", "13%", "38%", "39%"], 8)).is_empty());
}
