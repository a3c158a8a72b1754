//! Exports of further tools and languages: scales in order, boxes, days, sessions, codes as other programs write them.

use std::fmt::Write as _;

use crate::counted::counts;
use crate::reading::{line, read};

/// A question of one column, with these cells in turn.
fn export(column: &str, cells: &[&str]) -> String {
    let mut text = format!("id,\"{column}\"\n");
    for row in 0..cells.len() * 8 {
        let _ = writeln!(text, "r{row},\"{}\"", cells[(row * 7 + row / cells.len()) % cells.len()]);
    }
    text
}

/// Its options are in this order.
#[track_caller]
fn in_order(column: &str, cells: &[&str], expect: &[&str]) {
    let whole = read(&export(column, cells));
    let labels: Vec<&str> =
        whole.plan.codebook.questions[0].options().iter().map(|option| option.label.as_str()).collect();
    assert_eq!(labels, expect, "{}", whole.draft.codebook);
}

#[test]
fn scales_of_further_languages() {
    in_order("Hoe vaak fietst u?", &["Vaak", "Nooit", "Altijd", "Soms"], &["Altijd", "Vaak", "Soms", "Nooit"]);
    in_order(
        "Hur nöjd är du?",
        &["Ganska nöjd", "Mycket missnöjd", "Varken nöjd eller missnöjd", "Mycket nöjd", "Ganska missnöjd"],
        &["Mycket nöjd", "Ganska nöjd", "Varken nöjd eller missnöjd", "Ganska missnöjd", "Mycket missnöjd"],
    );
    in_order(
        "Hvor enig er du?",
        &["Delvis uenig", "Helt enig", "Verken enig eller uenig", "Helt uenig", "Delvis enig"],
        &["Helt enig", "Delvis enig", "Verken enig eller uenig", "Delvis uenig", "Helt uenig"],
    );
    in_order("Jak często?", &["Rzadko", "Zawsze", "Nigdy", "Czasami"], &["Zawsze", "Czasami", "Rzadko", "Nigdy"]);
}

#[test]
fn how_good_and_how_often_in_further_languages() {
    in_order(
        "Valore el servicio",
        &["Regular", "Muy bien", "Mal", "Bien", "Muy mal"],
        &["Muy bien", "Bien", "Regular", "Mal", "Muy mal"],
    );
    in_order(
        "Oceń obsługę",
        &["Dobrze", "Źle", "Średnio", "Bardzo dobrze", "Bardzo źle"],
        &["Bardzo dobrze", "Dobrze", "Średnio", "Źle", "Bardzo źle"],
    );
    in_order("Wie ist es?", &["Mittel", "Sehr gut", "Schlecht", "Gut"], &["Sehr gut", "Gut", "Mittel", "Schlecht"]);
    in_order(
        "À quelle fréquence ?",
        &["Moins souvent", "Tous les jours", "Jamais", "Plusieurs fois par semaine", "Une fois par semaine"],
        &["Tous les jours", "Plusieurs fois par semaine", "Une fois par semaine", "Moins souvent", "Jamais"],
    );
    in_order(
        "Wie oft?",
        &["Seltener", "Täglich", "Nie", "Mehrmals pro Woche", "Einmal im Monat"],
        &["Täglich", "Mehrmals pro Woche", "Einmal im Monat", "Seltener", "Nie"],
    );
    in_order(
        "Jak często?",
        &["Rzadziej", "Codziennie", "Raz w tygodniu", "Kilka razy w tygodniu", "Nigdy"],
        &["Codziennie", "Kilka razy w tygodniu", "Raz w tygodniu", "Rzadziej", "Nigdy"],
    );
    in_order(
        "Con quale frequenza?",
        &["Mai", "Qualche volta al mese", "Tutti i giorni", "Qualche volta alla settimana"],
        &["Tutti i giorni", "Qualche volta alla settimana", "Qualche volta al mese", "Mai"],
    );
}

#[test]
fn averages_values_and_comparisons() {
    in_order(
        "Service",
        &["Poor", "Below average", "Average", "Very poor", "Above average"],
        &["Above average", "Average", "Below average", "Poor", "Very poor"],
    );
    in_order(
        "Value",
        &["Low value", "No value", "High value", "Medium value"],
        &["High value", "Medium value", "Low value", "No value"],
    );
    in_order(
        "Speed",
        &["Slower", "About the same", "Much faster", "Much slower", "Faster"],
        &["Much faster", "Faster", "About the same", "Slower", "Much slower"],
    );
    in_order(
        "Teaching",
        &["Good", "Inadequate", "Outstanding", "Requires improvement"],
        &["Outstanding", "Good", "Requires improvement", "Inadequate"],
    );
}

#[test]
fn scales_that_are_no_agreement() {
    in_order("State of the plan", &["In progress", "Done", "Not started"], &["Not started", "In progress", "Done"]);
    in_order("Level of Spanish", &["Advanced", "Beginner", "Intermediate"], &["Beginner", "Intermediate", "Advanced"]);
    in_order(
        "How long have you lived here?",
        &["1 month to 1 year", "More than 1 year", "1 week to 1 month", "Less than 1 week"],
        &["Less than 1 week", "1 week to 1 month", "1 month to 1 year", "More than 1 year"],
    );
}

