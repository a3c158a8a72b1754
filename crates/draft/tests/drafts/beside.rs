//! What stands beside the options of SurveyMonkey's questions: comments, menus, names that a spreadsheet broke.

use std::io::Cursor;

use topline_draft::Tool;
use topline_survey::FindingKind;

use crate::dialects::check;
use crate::reading::{lines, times, unknown, whole};

#[test]
fn comments_are_no_options_whatever_they_are_called() {
    let header = "Respondent ID,Start Date,Which do you buy?,,,,Rate these,,,How is it?,\n\
                  ,,Black,Green,White,Tell us more about what you buy,Taste,Price,Anything else on these,Response,Comment";
    let rows = [
        "{n},01/02/2024,Black,Green,,first words {n},Good,Poor,,More,",
        "{n},01/02/2024,,Green,White,,Poor,Good,dear and {n},Less,More",
        "{n},01/02/2024,Black,,,others {n},Good,Good,,Less,",
        "{n},01/02/2024,,,White,,Poor,Poor,,More,",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &[
            "which_do_you_buy multi: 1 Black, 2 Green, 3 White",
            "q2! text",
            "rate_these grid: 1 Good, 2 Poor / taste Taste, price Price",
            "q4! text",
            "how_is_it single: 1 More, 2 Less",
            "how_is_it_comment! text",
        ],
    );
}

#[test]
fn comments_stand_beside_codes_too() {
    let header = "Respondent ID,Start Date,Is it good?,,,Which?,,,\n\
                  ,,Yes,No,Please explain,Tea,Milk,Beer,Tell us more";
    let rows = [
        "{n},01/02/2024,1,,because {n},1,2,,words {n}",
        "{n},01/02/2024,,2,,,2,3,",
        "{n},01/02/2024,1,,since {n},1,,,more {n}",
        "{n},01/02/2024,,2,no {n},,,3,",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &[
            "is_it_good single spread: 1 Yes, 2 No",
            "q2! text",
            "which multi: 1 Tea, 2 Milk, 3 Beer",
            "which_tell_us_more! text",
        ],
    );
}

#[test]
fn words_that_few_write_are_no_item() {
    let header = "Respondent ID,Start Date,Which do you use?,,,\n,,Tea,Milk,Beer,Type \"none\" if you use none";
    let rows =
        ["{n},01/02/2024,Daily,Weekly,Daily,", "{n},01/02/2024,Weekly,Daily,Weekly,", "{n},01/02/2024,Daily,,,none"];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 6),
        Some("Respondent ID"),
        &["which_do_you_use grid: 1 Daily, 2 Weekly / tea Tea, milk Milk, beer Beer", "q2! text"],
    );
}

#[test]
fn menus_are_a_question_for_each_of_their_columns() {
    let header = "Respondent ID,Start Date,Your drinks,,,\n,,Tea - How often,Tea - Where,Milk - How often,Milk - Where";
    let rows = [
        "{n},01/02/2024,Always,Home,Never,Work",
        "{n},01/02/2024,Never,Work,Sometimes,Home",
        "{n},01/02/2024,Sometimes,Home,Always,Home",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &[
            "your_drinks_how_often grid: 1 Always, 2 Sometimes, 3 Never / tea Tea, milk Milk",
            "your_drinks_where grid: 1 Home, 2 Work / tea Tea, milk Milk",
        ],
    );
}

#[test]
fn names_that_became_errors_are_what_their_boxes_hold() {
    let header = "Respondent ID,Start Date,How likely?,,,How many?,,\n,,#NAME?,- Likely,#NAME?,<10,Oct-49,50-99";
    let rows = [
        "{n},01/02/2024,Never,,,<10,,",
        "{n},01/02/2024,,Likely,,,Oct-49,",
        "{n},01/02/2024,,,Always,,,50-99",
        "{n},01/02/2024,,Likely,,,Oct-49,",
    ];
    let whole = check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &["how_likely single spread: 1 Never, 2 Likely, 3 Always", "how_many single spread: 1 <10, 2 10-49, 3 50-99"],
    );
    let question = whole.plan.codebook.question("how_many").expect("how_many");
    assert_eq!(question.options()[1].also, ["Oct-49"]);
}

#[test]
fn ranges_that_became_days_stand_among_the_others() {
    let rows = ["{n},1", "{n},5-Feb", "{n},10-Jun", "{n},20-Nov", "{n},21-50", "{n},50+"];
    check(
        Tool::Plain,
        &times("id,How many clusters?", &rows, 5),
        Some("id"),
        &["how_many_clusters single: 1 1, 2 2-5, 3 6-10, 4 11-20, 5 21-50, 6 50+"],
    );
}

