//! One small export of each dialect. What is expected is what the tools' own documentation says that their columns mean.

use crate::reading::{lines, read, times, unticked};
use topline_draft::Tool;
use topline_survey::{Answer, FindingKind};

pub fn check(tool: Tool, text: &str, respondent: Option<&str>, expected: &[&str]) -> crate::reading::Whole {
    let whole = read(text);
    assert_eq!(whole.draft.tool, tool, "{}", whole.draft.survey);
    assert_eq!(whole.plan.survey.source.respondent.as_deref(), respondent, "{}", whole.draft.survey);
    assert_eq!(lines(&whole.plan), expected, "{}", whole.draft.codebook);
    whole
}

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
fn qualtrics_with_three_header_rows() {
    let header = "StartDate,Status,IPAddress,Finished,ResponseId,RecipientEmail,DistributionChannel,Q1,Q2_1,Q2_2,Q2_3,Q2_3_TEXT,Q3_1,Q3_2,Q4,FL_1_DO\n\
                  Start Date,Response Type,IP Address,Finished,Response ID,Recipient Email,Channel,Happy?,Which? - Tea,Which? - Milk,Which? - Other,Which? - Other - Text,Rate: - Tea,Rate: - Milk,Several,Order\n\
                  \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_2\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_3\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_3_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"QID3_1\"\"}\",\"{\"\"ImportId\"\":\"\"QID3_2\"\"}\",\"{\"\"ImportId\"\":\"\"QID4\"\"}\",\"{\"\"ImportId\"\":\"\"FL_1_DO\"\"}\"";
    let rows = [
        "2024-01-02 09:00:00,IP Address,10.0.0.1,True,R_{n},,anonymous,Very happy,Tea,Milk,,,Agree,Disagree,\"1,2\",a|b",
        "2024-01-02 09:01:00,IP Address,10.0.0.2,True,R_{n},,anonymous,Somewhat happy,,Milk,Other,words {n},Strongly agree,Agree,\"1,3\",b|a",
        "2024-01-02 09:02:00,Survey Preview,10.0.0.3,True,R_{n},,preview,Not happy,Tea,,,,Disagree,Strongly disagree,2,a|b",
        "2024-01-02 09:03:00,IP Address,10.0.0.4,False,R_{n},,anonymous,Very happy,,,,,Agree,Agree,\"2,3\",a|b",
    ];
    let whole = check(
        Tool::Qualtrics,
        &times(header, &rows, 4),
        Some("ResponseId"),
        &[
            "q1 single: 1 Very happy, 2 Somewhat happy, 3 Not happy",
            "q2 multi: 1 Tea, 2 Milk, 3 Other Other",
            "q2_3_text! text",
            "q3 grid: 1 Strongly agree, 2 Agree, 3 Disagree, 4 Strongly disagree / tea Tea, milk Milk",
            "q4 multi by \",\": 1 1, 2 2, 3 3",
        ],
    );
    assert_eq!((whole.plan.survey.source.header_rows, whole.plan.survey.source.name_row), (3, Some(1)));
    assert_eq!((whole.accounting.accepted, whole.accounting.excluded.len()), (12, 1), "previews are no responses");
    let nets: Vec<&str> =
        whole.plan.codebook.question("q3").expect("q3").nets().iter().map(|net| net.label.as_str()).collect();
    assert_eq!(nets, ["Strongly agree or Agree", "Disagree or Strongly disagree"]);
}

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
fn fields_of_words_that_ask_for_numbers_have_them() {
    let header = "ResponseID,ResponseSet,Finished,Q1,Q2\nResponseID,ResponseSet,Finished,How old are you?,Your telephone number\n\
                  {'ImportId': 'responseId'},{'ImportId': 'responseSetId'},{'ImportId': 'finished'},{'ImportId': 'QID1-TEXT'},{'ImportId': 'QID2-TEXT'}";
    check(
        Tool::Qualtrics,
        &times(
            header,
            &["R_{n},Default,1,{n},5550{n}", "R_{n},Default,1,{n},5551{n}", "R_{n},Default,1,{n},5552{n}"],
            5,
        ),
        Some("ResponseID"),
        &["q1 number"],
    );
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
fn qualtrics_in_two_header_rows_names_no_imports() {
    // Columns with export tags of their own: only the text tells that they are rows of one matrix.
    let header = "V1,V2,V7,V10,oranges,plums,plums_TEXT,pears,near: 1,far: 1,Q9,Q8#1_1_1_TEXT,Q8#1_2_1_TEXT,Q8#2_1_1,Q8#2_1_2\n\
                  ResponseID,ResponseSet,Status,Finished,How do you rate each?-Oranges,How do you rate each?-Plums,How do you rate each?-Plums-TEXT,\
                  How do you rate each?-Pears,Which shops? : Willing to go-Near,Which shops? : Willing to go-Far,Which tea &amp; milk?,\
                  A part. : Why?-<b>Plums</b>-Answer,A part. : Why?-Pears-Answer,A part. : Which?-<b>Plums</b>-Tea,A part. : Which?-<b>Plums</b>-Milk";
    let rows = [
        "R_{n},Default,0,1,11,12,words {n},13,1,2,3,because {n},since {n},1,1",
        "R_{n},Default,0,1,12,13,,11,2,2,3,so {n},thus {n},,1",
        "R_{n},Default,0,1,13,11,,12,1,1,4,as {n},for {n},1,",
    ];
    let whole = check(
        Tool::Qualtrics,
        &times(header, &rows, 5),
        Some("V1"),
        &[
            "q1 grid: 11 11, 12 12, 13 13 / oranges Oranges, plums Plums, pears Pears",
            "plums_text! text",
            "q3 grid: 1 1, 2 2 / near Near, far Far",
            "q9 single: 3 3, 4 4",
            "q8_1_1_1_text! text",
            "q8_1_2_1_text! text",
            "q8_2_1 multi: 1 Tea, 2 Milk",
        ],
    );
    assert_eq!(whole.plan.codebook.question("q9").expect("q9").text, "Which tea & milk?");
    assert_eq!(whole.plan.codebook.question("q8_2_1").expect("q8_2_1").text, "A part. : Which?-Plums");
}

#[test]
fn matrices_of_qualtrics_have_their_whole_texts() {
    let qsf = r#"{ "SurveyEntry": { "SurveyName": "Drinks" }, "SurveyElements": [
        { "Element": "SQ", "PrimaryAttribute": "QID1", "Payload": { "QuestionID": "QID1", "DataExportTag": "Q1", "QuestionType": "DB",
            "QuestionText": "Welcome!" } },
        { "Element": "SQ", "PrimaryAttribute": "QID2", "Payload": { "QuestionID": "QID2", "DataExportTag": "Q2", "QuestionType": "Matrix",
            "QuestionText": "When do you drink each of these, on a usual day?",
            "Choices": { "1": { "Display": "Tea: <i>black</i>" }, "2": { "Display": "Milk" } },
            "Answers": { "1": { "Display": "Morning" }, "2": { "Display": "Evening" } }, "AnswerOrder": [1, 2] } },
        { "Element": "SQ", "PrimaryAttribute": "QID3", "Payload": { "QuestionID": "QID3", "DataExportTag": "Q3", "QuestionType": "Matrix",
            "QuestionText": "Tick what is so", "Choices": { "1": { "Display": "Of plums" } },
            "Answers": { "1": { "Display": "Sweet" }, "2": { "Display": "Blue" } }, "AnswerOrder": [1, 2] } } ] }"#;
    let text = times(
        "ResponseID,ResponseSet,Finished,Q1,Q2_1_1,Q2_1_2,Q2_2_1,Q2_2_2,Q3_1_1,Q3_1_2\n\
         ResponseID,ResponseSet,Finished,Welcome!,When do you drin...-Tea: black-Morning,When do you drin...-Tea: black-Evening,\
         When do you drin...-Milk-Morning,When do you drin...-Milk-Evening,Tick-Of plums-Sweet,Tick-Of plums-Blue\n\
         {'ImportId': 'responseId'},{'ImportId': 'responseSetId'},{'ImportId': 'finished'},{'ImportId': 'QID1'},{'ImportId': 'QID2-1-1'},\
         {'ImportId': 'QID2-1-2'},{'ImportId': 'QID2-2-1'},{'ImportId': 'QID2-2-2'},{'ImportId': 'QID3-1-1'},{'ImportId': 'QID3-1-2'}",
        &["R_{n},Default,1,1,1,,1,1,1,1", "R_{n},Default,1,1,1,1,,1,,1", "R_{n},Default,1,1,,1,1,,1,"],
        4,
    );
    let bytes = text.into_bytes();
    let read = crate::reading::with_questionnaire(crate::reading::unknown("x.csv"), Some(qsf.to_owned()), || {
        std::io::Cursor::new(bytes.clone())
    });
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    let texts: Vec<&str> = read.plan.codebook.questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "When do you drink each of these, on a usual day?: Tea: black",
            "When do you drink each of these, on a usual day?: Milk",
            "Tick what is so: Of plums",
        ],
        "a text to read is no question"
    );
    let last = read.plan.codebook.questions.last().expect("the only row");
    let labels: Vec<&str> = last.options().iter().map(|option| option.label.as_str()).collect();
    assert_eq!(labels, ["Sweet", "Blue"]);
}

