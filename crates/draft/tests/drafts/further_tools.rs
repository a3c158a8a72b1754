//! Exports of further tools, as they write them: what is counted was counted while the rows were made.

use std::fmt::Write as _;

use topline_draft::Tool;
use topline_survey::Kind;

use crate::counted::{counts, mean};
use crate::reading::{lines, read};

/// `SoSci` Survey: codes, and below them what they stand for. A box holds 1, or 2 where it is ticked; -9 is no answer.
#[test]
fn sosci_names_columns_twice_and_ticks_with_two() {
    let mut text = "CASE,SERIAL,QUESTNNR,MODE,STARTED,A101,A102,A102_01,A102_02,A103_01,A103_02,A104_01,TIME001,FINISHED\n\
        Number,Code,Questionnaire,Interview mode,Begin,Sex,Media: number ticked,Media: Radio,Media: Press,Rating: Price,Rating: Staff,Age: years,Dwell time,Done\n"
        .to_owned();
    for row in 0..40 {
        let (radio, press) = (1 + usize::from(row % 2 == 0), 1 + usize::from(row % 4 == 0));
        let sex = if row % 10 == 9 { "-9" } else { ["1", "2"][row % 2] };
        let (price, staff) = (1 + row % 5, ["1", "3", "-9", "5"][row % 4]);
        let _ = writeln!(
            text,
            "{},,base,interview,2024-01-02 10:00:00,{sex},{},{radio},{press},{price},{staff},{},{},1",
            20 + row,
            radio + press - 2,
            18 + row,
            5 + row % 7
        );
    }
    let whole = read(&text);
    assert_eq!((whole.draft.tool, whole.accounting.respondents), (Tool::SoSci, 40));
    assert_eq!(whole.plan.survey.source.respondent.as_deref(), Some("CASE"));
    // 20 rows have an even number, 10 of them one that four divides.
    assert_eq!(
        counts(&whole, "a102"),
        (20, vec![("Radio".into(), 20), ("Press".into(), 10)]),
        "{}",
        whole.draft.codebook
    );
    // 20 odd rows without the four that end in nine.
    assert_eq!(counts(&whole, "a101"), (36, vec![("1".into(), 20), ("2".into(), 16)]), "{}", whole.draft.codebook);
    let kinds: Vec<(&str, Kind)> =
        whole.plan.codebook.questions.iter().map(|question| (question.id.as_str(), question.kind())).collect();
    assert_eq!(kinds.iter().filter(|(_, kind)| *kind == Kind::Multi).count(), 1, "{kinds:?}");
    assert!(!whole.draft.codebook.contains("\"-9\" }"), "{}", whole.draft.codebook);
    assert!(kinds.iter().all(|(id, _)| !id.starts_with("time")), "{kinds:?}");
}

/// Unipark numbers all variables alike, whatever question they are of.
#[test]
fn variables_that_are_numbered_through_are_no_grid() {
    let mut text = "lfdn;external_lfdn;tester;dispcode;v_1;v_2;v_3;v_4;v_5;duration\n".to_owned();
    for row in 0..40 {
        let refused = if row % 8 == 7 { "-77".to_owned() } else { (1 + row % 5).to_string() };
        let age = if row % 5 == 4 { -99 } else { 20 + 10 * (row % 4) };
        let _ = writeln!(
            text,
            "{};0;0;{};{};{};{};{refused};{age};{}",
            100 + row,
            if row % 10 == 0 { 22 } else { 31 },
            1 + row % 2,
            row % 2,
            row % 3 / 2,
            60 + row
        );
    }
    let whole = read(&text);
    assert_eq!(whole.draft.tool, Tool::Unipark);
    assert!(
        whole.plan.codebook.questions.iter().all(|question| question.kind() != Kind::Grid),
        "{:?}",
        lines(&whole.plan)
    );
    assert_eq!(counts(&whole, "v_1"), (40, vec![("1".into(), 20), ("2".into(), 20)]));
    assert_eq!(counts(&whole, "v_4").0, 35, "{}", whole.draft.codebook);
    // 32 rows have an age: each of 20, 30, 40 and 50 eight times.
    assert_eq!(mean(&whole, "v_5"), (32, 35.0), "{}", whole.draft.codebook);
    assert!(
        whole.draft.notes.iter().any(|note| note.contains("4 rows by \"dispcode\" (not finished): kept")),
        "{:#?}",
        whole.draft.notes
    );
}

