//! One small export of each dialect. What is expected is what the tools' own documentation says that their columns mean.

use topline_draft::Tool;

use crate::reading::{lines, read, times};

pub fn check(tool: Tool, text: &str, respondent: Option<&str>, expected: &[&str]) -> crate::reading::Whole {
    let whole = read(text);
    assert_eq!(whole.draft.tool, tool, "{}", whole.draft.survey);
    assert_eq!(whole.plan.survey.source.respondent.as_deref(), respondent, "{}", whole.draft.survey);
    assert_eq!(lines(&whole.plan), expected, "{}", whole.draft.codebook);
    whole
}

#[test]
fn google_forms_joins_labels_and_grids_have_brackets() {
    let header = "Timestamp,Which do you drink?,How good? [Tea],How good? [Milk],Your age,Why?";
    let rows = [
        "2024/01/02 9:00:00 AM GMT+1,\"Tea, Milk\",Good,Poor,18-24,because {n} of it and so on",
        "2024/01/02 9:00:00 AM GMT+1,\"Tea, Beer (ale, stout)\",Fair,Good,25-34,",
        "2024/01/02 9:00:00 AM GMT+1,Milk,Poor,Good,Under 18,words that are {n} long enough",
        "2024/01/02 9:00:00 AM GMT+1,\"Milk, Beer (ale, stout)\",Good,Fair,65+,",
        "2024/01/02 9:00:00 AM GMT+1,Tea,Good,Good,25-34,",
        "2024/01/02 9:00:00 AM GMT+1,\"Beer (ale, stout)\",Fair,Good,25-34,",
    ];
    check(
        Tool::GoogleForms,
        &times(header, &rows, 3),
        None,
        &[
            "which_do_you_drink multi by \", \": 1 Tea, 2 Milk, 3 Beer (ale, stout)",
            "how_good grid: 1 Good, 2 Fair, 3 Poor / tea Tea, milk Milk",
            "your_age single: 1 Under 18, 2 18-24, 3 25-34, 4 65+",
            "why! text",
        ],
    );
}

#[test]
fn microsoft_forms_ends_each_label_with_a_semicolon() {
    let header = "ID;Start time;Completion time;Email;Name;Which?;How likely?".replace(';', ",");
    let rows = [
        "{n},1/2/24 9:00:00,1/2/24 9:05:00,anonymous,,Tea;Milk;,Very likely",
        "{n},1/2/24 9:00:00,1/2/24 9:05:00,anonymous,,Tea;,Unlikely",
        "{n},1/2/24 9:00:00,1/2/24 9:05:00,anonymous,,Milk;Beer;,Likely",
        "{n},1/2/24 9:00:00,1/2/24 9:05:00,anonymous,,Beer;,Very unlikely",
    ];
    check(
        Tool::MicrosoftForms,
        &times(&header, &rows, 4),
        Some("ID"),
        &[
            "which multi by \";\": 1 Tea, 2 Milk, 3 Beer",
            "how_likely single: 1 Very likely, 2 Likely, 3 Unlikely, 4 Very unlikely",
        ],
    );
}

#[test]
fn smartsurvey_has_two_rows_of_names() {
    let header = "UserID,UserNo,Name,Email,IP Address,Unique ID,Started,Ended,Which do you drink? Tick all that apply,,,How good is it?,\n\
        ,,,,,,,,Tea,Milk,Other (please specify):,Taste,Price";
    let rows = [
        "{n},1,,,10.0.0.1,,02/01/2024 09:00:00,02/01/2024 09:01:00,Tea,,,Good,Poor",
        "{n},2,,,10.0.0.2,,02/01/2024 09:02:00,02/01/2024 09:03:00,Tea,Milk,beer {n},Fair,Good",
        "{n},3,,,10.0.0.3,,02/01/2024 09:04:00,02/01/2024 09:05:00,,Milk,,Good,Good",
    ];
    check(
        Tool::SmartSurvey,
        &times(header, &rows, 4),
        Some("UserID"),
        &[
            "q1 multi: 1 Tea, 2 Milk, 3 Other (please specify): Other open",
            "how_good_is_it grid: 1 Good, 2 Fair, 3 Poor / taste Taste, price Price",
        ],
    );
}

