//! The three surveys of `pipelines/`: what their documents say is what comes out.
//!
//! The expected numbers are those of the documents: counts where they give counts, and otherwise the only count that rounds to
//! the percentage they give.

use serde_json::Value;

use crate::program::topline;
use crate::workspace::{path, root, seeds};

const LGA: &str = "lga-councillors-2017";
const CIPFA: &str = "cipfa-impower-2017";
const CFPS: &str = "cfps-interviews-2017";

#[test]
fn every_row_is_accounted_for() {
    for (survey, rows, responses) in [
        (
            LGA,
            "89 read: 81 accepted, 2 duplicate, 1 excluded (test response), \
             1 excluded (abandoned: fewer than 8 questions answered), 4 excluded (blank row)",
            "81 respondents",
        ),
        (CIPFA, "57 read: 56 accepted, 1 excluded (Blank submission)", "56 respondents"),
        (
            CFPS,
            "591 read: 525 accepted, 66 excluded (Supplementary interview with a national representative)",
            "18 respondents",
        ),
    ] {
        let summary = summary(survey);
        assert!(summary.contains(&format!("rows       {rows}\n")), "{summary}");
        assert!(summary.contains(&format!("responses  {responses}\n")), "{summary}");
        assert!(summary.contains("no row is a real response"), "{summary}");
        let told = seeds().out.join(survey);
        assert!(summary.contains(&format!("outputs    {}\n", told.display())), "{summary}");
    }
}

#[test]
fn verdicts_of_each_kind() {
    for (survey, verdicts) in [
        (LGA, "151 holds, 1 sum_of_rounded_parts, 1 imprecise, 1 another_figure, 6 not_checkable"),
        (CIPFA, "21 holds, 1 imprecise, 3 impossible, 11 not_checkable"),
        (CFPS, "43 holds, 1 inconsistent, 11 not_checkable"),
    ] {
        let summary = summary(survey);
        assert!(summary.contains(&format!("verdicts   {verdicts}\n")), "{summary}");
        assert!(!summary.contains("NOT AS EXPECTED"), "{summary}");
    }
}

/// What the program said of one survey.
fn summary(survey: &str) -> &'static str {
    let summary = &seeds().summary;
    let start = summary.find(&format!("{survey}: ")).expect("a summary of each survey");
    let length =
        summary[start..].find("  outputs ").and_then(|at| summary[start + at..].find('\n').map(|end| at + end));
    &summary[start..=start + length.expect("the path of the outputs")]
}

/// The published value of a figure, its count and its base, from `figures`.
fn is(survey: &str, expected: &[(&str, &str, u64, u64)]) {
    let names: Vec<String> = expected.iter().map(|(figure, ..)| format!("'{figure}'")).collect();
    let query = format!(
        "select figure, published, n, base from figures where figure in ({}) order by figure",
        names.join(", ")
    );
    let out = path(&seeds().out);
    let told = topline(&root(), &["sql", &query, "--pipeline", survey, "--out", out, "--format", "csv"]).exits(0);
    let mut lines: Vec<String> =
        expected.iter().map(|(figure, published, n, base)| format!("{figure},{published},{n},{base}")).collect();
    lines.sort();
    assert_eq!(told.stdout.lines().skip(1).collect::<Vec<_>>(), lines, "{survey}");
}

#[test]
fn figures_of_the_councillors() {
    is(
        LGA,
        &[
            ("sample.respondents", "81", 81, 81),
            ("sample.councils", "68", 68, 68),
            ("sample.single_tier_and_county", "66", 66, 66),
            ("sample.districts", "2", 2, 2),
            ("role.1", "30", 24, 81),
            ("Q1a.fair_or_more", "91", 72, 79),
            ("Q2a.disagree", "69", 55, 80),
            ("Q4a.senior_officers.engaged", "78", 62, 79),
            ("Q10a.top_down", "89", 71, 80),
            ("Q12.at_least_moderate", "57", 46, 81),
            ("Q14.public_services_reform.base", "66", 66, 66),
            ("Q16a.at_least_some", "46", 37, 80),
            ("Q17a.confident", "21", 17, 80),
            ("Q17a_by_Q2a.confident@Q2a.agree", "63", 10, 16),
            ("Q17a_by_Q2a.confident@Q2a.disagree", "7", 4, 55),
            ("Q17a_by_Q12.confident@Q12.1", "77", 10, 13),
            ("Q17a_by_Q12.4@Q12.4", "100", 12, 12),
        ],
    );
}