/// Of 24 rows 12 have radio, 8 television and 6 the press; three have none of them.
#[test]
fn boxes_with_signs() {
    let mut text = "id,Which media?\n".to_owned();
    let mut none = 0;
    for row in 0..24 {
        let sign = |is: bool| if is { '+' } else { '-' };
        let (radio, television, press) = (row % 2 == 0, row % 3 == 0, row % 4 == 0);
        none += usize::from(!radio && !television && !press);
        let _ = writeln!(text, "r{row},\"{}Radio,{}TV,{}Press\"", sign(radio), sign(television), sign(press));
    }
    let (base, ticks) = counts(&read(&text), "which_media");
    assert_eq!(base, 24 - none);
    assert_eq!(ticks, [("Radio".to_owned(), 12), ("TV".to_owned(), 8), ("Press".to_owned(), 6)]);
}

/// Codes as pandas writes them, in boxes with a number each.
#[test]
fn boxes_with_codes_of_floats() {
    let mut text = "id,Releasing open source code - Very often,Releasing open source code - Sometimes,Releasing open source code - Not at all\n".to_owned();
    for row in 0..30 {
        let box_of = |code: usize| if row % 3 == code { format!("{}.0", code + 4) } else { String::new() };
        let _ = writeln!(text, "r{row},{},{},{}", box_of(0), box_of(1), box_of(2));
    }
    let whole = read(&text);
    let question = &whole.plan.codebook.questions[0];
    let labels: Vec<(i32, &str)> =
        question.options().iter().map(|option| (option.code, option.label.as_str())).collect();
    assert_eq!(labels, [(4, "Very often"), (5, "Sometimes"), (6, "Not at all")], "{}", whole.draft.codebook);
}

/// A day that lost its format: 46023 is 2026-01-01.
#[test]
fn days_as_serial_numbers() {
    use arrow::array::AsArray;
    use arrow::datatypes::Date32Type;

    for column in ["Date of interview", "Fecha de la entrevista", "Datum"] {
        let mut text = format!("id,{column},Q1\n");
        for row in 0..30 {
            let _ = writeln!(text, "r{row},{},{}", 46_023 + row, if row % 2 == 0 { "Yes" } else { "No" });
        }
        let whole = read(&text);
        let id = whole.plan.codebook.questions[0].id.clone();
        let days: Vec<i32> = whole
            .responses
            .iter()
            .flat_map(|batch| batch.column_by_name(&id).expect("days").as_primitive::<Date32Type>().values().to_vec())
            .collect();
        // 20454 days after 1970-01-01 is 2026-01-01.
        assert_eq!((days[0], days[29]), (20_454, 20_483), "{column}");
        assert!(whole.draft.notes.iter().any(|note| note.contains("2026-01-01 to 2026-01-30")));
    }
    // A number of that size by another name is a number.
    let rents = export("Monthly rent", &["41000", "42500.5", "39000", "45100"]);
    assert_eq!(line(&read(&rents).plan.codebook.questions[0]), "monthly_rent number");
}

/// Sessions that ended early, were screened out, were tests, or have no answer: proposed, and kept.
#[test]
fn sessions_that_may_be_no_responses() {
    let mut text = "Response ID,Response Status,Is test,1. Do you cycle?,2. How often?\n".to_owned();
    for row in 0..40 {
        let state = match row {
            0..5 => "Partial",
            5..8 => "Disqualified",
            _ => "Completed",
        };
        let (cycles, often) =
            if row < 4 { ("", "") } else { (["Yes", "No"][row % 2], ["Daily", "Weekly"][row / 2 % 2]) };
        let _ = writeln!(text, "{row},{state},{},{cycles},{often}", if row == 20 { "Yes" } else { "No" });
    }
    let whole = read(&text);
    assert_eq!(whole.accounting.respondents, 40);
    let says =
        |words: &str| assert!(whole.draft.notes.iter().any(|note| note.contains(words)), "{:#?}", whole.draft.notes);
    says("5 rows by \"Response Status\" (not finished): kept");
    says("3 rows by \"Response Status\" (screened out): kept");
    says("1 row by \"Is test\" (test or preview): kept");
    assert!(whole.draft.survey.contains("# is = [\"Disqualified\"]"), "{}", whole.draft.survey);
}

/// A session that was opened and left fills the columns of the tool alone.
#[test]
fn sessions_without_an_answer() {
    let mut text = "ResponseId,StartDate,EndDate,Q1,Q2\n".to_owned();
    for row in 0..40 {
        let answers = if row < 6 { "," } else { ["Yes,Daily", "No,Weekly"][row % 2] };
        let _ = writeln!(text, "R_{row},2024-01-02 10:{row:02}:00,2024-01-02 11:{row:02}:00,{answers}");
    }
    let whole = read(&text);
    assert_eq!(whole.accounting.respondents, 40);
    let says =
        |words: &str| assert!(whole.draft.notes.iter().any(|note| note.contains(words)), "{:#?}", whole.draft.notes);
    says("6 rows without an answer to any question: kept");
    assert!(whole.draft.survey.contains("# answers_fewer_than = 1"), "{}", whole.draft.survey);
}
