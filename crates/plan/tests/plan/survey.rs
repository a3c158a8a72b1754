//! The rest of `survey.toml`: joins, exclusions, checks, disclosure, reports by group, documents.

use crate::project::{Added, changed, places, problems};

#[track_caller]
fn check(survey: &str, expect: &[&str]) {
    assert_eq!(problems(&Added { survey, ..Added::default() }), expect, "{survey}");
}

#[test]
fn the_id_names_a_folder() {
    for id in ["x", "a-b_c.d", "2024"] {
        assert_eq!(changed("id = 'x'", &format!("id = '{id}'"), ""), [""; 0]);
    }
    for id in ["", ".x", "a b", "a/b", "\u{fc}"] {
        let told = format!("survey/folder-name: the id `{id}` cannot name a folder");
        assert_eq!(changed("id = 'x'", &format!("id = '{id}'"), ""), [told]);
    }
}

#[test]
fn the_quarantine_limit_is_a_percentage() {
    for limit in ["0.0", "100.0", "2.5"] {
        assert_eq!(changed("title = 'X'", &format!("title = 'X'\nquarantine_limit = {limit}"), ""), [""; 0]);
    }
    for (limit, told) in [("-0.5", "-0.5"), ("100.5", "100.5")] {
        assert_eq!(
            changed("title = 'X'", &format!("title = 'X'\nquarantine_limit = {limit}"), ""),
            [format!("survey/quarantine-limit: `quarantine_limit` is {told}, and is a percentage of all rows")]
        );
    }
}

#[test]
fn what_describes_csv_files_comes_with_them() {
    check("[publish]\nformats = ['csv', 'csvw', 'datapackage']", &[]);
    check("[publish]\nformats = ['report', 'json']", &[]);
    check(
        "[publish]\nformats = ['report', 'csvw', 'datapackage']",
        &[
            "survey/no-csv: `formats` has `csvw`, which describes the CSV files, and not `csv`",
            "survey/no-csv: `formats` has `datapackage`, which describes the CSV files, and not `csv`",
        ],
    );
}

#[test]
fn joins_go_to_reference_tables() {
    let reference = "[[reference]]\nname = 'areas'\npath = 'areas.csv'\n";
    let join = |rest: &str| format!("{reference}[[join]]\nreference = 'areas'\n{rest}\n");
    check(&join("question = 'region'\ncolumn = 'name'"), &[]);
    check(&join("question = 'words'\ncolumn = 'name'"), &[]);
    check(&join("on = { region = 'name', sex = 'sex' }"), &[]);
    check(
        &join("question = 'region'\ncolumn = 'name'").replace("reference = 'areas'", "reference = 'area'"),
        &["survey/join-reference: a join to the unknown reference table `area`"],
    );
    let condition = "survey/join-condition: the join to `areas` has no whole condition";
    for wrong in
        ["", "question = 'region'", "column = 'name'", "question = 'region'\ncolumn = 'name'\non = { sex = 'sex' }"]
    {
        check(&join(wrong), &[condition]);
    }
    for kind in ["media", "age", "day"] {
        let told = format!("survey/join-kind: a join on `{kind}`, which is neither a text nor a single question");
        check(&join(&format!("question = '{kind}'\ncolumn = 'name'")), &[&told]);
    }
    check(
        &join("question = 'regoin'\ncolumn = 'name'"),
        &["survey/join-question: a join on the unknown question `regoin`"],
    );
    check(
        "[[reference]]\nname = 'responses'\npath = 'areas.csv'\n",
        &["survey/reserved-reference: the reference table `responses` has the name of a table of the run"],
    );
}

#[test]
fn a_derived_question_is_no_key_of_a_join() {
    let derived = "[[derive]]\nid = 'area'\nkind = 'text'\ntext = '?'\nsql = 'words'\n";
    let survey = "[[reference]]\nname = 'areas'\npath = 'areas.csv'\n[[join]]\nreference = 'areas'\nquestion = 'area'\ncolumn = 'name'\n";
    assert_eq!(
        problems(&Added { survey, codebook: derived, ..Added::default() }),
        ["survey/join-kind: a join on `area`, which is neither a text nor a single question"]
    );
}

#[test]
fn exclusions_have_a_whole_condition() {
    let exclude = |rest: &str| format!("[[exclude]]\nreason = 'test'\n{rest}\n");
    check(&exclude("column = 'status'\nis = ['test']"), &[]);
    check(&exclude("answers_fewer_than = 2"), &[]);
    check(&exclude("column = 'status'\nis = ['test']\nanswers_fewer_than = 2"), &[]);
    for wrong in ["", "column = 'status'", "is = ['test']", "column = 'status'\nanswers_fewer_than = 2"] {
        check(&exclude(wrong), &["survey/exclusion-condition: the exclusion \"test\" has no whole condition"]);
    }
}

