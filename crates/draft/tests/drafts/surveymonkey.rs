//! Exports of SurveyMonkey. What is expected is what its own documentation says that its columns mean.

use topline_draft::Tool;

use crate::dialects::check;
use crate::reading::times;

#[test]
fn surveymonkey_with_a_column_for_each_option() {
    let header = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,\
                  Do you drink tea?,,,Which do you buy?,,,How do you like them?,,,,Why?\n\
                  ,,,,,,,,,Yes,No,Don't know,Black,Green,Other (please specify),Black - Good,Black - Bad,Green - Good,Green - Bad,Open-Ended Response";
    let rows = [
        "{n},7,01/02/2024 10:00:00,01/02/2024 10:05:00,10.0.0.1,,,,,Yes,,,Black,Green,,Good,,,Bad,it is warm and {n} more",
        "{n},7,01/02/2024 11:00:00,01/02/2024 11:05:00,10.0.0.2,,,,,,No,,,,White and {n},,Bad,Good,,words of one person {n}",
        "{n},7,01/02/2024 12:00:00,01/02/2024 12:05:00,10.0.0.3,,,,,,,Don't know,Black,,,Good,,Good,,",
    ];
    let whole = check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &[
            "do_you_drink_tea single spread: 1 Yes, 2 No, 3 Don't know DontKnow",
            "which_do_you_buy multi: 1 Black, 2 Green, 3 Other (please specify) Other open",
            "q3 grid: 1 Good, 2 Bad / black Black, green Green",
            "why! text",
        ],
    );
    assert_eq!(whole.plan.survey.source.header_rows, 2);
    assert!(whole.draft.codebook.contains("# may identify a person\n  \"IP Address\",\n  \"Email Address\""));
}

#[test]
fn surveymonkey_with_codes_for_labels() {
    let header = "Respondent ID,Start Date,How often?,,,,Rate them,\n,,Never,Sometimes,Always,Don't know,Tea,Milk";
    let rows = [
        "{n},01/02/2024,1,,,,3,1",
        "{n},01/02/2024,,2,,,2,2",
        "{n},01/02/2024,,,3,,3,3",
        "{n},01/02/2024,,,,0,1,4",
        "{n},01/02/2024,,2,,,2,5",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 4),
        Some("Respondent ID"),
        &[
            "how_often single spread: 1 Never, 2 Sometimes, 3 Always, 0 Don't know DontKnow",
            "rate_them grid: 1 1, 2 2, 3 3, 4 4, 5 5 / tea Tea, milk Milk",
        ],
    );
}

#[test]
fn surveymonkey_with_questions_above_each_of_their_columns() {
    let header = "Raw data,,,,,,,,\n\
                  Respondent ID,Collector ID,Start Date,Which do you buy?,Which do you buy?,Which do you buy?,How often?,<b>Rate</b> these,<b>Rate</b> these\n\
                  Respondent ID,Collector ID,Start Date,Black,Green,White,Response,Taste,Price";
    let rows = [
        "{n},7,01/02/2024,Black,Green,,Always,1,2",
        "{n},7,01/02/2024,,Green,,Never,2,1",
        "{n},7,01/02/2024,Black,,White,Sometimes,1,2",
    ];
    let whole = check(
        Tool::SurveyMonkey,
        &times(header, &rows, 4),
        Some("Raw data | Respondent ID | Respondent ID"),
        &[
            "which_do_you_buy multi: 1 Black, 2 Green, 3 White",
            "how_often single: 1 Always, 2 Sometimes, 3 Never",
            "rate_these grid: 1 1, 2 2 / taste Taste, price Price",
        ],
    );
    assert_eq!(whole.plan.survey.source.header_rows, 3);
    assert!(whole.draft.codebook.contains("Collector ID\",\n"), "{}", whole.draft.codebook);
}

#[test]
fn surveymonkey_with_a_code_above_each_column() {
    let header = ",,,Q1_1,Q1_2,Q1_other,Q2\n\
                  Respondent ID,Start Date,End Date,Which do you buy?,,,How often?\n\
                  ,,,Black,Green,Other (please specify),Response";
    let rows = [
        "{n},01/02/2024,01/02/2024,1,2,,Always",
        "{n},01/02/2024,01/02/2024,,2,white {n},Never",
        "{n},01/02/2024,01/02/2024,1,,,Sometimes",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 4),
        Some("Respondent ID"),
        &[
            "q1 multi: 1 Black, 2 Green, 3 Other (please specify) Other open",
            "q2 single: 1 Always, 2 Sometimes, 3 Never",
        ],
    );
}

#[test]
fn surveymonkey_ranks_may_not_apply() {
    let header = "Respondent ID,Start Date,Please rank these,,\n,,Tea,Milk,Beer";
    let rows = ["{n},01/02/2024,1,2,3", "{n},01/02/2024,2,1,N/A", "{n},01/02/2024,3,1,2"];
    let whole = check(
        Tool::SurveyMonkey,
        &times(header, &rows, 4),
        Some("Respondent ID"),
        &["please_rank_these rank / tea Tea, milk Milk, beer Beer"],
    );
    assert!(whole.draft.codebook.contains("absent = { no_answer = [\"N/A\"] }"), "{}", whole.draft.codebook);
}

#[test]
fn a_last_column_without_a_heading_is_no_option() {
    let header = "Respondent ID,Start Date,Which do you buy? (select all that apply),,,\n,,Black,Green,White,";
    let rows = ["{n},01/02/2024,Black,Green,,", "{n},01/02/2024,,Green,White,", "{n},01/02/2024,Black,,,"];
    let whole = check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &["q1 multi: 1 Black, 2 Green, 3 White"],
    );
    assert!(
        whole
            .draft
            .codebook
            .contains("# holds nothing in this export\n  \"Which do you buy? (select all that apply)\"")
    );
}

#[test]
fn spreadsheets_number_names_that_repeat() {
    let header = "Respondent ID,Start Date,Which do you buy?,,How often?\n,,Black tea2,Green tea3,Response4";
    let rows = [
        "{n},01/02/2024,Black tea,Green tea,Always",
        "{n},01/02/2024,,Green tea,Never",
        "{n},01/02/2024,Black tea,,Sometimes",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 4),
        Some("Respondent ID"),
        &["which_do_you_buy multi: 1 Black tea, 2 Green tea", "how_often single: 1 Always, 2 Sometimes, 3 Never"],
    );
}