/// `SurveyCTO` spreads a question over boxes, of which those below nought have two strokes; -99 is no age.
#[test]
fn boxes_of_surveycto_are_read_once() {
    let mut text =
        "SubmissionDate,starttime,age,water,water_1,water_2,water__88,visits,instanceID,formdef_version,KEY\n"
            .to_owned();
    for row in 0..36 {
        let (one, two, other) = (row % 2 == 0, row % 3 == 0, row % 12 == 1);
        let joined: Vec<&str> =
            [("1", one), ("2", two), ("-88", other)].iter().filter(|(_, is)| *is).map(|(code, _)| *code).collect();
        let age = if row % 4 == 3 { -99 } else { [25, 31, 44][row % 3] };
        let _ = writeln!(
            text,
            "2024-01-02 10:00:00,2024-01-02 09:50:00,{age},{},{},{},{},{},uuid:{row},2401,uuid:{row}",
            joined.join(" "),
            u8::from(one),
            u8::from(two),
            u8::from(other),
            row % 3
        );
    }
    let whole = read(&text);
    assert_eq!(whole.draft.tool, Tool::Odk);
    let multis: Vec<String> = lines(&whole.plan).into_iter().filter(|line| line.contains(" multi")).collect();
    assert_eq!(multis.len(), 1, "{multis:?}");
    // 18 even rows and 6 odd ones that three divides, and the odd ones that leave 1: 1, 13 and 25.
    let expected = vec![("1".into(), 18), ("2".into(), 12), ("-88".into(), 3)];
    assert_eq!(counts(&whole, "water"), (27, expected), "{}", whole.draft.codebook);
    // Of each 12 rows 3 have no age, and the nine others have each age three times: 900 / 27.
    let (count, age) = mean(&whole, "age");
    assert!(count == 27 && (age - 100.0 / 3.0).abs() < 1e-9, "{age} of {count}\n{}", whole.draft.codebook);
    assert!(!whole.draft.codebook.contains("formdef_version\"\nkind"), "{}", whole.draft.codebook);
}

/// A row of descriptions below codes, of no tool that is known.
#[test]
fn descriptions_below_codes_are_no_response() {
    let mut text =
        "no,q1,q2,q3,q4\nNumber of the interview,Sex of the respondent,Age in years,Trust in the courts,Region\n"
            .to_owned();
    for row in 0..30 {
        let _ =
            writeln!(text, "{},{},{},{},{}", row + 1, 1 + row % 2, 20 + row, 1 + row % 4, ["North", "South"][row % 2]);
    }
    let whole = read(&text);
    assert_eq!(whole.accounting.respondents, 30);
    assert_eq!(mean(&whole, "q2"), (30, 34.5), "{}", whole.draft.codebook);
    let texts: Vec<&str> = whole.plan.codebook.questions.iter().map(|question| question.text.as_str()).collect();
    assert!(texts.contains(&"Trust in the courts"), "{texts:?}");
}

/// Spreadsheets write the values of boxes in the language of the program.
#[test]
fn boxes_of_spreadsheets_in_other_languages() {
    for (ticked, unticked) in
        [("WAHR", "FALSCH"), ("VRAI", "FAUX"), ("VERDADERO", "FALSO"), ("VERO", "FALSO"), ("WAAR", "ONWAAR")]
    {
        let mut text = "Nr;Welche? [Radio];Welche? [TV]\n".to_owned();
        for row in 0..24 {
            let cell = |is: bool| if is { ticked } else { unticked };
            let _ = writeln!(text, "{};{};{}", row + 1, cell(row % 2 == 0), cell(row % 3 == 0));
        }
        let whole = read(&text);
        assert_eq!(
            counts(&whole, "welche"),
            (16, vec![("Radio".into(), 12), ("TV".into(), 8)]),
            "{ticked}:\n{}",
            whole.draft.codebook
        );
    }
}

#[test]
fn a_name_of_several_words_says_that_a_column_weighs() {
    for name in [
        "Fattore di ponderazione",
        "Fator de ponderação",
        "Survey weighting factor",
        "Poststratifikationsgewicht",
        "Вес",
        "ウェイト",
        "权重",
    ] {
        let mut text = format!("Nr;{name};Agree?\n");
        for row in 0..30 {
            let _ = writeln!(text, "{};{};{}", row + 1, ["0,813", "1,284", "0,977"][row % 3], ["Yes", "No"][row % 2]);
        }
        let whole = read(&text);
        let weights = whole.plan.survey.weights.as_ref().and_then(|weights| weights.column.as_deref());
        assert_eq!(weights, Some(name), "{:?}", whole.draft.notes);
    }
}