#[test]
fn checks_have_one_condition_that_can_hold() {
    let one = |condition: &str| format!("[[check]]\nname = 'c'\n{condition}\n");
    for right in [
        "rows = { least = 1, most = 1 }",
        "respondents = { most = 9 }",
        "quarantined = 0.0",
        "quarantined = 100.0",
        "missing = { question = 'words', most = 5 }",
        "moved = { question = 'views', most = 100 }",
        "moved = { question = 'media', most = 5 }",
        "fresh = { days = 2 }",
        "fresh = { days = 2, question = 'day' }",
        "no_rows = 'select 1'",
        "total = { sql = 'select 1', is = 1.0, within = 0.0 }",
    ] {
        check(&one(right), &[]);
    }
    check(&one("rows = { least = 1 }").repeat(2), &["check/name-twice: there are two checks called `c`"]);
    let condition = "check/one-condition: the check `c` does not have one condition";
    check(&one(""), &[condition]);
    check(&one("rows = { least = 1 }\nno_rows = 'select 1'"), &[condition]);
    let limits = "check/no-limits: nothing is between the limits of the check `c`, or it has none";
    check(&one("rows = {}"), &[limits]);
    check(&one("respondents = { least = 2, most = 1 }"), &[limits]);
    for (share, told) in [("quarantined = 100.5", "100.5"), ("missing = { question = 'age', most = -1 }", "-1")] {
        check(&one(share), &[&format!("check/no-share: the check `c` allows {told}, which is no percentage")]);
    }
    check(
        &one("moved = { question = 'sex', most = 101 }"),
        &["check/no-share: the check `c` allows 101, which is no percentage"],
    );
    check(
        &one("missing = { question = 'wrods', most = 5 }"),
        &["check/no-question: the check `c` is of the unknown question `wrods`"],
    );
    check(
        &one("moved = { question = 'age', most = 5 }"),
        &["check/kind-of-question: the check `c` is of `age`, which is not a question with options"],
    );
    check(
        &one("fresh = { days = 2, question = 'age' }"),
        &["check/kind-of-question: the check `c` is of `age`, which is not a date"],
    );
    let total = "check/no-total: the check `c` does not expect a number";
    for wrong in ["is = nan", "is = inf", "is = 1.0, within = -0.5", "is = 1.0, within = inf"] {
        check(&one(&format!("total = {{ sql = 'select 1', {wrong} }}")), &[total]);
    }
}

#[test]
fn disclosure_control_protects_something() {
    let policy = |keys: &str| format!("[disclosure]\n{keys}\n");
    for right in [
        "threshold = 2",
        "threshold = 5\nzeros = true\ncomplements = true\nsql = 'publish'\nprotection = 1",
        "round_to = 2",
        "minimum_base = 30",
        "dominance = { contributors = 1, percent = 75.0 }",
        "p_percent = 10.0",
        "threshold = 5\nopen = ['sex', 'region.1', 'region.ends']",
        "profile = 'opensafely'",
    ] {
        check(&policy(right), &[]);
    }
    check(&policy("threshold = 1"), &["disclosure/threshold: a `threshold` of 1 holds no count back"]);
    check(&policy("round_to = 1"), &["disclosure/round-to: `round_to` of 1 or less rounds nothing"]);
    check(
        &policy("threshold = 5\nprotection = 0"),
        &["disclosure/protection: a `protection` of 0 respondents protects nothing"],
    );
    let dominance =
        "disclosure/dominance: `dominance` needs 1 contributor or more and a percentage from above 0 to below 100";
    for (contributors, percent) in [(0, "75.0"), (1, "0.0"), (1, "100.0")] {
        check(&policy(&format!("dominance = {{ contributors = {contributors}, percent = {percent} }}")), &[dominance]);
    }
    for percent in ["0.0", "inf", "-1.0"] {
        check(
            &policy(&format!("p_percent = {percent}")),
            &["disclosure/p-percent: `p_percent` needs a percentage above 0"],
        );
    }
    let nothing =
        |key: &str| format!("disclosure/nothing-protected: `{key}` says how counts are protected, and none is");
    for (key, value) in [
        ("complements", "true"),
        ("zeros", "true"),
        ("sql", "'publish'"),
        ("protection", "1"),
        ("open", "['sex']"),
        ("against", "'../out/last'"),
    ] {
        check(&policy(&format!("{key} = {value}")), &[&nothing(key)]);
        check(&policy(&format!("{key} = {value}\nthreshold = 5")), &[]);
    }
    check(&policy("zeros = true\nminimum_base = 30"), &[&nothing("zeros")]);
    for name in ["sx", "region.7", "region.1@sex.1"] {
        check(
            &policy(&format!("threshold = 5\nopen = ['{name}']")),
            &[&format!("disclosure/unknown-open: `open` names `{name}`, which is neither a table nor a figure")],
        );
    }
}

#[test]
fn reports_are_by_a_break() {
    let tables = "[default]\nbanner = [{ question = 'region' }]\n";
    let by = |names: &[&str]| {
        let survey = names.iter().map(|name| format!("[[report]]\nby = '{name}'\n")).collect::<Vec<_>>().concat();
        problems(&Added { survey: &survey, tables, ..Added::default() })
    };
    assert_eq!(by(&["region"]), [""; 0]);
    assert_eq!(by(&["regoin"]), ["report/no-question: there is no question `regoin`"]);
    assert_eq!(by(&["sex"]), ["report/no-break: no table has the break `sex`"]);
    assert_eq!(by(&["region", "region"]), ["report/twice: there are two reports by `region`"]);
}

#[test]
fn words_of_a_house_are_ranges_of_percentages() {
    check("[claims.words]\n'almost all' = 'over 90%'\n'most' = '75% to 90%'", &[]);
    let found = problems(&Added { survey: "[claims.words]\n'almost all' = 'plenty of them'", ..Added::default() });
    assert!(found[0].starts_with("survey/house-word: the meaning of `almost all`: "), "{found:?}");
}

#[test]
fn a_problem_is_where_it_is_written() {
    // The survey of the project has nine lines before what is added.
    assert_eq!(places(&Added { survey: "[[check]]\nname = 'c'\n", ..Added::default() }), ["survey.toml:11:8"]);
    assert_eq!(
        places(&Added { tables: "\n\n[[table]]\nid = '\u{fc}'\nrows = 'sx'\n", ..Added::default() }),
        ["tables.toml:4:6", "tables.toml:5:8"]
    );
    assert_eq!(places(&Added { survey: "[weights]\n", ..Added::default() }), ["survey.toml"], "of the whole file");
}
