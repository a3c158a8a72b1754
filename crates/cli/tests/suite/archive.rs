//! The files for archives: what they hold, what they leave out, and that they lead back to the same responses.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::program::topline;
use crate::small_survey::SmallSurvey;

const EXPORT: &str = "name,q,a,b,c,age,day,words,w\n\
    Ann,Yes,x,,,30,2017-03-04,\"one, two\",0.5\n\
    Bob,No,,x,,41.25,2017-12-31,,1.5\n\
    Cid,Refused,,,,,,thr\u{e9}e,1\n\
    Dee,Yes,x,x,,7,2000-02-29,four,1\n";
const SURVEY: &str =
    "[weights]\ncolumn = \"w\"\n[publish]\nformats = [\"sav\", \"ddi\", \"triple_s\", \"dictionary\"]\n";
const CODEBOOK: &str = r#"
[[question]]
id = "name"
kind = "text"
text = "Your name"
column = "name"
private = true

[[question]]
id = "q"
kind = "single"
text = "Did you \"go\" & <stay>?"
section = "Going & staying"
column = "q"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]
missing = [{ code = 98, label = "Refused", reason = "refused", also = ["Refused"] }]

[[question]]
id = "with"
kind = "multi"
text = "Which?"
section = "Going & staying"
options = [{ code = 1, label = "A", column = "a" }, { code = 2, label = "B", column = "b" }, { code = 3, label = "C", column = "c" }]

[[question]]
id = "age"
kind = "number"
text = "Age"
section = " You "
column = "age"

[[question]]
id = "day"
kind = "date"
text = "Day"
column = "day"

[[question]]
id = "words"
kind = "text"
text = "Words"
column = "words"
"#;

fn survey() -> SmallSurvey<'static> {
    SmallSurvey { sections: SURVEY, codebook: CODEBOOK, export: EXPORT, ..SmallSurvey::default() }
}

#[test]
fn cases_are_blank_where_triple_s_knows_no_reason() {
    let run = survey().run();
    let cases = fs::read_to_string(run.outputs().join("archive/triple_s.csv")).expect("cases");
    assert_eq!(
        cases,
        "row_id,weight,q,with_1,age,day,words\n2,0.5,1,100,30,20170304,\"one, two\"\n3,1.5,2,010,41.25,20171231,\n\
         4,1,,,,,thr\u{e9}e\n5,1,1,110,7,20000229,four\n"
    );
}