/// The mean of 1 250, 2 250 .. 13 250 and a half is 7 250.5.
#[test]
fn spaces_stand_between_thousands() {
    for (decimals, space) in [(",50", " "), (".5", "\u{a0}"), ("", "\u{202f}")] {
        let mut text = "Nr;V\u{fd}daje\n".to_owned();
        for row in 0..26 {
            let _ = writeln!(text, "{};{}{space}250{decimals}", row + 1, 1 + row % 13);
        }
        let whole = read(&text);
        let expected = if decimals.is_empty() { 7250.0 } else { 7250.5 };
        let id = whole.plan.codebook.questions[0].id.clone();
        assert_eq!(mean(&whole, &id), (26, expected), "{}", whole.draft.codebook);
    }
}

/// Each row has each place once, and nothing but the cells says that it is a ranking.
#[test]
fn places_below_bare_names_are_a_ranking() {
    let mut text = "id,Price,Quality,Speed\n".to_owned();
    for row in 0..30 {
        let _ = writeln!(text, "r{row},{}", ["1,2,3", "2,3,1", "3,1,2", "1,3,2", "2,1,3"][row % 5]);
    }
    let whole = read(&text);
    let line = &lines(&whole.plan)[0];
    assert!(line.contains(" rank / price Price, quality Quality, speed Speed"), "{line}");
    // Ratings from 1 to 3 that repeat within a row are none.
    let mut text = "id,Price,Quality,Speed\n".to_owned();
    for row in 0..30 {
        let _ = writeln!(text, "r{row},{}", ["1,1,3", "2,3,1", "3,1,1"][row % 3]);
    }
    assert!(read(&text).plan.codebook.questions.iter().all(|question| question.kind() != Kind::Rank));
}

/// Codes as a table of floating point numbers writes them have the labels of codes.
#[test]
fn codes_of_floats_are_labelled_as_codes() {
    let mut text = "id,sex\n".to_owned();
    for row in 0..20 {
        let _ = writeln!(text, "r{row},{}", ["1.0", "2.0"][row % 2]);
    }
    let whole = read(&text);
    assert_eq!(lines(&whole.plan), ["sex single: 1 1, 2 2"], "{}", whole.draft.codebook);
    assert_eq!(counts(&whole, "sex"), (20, vec![("1".into(), 10), ("2".into(), 10)]));
}

/// Who only wrote "Altro" is in the base: of 30 rows 20 have the site or the app, and two more another.
#[test]
fn other_is_an_answer_in_further_languages() {
    for other in ["Altro", "Inne", "Anders", "Annat", "Andet", "Otro", "Outro", "Sonstiges", "Autre"] {
        let mut text = format!(
            "id,submitdate,lastpage,startlanguage,Q2[SQ001]. Which? [Site],Q2[SQ002]. Which? [App],Q2[other]. Which? [{other}]\n"
        );
        for row in 0..30 {
            let yes = |is: bool| if is { "Yes" } else { "No" };
            let words = if row % 10 == 1 { "by letter" } else { "" };
            let _ =
                writeln!(text, "{row},2024-01-01 10:00:00,3,en,{},{},{words}", yes(row % 2 == 0), yes(row % 3 == 0));
        }
        let whole = read(&text);
        let expected = vec![("Site".into(), 15), ("App".into(), 10), (other.into(), 3)];
        assert_eq!(counts(&whole, "q2"), (22, expected), "{other}:\n{}", whole.draft.codebook);
    }
}

/// Each row ticks two of three: with a stroke, and as tools of China and Japan join them.
#[test]
fn further_signs_join_what_is_ticked() {
    for sign in [" / ", "\u{250b}", "\u{3001}", "\u{ff0c}"] {
        let mut text = "id,Tools\n".to_owned();
        for row in 0..30 {
            let own = [["Saw", "Drill"], ["Saw", "Hammer"], ["Drill", "Hammer"]][row % 3];
            let cell = if row % 5 == 4 { own[0].to_owned() } else { own.join(sign) };
            let _ = writeln!(text, "r{row},{cell}");
        }
        let whole = read(&text);
        // 24 rows tick two, and six one of them.
        let (base, ticks) = counts(&whole, "tools");
        let all: usize = ticks.iter().map(|(_, count)| count).sum();
        assert_eq!((base, all, ticks.len()), (30, 54, 3), "{sign:?}: {ticks:?}\n{}", whole.draft.codebook);
    }
}

