//! `[design]`, `[weights]` and standard populations of `survey.toml`.

use crate::project::{Added, problems};

const REFERENCE: &str = "[[reference]]\nname = 'areas'\npath = 'areas.csv'\n";

#[track_caller]
fn check(survey: &str, expect: &[&str]) {
    assert_eq!(problems(&Added { survey: &format!("{REFERENCE}{survey}"), ..Added::default() }), expect, "{survey}");
}

fn stages(stages: &[&str]) -> String {
    let each: Vec<String> = stages.iter().map(|stage| format!("[[design.stage]]\n{stage}\n")).collect();
    format!("[design]\n{}", each.concat())
}

#[test]
fn a_confidence_is_a_share() {
    for right in ["0.95", "0.001", "0.999"] {
        check(&format!("[design]\nconfidence = {right}"), &[]);
    }
    for wrong in ["0.0", "1.0", "95.0", "-0.5"] {
        let confidence: f64 = wrong.parse().expect("a number");
        let told = format!("design/confidence: a `confidence` of {confidence}, which is not between 0 and 1");
        check(&format!("[design]\nconfidence = {wrong}"), &[&told]);
    }
}

#[test]
fn a_stage_draws_from_one_population() {
    check(&stages(&["strata = 'region'\nclusters = 'sex'\npopulation = 1"]), &[]);
    check(&stages(&["strata = 'age'\nclusters = 'words'\npopulation_from = 'age'"]), &[]);
    check(&stages(&["strata = 'day'\nfraction_from = 'age'"]), &[]);
    check(
        &stages(&["strata = 'media'\nclusters = 'views'"]),
        &[
            "sampling/question-kind: `strata` of stage 1 is `media` of kind `multi`: it can be single or text or number or date",
            "sampling/question-kind: `clusters` of stage 1 is `views` of kind `grid`: it can be single or text or number or date",
        ],
    );
    check(
        &stages(&["clusters = 'nobody'", "population_from = 'region'"]),
        &[
            "sampling/unknown-question: `clusters` of stage 1 is the unknown question `nobody`",
            "sampling/question-kind: `population_from` of stage 2 is `region` of kind `single`: it can be number",
        ],
    );
    let twice = "design/populations: stage 1 says more than once what it drew from";
    check(&stages(&["population = 900\npopulation_from = 'age'"]), &[twice]);
    check(&stages(&["fraction_from = 'age'\npopulation_from = 'age'"]), &[twice]);
    check(
        &stages(&["clusters = 'sex'", "population = 0.5"]),
        &["design/population: stage 2 drew from a population below 1"],
    );
    check(&stages(&["population = inf"]), &["design/population: stage 1 drew from a population below 1"]);
    check(&stages(&["clusters = 'sex'", "clusters = 'age'", "population = 5"]), &[]);
    check(
        &stages(&["strata = 'sex'", "clusters = 'age'"]),
        &["design/stage-without-clusters: stage 1 draws respondents by themselves, and another stage follows"],
    );
}

#[test]
fn pairs_follow_from_probabilities() {
    let pairs = "design/pairs: stage 1 has `pairs` or `estimator`, and no probabilities that they follow from";
    check(&stages(&["probability_from = 'age'\npairs = 'overton'\nestimator = 'yates_grundy'"]), &[]);
    check(&stages(&["probability_from = 'age'\npairs = 'brewer'"]), &[]);
    check(&stages(&["pairs = 'brewer'"]), &[pairs]);
    check(&stages(&["probability_from = 'age'\nestimator = 'yates_grundy'"]), &[pairs]);
    check(&stages(&["probability_from = 'age'\npairs = 'brewer'\nestimator = 'yates_grundy'"]), &[pairs]);
    check(&stages(&["clusters = 'sex'\nprobability_from = 'age'\npairs = 'brewer'", "strata = 'region'"]), &[]);
    check(
        &stages(&["clusters = 'sex'\nprobability_from = 'age'\npairs = 'hartley_rao'", "strata = 'region'"]),
        &["design/pairs-and-stages: probabilities of pairs in a design of several stages"],
    );
}

