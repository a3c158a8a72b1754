//! Weights that a run makes from targets, and targets that it refuses.

use crate::program::topline;
use crate::workspace::Change::{self, Append, Replace, Write};
use crate::workspace::Library;

const SURVEY: &str = "pipelines/library/survey.toml";
const CODEBOOK: &str = "pipelines/library/codebook.toml";
const TARGETS: &str = "data/reference/population.csv";

/// Eight respondents visited, one did not, one does not know.
const SIZES: &[u8] = b"answer,people\nYes,600\nNo,300\nDon't know,100\n";

/// Post-stratified to the visits of the population.
const BY_VISITS: &str = "[weights]\nmethod = \"post_stratify\"\n[[weights.target]]\nreference = \"population\"\nsize = \"people\"\nby = { visited = \"answer\" }\n[[reference]]\nname = \"population\"\npath = \"../../data/reference/population.csv\"\n";

/// What a query of the last run gives.
fn query(library: &Library, sql: &str) -> String {
    let arguments = ["sql", "-p", "pipelines/library", "--out", "out", "--format", "csv", sql];
    topline(library.folder(), &arguments).exits(0).stdout
}

/// The survey with these changes, run; claims of the unweighted survey may no longer hold.
fn run(changes: &[Change<'_>]) -> Library {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]);
    assert_ne!(told.code, Some(2), "{}", told.stderr);
    library
}

fn refuses(changes: &[Change<'_>], says: &[&str]) {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(2);
    let words = told.stderr.replace('│', " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in says {
        assert!(words.contains(part), "should say {part:?}:\n{}", told.stderr);
    }
    assert!(library.left().iter().all(|name| name == ".library.lock"), "{:?}", library.left());
}

#[test]
fn each_category_gets_its_size() {
    let library = run(&[Append(SURVEY, BY_VISITS), Write(TARGETS, SIZES)]);
    let weights = query(
        &library,
        "select visited, min(weight) low, max(weight) upp from responses group by visited order by visited",
    );
    assert_eq!(weights, "visited,low,upp\n1,75.0,75.0\n2,300.0,300.0\n3,100.0,100.0\n");
    let told = query(&library, "select category, n, known, after from weighting");
    assert_eq!(told, "category,n,known,after\nYes,8,600.0,600.0\nNo,1,300.0,300.0\nDon't know,1,100.0,100.0\n");
    // (8 x 75 + 300 + 100)^2 / (8 x 75^2 + 300^2 + 100^2) = 1000^2 / 145000
    let effective =
        query(&library, "select round(value, 6) as n from weighting_summary where name = 'effective respondents'");
    assert_eq!(effective, "n\n6.896552\n");
    // What the targets say has no error left: the population is known to visit by 60%.
    let known = query(
        &library,
        "select e['estimate'] x, e['se'] < 1e-12 sure from (select survey_prop(visited = 1) as e from responses)",
    );
    assert_eq!(known, "x,sure\n0.6,true\n");
    let report = std::fs::read_to_string(library.outputs().join("report.html")).expect("a report");
    assert!(report.contains("How the answers were weighted") && report.contains("60.0%"), "the report tells of it");
}

#[test]
fn weights_of_the_export_are_where_they_begin() {
    let column = BY_VISITS.replace("[weights]\n", "[weights]\ncolumn = \"Weight\"\ntotal = \"respondents\"\n");
    let library = run(&[
        Replace(CODEBOOK, "passed_over = [\"Weight\"]\n", ""),
        Append(SURVEY, &column),
        Write(TARGETS, SIZES),
        Replace("data/raw/library.csv", "r02,1,", "r02,3,"),
    ]);
    // Eight visitors of weight 10 together, 6 of 10 respondents: 0.6 each, and 1.8 for the one of weight 3.
    let weights = query(
        &library,
        "select respondent, weight_before, round(weight, 12) weight from responses where respondent in ('r01', 'r02', 'r04') order by 1",
    );
    assert_eq!(weights, "respondent,weight_before,weight\nr01,1.0,0.6\nr02,3.0,1.8\nr04,1.0,3.0\n");
}

#[test]
fn targets_that_do_not_cover_the_sample() {
    let by_visits = Append(SURVEY, BY_VISITS);
    refuses(
        &[by_visits, Write(TARGETS, b"answer,people\nYes,600\nNo,300\n")],
        &[
            "weight 1 respondents who are Don't know: `population` has no target for them",
            "derive a question that joins it",
        ],
    );
    refuses(
        &[by_visits, Write(TARGETS, b"answer,people\nYes,600\nNo,300\nDon't know,100\nPerhaps,5\n")],
        &["row 4 has no option of `visited` in `answer`"],
    );
    refuses(
        &[by_visits, Write(TARGETS, b"answer,people\nYes,many\nNo,3\nDon't know,1\n")],
        &["row 1 has no size that is a number"],
    );
    refuses(&[by_visits, Write(TARGETS, b"answer,size\nYes,6\n")], &["it has no column `people`"]);
    refuses(
        &[by_visits, Write(TARGETS, b"answer,people\nYes,6\nYes,7\nNo,1\nDon't know,1\n")],
        &["Yes is there twice"],
    );
    let without =
        [by_visits, Write(TARGETS, SIZES), Replace("data/raw/library.csv", "r04,1,complete,No,", "r04,1,complete,,")];
    refuses(&without, &["weight 1 respondents without an answer to `visited`, the first in row 5"]);
}

#[test]
fn what_a_plan_may_not_say_of_weights_and_design() {
    let named =
        BY_VISITS.replace("reference = \"population\"", "reference = \"populace\"").replace("visited =", "visitd =");
    refuses(
        &[Append(SURVEY, &named), Write(TARGETS, SIZES)],
        &[
            "unknown reference table `populace`",
            "did you mean `population`?",
            "unknown question `visitd`",
            "did you mean `visited`?",
        ],
    );
    refuses(&[Append(SURVEY, "[weights]\nmethod = \"rake\"\n")], &["a `method` without targets"]);
    refuses(
        &[Append(SURVEY, "[design]\nconfidence = 95\n[[design.stage]]\nstrata = \"reason\"\npopulation = 0\n")],
        &["a `confidence` of 95", "`strata` of stage 1 is `reason` of kind `multi`", "a population below 1"],
    );
    refuses(&[Append(SURVEY, "[[design.stage]]\npopulation = 5\n")], &["draw 10 of 5 at stage 1"]);
    refuses(
        &[Append(SURVEY, "[[design.stage]]\nclusters = \"branch\"\n")],
        &["who has no answer to `branch`", "a derived question can give those without an answer"],
    );
}

#[test]
fn a_stratum_of_one_has_no_variance_unless_the_design_says_which() {
    let strata = "[design]\nsingle_cluster = \"@\"\n[[design.stage]]\nstrata = \"visited\"\n";
    let declared = |single: &str| strata.replace('@', single);
    refuses(
        &[Append(SURVEY, &declared("fail"))],
        &["a stratum of the design has a single cluster", "`single_cluster`"],
    );
    let library = run(&[Append(SURVEY, &declared("remove"))]);
    let errors = query(&library, "select count(*) > 10 many, min(x_se) >= 0 good from figures where x_se is not null");
    assert_eq!(errors, "many,good\ntrue,true\n");
}

#[test]
fn a_census_has_no_error() {
    let whole = run(&[Append(SURVEY, "[[design.stage]]\npopulation = 10\n")]);
    let errors = query(&whole, "select count(*) n, max(x_se) most from figures where x_se is not null");
    assert!(errors.starts_with("n,most\n") && errors.trim_end().ends_with(",0.0"), "{errors}");
    let part = run(&[Append(SURVEY, "[[design.stage]]\npopulation = 40\n")]);
    // 6 of 8 in a sample of 10 of 40: the domain of 8 has p (1 - p) / 8 x 10/9 x 30/40.
    let error = query(&part, "select round(x_se, 9) se from figures where figure = 'reason.1'");
    let expect = 100.0 * (0.75 * 0.25 / 8.0 * 10.0 / 9.0 * 0.75_f64).sqrt();
    assert_eq!(error, format!("se\n{}\n", (expect * 1e9).round() / 1e9));
}
