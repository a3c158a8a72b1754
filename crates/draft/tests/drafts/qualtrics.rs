//! Exports of Qualtrics, with and without the file of their questionnaire. What is expected is what its own documentation says that
//! its columns mean.

use topline_draft::Tool;

use crate::dialects::check;
use crate::reading::{lines, times};

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
