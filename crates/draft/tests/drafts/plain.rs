//! Exports of no known tool: what their headers and cells alone say.

use topline_draft::Tool;
use topline_survey::{Answer, FindingKind};

use crate::dialects::check;
use crate::reading::{lines, read, times, unticked};

#[test]
fn the_only_column_is_a_question() {
    let whole = read("answers\nred\ngreen\nblue\n");
    assert_eq!(lines(&whole.plan).len(), 1, "{}", whole.draft.codebook);
    assert_eq!(whole.plan.survey.source.respondent, None);
}

#[test]
fn respondents_that_repeat_are_no_options() {
    let whole = read(&times("Respondent ID,Question,Answer", &["R_1,q1,Yes", "R_1,q2,No", "R_2,q1,Yes"], 4));
    assert_eq!(lines(&whole.plan), ["question single: 1 q1, 2 q2", "answer single: 1 Yes, 2 No"]);
    assert!(whole.draft.survey.contains("# \"Respondent ID\" repeats"), "{}", whole.draft.survey);
}

#[test]
fn plain_text_of_other_delimiters() {
    let rows =
        ["{n};34,5;f;Stimme zu;3/5/2024;7.5", "{n};40,2;m;Lehne ab;13/5/2024;8.25", "{n};51,9;f;Weiß nicht;4/6/2024;9"];
    let whole = check(
        Tool::Plain,
        &times("nr;alter;geschlecht;q1;tag;note", &rows, 4),
        Some("nr"),
        &[
            "alter number",
            "geschlecht single: 1 f, 2 m",
            "q1 single: 1 Stimme zu, 2 Lehne ab, 3 Weiß nicht DontKnow",
            "tag date",
            "note number",
        ],
    );
    assert_eq!(whole.plan.survey.source.delimiter, Some(';'));
    let age = &whole.plan.codebook.question("alter").expect("alter").answer;
    assert!(matches!(age, Answer::Number { written, .. } if written.decimal == Some(',')), "{age:?}");
}

#[test]
fn what_people_write_stays_an_answer_and_what_programs_write_does_not() {
    let rows = ["{n},None,NA,3", "{n},n/a,Yes,NA", "{n},-,No,4", "{n},Tea,Yes,5"];
    let whole = check(
        Tool::Plain,
        &times("id,drink,likes,score", &rows, 5),
        Some("id"),
        &["drink single: 1 None, 2 Tea, 3 n/a NotApplicable", "likes single: 1 Yes, 2 No", "score number"],
    );
    assert!(whole.draft.codebook.contains("not_asked = [\"NA\"]"));
}

#[test]
fn a_header_alone_and_nothing_are_no_exports() {
    use std::io::Cursor;
    use topline_draft::{DraftError, DraftRequest, draft};
    let of = |text: &'static str| {
        let request = DraftRequest {
            id: "x".to_owned(),
            title: None,
            source: crate::reading::unknown("x.csv"),
            questionnaire: None,
        };
        draft(&request, || Ok(Cursor::new(text.as_bytes().to_vec())))
    };
    assert!(matches!(of("id,age\n"), Err(DraftError::NoRows { .. })));
    assert!(matches!(of(""), Err(DraftError::Ingest(_))));
    let request = DraftRequest {
        id: "../x".to_owned(),
        title: None,
        source: crate::reading::unknown("x.csv"),
        questionnaire: None,
    };
    assert!(matches!(draft(&request, || Ok(Cursor::new(Vec::new()))), Err(DraftError::Name { .. })));
}

#[test]
fn questions_with_the_same_beginning_and_scale_are_a_grid() {
    let header = "id,How much do you like the taste of tea?,How much do you like the taste of\u{a0}cold milk?,How much do you like the taste of beer?,Do you cook?,Do you bake?";
    let rows = [
        "{n},Very much,Not at all,Somewhat,Yes,No",
        "{n},Somewhat,Very much,Not at all,No,No",
        "{n},Not at all,Somewhat,Very much,Yes,Yes",
    ];
    check(
        Tool::Plain,
        &times(header, &rows, 5),
        Some("id"),
        &[
            "q1 grid: 1 Very much, 2 Somewhat, 3 Not at all / tea tea, cold_milk cold milk, beer beer",
            "do_you_cook single: 1 Yes, 2 No",
            "do_you_bake single: 1 Yes, 2 No",
        ],
    );
}

