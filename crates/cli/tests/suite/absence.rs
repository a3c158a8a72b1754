//! Who is in a base, and who is not: values counted by hand from exports of a few rows.

use crate::small_survey::SmallSurvey;

/// Five answers, one blank, one refusal, one that cannot be read, two who were not asked.
const ROUTED: &str = "ask,q\nYes,A\nYes,A\nYes,B\nYes,\nYes,-8\nYes,both\nNo,\nNo,\nYes,B\nYes,A\n";
const CODEBOOK: &str = r#"
[[question]]
id = "ask"
kind = "single"
text = "Ask?"
column = "ask"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]

[[question]]
id = "q"
kind = "single"
text = "Q?"
column = "q"
asked_if = { question = "ask", is = [1] }
absent = { refused = ["-8"] }
options = [{ code = 1, label = "A" }, { code = 2, label = "B" }]
"#;
const TABLES: &str = r#"
[[table]]
id = "answered"
rows = "q"
show_no_answer = true

[[table]]
id = "asked"
rows = "q"
base = "asked"
show_no_answer = true

[[table]]
id = "all"
rows = "q"
base = "all"
show_no_answer = true
show_bases = ["answered", "asked", "all"]
"#;

#[test]
fn each_base_holds_its_reasons_and_shows_a_row_for_each() {
    let survey = SmallSurvey {
        survey: "unmapped = \"invalid\"",
        codebook: CODEBOOK,
        tables: TABLES,
        export: ROUTED,
        ..SmallSurvey::default()
    };
    let run = survey.run();
    assert_eq!(run.total("answered"), "row_key,n,base,published\n1,3,5,60\n2,2,5,40\n");
    assert_eq!(
        run.total("asked"),
        "row_key,n,base,published\n1,3,8,38\n2,2,8,25\nno_answer,1,8,13\nrefused,1,8,13\ninvalid,1,8,13\n"
    );
    assert_eq!(
        run.total("all"),
        "row_key,n,base,published\ntotal_answering,5,5,5\ntotal_asked,8,8,8\ntotal,10,10,10\n1,3,10,30\n2,2,10,20\n\
         no_answer,1,10,10\nrefused,1,10,10\ninvalid,1,10,10\nnot_asked,2,10,20\n"
    );
    let by_sql = run.sql("select row_key, n, base from frequencies(q, base => 'asked')");
    assert_eq!(by_sql, "row_key,n,base\n1,3,8\n2,2,8\nno_answer,1,8\nrefused,1,8\ninvalid,1,8\n");
    let told = run.call(&["explain", "asked.refused"]).exits(0).stdout;
    assert!(told.contains("holds    answered, no_answer, refused, invalid\n"), "{told}");
    assert!(told.contains("rows     1 of export.csv: 6"), "{told}");
    let told = run.call(&["explain", "all.total_asked"]).exits(0).stdout;
    assert!(
        told.contains("8 those who were asked; 8 counted")
            && told.contains("holds    answered, no_answer, refused, invalid\n"),
        "{told}"
    );
    let report = run.output("report.html");
    assert!(report.contains("The base is those who were asked:") && report.contains("those who were not asked."));
}

const YES_NO: &str = r#"
[[question]]
id = "q"
kind = "single"
text = "Q?"
column = "q"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]
"#;
const BOTH_PERCENTAGES: &str =
    "[[table]]\nid = \"both\"\nrows = \"q\"\nstatistics = [\"column_percent\", \"unweighted_percent\"]\n";

/// Yes weighs 2 and 1, No 1; another Yes weighs nothing.
const WEIGHTED: &str = "w,q\n2,Yes\n0,Yes\n1,No\n1,Yes\n";

#[test]
fn who_weighs_nothing_is_in_no_base() {
    let survey = SmallSurvey {
        sections: "[weights]\ncolumn = \"w\"\n",
        codebook: YES_NO,
        tables: BOTH_PERCENTAGES,
        export: WEIGHTED,
        ..SmallSurvey::default()
    };
    let run = survey.run();
    // 3 of 4 by weight, 2 of 3 by respondents.
    assert_eq!(
        run.total("both"),
        "row_key,n,base,published\n1,2,3,75\n1:unweighted_percent,2,3,67\n2,1,3,25\n2:unweighted_percent,1,3,33\n"
    );
    assert_eq!(run.sql("select row_key, n, base from frequencies(q)"), "row_key,n,base\n1,2,3\n2,1,3\n");
    assert_eq!(run.sql("select survey_n()['n'] as n from responses"), "n\n3\n");
    for figure in ["both.1", "both.1:unweighted_percent", "both.base"] {
        let told = run.call(&["explain", figure]).exits(0).stdout;
        assert!(!told.contains("NOTE"), "{told}");
    }
    // Three are too few for a minimum of four, whoever else weighs nothing.
    let held = SmallSurvey { sections: "[weights]\ncolumn = \"w\"\n[disclosure]\nminimum_base = 4\n", ..survey }.run();
    assert_eq!(held.total("q"), "row_key,n,base,published\n1,,3,\n2,,3,\n");
}

