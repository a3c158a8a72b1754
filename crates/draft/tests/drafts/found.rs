//! What a draft finds in exports of tools and languages of all kinds: the respondent, weights, orders, kinds, absent values.

use topline_draft::Tool;
use topline_survey::Kind;

use crate::reading::{Whole, lines, read, times};

fn labels(whole: &Whole, id: &str) -> Vec<String> {
    let question = whole.plan.codebook.question(id).unwrap_or_else(|| panic!("no {id}:\n{}", whole.draft.codebook));
    question.options().iter().map(|option| option.label.clone()).collect()
}

/// The order of labels that are given in another one.
fn ordered(given: &[&str], expected: &[&str]) {
    let mut text = "ID,Q\n".to_owned();
    for number in 0..given.len() * 6 {
        text.extend([format!("r{number},\"{}\"\n", given[number % given.len()])]);
    }
    let whole = read(&text);
    assert_eq!(labels(&whole, "q"), expected, "{}", whole.draft.codebook);
}

#[test]
fn scales_of_all_kinds_stand_in_their_order() {
    ordered(
        &["1 month to 1 year", "Over a year", "1 week to 1 month", "Less than a week"],
        &["Less than a week", "1 week to 1 month", "1 month to 1 year", "Over a year"],
    );
    // The unit is that of the number that a band begins with.
    ordered(
        &["3 to 6 months", "5 weeks to 3 months", "Over a year", "Less than 5 weeks"],
        &["Less than 5 weeks", "5 weeks to 3 months", "3 to 6 months", "Over a year"],
    );
    ordered(
        &["Several days", "Not at all", "Nearly every day", "More than half the days"],
        &["Nearly every day", "More than half the days", "Several days", "Not at all"],
    );
    ordered(
        &["Low priority", "High priority", "Moderate priority", "Not a priority", "Top priority"],
        &["Top priority", "High priority", "Moderate priority", "Low priority", "Not a priority"],
    );
    ordered(
        &["Medium", "Rare", "Well", "Medium Well", "Medium rare"],
        &["Rare", "Medium rare", "Medium", "Medium Well", "Well"],
    );
    ordered(&["Mild", "None", "Severe", "Moderate"], &["Severe", "Moderate", "Mild", "None"]);
    ordered(&["Advanced", "Beginner", "Native", "Intermediate"], &["Beginner", "Intermediate", "Advanced", "Native"]);
    ordered(
        &["1-2 times a week", "5-6 times a week", "Never", "3-4 times a week"],
        &["5-6 times a week", "3-4 times a week", "1-2 times a week", "Never"],
    );
    ordered(
        &["A few times", "Never", "About once a month", "About once a week"],
        &["About once a week", "About once a month", "A few times", "Never"],
    );
}

/// A net over a scale of which a label has no place could be of others than it says.
#[test]
fn no_net_where_a_label_has_no_place() {
    let given = ["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied", "Meh"];
    let mut text = "ID,Q\n".to_owned();
    for number in 0..40 {
        text.extend([format!("r{number},{}\n", given[number % 5])]);
    }
    let whole = read(&text);
    assert!(whole.plan.codebook.question("q").expect("q").nets().is_empty(), "{}", whole.draft.codebook);
}

#[test]
fn items_that_are_asked_alike_have_one_order() {
    let rows = ["{n},Red,Blue", "{n},Blue,Green", "{n},Green,Red"];
    let whole = read(&times("ID,Which do you like?,And which does your neighbour have?", &rows, 10));
    let of = |at: usize| -> Vec<(i32, String)> {
        whole.plan.codebook.questions[at].options().iter().map(|option| (option.code, option.label.clone())).collect()
    };
    assert_eq!(of(0), of(1), "{}", whole.draft.codebook);
}