#[test]
fn redcap_ticks_boxes_and_says_what_is_complete() {
    let header = "record_id,drinks___1,drinks___2,drinks___99,satisfied,form_complete";
    let rows = ["{n},1,0,0,1,2", "{n},1,1,0,2,2", "{n},0,0,1,3,0", "{n},0,1,0,,2"];
    check(
        Tool::Redcap,
        &times(header, &rows, 4),
        Some("record_id"),
        &["drinks multi: 1 1, 2 2, 99 99", "satisfied single: 1 1, 2 2, 3 3"],
    );
}

#[test]
fn odk_splits_what_it_joins() {
    let header = "start,end,home/drinks,home/drinks/tea,home/drinks/milk,home/size,food,_uuid,_submission_time";
    let rows = [
        "2024-01-02T09:00:00.000+01:00,2024-01-02T09:05:00.000+01:00,tea milk,1,1,3,rice bread,u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,2024-01-02T09:05:00.000+01:00,tea,1,0,1,rice,u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,2024-01-02T09:05:00.000+01:00,milk,0,1,2,bread,u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,2024-01-02T09:05:00.000+01:00,,,,4,rice beans,u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,2024-01-02T09:05:00.000+01:00,,,,4,beans,u-{n},2024-01-02T09:05:01",
    ];
    check(
        Tool::Odk,
        &times(header, &rows, 4),
        Some("_uuid"),
        &[
            "drinks multi: 1 tea, 2 milk",
            "size single: 1 1, 2 2, 3 3, 4 4",
            "food multi by \" \": 1 rice, 2 bread, 3 beans",
        ],
    );
}

#[test]
fn alchemer_puts_the_option_before_the_question() {
    let header = "Response ID,Time Started,Date Submitted,Status,Contact ID,IP Address,City,Tea:Which do you drink?,Milk:Which do you drink?,How often?";
    let rows = [
        "{n},2024-01-02 09:00:00,2024-01-02 09:01:00,Complete,,10.0.0.1,Paris,Tea,,Always",
        "{n},2024-01-02 09:00:00,2024-01-02 09:01:00,Partial,,10.0.0.2,Paris,Tea,Milk,Never",
        "{n},2024-01-02 09:00:00,2024-01-02 09:01:00,Complete,,10.0.0.3,Paris,,Milk,Sometimes",
    ];
    check(
        Tool::Alchemer,
        &times(header, &rows, 4),
        Some("Response ID"),
        &["which_do_you_drink multi: 1 Tea, 2 Milk", "how_often single: 1 Always, 2 Sometimes, 3 Never"],
    );
}

#[test]
fn typeform_has_a_column_for_each_option_and_not_what_was_asked() {
    let header = "#,Do you cook?,Tea,Milk,Other,Tea,Beer,Start Date (UTC),Submit Date (UTC),Network ID";
    let rows = [
        "a{n},1,Tea,,,,Beer,2024-01-02 09:00:00,2024-01-02 09:05:00,n{n}",
        "b{n},0,Tea,Milk,,Tea,,2024-01-02 09:00:00,2024-01-02 09:05:00,n{n}",
        "c{n},1,,,cold water {n},Tea,Beer,2024-01-02 09:00:00,2024-01-02 09:05:00,n{n}",
    ];
    let whole = check(
        Tool::Typeform,
        &times(header, &rows, 4),
        Some("#"),
        &["do_you_cook single: 0 0, 1 1", "q2 multi: 1 Tea, 2 Milk, 3 Other Other open", "q3 multi: 1 Tea, 2 Beer"],
    );
    assert!(whole.draft.codebook.contains("# the header has the options alone"), "{}", whole.draft.codebook);
    assert!(whole.draft.codebook.contains("# when, or for how long\n  \"Start Date (UTC)\""));
}

#[test]
fn a_ranking_may_stand_in_one_cell() {
    let header = "ID,Start time,Completion time,Email,Name,Put these in order";
    let start = "1/2/24 9:00:00,1/2/24 9:05:00,anonymous,";
    let rows =
        ["{n},@,Tea;Milk;Beer;", "{n},@,Beer;Tea;Milk;", "{n},@,Milk;Beer;Tea;"].map(|row| row.replace('@', start));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check(
        Tool::MicrosoftForms,
        &times(header, &rows, 4),
        Some("ID"),
        &["put_these_in_order rank by \";\" / tea Tea, milk Milk, beer Beer"],
    );
}