#[test]
fn panels_code_answers_and_refusals_by_number() {
    let header = "RespId,weight,Q1,Q2_1,Q2_2,Q3_1,Q3_2,Q3_3,Q4,ppage,scale";
    let rows = [
        "{n},0.7,1,4,2,1,-1,-1,NA,73,-2",
        "{n},1.3,2,-1,3,-1,1,1,2,41,NA",
        "{n},1.1,-1,1,4,1,1,-1,NA,25,2",
        "{n},0.9,3,2,1,-1,-1,-1,1,66,-1",
        "{n},1.0,2,3,2,-1,1,-1,NA,58,1",
        "{n},1.0,2,3,2,-1,1,-1,2,58,0",
    ];
    let whole = check(
        Tool::Plain,
        &times(header, &rows, 5),
        Some("RespId"),
        &[
            "q1 single: 1 1, 2 2, 3 3",
            "q2 grid: 1 1, 2 2, 3 3, 4 4 / item_1 1, item_2 2",
            "q3 multi: 1 1, 2 2, 3 3",
            "q4 single: 1 1, 2 2",
            "ppage number",
            "scale single: 3 -2, 4 -1, 0 0, 1 1, 2 2",
        ],
    );
    let absent = |id: &str| whole.plan.codebook.question(id).expect("a question").absent.clone();
    assert_eq!((absent("q1").no_answer, absent("q1").not_asked), (vec!["-1".to_owned()], vec!["NA".to_owned()]));
    assert_eq!(absent("q2").no_answer, ["-1"]);
    assert_eq!(unticked(whole.plan.codebook.question("q3").expect("q3")), ["-1"]);
    assert_eq!(whole.plan.survey.weights.as_ref().and_then(|weights| weights.column.as_deref()), Some("weight"));
}

#[test]
fn a_title_may_stand_above_the_header() {
    let whole = check(
        Tool::Plain,
        &times("Survey of drinks,,\nhome,What do you drink?,How old are you?", &["York,Tea,34", "Leeds,Milk,{n}"], 6),
        None,
        &["home single: 1 York, 2 Leeds", "what_do_you_drink single: 1 Tea, 2 Milk", "how_old_are_you number"],
    );
    assert_eq!((whole.plan.survey.source.header_rows, whole.plan.survey.source.name_row), (2, Some(2)));
    assert_eq!(whole.plan.codebook.question("home").expect("home").text, "home");
}

#[test]
fn a_dash_in_many_columns_is_no_answer_and_a_key_held_down_no_number() {
    let mut text = "id,Do you cook?,What do you drink?,Where do you live?,How many cups?\n".to_owned();
    for number in 0..40 {
        let cups = ["2", "3.5", "-", "12"][number % 4];
        let cups = if number == 7 { "99999999999999999999" } else { cups };
        let cups = if number > 20 { (number * 3).to_string() } else { cups.to_owned() };
        let cups = if number == 30 { "too many".to_owned() } else { cups };
        let [cook, drink, live] = [["Yes", "Tea", "York"], ["No", "-", "Leeds"], ["-", "Milk", "-"]][number % 3];
        text.extend([format!("r{number},{cook},{drink},{live},{cups}\n")]);
    }
    let whole = check(
        Tool::Plain,
        &text,
        Some("id"),
        &[
            "do_you_cook single: 1 Yes, 2 No",
            "what_do_you_drink single: 1 Tea, 2 Milk",
            "where_do_you_live single: 1 York, 2 Leeds",
            "how_many_cups number",
        ],
    );
    let cups = &whole.plan.codebook.question("how_many_cups").expect("cups").absent;
    assert_eq!(cups.no_answer, ["-"]);
    // The words of one respondent are a finding, and stand in no codebook.
    assert_eq!(cups.invalid, ["99999999999999999999"]);
    assert_eq!(whole.findings.get(&FindingKind::Malformed), Some(&1));
}

#[test]
fn a_cell_may_hold_a_list_of_its_own() {
    let rows = [
        "{n},\"Tea,\"\"Milk, cold\"\"\",\"['Cat', 'Dog']\"",
        "{n},\"\"\"Milk, hot\"\",Sugar\",['Dog']",
        "{n},\"\"\"Milk, cold\"\",\"\"Milk, hot\"\"\",[]",
        "{n},Tea,\"['Bird', 'Cat']\"",
        "{n},\"\"\"Milk, hot\"\"\",['Cat']",
        "{n},\"\"\"Milk, cold\"\"\",['Bird']",
        "{n},Sugar,\"['Bird', 'Dog']\"",
        "{n},\"Tea,Sugar\",['Dog']",
    ];
    let whole = check(
        Tool::Plain,
        &times("id,drinks,pets", &rows, 4),
        Some("id"),
        &[
            "drinks multi by \",\": 1 Tea, 2 Milk, cold, 3 Milk, hot, 4 Sugar",
            "pets multi by \", \": 1 Bird, 2 Cat, 3 Dog",
        ],
    );
    assert_eq!(whole.plan.codebook.question("pets").expect("pets").absent.no_answer, ["[]"]);
}