#[test]
fn qualtrics_with_its_questionnaire() {
    let qsf = r#"{ "SurveyEntry": { "SurveyName": "Drinks" }, "SurveyElements": [
        { "Element": "BL", "Payload": [] },
        { "Element": "SQ", "PrimaryAttribute": "QID1", "Payload": { "QuestionID": "QID1", "DataExportTag": "Q1",
            "QuestionText": "<b>Which&nbsp;drink</b> do you like?<br>", "Choices": { "1": { "Display": "Tea" }, "2": { "Display": "Beer &amp; ale" }, "4": { "Display": "Don't know" } },
            "ChoiceOrder": ["2", 1, 4], "RecodeValues": { "1": "1677721500", "2": 20, "4": "-1" } } },
        { "Element": "SQ", "PrimaryAttribute": "QID2", "Payload": { "QuestionID": "QID2", "DataExportTag": "Q2", "QuestionText": "Rate them",
            "Choices": { "1": { "Display": "Tea" }, "2": { "Display": "Milk" } },
            "Answers": { "1": { "Display": "Good" }, "2": { "Display": "Fair" }, "3": { "Display": "Poor" } }, "AnswerOrder": [1, 2, 3] } } ] }"#;
    let text = times(
        "ResponseID,ResponseSet,Finished,Q1,Q2_1,Q2_2\nResponseID,ResponseSet,Finished,Which drink...,Rate them-Tea,Rate them-Milk\n\
         {'ImportId': 'responseId'},{'ImportId': 'responseSetId'},{'ImportId': 'finished'},{'ImportId': 'QID1'},{'ImportId': 'QID2-1'},{'ImportId': 'QID2-2'}",
        &["R_{n},Default,1,20,1,3", "R_{n},Default,1,1677721500,3,1", "R_{n},Default,1,20,1,1"],
        3,
    );
    let bytes = text.into_bytes();
    let read = crate::reading::with_questionnaire(crate::reading::unknown("x.csv"), Some(qsf.to_owned()), || {
        std::io::Cursor::new(bytes.clone())
    });
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    assert_eq!(read.plan.survey.title, "Drinks");
    assert_eq!(
        lines(&read.plan),
        [
            "q1 single: 20 Beer & ale, 21 Tea, 22 Don't know DontKnow",
            "q2 grid: 1 Good, 2 Fair, 3 Poor / tea Tea, milk Milk"
        ]
    );
    let question = read.plan.codebook.question("q1").expect("q1");
    assert_eq!(question.text, "Which drink do you like?");
    assert_eq!(question.options()[1].also, ["1677721500"], "as the export has it");
    assert_eq!(question.options()[2].also, ["-1"], "as the next export will have it");
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
fn limesurvey_with_codes_for_headings_and_answers() {
    let header = "id,submitdate,lastpage,startlanguage,seed,Q1,Q2[SQ001],Q2[SQ002],Q2[other],Q3[SQ001],Q3[SQ002],Q4";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,17,A1,Y,,,A1,A2,2024-01-02",
        "{n},2024-01-02 09:00:00,3,en,18,A2,,Y,beer {n},A2,A2,2024-02-02",
        "{n},2024-01-02 09:00:00,3,en,19,A1,Y,Y,,A3,A1,2024-03-02",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &[
            "q1 single: 1 A1, 2 A2",
            "q2 multi: 1 SQ001, 2 SQ002, 3 Other Other open",
            "q3 grid: 1 A1, 2 A2, 3 A3 / sq001 SQ001, sq002 SQ002",
            "q4 date",
        ],
    );
}