#[test]
fn replicate_weights_are_read_or_made() {
    let weights = "[weights]\ncolumn = 'w'\n";
    let replicates = |rest: &str| format!("{weights}[design.replicates]\n{rest}\n");
    let columns = "columns = { prefix = 'w', first = 1, count = 2 }\n";
    for right in [
        "method = 'brr'",
        "method = 'jkn'",
        "method = 'bootstrap'\ncount = 100",
        "method = 'successive_differences'\ncount = 8",
        "method = 'fay'\nrho = 0.3",
        &format!("method = 'bootstrap'\n{columns}"),
        &format!("method = 'jkn'\n{columns}scales = [0.5, 0.5]"),
        &format!("method = 'other'\n{columns}scale = 1.0"),
        &format!("method = 'other'\n{columns}scales = [1.0, 1.0]"),
    ] {
        check(&replicates(right), &[]);
    }
    check(
        &format!("[design.replicates]\nmethod = 'brr'\n{columns}"),
        &["design/replicates-without-weights: replicate weights without the weights that they replicate"],
    );
    check("[design.replicates]\nmethod = 'brr'", &[]);
    check(
        &format!("{}[[design.stage]]\nclusters = 'sex'\n", replicates(&format!("method = 'brr'\n{columns}"))),
        &["design/replicates-and-stages: replicate weights are read from columns, and stages are given beside"],
    );
    check(&format!("{}[[design.stage]]\nclusters = 'sex'\n", replicates("method = 'brr'")), &[]);
    check(
        &replicates("method = 'brr'\ncolumns = { prefix = 'w', first = 1, count = 1 }"),
        &["design/few-replicates: fewer than two replicate weights"],
    );
    check(
        &replicates("method = 'other'\nscale = 1.0"),
        &["design/other-columns: the method `other` reads replicate weights: `columns` is missing"],
    );
    check(
        &replicates(&format!("method = 'other'\n{columns}")),
        &["design/other-scale: the method `other` says nothing of how replicates become a variance"],
    );
    check(
        &replicates(&format!("method = 'jkn'\n{columns}")),
        &["design/jackknife-scales: a jackknife by strata has a factor for each replicate"],
    );
    for made in ["bootstrap", "successive_differences"] {
        check(
            &replicates(&format!("method = '{made}'")),
            &["design/replicate-count: `count` does not say how many replicates are made"],
        );
    }
    for rho in ["1.0", "-0.1"] {
        let told = format!("design/rho: a `rho` of {}, which is not from 0 to less than 1", rho.replace(".0", ""));
        check(&replicates(&format!("method = 'fay'\nrho = {rho}")), &[&told]);
    }
}

#[test]
fn joint_probabilities_stand_alone() {
    let joint = "[design.joint]\nreference = 'areas'\nfirst = 'a'\nsecond = 'b'\nprobability = 'p'\n";
    check(joint, &[]);
    check(
        &joint.replace("'areas'", "'area'"),
        &["sampling/unknown-reference: the joint probabilities is of the unknown reference table `area`"],
    );
    let stages = "design/joint-and-stages: joint probabilities beside stages or replicates";
    check(&format!("{joint}[[design.stage]]\nclusters = 'sex'\n"), &[stages]);
    check(&format!("{joint}[design.replicates]\nmethod = 'brr'\n"), &[stages]);
    check(
        &format!("[weights]\ncolumn = 'w'\n{joint}"),
        &["design/joint-and-weights: joint probabilities beside weights"],
    );
}

#[test]
fn waves_have_in_common_what_the_design_has() {
    let repeats = |design: &str, repeats: &str| format!("{design}\n[design.repeats]\n{repeats}\n");
    let clusters = "[[design.stage]]\nclusters = 'sex'";
    let replicates = "[design.replicates]\nmethod = 'brr'";
    check(&repeats(clusters, "clusters = true"), &[]);
    check(&repeats(clusters, "clusters = true\nrespondents = 'words'"), &[]);
    check(&repeats("", "respondents = 'respondent'"), &[]);
    check(&repeats(replicates, "replicates = true"), &[]);
    check(
        &repeats(clusters, ""),
        &["design/repeats-nothing: `[design.repeats]` says nothing of what waves have in common"],
    );
    check(
        &repeats("", "respondents = 'media'"),
        &[
            "sampling/question-kind: `respondents` of `[design.repeats]` is `media` of kind `multi`: it can be single or text or number or date",
        ],
    );
    let fit = "design/repeats-replicates: `[design.repeats]` and `[design.replicates]` do not fit each other";
    check(&repeats(clusters, "replicates = true"), &[fit]);
    check(&repeats(replicates, "respondents = 'respondent'"), &[fit]);
    check(&repeats(replicates, "replicates = true\nrespondents = 'respondent'"), &[fit]);
    check(
        &repeats("[[design.stage]]\nstrata = 'sex'", "clusters = true"),
        &["design/repeats-no-clusters: clusters repeat in each wave, and the first stage has no `clusters`"],
    );
    check(
        &repeats(clusters, "respondents = 'respondent'"),
        &["design/repeats-without-clusters: respondents repeat in each wave, and the clusters that they are in do not"],
    );
    let joint = "design/repeats-and-joint: probabilities of pairs say nothing of respondents in another wave";
    check(
        &repeats(
            "[design.joint]\nreference = 'areas'\nfirst = 'a'\nsecond = 'b'\nprobability = 'p'",
            "respondents = 'respondent'",
        ),
        &[joint],
    );
    check(
        &repeats("[[design.stage]]\nprobability_from = 'age'\npairs = 'overton'", "respondents = 'respondent'"),
        &[joint],
    );
}