/// 9 beside 1 to 4 is no point of the scale, and no row of the table is made for 5 to 8.
#[test]
fn a_number_apart_from_a_short_scale_gets_a_comment() {
    let mut text = "id,trust,rooms\n".to_owned();
    for row in 0..30 {
        let _ = writeln!(text, "r{row},{},{}", ["1", "2", "3", "4", "9"][row % 5], ["1", "2", "4", "5"][row % 4]);
    }
    let whole = read(&text);
    assert_eq!(lines(&whole.plan), ["trust single: 1 1, 2 2, 3 3, 4 4, 9 9", "rooms single: 1 1, 2 2, 3 3, 4 4, 5 5"]);
    assert!(
        whole.draft.notes.iter().any(|note| note.contains("trust: 9 may stand for don't know")),
        "{:#?}",
        whole.draft.notes
    );
    assert!(!whole.draft.notes.iter().any(|note| note.contains("rooms: 5 may")), "{:#?}", whole.draft.notes);
}

/// Labels with their numbers: those who refused or do not know are in no mean. Of 30 rows six each have 1, 2 and 3.
#[test]
fn numbered_refusals_are_no_points() {
    let mut text = "id,educ,trust\n".to_owned();
    for row in 0..30 {
        let educ = ["1 Primary", "2 Secondary", "3 Tertiary", "8 Don't know", "9 Prefer not to say"][row % 5];
        let trust = ["1. A lot", "2. Some", "3. None", "-1. Prefer not to say", "-2. Don't know"][row % 5];
        let _ = writeln!(text, "r{row},{educ},{trust}");
    }
    let whole = read(&text);
    for id in ["educ", "trust"] {
        assert_eq!(mean(&whole, id).0, 18, "{id}:\n{}", whole.draft.codebook);
        assert_eq!(counts(&whole, id).0, 30, "{id}");
    }
}

#[test]
fn bands_of_further_languages_stand_in_their_order() {
    for expected in [
        ["unter 500 \u{20ac}", "500 - 999 \u{20ac}", "1.000 - 1.999 \u{20ac}", "2.000 \u{20ac} und mehr"],
        ["moins de 20 ans", "20-39 ans", "40-59 ans", "60 ans et plus"],
        ["menos de 2", "2 a 4", "5 a 9", "10 o m\u{e1}s"],
    ] {
        let mut text = "id;Wert\n".to_owned();
        for row in 0..24 {
            let _ = writeln!(text, "r{row};{}", expected[[2, 0, 3, 1][row % 4]]);
        }
        let whole = read(&text);
        let labels: Vec<&str> =
            whole.plan.codebook.questions[0].options().iter().map(|option| option.label.as_str()).collect();
        assert_eq!(labels, expected, "{}", whole.draft.codebook);
    }
}

/// Where a comma stands before decimals, a point stands between thousands: 13 incomes of 1200 to 13200 have a mean of 7200, and some
/// have no answer.
#[test]
fn points_stand_between_thousands_where_semicolons_separate_cells() {
    for decimals in ["", ",00"] {
        let mut text = "Nr;Einkommen;Anteil\n".to_owned();
        for row in 0..52 {
            let income =
                if row % 26 == 25 { "keine Angabe".to_owned() } else { format!("{}.200{decimals}", 1 + row % 13) };
            let _ = writeln!(text, "{};{income};0.{:03}", row + 1, 125 + row);
        }
        let whole = read(&text);
        let (count, income) = mean(&whole, "einkommen");
        // The last of 13 is missing twice: (4 * 93600 - 2 * 13200) / 50.
        assert!(count == 50 && (income - 6960.0).abs() < 1e-9, "{income} of {count}\n{}", whole.draft.codebook);
        let (_, share) = mean(&whole, "anteil");
        assert!((share - 0.1505).abs() < 1e-9, "{share}\n{}", whole.draft.codebook);
    }
    // Elsewhere it stands before decimals.
    let mut text = "id,score\n".to_owned();
    for row in 0..26 {
        let _ = writeln!(text, "r{row},{}.125", 1 + row % 13);
    }
    assert_eq!(mean(&read(&text), "score"), (26, 7.125));
}

/// Tagged missing values in text are no answers.
#[test]
fn tags_of_stata_in_text_are_no_answers() {
    let mut text = "id,q1,age\n".to_owned();
    for row in 0..40 {
        let _ = writeln!(
            text,
            "r{row},{},{}",
            ["Yes", "No", ".a", ".b"][row % 4],
            if row % 10 == 9 { ".c".to_owned() } else { (20 + row).to_string() }
        );
    }
    let whole = read(&text);
    assert_eq!(counts(&whole, "q1"), (20, vec![("Yes".into(), 10), ("No".into(), 10)]), "{}", whole.draft.codebook);
    assert_eq!(mean(&whole, "age").0, 36, "{}", whole.draft.codebook);
}
