//! Values that a file calls missing: each keeps its code and label, and none is averaged.

use std::fs;

use tempfile::TempDir;

use crate::program::topline;
use crate::small_survey::SmallSurvey;
use crate::workspace::root;

const ANSWERS: &str = "age,q\n30,1\n40,2\n997,98\n1001.0,1\n-8,-1\n.a,\n50,99\n";
const CODEBOOK: &str = r#"
[[question]]
id = "age"
kind = "number"
text = "Age"
column = "age"
missing = [
    { code = -8, label = "Refused", reason = "refused" },
    { code = 997, label = "Not stated", from = 997 },
    { code = 1002, label = "Not in the household", also = [".a"], reason = "not_asked" },
]

[[question]]
id = "q"
kind = "single"
text = "Q?"
column = "q"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }, { code = 99, label = "Don't know", mark = "dont_know" }]
missing = [{ code = 98, label = "Refused", reason = "refused" }, { code = -1, label = "Low", to = -1 }]
exclude = ["Don't know"]
"#;
const TABLES: &str = "[default]\nshow_missing = true\n[[table]]\nid = \"with\"\nrows = \"q\"\nexclude = []\n";

#[test]
fn missing_values_keep_their_codes_and_are_counted_beside_the_base() {
    let survey = SmallSurvey { codebook: CODEBOOK, tables: TABLES, export: ANSWERS, ..SmallSurvey::default() };
    let run = survey.run();
    // 30, 40 and 50 are ages.
    assert_eq!(run.sql("select avg(age) as mean, count(age) as n from responses"), "mean,n\n40.0,3\n");
    assert_eq!(
        run.sql("select age_absent, age_missing from responses where age is null order by row_id"),
        "age_absent,age_missing\nno_answer,997\nno_answer,997\nrefused,-8\nnot_asked,1002\n"
    );
    assert_eq!(
        run.total("age"),
        "row_key,n,base,published\nmissing_-8:count,1,7,1\nmissing_997:count,2,7,2\nmissing_1002:count,1,7,1\nmean,3,3,40.00\n"
    );
    // "Don't know" is an answer, and out of the base, as the codebook says; a table may say otherwise.
    assert_eq!(
        run.total("q"),
        "row_key,n,base,published\n1,2,3,67\n2,1,3,33\nmissing_99:count,1,7,1\nmissing_98:count,1,7,1\nmissing_-1:count,1,7,1\n"
    );
    assert_eq!(
        run.total("with"),
        "row_key,n,base,published\n1,2,4,50\n2,1,4,25\n99,1,4,25\nmissing_98:count,1,7,1\nmissing_-1:count,1,7,1\n"
    );
    let told = run.call(&["explain", "q.missing_98:count"]).exits(0).stdout;
    assert!(
        told.contains("1 counted") && told.contains("rows     1 of export.csv: 4") && !told.contains("NOTE"),
        "{told}"
    );
    let told = run.call(&["explain", "q.1"]).exits(0).stdout;
    assert!(told.contains("those who answered, without Don't know"), "{told}");
}

/// As value labels do in a statistical package, `options` names missing values too; `answers` says which one a respondent has.
#[test]
fn missing_values_are_named_where_codes_are_looked_up() {
    let survey = SmallSurvey { codebook: CODEBOOK, tables: TABLES, export: ANSWERS, ..SmallSurvey::default() };
    let run = survey.run();
    assert_eq!(
        run.sql("select question, code, label, missing from options where missing is not null"),
        "question,code,label,missing\nage,-8,Refused,refused\nage,997,Not stated,no_answer\n\
         age,1002,Not in the household,not_asked\nq,98,Refused,refused\nq,-1,Low,no_answer\n"
    );
    assert_eq!(run.sql("select count(*) as options from options where missing is null"), "options\n3\n");
    assert_eq!(
        run.sql(
            "select question, absent, missing, missing_label, count(*) as n from answers where absent is not null \
             group by all order by question, missing"
        ),
        "question,absent,missing,missing_label,n\nage,refused,-8,Refused,1\nage,no_answer,997,Not stated,2\n\
         age,not_asked,1002,Not in the household,1\nq,no_answer,-1,Low,1\nq,refused,98,Refused,1\nq,no_answer,,,1\n"
    );
}