#[test]
fn a_weight_can_be_made_of_columns() {
    let survey = SmallSurvey {
        sections: "[weights]\nexpression = 'design * \"post factor\" / 10'\n",
        codebook: YES_NO,
        export: "design,post factor,q\n10,2,Yes\n20,0.5,No\n30,x,Yes\n5,2,No\n",
        ..SmallSurvey::default()
    };
    let written = SmallSurvey { survey: "quarantine_limit = 50", ..survey }.run();
    assert_eq!(written.sql("select q, weight from responses order by row_id"), "q,weight\n1,2.0\n2,1.0\n2,1.0\n");
    let told = SmallSurvey { sections: "[weights]\nexpression = 'design * '\n", ..survey }.refused();
    assert!(told.contains("character 10 of the expression is no column, number or bracket"), "{told}");
    let told = SmallSurvey { sections: "[weights]\nexpression = 'design * other'\n", ..survey }.refused();
    assert!(told.contains("\"other\", read by `weights`"), "{told}");
}

#[test]
fn blank_rows_can_be_kept() {
    let survey = SmallSurvey { codebook: YES_NO, export: "x,q\n1,Yes\n,\n2,No\n", ..SmallSurvey::default() };
    let tables = "[[table]]\nid = \"shown\"\nrows = \"q\"\nbase = \"asked\"\nshow_no_answer = true\n";
    let excluded = SmallSurvey { tables, ..survey }.run();
    assert_eq!(excluded.total("q"), "row_key,n,base,published\n1,1,2,50\n2,1,2,50\n");
    let kept = SmallSurvey { tables, source: "blank_rows = \"keep\"\n", ..survey }.run();
    assert_eq!(
        kept.total("shown"),
        "row_key,n,base,published\n1,1,3,33\n2,1,3,33\nno_answer,1,3,33\nrefused,0,3,0\ninvalid,0,3,0\n"
    );
    assert_eq!(kept.sql("select count(*) as n from findings where kind = 'blank_row'"), "n\n0\n");
    let told = SmallSurvey { source: "blank_rows = \"keep\"\nrespondent = \"x\"\n", ..survey }.refused();
    assert!(told.contains("keeps blank rows, which name no respondent"), "{told}");
}

#[test]
fn tables_join_by_several_columns() {
    let codebook = r#"
[[question]]
id = "town"
kind = "text"
text = "Town"
column = "town"

[[question]]
id = "year"
kind = "single"
text = "Year"
column = "year"
options = [{ code = 1, label = "2025" }, { code = 2, label = "2026" }]

[[derive]]
id = "size"
kind = "number"
text = "Size"
sql = "cast(places.people as double)"
"#;
    let survey = SmallSurvey {
        sections: "[[reference]]\nname = \"places\"\npath = \"places.csv\"\n[[join]]\nreference = \"places\"\n\
                   on = { town = \"place\", year = \"in\" }\n",
        codebook,
        export: "town,year\nLeeds,2025\nLeeds,2026\nYork,2026\n",
        files: &[("places.csv", "place,in,people\nLeeds,2025,10\nLeeds,2026,20\nYork,2025,30\n")],
        ..SmallSurvey::default()
    };
    let sizes = survey.run().sql("select size from responses order by row_id");
    assert_eq!(sizes, "size\n10.0\n20.0\n\"\"\n");
    let twice = [("places.csv", "place,in,people\nLeeds,2025,10\nLeeds,2025,20\n")];
    let told = SmallSurvey { files: &twice, ..survey }.refused();
    assert!(told.contains("row 3 repeats the `place`, `in` of row 2"), "{told}");
}

#[test]
fn sources_join_by_several_columns() {
    let sources = "[[source]]\nname = \"persons\"\npath = \"export.csv\"\nformat = \"csv\"\nrespondent = \"key\"\n\
                   [[source]]\nname = \"visits\"\npath = \"visits.csv\"\nformat = \"csv\"\n\
                   joins = { on = [\"house\", \"no\"], equals = [\"hh\", \"person\"] }\n";
    let survey = SmallSurvey {
        codebook: YES_NO,
        export: "key,hh,person\n1,7,1\n2,7,2\n3,8,1\n",
        files: &[
            ("visits.csv", "house,no,q\n7,2,Yes\n8,1,No\n7,1,No\n8,2,Yes\n"),
            ("survey.toml", &format!("id = \"s\"\ntitle = \"S\"\n{sources}")),
        ],
        ..SmallSurvey::default()
    };
    let run = survey.run();
    assert_eq!(run.sql("select respondent, q from responses order by row_id"), "respondent,q\n1,2\n2,1\n3,2\n");
    // Nobody is person 2 of house 8.
    assert_eq!(run.sql("select source_row from findings where kind = 'no_partner'"), "source_row\n5\n");
}
