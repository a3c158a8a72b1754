//! Exports as careless people hand them on: rows above the header, a row or a column of it lost, totals below.

use std::io::Cursor;

use topline_draft::{DraftError, DraftRequest, Tool, draft};

use crate::counted::{counts, mean};
use crate::dialects::check;
use crate::reading::{lines, read, times, unknown};

const HEADER: &str = "Respondent ID,Start Date,Which do you buy?,,,How often?\n,,Black,Green,White,Response";
const ROWS: [&str; 3] =
    ["{n},01/02/2024,Black,Green,,Always", "{n},01/02/2024,,Green,White,Never", "{n},01/02/2024,Black,,,Sometimes"];
const QUESTIONS: [&str; 2] =
    ["which_do_you_buy multi: 1 Black, 2 Green, 3 White", "how_often single: 1 Always, 2 Sometimes, 3 Never"];

#[test]
fn blank_rows_and_notes_may_stand_above_the_header_and_within_it() {
    for above in
        ["\n", "\n\n", ",,,,,\n", "Survey of drinks\nExported on 2 January\n\n", "Survey of drinks,,,,,\n,,,,,\n"]
    {
        let text = format!("{above}{}", times(HEADER, &ROWS, 5));
        let whole = read(&text);
        assert_eq!(lines(&whole.plan), QUESTIONS, "{}", whole.draft.survey);
        assert_eq!(whole.plan.survey.source.header_rows, 2 + above.lines().count());
        assert_eq!(whole.accounting.accepted, 15);
    }
    let spaced = times(HEADER, &ROWS, 5).replace('\n', "\n\n");
    assert_eq!(lines(&read(&spaced).plan), QUESTIONS);
    let one = read(&format!("Survey of drinks\nExported\n{}", times("id,age,sex", &["{n},34,f", "{n},40,m"], 5)));
    assert_eq!((one.plan.survey.source.header_rows, one.plan.survey.source.name_row), (3, Some(3)));
    assert_eq!(lines(&one.plan), ["age number", "sex single: 1 f, 2 m"]);
}

#[test]
fn what_stands_for_missing_names_names_nothing() {
    let placeholders = [["Unnamed: 3", "Unnamed: 4"], ["X.3", "X.4"], ["...4", "...5"], ["Column4", "Column5"]];
    for [one, other] in placeholders {
        let header = HEADER.replacen("buy?,,,", &format!("buy?,{one},{other},"), 1);
        let whole = read(&times(&header, &ROWS, 5));
        assert_eq!(lines(&whole.plan), QUESTIONS, "{}", whole.draft.codebook);
    }
}

#[test]
fn the_second_row_of_names_may_be_lost() {
    let header = "Respondent ID,Start Date,Which do you buy?,,,How often?,,Rate these,";
    let rows = [
        "{n},01/02/2024,Black,Green,,Always,,Good,Poor",
        "{n},01/02/2024,,Green,White,Never,because {n},Poor,Poor",
        "{n},01/02/2024,Black,,,Sometimes,,Good,Good",
    ];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &[
            "which_do_you_buy multi: 1 Black, 2 Green, 3 White",
            "how_often single: 1 Always, 2 Sometimes, 3 Never",
            "how_often_column_7! text",
            "rate_these grid: 1 Good, 2 Poor / rate_these Rate these, column_9 column_9",
        ],
    );
}

#[test]
fn the_first_column_of_a_question_may_be_lost() {
    let header = "Respondent ID,Start Date,How often?,,\n,,Response,Green,White";
    let rows = ["{n},01/02/2024,Always,Green,", "{n},01/02/2024,Never,Green,White", "{n},01/02/2024,Sometimes,,White"];
    check(
        Tool::SurveyMonkey,
        &times(header, &rows, 5),
        Some("Respondent ID"),
        &["how_often single: 1 Always, 2 Sometimes, 3 Never", "q2 multi: 1 Green, 2 White"],
    );
}