/// `MISSING VALUES age (90 THRU 99)`: both ends are missing, and what is next to them is an age.
#[test]
fn both_ends_of_a_range_are_missing() {
    let missing = "missing = [{ code = 90, label = \"Not stated\", from = 90, to = 99 }]";
    let codebook =
        format!("[[question]]\nid = \"age\"\nkind = \"number\"\ntext = \"Age\"\ncolumn = \"age\"\n{missing}\n");
    let export = "age\n89\n89.5\n90\n90.0\n95\n99\n99.5\n100\n";
    let run = SmallSurvey { codebook: &codebook, export, ..SmallSurvey::default() }.run();
    assert_eq!(
        run.sql("select age, age_missing from responses order by row_id"),
        "age,age_missing\n89.0,\n89.5,\n,90\n,90\n,90\n,90\n99.5,\n100.0,\n"
    );
}

#[test]
fn what_missing_values_contradict_is_refused() {
    let refused = |missing: &str| {
        let codebook =
            format!("{}missing = [{missing}]\n", CODEBOOK.split("missing = [{ code = 98").next().expect("a part"));
        SmallSurvey { codebook: &codebook, export: ANSWERS, ..SmallSurvey::default() }.refused()
    };
    let told = refused("{ code = 2, label = \"No answer\" }");
    assert!(told.contains("`q` has code 2 twice, once for the missing value \"No answer\""), "{told}");
    let told = refused("{ code = 9, label = \"High\", from = 9, to = 7 }");
    assert!(told.contains("\"High\" of `q` ends before it begins"), "{told}");
}

/// A draft of a file of SPSS, run.
fn drafted(file: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["wave1.sav", "wave2.sav", "scale.sav"] {
        fs::copy(root().join("tests/fixtures/missing").join(name), folder.path().join(name)).expect("an export");
    }
    topline(folder.path(), &["init", file, "-o", "pipelines/p"]).exits(0);
    topline(folder.path(), &["run", "p", "--out", "out"]).exits(0);
    folder
}

fn sql(folder: &TempDir, query: &str) -> String {
    topline(folder.path(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0).stdout
}

/// `MISSING VALUES age (997 THRU HI, -8) inc (LO THRU -1, 99999)`. The values are those of PSPP's DESCRIPTIVES.
#[test]
fn ranges_hold_in_the_next_wave() {
    let folder = drafted("wave1.sav");
    let codebook = fs::read_to_string(folder.path().join("pipelines/p/codebook.toml")).expect("a draft");
    assert!(codebook.contains("{ code = 997, label = \"997 and more\", from = 997 }"), "{codebook}");
    assert!(codebook.contains("label = \"Refused\", reason = \"refused\""), "{codebook}");
    let survey = folder.path().join("pipelines/p/survey.toml");
    let text = fs::read_to_string(&survey).expect("a draft").replace("wave1.sav", "wave2.sav");
    fs::write(survey, text).expect("a file that can be written");
    topline(folder.path(), &["run", "p", "--out", "out"]).exits(0);
    let means =
        "select avg(age) as age, count(age) as ages, round(avg(inc), 2) as inc, count(inc) as incomes from responses";
    assert_eq!(sql(&folder, means), "age,ages,inc,incomes\n38.5,6,2216.67,6\n");
    // Nothing was declared that the codebook does not name.
    assert_eq!(sql(&folder, "select count(*) as n from findings where kind = 'declared_missing'"), "n\n0\n");
}

/// A scale from 0 to 10 whose 99 the file calls missing and "Don't know".
#[test]
fn dont_know_is_an_answer_that_the_file_keeps_out_of_the_base() {
    let folder = drafted("scale.sav");
    let boxes = "select row_key, n, base from figures where table_id = 'nps' and row_key in ('top_two', 'bottom_two', 'mean') \
                 order by row_key";
    assert_eq!(sql(&folder, boxes), "row_key,n,base\nbottom_two,7,36\ntop_two,6,36\n");
    let marked = "select count(*) as n from responses where nps = 'Don''t know' and nps_absent is null";
    assert_eq!(sql(&folder, marked), "n\n4\n");
}