#[test]
fn weights_have_one_origin() {
    let target = "[[weights.target]]\nreference = 'areas'\nsize = 'n'\nby = { sex = 'sex' }\n";
    let weights = |keys: &str, targets: &str| format!("[weights]\n{keys}\n{targets}");
    check(&weights("column = 'w'", ""), &[]);
    check(&weights("expression = 'a * b'", ""), &[]);
    check(&weights("method = 'rake'", target), &[]);
    check(&weights("column = 'w'\nmethod = 'post_stratify'", target), &[]);
    check(&weights("method = 'rake'\nlimits = [0.2, 5.0]\ntrim = 'each_round'", &target.repeat(2)), &[]);
    check(&weights("method = 'calibrate'\nbounds = [0.5, 2.0]\ndistance = 'logit'", target), &[]);
    let method = "weights/method: `[weights]` has a `method` without targets, or targets without a `method`";
    check(&weights("column = 'w'\nmethod = 'rake'", ""), &[method]);
    check(&weights("", target), &[method]);
    check(
        &weights("column = 'w'\nexpression = 'a * b'", ""),
        &["weights/column-and-expression: `[weights]` has both a `column` and an `expression`"],
    );
    check(&weights("", ""), &["weights/no-origin: `[weights]` says nothing of where they come from"]);
    let keys = "weights/calibrate-keys: `bounds` and `distance` are of the method `calibrate`";
    check(&weights("method = 'rake'\nbounds = [0.5, 2.0]", target), &[keys]);
    check(&weights("method = 'rake'\ndistance = 'linear'", target), &[keys]);
    check(
        &weights("method = 'post_stratify'", &target.repeat(2)),
        &["weights/post-stratify-targets: post-stratification to several targets"],
    );
    check(
        &weights("method = 'rake'\ntrim = 'once'", target),
        &["weights/trim-without-limits: `trim` says how limits are kept, and there are no `limits`"],
    );
    check(
        &weights("method = 'calibrate'\nlimits = [0.2, 5.0]\ntrim = 'each_round'", target),
        &["weights/trim-each-round: `trim = \"each_round\"` is of the method `rake` alone"],
    );
    check(&weights("method = 'calibrate'\nlimits = [0.2, 5.0]\ntrim = 'strict'", target), &[]);
}

#[test]
fn a_target_is_of_categories_or_of_a_number() {
    let of = |method: &str, target: &str| format!("[weights]\nmethod = '{method}'\n[[weights.target]]\n{target}\n");
    check(&of("calibrate", "number = 'age'\ntotal = 4000.0"), &[]);
    check(
        &of("rake", "number = 'age'\ntotal = 4000.0"),
        &["weights/number-total: the total of `age` is a target of the method `calibrate` alone"],
    );
    let neither = "weights/target: a target says neither the sizes of categories nor the total of a number";
    for wrong in [
        "",
        "number = 'age'",
        "total = 4000.0",
        "reference = 'areas'\nsize = 'n'",
        "reference = 'areas'\nby = { sex = 'sex' }",
        "size = 'n'\nby = { sex = 'sex' }",
        "reference = 'areas'\nsize = 'n'\nby = { sex = 'sex' }\nnumber = 'age'\ntotal = 4000.0",
        "reference = 'areas'\nsize = 'n'\nby = { sex = 'sex' }\nnumber = 'age'",
        "size = 'n'\nnumber = 'age'\ntotal = 4000.0",
    ] {
        check(&of("calibrate", wrong), &[neither]);
    }
    check(
        &of("calibrate", "number = 'sex'\ntotal = 4000.0"),
        &["sampling/question-kind: `number` of a target is `sex` of kind `single`: it can be number"],
    );
    check(
        &of("rake", "reference = 'area'\nsize = 'n'\nby = { age = 'age', sx = 'sex' }"),
        &[
            "sampling/unknown-reference: a target is of the unknown reference table `area`",
            "sampling/question-kind: `by` of a target is `age` of kind `number`: it can be single",
            "sampling/unknown-question: `by` of a target is the unknown question `sx`",
        ],
    );
}

#[test]
fn standard_populations_have_groups() {
    let standard = |rest: &str| format!("[[standard]]\nname = 'europe'\nreference = 'areas'\nsize = 'n'\n{rest}\n");
    check(&standard("by = { sex = 'sex' }"), &[]);
    check(&standard("by = {}"), &["sampling/standard-groups: the standard population `europe` has no groups"]);
    check(
        &standard("by = { sex = 'sex' }").repeat(2),
        &["sampling/standard-twice: there are two standard populations `europe`"],
    );
    check(
        &standard("by = { age = 'age' }"),
        &["sampling/question-kind: `by` of a standard population is `age` of kind `number`: it can be single"],
    );
    check(
        &standard("by = { sex = 'sex' }").replace("'areas'", "'area'"),
        &["sampling/unknown-reference: a standard population is of the unknown reference table `area`"],
    );
}
