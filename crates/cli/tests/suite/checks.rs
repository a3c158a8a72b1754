//! `[[check]]` of `survey.toml`: what must hold of the data. Shares are counted by hand from the rows.

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = r#"
[[question]]
id = "agree"
kind = "single"
text = "Do you agree?"
column = "agree"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]

[[question]]
id = "why"
kind = "multi"
text = "Why?"
options = [{ code = 1, label = "Cost", column = "cost" }, { code = 2, label = "Time", column = "time" }]
unticked = ["0"]
asked_if = { question = "agree", is = [1] }

[[question]]
id = "day"
kind = "date"
text = "Day"
column = "day"
"#;

/// Six rows; of the five who answer three agree, and one of these ticks nothing that can be read.
const EXPORT: &str = "agree,cost,time,day\n\
    Yes,Cost,Time,2024-03-01\nYes,Cost,0,2024-03-04\nYes,,,2024-03-02\nNo,,,2024-03-02\nNo,,,2024-03-03\n,,,2024-03-01\n";

fn check(name: &str, keys: &str) -> String {
    format!("[[check]]\nname = \"{name}\"\n{keys}\n\n")
}

/// The survey with one check, run: its line of `checks`, and the exit code.
fn checked(keys: &str) -> (String, Option<i32>) {
    let sections = check("it", keys);
    let survey =
        SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &sections, ..SmallSurvey::default() }.written();
    let told = survey.run();
    assert!(matches!(told.code, Some(0 | 1)), "{keys}: {}", told.stderr);
    let line = survey.sql("select condition, severity, found, expected, passed from checks");
    (line.lines().nth(1).unwrap_or_default().to_owned(), told.code)
}

/// The same answers ten times, so that no count is below the threshold: each finding would still tell counts of answers.
#[test]
fn findings_of_answers_are_held_back_where_counts_are_protected() {
    let (head, rows) = EXPORT.split_once('\n').expect("a header");
    let export = format!("{head}\n{}", rows.repeat(10));
    for (keys, line, code) in [
        ("rows = { most = 50 }", "rows,fail,60,at most 50,false", 1),
        ("missing = { question = \"agree\", most = 16.6 }", "missing,fail,[c],at most 16.6%,false", 1),
        ("fresh = { question = \"day\", days = 30 }", "fresh,fail,[c],at most 30 days old,false", 1),
        ("no_rows = \"select row_id from responses where agree = 1\"", "no_rows,fail,[c],no rows,false", 1),
        // One that holds would tell what it expects.
        ("total = { sql = \"select count(*) from responses where agree = 1\", is = 30 }", "total,fail,[c],[c],true", 0),
        (
            "total = { sql = \"select count(*) from responses where agree = 1\", is = 29 }",
            "total,fail,[c],[c],false",
            1,
        ),
    ] {
        let sections = format!("{}[disclosure]\nthreshold = 2\n", check("it", keys));
        let survey = SmallSurvey { codebook: CODEBOOK, export: &export, sections: &sections, ..SmallSurvey::default() }
            .written();
        let told = survey.run();
        assert_eq!(told.code, Some(code), "{keys}: {}", told.stderr);
        let found = survey.sql("select condition, severity, found, expected, passed from checks");
        assert_eq!(found.lines().nth(1), Some(line), "{keys}");
        let said = format!("{}{}{}", told.stdout, told.stderr, survey.output("report.html"));
        assert!(
            !said.contains("16.67%") && !said.contains("2024-03-04") && !said.contains("30 rows"),
            "{keys}: {said}"
        );
    }
}

#[test]
fn each_condition_holds_or_does_not() {
    for (keys, line, code) in [
        ("rows = { least = 6, most = 6 }", "rows,fail,6,6 to 6,true", 0),
        ("rows = { most = 5 }", "rows,fail,6,at most 5,false", 1),
        ("respondents = { least = 7 }", "respondents,fail,6,at least 7,false", 1),
        ("respondents = { least = 7 }\nseverity = \"warn\"", "respondents,warn,6,at least 7,false", 0),
        ("quarantined = 0", "quarantined,fail,0%,at most 0%,true", 0),
        // One of six; of those who agree one of three.
        ("missing = { question = \"agree\", most = 16.7 }", "missing,fail,16.67%,at most 16.7%,true", 0),
        ("missing = { question = \"agree\", most = 16.6 }", "missing,fail,16.67%,at most 16.6%,false", 1),
        ("missing = { question = \"why\", most = 33 }", "missing,fail,33.33%,at most 33%,false", 1),
        ("fresh = { question = \"day\", days = 100000 }", "fresh,fail,of 2024-03-04,at most 100000 days old,true", 0),
        ("fresh = { question = \"day\", days = 30 }", "fresh,fail,of 2024-03-04,at most 30 days old,false", 1),
        (
            "moved = { question = \"agree\", most = 0 }",
            "moved,fail,no run before,at most 0 points from the last run,true",
            0,
        ),
        (
            "no_rows = \"select row_id from responses where agree = 1 and why_1 is null\"",
            "no_rows,fail,1 row,no rows,false",
            1,
        ),
        ("no_rows = \"select 1 from figures where x > 100\"", "no_rows,fail,0 rows,no rows,true", 0),
        (
            "total = { sql = \"select count(*) from answers where question = 'why' and code = 1\", is = 2 }",
            "total,fail,2,2,true",
            0,
        ),
        (
            "total = { sql = \"select avg(agree) from responses\", is = 1.5, within = 0.1 }",
            "total,fail,1.4,1.5 within 0.1,true",
            0,
        ),
        (
            "total = { sql = \"select avg(agree) from responses\", is = 1.5, within = 0.09 }",
            "total,fail,1.4,1.5 within 0.09,false",
            1,
        ),
        ("total = { sql = \"select agree from responses\", is = 1 }", "total,fail,no number,1,false", 1),
    ] {
        assert_eq!(checked(keys), (line.to_owned(), Some(code)), "{keys}");
    }
}