#[test]
fn figures_of_the_organisations() {
    is(
        CIPFA,
        &[
            ("sample.organisations", "56", 56, 56),
            ("sample.local_authorities", "25", 25, 25),
            ("sample.nhs", "31", 31, 31),
            ("relationships.1", "25", 14, 56),
            ("relationships.2", "54", 30, 56),
            ("relationships.3", "21", 12, 56),
            ("joint_working.2", "98", 55, 56),
            ("prevention.essential_or_important", "95", 53, 56),
            ("money_for_prevention.1", "15", 8, 52),
            ("integration.1", "90", 47, 52),
        ],
    );
}

#[test]
fn figures_of_the_interviews() {
    is(
        CFPS,
        &[
            ("sample.interviews", "18", 18, 18),
            ("sample.areas", "13", 13, 13),
            // "13 of the 44 areas" is 29.5%.
            ("coverage.areas", "30", 13, 44),
            // "Almost all", "one", "all", "only one", "everyone".
            ("theme.101", "94", 17, 18),
            ("theme.107", "6", 1, 18),
            ("theme.208", "100", 18, 18),
            ("theme.310", "6", 1, 18),
            ("theme.501", "100", 18, 18),
        ],
    );
}

#[test]
fn a_table_as_csv() {
    let table = std::fs::read_to_string(seeds().out.join(LGA).join("tables/Q16a.csv")).expect("a table");
    let total: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.splitn(4, ',').take(3).collect()).collect();
    let expected = [
        ["Base", "count", "80"],
        ["At least to some extent", "percent", "46"],
        ["At least to a moderate extent", "percent", "14"],
        ["To a great extent", "percent", "4"],
        ["To a moderate extent", "percent", "10"],
        ["To a small extent", "percent", "33"],
        ["Not at all", "percent", "51"],
        ["Don't know", "percent", "3"],
    ];
    assert_eq!(total, expected.map(|row| row.to_vec()));
}

#[test]
fn what_the_documents_did_not_notice() {
    for (survey, figure, stated, ruling, reason) in [
        // The rounded parts 4, 10 and 33 add to 47; 37 of 80 is 46.25%.
        (LGA, "Q16a.at_least_some", "47%", "sum_of_rounded_parts", "4%, 10% and 33% add to 47%"),
        // 8 of 56 is 14.3% and 9 are 16.1%; 50 are 89.3% and 51 are 91.1%.
        (CIPFA, "money_for_prevention.1", "15%", "impossible", "8 of 56 is 14%, 9 of 56 is 16%"),
        (CIPFA, "integration.1", "90%", "impossible", "50 of 56 is 89%, 51 of 56 is 91%"),
        // 8 of 52 is 15.4%: one in seven is 14.3%, one in six 16.7%.
        (CIPFA, "money_for_prevention.1", "one in six", "imprecise", "nearer one in seven"),
        // The report says "all those interviewed" at one place and "almost all" at another.
        (CFPS, "theme.101", "all", "inconsistent", "says almost all of theme.101 in line 140"),
        // "The 55 who did not agree" are those who disagreed: 63 did not agree.
        (LGA, "Q17a_by_Q2a.base@Q2a.not_agree", "55", "another_figure", "Q17a_by_Q2a.base@Q2a.disagree"),
        // 34% of general practitioners: nothing but this sentence says so, and the export was made to agree with it.
        (CFPS, "theme.501", "everyone", "holds", "made to agree with this statement"),
        (CFPS, "theme.101", "almost all", "holds", "17 of 18"),
        // 3, 14, 8, 24 and 31 of 80 are printed as 4, 18, 10, 30 and 39.
        (LGA, "Q2a.1", "4%", "holds", "add to 101"),
        (LGA, "Q16a.4", "51%", "holds", "add to 101"),
        (LGA, "role.3", "14%", "holds", "add to 101"),
    ] {
        let found = verdicts(survey)
            .into_iter()
            .filter(|verdict| {
                verdict["figures"][0] == figure && verdict["stated"] == stated && verdict["ruling"] == ruling
            })
            .find(|verdict| verdict["reason"].as_str().is_some_and(|said| said.contains(reason)));
        let found = found.unwrap_or_else(|| panic!("{survey}: {figure} {stated} is not {ruling}: {reason}"));
        assert_eq!(found["as_expected"], true, "{survey}: {figure} {stated}");
    }
}

/// The verdicts of the last run, as `verdicts` has them.
fn verdicts(survey: &str) -> Vec<Value> {
    let query =
        "select figures, stated, ruling, reason, as_expected from verdicts order by document, lines, figures, stated";
    let arguments = ["sql", query, "--pipeline", survey, "--out", path(&seeds().out), "--format", "json"];
    let told = topline(&root(), &arguments).exits(0);
    told.stdout.lines().map(|line| serde_json::from_str(line).expect("a row as JSON")).collect()
}
