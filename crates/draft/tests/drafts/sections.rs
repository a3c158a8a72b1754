//! The sections of the questionnaire, as questionnaires and exports tell them.

use std::io::Cursor;

use crate::reading::{times, unknown, with_form};

/// The questions of the draft with their sections.
#[track_caller]
fn check(export: &str, questionnaire: Option<&str>, expected: &[(&str, Option<&str>)]) {
    let bytes = export.as_bytes().to_vec();
    let form = questionnaire.map(|text| text.as_bytes().to_vec());
    let whole = with_form(unknown("export.csv"), form, || Cursor::new(bytes.clone()));
    let questions = &whole.plan.codebook.questions;
    let sections: Vec<_> =
        questions.iter().map(|question| (question.id.as_str(), question.section.as_deref())).collect();
    assert_eq!(sections, expected, "{}", whole.draft.codebook);
}

const LIMESURVEY: &str = "id,submitdate,lastpage,startlanguage,Q1,Q2,Q3";
const LIMESURVEY_ROWS: [&str; 2] = ["{n},2024-01-02 09:00:00,3,en,Y,N,4", "{n},2024-01-02 09:00:00,3,en,N,Y,11"];

fn structure(groups: [&str; 2]) -> String {
    let [first, second] = groups;
    format!(
        "id\tclass\ttype/scale\tname\trelevance\ttext\tlanguage\tother\n\
         \tS\t\tlanguage\t\ten\t\t\n\
         1\tG\t0\t{first}\t1\tPlease answer all.\ten\t\n\
         2\tQ\tY\tQ1\t1\tDo you drink tea?\ten\tN\n\
         3\tQ\tY\tQ2\t1\tDo you drink milk?\ten\tN\n\
         4\tG\t1\t{second}\t1\t\ten\t\n\
         5\tQ\tN\tQ3\t1\tHow many cups?\ten\tN\n"
    )
}

#[test]
fn groups_of_limesurvey() {
    let export = times(LIMESURVEY, &LIMESURVEY_ROWS, 4);
    let two = structure(["<b>Drinks</b>", "How much"]);
    let expected = [("q1", Some("Drinks")), ("q2", Some("Drinks")), ("q3", Some("How much"))];
    check(&export, Some(&two), &expected);
    // One group around all of them says nothing.
    let one = structure(["All", "All"]);
    check(&export, Some(&one), &[("q1", None), ("q2", None), ("q3", None)]);
}

#[test]
fn instruments_and_section_headers_of_redcap() {
    let header = "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\"Field Label\",\"Choices, Calculations, OR Slider Labels\",\"Matrix Group Name\"\n";
    let rows = "record_id,about_you,,text,Record ID,,\n\
        smokes,about_you,,yesno,Do you smoke?,,\n\
        tea,about_you,Drinks,yesno,Do you drink tea?,,\n\
        staff,about_you,How good are these?,radio,Staff,\"1, Good | 0, Bad\",rated\n\
        rooms,about_you,,radio,Rooms,\"1, Good | 0, Bad\",rated\n\
        well,visit,,yesno,Are you well?,,\n";
    let export = times(
        "record_id,smokes,tea,staff,rooms,well,visit_complete",
        &["{n},1,0,1,0,1,2", "{n},0,1,0,1,0,2", "{n},1,1,1,1,1,2"],
        4,
    );
    let by_form = ["smokes", "tea", "staff"].map(|id| (id, Some("About you")));
    check(&export, Some(&format!("{header}{rows}")), &[&by_form[..], &[("well", Some("Visit"))]].concat());
    // With one instrument, its headers are the sections; what is over a matrix is its question.
    let one = format!("{header}{}", rows.replace(",visit,", ",about_you,"));
    let expected = [("smokes", None), ("tea", Some("Drinks")), ("staff", Some("Drinks")), ("well", Some("Drinks"))];
    check(&export, Some(&one), &expected);
}

#[test]
fn groups_in_the_names_of_columns() {
    let rows = ["1,1,tea milk,1,1,u-{n},2024-01-02T09:05:01", "2,2,tea,1,0,u-{n},2024-01-02T09:05:01"];
    let header = "form/about_you/sex,form/about_you/work,form/drinks/which,form/drinks/which/tea,form/drinks/which/milk,_uuid,_submission_time";
    let expected = [("sex", Some("About you")), ("work", Some("About you")), ("which", Some("Drinks"))];
    check(&times(header, &rows, 4), None, &expected);
}

#[test]
fn blocks_of_qualtrics() {
    let question = |id: &str, tag: &str, text: &str| {
        format!(
            r#"{{"Element": "SQ", "PrimaryAttribute": "{id}", "Payload": {{"QuestionID": "{id}", "DataExportTag": "{tag}", "QuestionType": "MC", "QuestionText": "{text}", "Choices": {{"1": {{"Display": "Yes"}}, "2": {{"Display": "No"}}}}, "ChoiceOrder": [1, 2]}}}}"#
        )
    };
    let block = |kind: &str, name: &str, id: &str| {
        format!(
            r#"{{"Type": "{kind}", "Description": "{name}", "BlockElements": [{{"Type": "Question", "QuestionID": "{id}"}}]}}"#
        )
    };
    let blocks = [
        block("Default", "Default Question Block", "QID1"),
        block("Standard", "Health &amp; care", "QID2"),
        block("Standard", "Block 2", "QID3"),
        block("Trash", "Trash / Unused Questions", "QID4"),
    ];
    let questions = [question("QID1", "Q1", "Tea?"), question("QID2", "Q2", "Well?"), question("QID3", "Q3", "Sad?")];
    let survey = format!(
        r#"{{"SurveyEntry": {{"SurveyName": "S"}}, "SurveyElements": [{{"Element": "BL", "Payload": [{}]}}, {}]}}"#,
        blocks.join(", "),
        questions.join(", ")
    );
    let header = "ResponseId,RecordedDate,Q1,Q2,Q3\n\
        Response ID,Recorded Date,Tea?,Well?,Sad?\n\
        \"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\",\"{\"\"ImportId\"\":\"\"QID3\"\"}\"";
    let rows = ["R_{n},2024-01-02 09:00:00,1,2,1", "R_{n},2024-01-02 09:00:00,2,1,2"];
    check(&times(header, &rows, 6), Some(&survey), &[("q1", None), ("q2", Some("Health & care")), ("q3", None)]);
}