/// 43475 is the 10th of January 2019, 43470 the 5th.
#[test]
fn ranges_that_became_the_numbers_of_days_stand_among_the_others() {
    let rows = ["{n},0,43470", "{n},11-50,6-10", "{n},43475,11-100", "{n},51-100,43470", "{n},101-1000,6-10"];
    let whole = check(
        Tool::Plain,
        &times("id,How many projects?,How many people?", &rows, 5),
        Some("id"),
        &[
            "how_many_projects single: 0 0, 1 1-10, 2 11-50, 3 51-100, 4 101-1000",
            "how_many_people single: 1 1-5, 2 6-10, 3 11-100",
        ],
    );
    let told = "# guessed: a spreadsheet took labels for days: 43475 was 1-10";
    assert!(whole.draft.codebook.contains(told), "{}", whole.draft.codebook);
}

/// A matrix of codes with a column behind it that nobody filled, and one with words.
#[test]
fn a_matrix_stays_one_beside_a_field_for_comments() {
    let header = "Respondent ID,Start Date,Is there a policy?,,,,,Which do you use?,,,,\n\
                  ,,Buying - Yes,Buying - No,Selling - Yes,Selling - No,What else is there,\
                  Tea - Free,Tea - Paid,Milk - Free,Milk - Paid,Type NONE if there is none";
    let rows = ["{n},01/02/2024,1,,1,,,1,2,1,,", "{n},01/02/2024,1,,,2,,,2,,2,NONE", "{n},01/02/2024,,2,1,,,1,,,2,"];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 7),
        Some("Respondent ID"),
        &[
            "is_there_a_policy grid: 1 Yes, 2 No / buying Buying, selling Selling",
            "q2 multi: 1 Free, 2 Paid",
            "q3 multi: 1 Free, 2 Paid",
            "q4! text",
        ],
    );
}

#[test]
fn the_only_item_beside_words_is_a_question() {
    let header = "Respondent ID,Start Date,Where is it?,\n,,Multiple choice response,Edited: Other (please specify)";
    let rows = ["{n},01/02/2024,IT,", "{n},01/02/2024,Legal,", "{n},01/02/2024,Other (please specify),the {n} cellar"];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 8),
        Some("Respondent ID"),
        &["q1 single: 1 IT, 2 Legal, 3 Other (please specify) Other", "q2! text"],
    );
}

/// The words are those of who ticked the box.
#[test]
fn words_beside_a_box_for_other_are_no_second_other() {
    let header =
        "Respondent ID,Start Date,Which do you drink?,,,\n,,Tea,Milk,Other (please specify),Other (please specify)";
    let rows = [
        "{n},01/02/2024,Tea,Milk,,",
        "{n},01/02/2024,Tea,,Other (please specify),Rooibos {n}",
        "{n},01/02/2024,,Milk,Other (please specify),Water from {n}",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 7),
        Some("Respondent ID"),
        &["which_do_you_drink multi: 1 Tea, 2 Milk, 3 Other (please specify) Other", "q2! text"],
    );
}

#[test]
fn rows_that_have_slipped_tear_no_question_apart() {
    let header = "Respondent ID,Start Date,Which do you buy?,,\n,,Black,Green,White";
    let mut text = times(header, &["{n},01/02/2024,Black,Green,", "{n},01/02/2024,Black,,White"], 30);
    text.push_str("900,01/02/2024,,Black,Green\n");
    let bytes = text.into_bytes();
    let whole = whole(unknown("export.csv"), || Cursor::new(bytes.clone()));
    assert_eq!(lines(&whole.plan), ["which_do_you_buy multi: 1 Black, 2 Green, 3 White"]);
    assert_eq!(whole.findings.get(&FindingKind::Unmapped), Some(&2), "{:?}", whole.findings);
    assert!(whole.draft.survey.contains("unmapped = \"invalid\""), "{}", whole.draft.survey);
}

#[test]
fn boxes_behind_an_open_question_are_another_question() {
    let header = "Respondent ID,Start Date,Anything else?,,,\n,,Open-Ended Response,Tea,Milk,Beer";
    let rows = ["{n},01/02/2024,words {n},Tea,,", "{n},01/02/2024,more words {n},Tea,Milk,", "{n},01/02/2024,,,,Beer"];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &["anything_else! text", "q2 multi: 1 Tea, 2 Milk, 3 Beer"],
    );
}

#[test]
fn offered_answers_may_have_many_codes() {
    let header = "Respondent ID,Start Date,Which town?,How old?\n,,Response,Open-Ended Response";
    let mut text = format!("{header}\n");
    for number in 0..240 {
        text.extend([format!("{number},01/02/2024,{},{}\n", number % 24 + 1, number % 24 + 18)]);
    }
    let whole = check(Tool::SurveyMonkey, &text, Some("Respondent ID"), &[&towns(), "how_old number"]);
    assert_eq!(whole.plan.survey.source.header_rows, 2);
}

fn towns() -> String {
    let options: Vec<String> = (1..=24).map(|code| format!("{code} {code}")).collect();
    format!("which_town single: {}", options.join(", "))
}