#[test]
fn sections_are_named_before_their_variables() {
    let run = survey().run();
    let described = run.output("archive/triple_s.sss");
    let order =
        ["<!-- Section: Going & staying -->", "<name>q<", "<name>with_1<", "<!-- Section: You -->", "<name>age<"];
    let rest = ["<!-- In no section -->", "<name>day<", "<name>words<"];
    let places: Vec<_> = order.iter().chain(&rest).map(|part| described.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {described}");
    let sections = run.sql("select question, section from questions where section is not null order by question");
    assert_eq!(sections, "question,section\nage,You\nq,Going & staying\nwith,Going & staying\n");
}

#[test]
fn private_questions_and_identifiers_are_in_no_file() {
    let run = survey().run();
    let folder = run.outputs().join("archive");
    for name in ["responses.sav", "ddi.xml", "triple_s.sss", "triple_s.csv", "dictionary.csv", "dictionary.html"] {
        let bytes = fs::read(folder.join(name)).expect("a file");
        for word in ["Ann", "Your name"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is in {name}");
        }
        let mode = fs::metadata(folder.join(name)).expect("a file").permissions().mode() & 0o777;
        let holds_answers = matches!(name, "responses.sav" | "triple_s.csv");
        assert_eq!(mode == 0o600, holds_answers, "{name} is {mode:o}");
    }
    let with = SURVEY.replace("[publish]\n", "[publish]\nprivate = true\n");
    let run = SmallSurvey { sections: &with, ..survey() }.run();
    let cases = fs::read_to_string(run.outputs().join("archive/triple_s.csv")).expect("cases");
    assert!(cases.starts_with("row_id,weight,name,q,"), "{cases}");
}

#[test]
fn both_data_files_lead_back_to_the_same_responses() {
    let run = survey().run();
    let folder = run.outputs().join("archive");
    topline(&folder, &["init", "responses.sav", "-o", "pipelines/sav"]).exits(0);
    topline(&folder, &["init", "triple_s.csv", "--metadata", "triple_s.sss", "-o", "pipelines/triple_s"]).exits(0);
    topline(&folder, &["run", "--out", "out"]).exits(0);
    let sql = |pipeline: &str, query: &str| {
        let arguments = ["sql", "--pipeline", pipeline, query, "--out", "out", "--format", "csv"];
        topline(&folder, &arguments).exits(0).stdout
    };
    let numbers = "select weight, q, age, day from responses order by row_id";
    let answers = "weight,q,age,day\n0.5,1,30.0,2017-03-04\n1.5,2,41.25,2017-12-31\n1.0,,,\n1.0,1,7.0,2000-02-29\n";
    assert_eq!(sql("sav", numbers), answers);
    assert_eq!(sql("triple_s", numbers), answers);
    // The reason why there is no answer is in the file of SPSS.
    assert_eq!(
        sql("sav", "select q_missing, count(*) as n from responses where q is null group by 1"),
        "q_missing,n\n98,1\n"
    );
    let labels = "select question, code, label from options where question in ('q', 'with_1') order by question, code";
    assert_eq!(sql("triple_s", labels), "question,code,label\nq,1,Yes\nq,2,No\nwith_1,1,A\nwith_1,2,B\nwith_1,3,C\n");
}

#[test]
fn a_codebook_says_what_was_asked_and_what_is_missing() {
    let run = survey().run();
    let ddi = fs::read_to_string(run.outputs().join("archive/ddi.xml")).expect("a codebook");
    for part in [
        "<fileName>responses.sav</fileName>",
        "<qstnLit>Did you &quot;go&quot; &amp; &lt;stay&gt;?</qstnLit>",
        "<var ID=\"V2\" name=\"weight\" files=\"F1\" intrvl=\"contin\" wgt=\"wgt\" dcml=\"1\">",
        "<var ID=\"V3\" name=\"q\" files=\"F1\" intrvl=\"discrete\" wgt-var=\"V2\">",
        "<catgry missing=\"Y\"><catValu>98</catValu><labl>Refused</labl><catStat type=\"freq\" wgtd=\"not-wgtd\">1</catStat></catgry>",
        "<varGrp ID=\"VS1\" type=\"section\" var=\"V3 V4 V5 V6\"><labl>Going &amp; staying</labl></varGrp>",
        "<varGrp ID=\"VS2\" type=\"section\" var=\"V7\"><labl>You</labl></varGrp>",
        "<varGrp ID=\"VG3\" name=\"with\" type=\"multipleResp\" var=\"V4 V5 V6\">",
        "<range UNITS=\"INT\" min=\"2000-02-29\" max=\"2017-12-31\"/>",
    ] {
        assert!(ddi.contains(part), "{part}\n{ddi}");
    }
    let dictionary = fs::read_to_string(run.outputs().join("archive/dictionary.csv")).expect("a dictionary");
    assert!(
        dictionary.contains(
            "q,q,\"Did you \"\"go\"\" & <stay>?\",Going & staying,q,\"Did you \"\"go\"\" & <stay>?\",code,,98,Refused,yes,\n"
        )
    );
}

#[test]
fn a_codebook_tells_no_respondents_number_of_small_bases() {
    let declared = format!("{SURVEY}[disclosure]\nminimum_base = 10\n");
    let run = SmallSurvey { sections: &declared, ..survey() }.run();
    let ddi = fs::read_to_string(run.outputs().join("archive/ddi.xml")).expect("a codebook");
    assert!(!ddi.contains("<range") && !ddi.contains("2000-02-29") && !ddi.contains("type=\"freq\""), "{ddi}");
    let declared = format!("{SURVEY}[disclosure]\nminimum_base = 3\n");
    let run = SmallSurvey { sections: &declared, ..survey() }.run();
    let ddi = fs::read_to_string(run.outputs().join("archive/ddi.xml")).expect("a codebook");
    assert!(ddi.contains("min=\"2000-02-29\""), "{ddi}");
}