#[test]
fn limesurvey_with_full_headings_and_long_answers() {
    let header = "Response ID,Date submitted,Last page,Start language,What do you drink? [Tea],What do you drink? [Milk],How good is tea?";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Yes,No,Good",
        "{n},2024-01-02 09:00:00,3,en,No,Yes,Poor",
        "{n},2024-01-02 09:00:00,3,en,Yes,Yes,Excellent",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("Response ID"),
        &["what_do_you_drink multi: 1 Tea, 2 Milk", "how_good_is_tea single: 1 Excellent, 2 Good, 3 Poor"],
    );
}

#[test]
fn limesurvey_with_codes_before_full_headings() {
    let header = "id,submitdate,lastpage,startlanguage,Q1[SQ001]. What do you drink? [Tea],Q1[SQ002]. What do you drink? [Milk],Q1[other]. What do you drink? [Other],Q2. How good is tea?";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Yes,No,,Good",
        "{n},2024-01-02 09:00:00,3,en,No,Yes,beer {n},Poor",
        "{n},2024-01-02 09:00:00,3,en,Yes,Yes,,Excellent",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 multi: 1 Tea, 2 Milk, 3 Other Other open", "q2 single: 1 Excellent, 2 Good, 3 Poor"],
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
fn limesurvey_in_german_tells_boxes_from_questions_of_yes_and_no() {
    let header = "Antwort ID;Datum Abgeschickt;Letzte Seite;Start-Sprache;Zufallsstartwert;Was trinken Sie? [Tee];Was trinken Sie? [Milch];Was trinken Sie? [Sonstiges];Kochen Sie?;Was ist wichtig? [Rang 1];Was ist wichtig? [Rang 2];Tee ist gut. [Heiß];Tee ist gut. [Kalt]";
    let rows = [
        "{n};2024-01-02 09:00:00;3;de;17;Ja;Nein;;Ja;Preis;Geschmack;Stimme eher zu;Stimme voll zu",
        "{n};2024-01-02 09:00:00;3;de;18;Nein;Ja;Bier und {n};Nein;Geschmack;Preis;Stimme gar nicht zu;Stimme eher nicht zu",
        "{n};2024-01-02 09:00:00;3;de;19;N/A;N/A;;;Geschmack;;Keine Angabe;Stimme eher zu",
        "{n};2024-01-02 09:00:00;3;de;20;Ja;Ja;;Ja;Preis;Geschmack;Stimme voll zu;Stimme gar nicht zu",
    ];
    let whole = check(
        Tool::LimeSurvey,
        &times(header, &rows, 5),
        Some("Antwort ID"),
        &[
            "was_trinken_sie multi: 1 Tee, 2 Milch, 3 Sonstiges Other open",
            "kochen_sie single: 1 Ja, 2 Nein",
            "was_ist_wichtig rank / preis Preis, geschmack Geschmack",
            "tee_ist_gut grid: 1 Stimme voll zu, 2 Stimme eher zu, 3 Stimme eher nicht zu, 4 Stimme gar nicht zu, 5 Keine Angabe / hei Heiß, kalt Kalt",
        ],
    );
    assert!(whole.draft.codebook.contains("# \"Keine Angabe\" is an answer here"), "{}", whole.draft.codebook);
    let asked = whole.plan.codebook.question("was_trinken_sie").expect("asked");
    assert_eq!(
        (asked.absent.not_asked.as_slice(), unticked(asked)),
        (["N/A".to_owned()].as_slice(), ["Nein".to_owned()].as_slice())
    );
}

#[test]
fn limesurvey_writes_questions_above_codes_to_read_them_in_again() {
    let header = "Response ID\tDate submitted\tLast page\tStart language\tWhat do you drink? [Tea]\tWhat do you drink? [Milk]\tHow often?\n\
                  id\tsubmitdate\tlastpage\tstartlanguage\tQ1[SQ001]\tQ1[SQ002]\tQ2";
    let rows = [
        "{n}\t2024-01-02 09:00:00\t3\ten\tY\t{question_not_shown}\tA1",
        "{n}\t2024-01-02 09:00:00\t3\ten\t\tY\tA2",
        "{n}\t2024-01-02 09:00:00\t3\ten\tY\tY\tA1",
    ];
    let whole = check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 multi: 1 Tea, 2 Milk", "q2 single: 1 A1, 2 A2"],
    );
    let text = |id: &str| whole.plan.codebook.question(id).expect("a question").text.clone();
    assert_eq!((text("q1").as_str(), text("q2").as_str()), ("What do you drink?", "How often?"));
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

#[test]
fn limesurvey_ranks_codes_by_place() {
    let header = "id,submitdate,lastpage,startlanguage,Q1[1],Q1[2],Q1[3],Q2[SQ001],Q2[SQ002]";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,A10,A2,A1,1,2",
        "{n},2024-01-02 09:00:00,3,en,A2,A1,A10,2,2",
        "{n},2024-01-02 09:00:00,3,en,A1,A10,,1,1",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 rank / a1 A1, a2 A2, a10 A10", "q2 grid: 1 1, 2 2 / sq001 SQ001, sq002 SQ002"],
    );
}

