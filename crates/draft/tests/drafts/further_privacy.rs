//! What names a person in languages and tools of all sorts: its cells are in no file of a draft, and it has no table.

use std::fmt::Write as _;

use topline_survey::Kind;

use crate::reading::{Whole, read};

/// A digit, and a number of some digits, of a row.
fn digits(row: usize, count: usize) -> String {
    let mut state = row as u64 * 7_919 + count as u64 * 104_729 + 12_345;
    let mut text = String::new();
    for place in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let digit = (state >> 33) % 10;
        let _ = write!(text, "{}", if place == 0 { 1 + digit % 9 } else { digit });
    }
    text
}

/// The export has this column, and a question that stays.
#[track_caller]
fn check(column: &str, cell: impl Fn(usize) -> String) {
    let mut text = format!("\"{column}\",Q1\n");
    let cells: Vec<String> = (0..30).map(&cell).collect();
    for (row, cell) in cells.iter().enumerate() {
        let _ = writeln!(text, "\"{cell}\",{}", if row % 2 == 0 { "Agree" } else { "Disagree" });
    }
    let whole = read(&text);
    no_cell(&whole, &cells);
    let public = whole.plan.codebook.asked().filter(|question| !question.private && question.kind() != Kind::Text);
    let read: Vec<&str> = public.flat_map(topline_survey::Question::columns).collect();
    assert_eq!(read, ["Q1"], "{column}:\n{}", whole.draft.codebook);
}

#[track_caller]
fn no_cell(whole: &Whole, cells: &[String]) {
    let draft = &whole.draft;
    let files = [&draft.survey, &draft.codebook, &draft.tables, &draft.columns];
    for cell in cells {
        assert!(files.iter().all(|file| !file.contains(cell.as_str())), "{cell} is in a file");
        assert!(draft.notes.iter().all(|note| !note.contains(cell.as_str())), "{cell} is on the screen");
    }
}

/// A second header row that calls a question closed is no word of a respondent's.
#[test]
fn sentences_of_single_respondents_are_no_options_whatever_the_header_says() {
    let mut text = "Respondent ID,Start Date,Where do you work?,Is it far?\n,,Response,Response\n".to_owned();
    let mut own = Vec::new();
    for row in 0..60 {
        let place = ["At home", "In an office", "Other"][row % 3];
        let place = if row % 10 == 7 {
            own.push(format!("With my aunt in house {row} of the valley"));
            own[own.len() - 1].as_str()
        } else {
            place
        };
        let _ = writeln!(text, "{row},01/02/2024,{place},{}", ["Yes", "No"][row % 2]);
    }
    let whole = read(&text);
    no_cell(&whole, &own);
    let places = &whole.plan.codebook.questions[0];
    let labels: Vec<&str> = places.options().iter().map(|option| option.label.as_str()).collect();
    assert_eq!(labels, ["At home", "In an office", "Other"], "{}", whole.draft.codebook);
    assert!(places.options()[2].open, "{}", whole.draft.codebook);
}

#[test]
fn one_sentence_among_short_answers_is_no_option_whatever_the_header_says() {
    let own = "Ask my uncle in house 103".to_owned();
    let mut text = "Respondent ID,Start Date,How old are you?,Is it far?\n,,Response,Response\n".to_owned();
    for row in 0..40 {
        let age = if row == 7 { own.as_str() } else { ["18-29", "30-44", "45-60"][row % 3] };
        let _ = writeln!(text, "{row},01/02/2024,{age},{}", ["Yes", "No"][row % 2]);
    }
    let whole = read(&text);
    no_cell(&whole, &[own]);
}

#[test]
fn numbers_of_persons() {
    check("CPR-nummer", |row| format!("{}-{}", digits(row, 6), digits(row, 4)));
    check("Podaj swój numer PESEL", |row| digits(row, 11));
    check("Wat is uw burgerservicenummer?", |row| digits(row, 9));
    check("Qual é o seu CPF?", |row| {
        format!("{}.{}.{}-{}", digits(row, 3), digits(row + 40, 3), digits(row + 80, 3), digits(row, 2))
    });
    check("Personnummer", |row| format!("19{}-{}", digits(row, 6), digits(row, 4)));
    check("Codice fiscale", |row| format!("RSSMRA{}H{}Z", digits(row, 2), digits(row, 3)));
    check("Дата рождения", |row| format!("19.04.19{:02}", 40 + row));
    check("電話番号を教えてください", |row| format!("090-5555-{:04}", row * 37));
    check("お名前", |row| format!("山田{}", ["一", "二", "三"][row % 3].repeat(row + 1)));
    check("Adınız Soyadınız", |row| format!("Ali {}", digits(row, 3)));
    check("الاسم الكامل", |row| format!("شخص {}", digits(row, 3)));
    check("IP-Adresse", |row| format!("10.0.{}.{row}", row + 1));
    // In scripts that no list of words has, by the cells.
    check("\u{8eab}\u{4efd}\u{8bc1}\u{53f7}\u{7801}", |row| digits(row, 18));
}

#[test]
fn ways_to_reach_someone() {
    check("Ваш номер телефона", |row| {
        format!("8 (9{}) {}-{}-{}", digits(row, 2), digits(row, 3), digits(row, 2), digits(row + 9, 2))
    });
    check("Unter welcher Nummer erreichen wir Sie?", |row| format!("0171 {}", digits(row, 7)));
    check("In welchem Ort wohnen Sie (PLZ)?", |row| digits(row, 5));
    check("_geolocation", |row| format!("48.{} 11.{} 0 0", digits(row, 5), digits(row + 7, 5)));
    check("Quelle est votre date de naissance ?", |row| {
        format!("{:02}/{:02}/19{}", 1 + row % 28, 1 + row % 12, digits(row, 2))
    });
    check("Vad heter du?", |row| format!("Namn{} Svensson", digits(row, 3)));
    check("Signature", |row| format!("https://files.example.org/{}.png", digits(row, 9)));
    check("Zugangscode", |row| format!("k{}xq{}", digits(row, 6), digits(row, 5)));
}

/// What one or two persons wrote among the answers of a question, in samples large and small.
#[test]
fn words_of_single_persons_are_other() {
    let words = "I live with my aunt Mary Poe, 17 Elm Close";
    for rows in [12, 40] {
        let mut text = "id,Do you own a car?\n".to_owned();
        for row in 0..rows {
            let _ = writeln!(text, "r{row},{}", if row % 3 == 0 { "Yes" } else { "No" });
        }
        let _ = writeln!(text, "r900,\"{words}\"");
        let whole = read(&text);
        no_cell(&whole, &[words.to_owned()]);
        let options = whole.plan.codebook.questions[0].options();
        let labels: Vec<&str> = options.iter().map(|option| option.label.as_str()).collect();
        assert_eq!(labels, ["Yes", "No", "Other"]);
        assert!(options[2].open);
    }
}

/// Names that repeat do not make a header of the first response.
#[test]
fn a_response_is_no_second_header() {
    let mut text = "id,age,age,Phone,age\n".to_owned();
    for row in 0..7 {
        let _ = writeln!(text, "{row},n/a,n/a,0171 {},n/a", digits(row, 7));
    }
    let whole = read(&text);
    let phones: Vec<String> = (0..7).map(|row| digits(row, 7)).collect();
    no_cell(&whole, &phones);
    assert_eq!(whole.accounting.respondents, 7);
}
