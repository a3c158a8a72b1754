//! Columns that tell how a sample was drawn.

use crate::reading::{lines, read, times};

#[test]
fn a_design_is_proposed_and_not_declared() {
    let weights: Vec<String> = (1..=10).map(|number| format!("repwt{number:02}")).collect();
    let header = format!("id,SDMVSTRA,SDMVPSU,fpc,answer,{}", weights.join(","));
    let cells = ["0.5,1.5,0.75,1.25,2,1.125,1.5,0,1.75,1.0"; 4];
    let rows: Vec<String> = cells
        .iter()
        .zip(["101,1,5000.5,Yes", "101,2,5000.5,No", "102,1,4100.25,Yes", "103,2,390.75,No"])
        .map(|(weights, rest)| format!("{{n}},{rest},{weights}"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let whole = read(&times(&header, &rows, 10));
    let survey = &whole.draft.survey;
    for line in [
        "# columns that may tell how the sample was drawn, by their names:",
        "# nest = true",
        "# [[design.stage]]",
        "# strata = \"sdmvstra\"",
        "# clusters = \"sdmvpsu\"",
        "# population_from = \"fpc\"",
        "# [design.replicates]",
        "# columns = { prefix = \"repwt\", first = 1, count = 10, digits = 2 }",
    ] {
        assert!(survey.lines().any(|known| known == line), "{line}\n{survey}");
    }
    assert!(whole.plan.survey.design.is_none());
    // Replicate weights are no questions.
    let asked = lines(&whole.plan);
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert!(whole.draft.codebook.contains("# replicate weights"));
}

#[test]
fn names_alone_make_no_replicates() {
    // Too few, and one with words in it.
    let whole = read(&times("id,rep1,rep2,rep3,strategy", &["{n},1,2,3,None", "{n},2,2,1,Some"], 10));
    assert!(!whole.draft.survey.contains("design"), "{}", whole.draft.survey);
    let header = (1..=9).map(|number| format!("rep{number}")).collect::<Vec<_>>().join(",");
    let whole = read(&times(&format!("id,{header}"), &["{n},A,B,A,B,A,B,A,B,A", "{n},B,B,A,B,A,A,A,B,A"], 10));
    assert!(!whole.draft.survey.contains("design"), "{}", whole.draft.survey);
}