#[test]
fn a_distribution_that_moved_is_noticed() {
    let sections = check("moved", "moved = { question = \"agree\", most = 15 }");
    let survey =
        SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &sections, ..SmallSurvey::default() }.run();
    // Three of five said yes, and now four of five do.
    survey.write("export.csv", &EXPORT.replacen("No,,,", "Yes,Cost,0,", 1));
    let told = survey.run().exits(1);
    let says = "  checks     0 of 1 hold\n  NOT AS EXPECTED: moved: +20 points, agree.1, must be at most 15 points from the last run\n";
    assert!(told.stdout.contains(says), "{}", told.stdout);
    // The run is published, and what comes next is compared with it.
    survey.call(&["run", "s", "--force"]).exits(0);
}

#[test]
fn results_are_in_the_report_the_log_and_the_results() {
    let sections = check("enough", "respondents = { least = 100 }\nseverity = \"warn\"")
        + &check("few & far", "rows = { most = 2 }");
    let survey =
        SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &sections, ..SmallSurvey::default() }.written();
    let told = survey.call(&["run", "--format", "json", "--log", "json"]).exits(1);
    let result: Value = serde_json::from_str(&told.stdout).expect("one object");
    assert_eq!(result["status"], "unexpected");
    let checks = result["checks"].as_array().expect("checks");
    assert_eq!((&checks[0]["passed"], &checks[1]["found"]), (&false.into(), &"6".into()));
    assert_eq!(told.stderr.matches("\"message\":\"check failed\"").count(), 2, "{}", told.stderr);
    let report = survey.output("report.html");
    assert!(report.contains("Checks of the data") && report.contains("few &amp; far"), "no checks in the report");
    // What is up to date falls short again; a run that falls short can be withheld.
    let told = survey.run().exits(1);
    assert!(told.stdout.contains("up to date, at out/s; NOT AS EXPECTED: 1 check"), "{}", told.stdout);
    let told = survey.call(&["run", "--force", "--no-publish-on-fail"]).exits(1);
    assert!(
        told.stdout.contains("  warning: enough: 6, must be at least 100\n") && told.stdout.contains("not replaced"),
        "{}",
        told.stdout
    );
}

#[test]
fn an_export_gets_too_old_without_a_change() {
    let sections = check("fresh", "fresh = { days = 2 }");
    let survey =
        SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &sections, ..SmallSurvey::default() }.run();
    assert!(survey.run().exits(0).stdout.contains("up to date"));
    // As if the run had been three days ago: what held then may not hold today.
    let export = File::options().write(true).open(survey.path("pipelines/s/export.csv")).expect("the export");
    export.set_modified(SystemTime::now() - Duration::from_hours(72)).expect("a time");
    let ledger = survey.path("out/s/run.json");
    let text = std::fs::read_to_string(&ledger).expect("a ledger");
    let line = text.lines().find(|line| line.contains("\"fresh_until\"")).expect("a day");
    std::fs::write(&ledger, text.replace(line, "    \"fresh_until\": 20000")).expect("a ledger");
    assert!(survey.call(&["status"]).exits(0).stdout.starts_with("s: the export is older than a check allows\n"));
    survey.run().exits(1);
    // It is said once, and does not make every call run.
    assert!(survey.run().exits(1).stdout.contains("up to date"));
}

#[test]
fn checks_that_cannot_be_are_problems_of_the_file() {
    for (keys, says) in [
        ("", "the check `it` does not have one condition"),
        ("rows = { least = 1 }\nquarantined = 1", "the check `it` does not have one condition"),
        ("rows = { least = 5, most = 4 }", "nothing is between the limits of the check `it`"),
        ("quarantined = 101", "allows 101, which is no percentage"),
        ("missing = { question = \"agre\", most = 5 }", "the unknown question `agre`"),
        ("moved = { question = \"day\", most = 5 }", "is of `day`, which is not a question with options"),
        ("fresh = { question = \"agree\", days = 5 }", "is of `agree`, which is not a date"),
        ("no_rows = \"select agre from responses\"", "sql/check"),
        ("no_rows = \"create table x as select 1\"", "sql/check"),
        ("total = { sql = \"select 1\", is = 1, within = -1 }", "the check `it` does not expect a number"),
        ("rows = { least = 1 }\nseverity = \"error\"", "unknown variant `error`"),
    ] {
        let sections = check("it", keys);
        let told =
            SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &sections, ..SmallSurvey::default() }.refused();
        assert!(told.contains(says), "{keys}: {told}");
    }
    let twice = check("it", "rows = { least = 1 }") + &check("it", "rows = { least = 2 }");
    let told = SmallSurvey { codebook: CODEBOOK, export: EXPORT, sections: &twice, ..SmallSurvey::default() }.refused();
    assert!(told.contains("there are two checks called `it`"), "{told}");
}