#[test]
fn weights_of_large_surveys_are_known_by_name() {
    for (name, one, other) in [("pspwght", "0.73", "1.31"), ("WTMEC2YR", "10432.5", "60211.75"), ("S017", "0.9", "1.2")]
    {
        let rows = [format!("{{n}},Yes,{one}"), format!("{{n}},No,{other}")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let whole = read(&times(&format!("ID,Agree?,{name}"), &rows, 10));
        let weight = whole.plan.survey.weights.as_ref().and_then(|weights| weights.column.as_deref());
        assert_eq!(weight, Some(name), "{}", whole.draft.survey);
    }
}

#[test]
fn what_is_weighed_is_no_survey_weight() {
    for name in ["birth_weight", "weight_lbs", "Gewicht (kg)", "Baby weight", "peso_corporal", "WeightKg"] {
        let rows = ["{n},Yes,2950.5", "{n},No,3410.25", "{n},No,3105.75"];
        let whole = read(&times(&format!("ID,Agree?,{name}"), &rows, 10));
        assert!(whole.plan.survey.weights.is_none(), "{name}:\n{}", whole.draft.survey);
    }
}

#[test]
fn a_measure_is_no_respondent() {
    let mut text = "Agree?,Height,Score\n".to_owned();
    for number in 0..40 {
        text.extend([format!("{},{},{}\n", ["Yes", "No"][number % 2], 1500 + number * 7, 900 - number * 3)]);
    }
    let whole = read(&text);
    assert_eq!(whole.plan.survey.source.respondent, None, "{}", whole.draft.survey);
    let numbers = whole.plan.codebook.questions.iter().filter(|question| question.kind() == Kind::Number);
    assert_eq!(numbers.count(), 2, "{}", whole.draft.codebook);
}

#[test]
fn a_question_of_one_answer_is_none() {
    let whole = read(&times("ID,I consent,Agree?", &["{n},I consent,Yes", "{n},I consent,No"], 10));
    assert_eq!(lines(&whole.plan), ["agree single: 1 Yes, 2 No"]);
    assert!(whole.draft.notes.iter().any(|note| note.contains("every answer is the same one in \"I consent\"")));
}

#[test]
fn ticks_of_each_row_may_stand_together_in_other_tools_too() {
    let rows =
        ["{n},\"Tea;Milk\",Tea", "{n},Milk,\"Milk;Beer\"", "{n},\"Tea;Beer\",\"Tea;Milk;Beer\"", "{n},Beer,Milk"];
    let whole = read(&times("ID,What do you drink? [Morning],What do you drink? [Evening]", &rows, 6));
    let kinds: Vec<Kind> = whole.plan.codebook.questions.iter().map(topline_survey::Question::kind).collect();
    assert_eq!(kinds, [Kind::Multi, Kind::Multi], "{}", whole.draft.codebook);
    assert_eq!(labels(&whole, "q1"), labels(&whole, "q2"));
}

#[test]
fn boxes_that_are_called_no_are_ticked_by_ticks_alone() {
    let header = "id,submitdate,lastpage,startlanguage,Q1[No],Q1[Yes],Q1[Later]";
    let rows = ["{n},2024-01-02 09:00:00,3,en,Yes,No,No", "{n},2024-01-02 09:00:00,3,en,No,Yes,Yes"];
    let whole = read(&times(header, &rows, 6));
    assert_eq!(whole.draft.tool, Tool::LimeSurvey);
    let (base, counted) = crate::counted::counts(&whole, "q1");
    assert_eq!((base, counted[0].1, counted[1].1), (12, 6, 6), "{counted:?}\n{}", whole.draft.codebook);
}

#[test]
fn na_among_codes_of_countries_is_namibia() {
    let whole = read(&times("ID,Land", &["{n},NA", "{n},DE", "{n},FR", "{n},ZA"], 8));
    assert!(labels(&whole, "land").contains(&"NA".to_owned()), "{}", whole.draft.codebook);
}

#[test]
fn numbers_apart_from_the_rest_get_a_comment() {
    let mut text = "ID,Age\n".to_owned();
    for number in 0..60 {
        text.extend([format!("r{number},{}\n", if number % 20 == 7 { 999 } else { 18 + number })]);
    }
    let whole = read(&text);
    assert!(whole.draft.codebook.contains("# 999 may stand for don't know or refusals"), "{}", whole.draft.codebook);
}

#[test]
fn own_columns_of_qualtrics_are_no_questions() {
    let header = "ResponseId,RecordedDate,Q_RelevantIDFraudScore,Q_RecaptchaScore,Q1";
    let rows = ["R_{n},2024-01-02 09:00:00,10,0.9,Yes", "R_{n},2024-01-02 09:00:00,20,0.7,No"];
    let whole = read(&times(header, &rows, 8));
    assert_eq!(lines(&whole.plan), ["q1 single: 1 Yes, 2 No"], "{}", whole.draft.codebook);
}