#[test]
fn limesurvey_is_known_by_its_headings_alone() {
    let header = ",drink1. What do you drink?,drink2[SQ001]. Which? [Tea],drink2[SQ002]. Which? [Milk],drink3[a]. [It is hot],drink3[b]. [It is cold]";
    let rows = ["{n},Tea,Yes,No,Agree,Disagree", "{n},Milk,No,Yes,Disagree,Agree", "{n},Milk,Yes,Yes,Agree,Neutral"];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 5),
        Some("column_1"),
        &[
            "drink1 single: 1 Tea, 2 Milk",
            "drink2 multi: 1 Tea, 2 Milk",
            "drink3 grid: 1 Agree, 2 Neutral, 3 Disagree / it_is_hot It is hot, it_is_cold It is cold",
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

#[test]
fn short_codes_may_have_their_questions_below_them() {
    let header = "Time,Q1,Q2_Part_1,Q2_Part_2\n\
                  Duration (in seconds),How old are you now?,Which of these do you drink? - Selected Choice - Tea,Which of these do you drink? - Selected Choice - Milk";
    let rows = ["{n},18-21,Tea,", "{n},22-24,,Milk", "{n},18-21,Tea,Milk"];
    let whole = check(
        Tool::Qualtrics,
        &times(header, &rows, 4),
        None,
        &["q1 single: 1 18-21, 2 22-24", "q2 multi: 1 Tea, 2 Milk"],
    );
    assert_eq!((whole.plan.survey.source.header_rows, whole.plan.survey.source.name_row), (2, Some(1)));
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