#[test]
fn totals_below_are_no_respondent() {
    let text = format!("{}Total,,10,10,5,15\nAverage,,,,,\n", times(HEADER, &ROWS, 5));
    let whole = check(Tool::SurveyMonkey, &text, Some("Respondent ID"), &QUESTIONS);
    assert_eq!((whole.accounting.accepted, whole.accounting.excluded.len()), (15, 1));
    assert!(whole.draft.survey.contains("reason = \"row of totals\""), "{}", whole.draft.survey);
    // An answer is no row of totals.
    let stations = read(&times("station,town", &["Total,York", "Shell,Leeds", "Esso,York"], 5));
    assert_eq!(stations.accounting.accepted, 15);
}

#[test]
fn counts_of_answers_are_no_responses() {
    let summaries = [
        "Drinks\nQ1. Which do you buy?\nAnswer Choices,Responses,\nBlack,40.00%,4\nGreen,60.00%,6\nAnswered,,10\n",
        "Drinks,,,\nWhich do you buy?,,,\n,Black,Green,Total\nQ1: Black,1.0,0.0,0.4\nQ1: Green,0.0,1.0,0.6\n",
    ];
    for text in summaries {
        let request = DraftRequest { id: "x".to_owned(), title: None, source: unknown("x.csv"), questionnaire: None };
        let refused = draft(&request, || Ok(Cursor::new(text.as_bytes().to_vec())));
        assert!(matches!(refused, Err(DraftError::Summary { .. })), "{refused:?}");
    }
}

/// Half of the rows of a data frame, shuffled: its row names say nothing about anybody.
#[test]
fn row_names_of_a_shuffled_data_frame_are_no_numbers() {
    for name in ["", "Unnamed: 0", "X", "...1", "rownames"] {
        let rows: Vec<String> = (0..30_u32)
            .map(|row| format!("{},{},{}", (row * 37) % 101, 20 + row % 7, ["Yes", "No"][row as usize % 2]))
            .collect();
        let whole = read(&format!("{name},age,owns a car\n{}\n", rows.join("\n")));
        assert_eq!(
            lines(&whole.plan),
            ["age number", "owns_a_car single: 1 Yes, 2 No"],
            "{name}: {}",
            whole.draft.codebook
        );
    }
}

/// Two files put one below the other have the header twice, and a program writes a line below its rows.
#[test]
fn the_header_again_and_lines_below_are_no_responses() {
    let rows = |from: usize| -> String {
        let row = |row: usize| format!("{row},{},{}\n", ["Yes", "No"][row % 2], 10 + row % 7);
        (from..from + 28).map(row).collect()
    };
    let again = read(&format!("id,Happy?,Visits\n{}id,Happy?,Visits\n{}", rows(1), rows(29)));
    assert_eq!(counts(&again, "happy"), (56, vec![("Yes".into(), 28), ("No".into(), 28)]), "{}", again.draft.codebook);
    assert_eq!(mean(&again, "visits"), (56, 13.0), "{}", again.draft.codebook);
    assert!(
        again.draft.notes.iter().any(|note| note == "excluded: 1 row by \"id\": the header again"),
        "{:#?}",
        again.draft.notes
    );
    for (below, count) in [("Exported on 2024-01-01 by admin,,\n", 1), ("Yes,28,\nNo,28,\n", 2)] {
        let whole = read(&format!("id,Happy?,Visits\n{}{}{below}", rows(1), rows(29)));
        assert_eq!(
            counts(&whole, "happy"),
            (56, vec![("Yes".into(), 28), ("No".into(), 28)]),
            "{}",
            whole.draft.codebook
        );
        assert_eq!(whole.accounting.accepted, 56, "{below}");
        let excluded: u64 = whole.accounting.excluded.iter().map(|(_, rows)| rows).sum();
        assert_eq!(excluded, count, "{below}");
    }
    // Rents that differ, and one of the last who did not know theirs, are responses.
    let mut text = "name,Rent,Own\n".to_owned();
    for row in 0..40 {
        let rent = if row == 39 { "not sure".to_owned() } else { (500 + row * 37).to_string() };
        text.extend([format!("r{row},{rent},{}\n", row % 2)]);
    }
    assert_eq!(read(&text).accounting.accepted, 40);
}
