//! One small export of each dialect. What is expected is what the tools' own documentation says that their columns mean.

use crate::reading::{lines, read, times};
use topline_draft::Tool;

fn check(tool: Tool, text: &str, respondent: Option<&str>, expected: &[&str]) -> crate::reading::Whole {
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
        whole.plan.codebook.question("q3").expect("q3").nets.iter().map(|net| net.label.as_str()).collect();
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
        &["q1 number", "q2! text"],
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
    let labels: Vec<&str> = last.options.iter().map(|option| option.label.as_str()).collect();
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
    assert_eq!(question.options[1].also, ["1677721500"], "as the export has it");
    assert_eq!(question.options[2].also, ["-1"], "as the next export will have it");
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
    assert_eq!(whole.plan.codebook.question("alter").expect("alter").decimal, Some(','));
}

#[test]
fn what_people_write_stays_an_answer_and_what_programs_write_does_not() {
    let rows = ["{n},None,NA,3", "{n},n/a,Yes,NA", "{n},-,No,4", "{n},Tea,Yes,5"];
    let whole = check(
        Tool::Plain,
        &times("id,drink,likes,score", &rows, 5),
        Some("id"),
        &["drink single: 1 None, 2 -, 3 Tea, 4 n/a NotApplicable", "likes single: 1 Yes, 2 No", "score number"],
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
