//! Numbers in labels, before decimals and below nought, and boxes of further tools: expected values were worked out by hand.

use std::fmt::Write as _;

use crate::counted::{counts, mean};
use crate::reading::{lines, read};

/// Rows of cells in turn, each cell six times.
fn export(header: &str, separator: &str, cells: &[&[&str]]) -> String {
    let mut text = format!("{header}\n");
    let rows = cells.iter().map(|column| column.len()).max().unwrap_or(0) * 6;
    for row in 0..rows {
        let own: Vec<String> = cells.iter().map(|column| format!("\"{}\"", column[row % column.len()])).collect();
        let _ = writeln!(text, "r{row}{separator}{}", own.join(separator));
    }
    text
}

/// The mean of 0, 1, .. 10 is 5, and that of 1, 2, 3, 4, 5 is 3, whatever stands at their ends.
#[test]
fn a_number_before_the_words_at_the_ends_of_a_scale_is_the_code() {
    let recommend = ["10 - Extremely likely", "3", "4", "1", "2", "0 - Not at all likely", "6", "5", "9", "8", "7"];
    let satisfied = ["5 (Very satisfied)", "1 (Very dissatisfied)", "2", "4", "3"];
    let whole = read(&export("id,recommend,satisfied", ",", &[&recommend, &satisfied]));
    assert_eq!((mean(&whole, "recommend"), mean(&whole, "satisfied").0), ((66, 5.0), 66));
    let codes =
        |at: usize| -> Vec<i32> { whole.plan.codebook.questions[at].options().iter().map(|each| each.code).collect() };
    assert_eq!(codes(0), (0..=10).collect::<Vec<_>>());
    assert_eq!(codes(1), [1, 2, 3, 4, 5]);
}

#[test]
fn words_behind_numbers_are_the_scale_that_they_name() {
    let cells =
        ["3 = Neutral", "1 = Strongly disagree", "5 = Strongly agree", "99 = No answer", "2 = Disagree", "4 = Agree"];
    let whole = read(&export("id,the plan is good", ",", &[&cells]));
    assert_eq!(mean(&whole, "the_plan_is_good"), (30, 3.0), "{}", whole.draft.codebook);
    let nets = &whole.plan.codebook.questions[0].nets();
    let codes: Vec<&[i32]> = nets.iter().map(|net| net.codes.as_slice()).collect();
    assert_eq!(codes, [[5, 4], [2, 1]], "{}", whole.draft.codebook);
}

#[test]
fn a_comma_stands_before_decimals_where_semicolons_separate_cells() {
    for cells in [["1,265", "0,968", "0,767"], ["1,500", "2,250", "1,250"]] {
        let whole = read(&export("id;hours;agree", ";", &[&cells, &["Ja", "Nein"]]));
        let expected: f64 =
            cells.iter().map(|cell| cell.replace(',', ".").parse::<f64>().expect("a number")).sum::<f64>() / 3.0;
        let (count, mean) = mean(&whole, "hours");
        assert!(count == 18 && (mean - expected).abs() < 1e-9, "{mean}: {}", whole.draft.codebook);
    }
    // Elsewhere it stands between thousands, unless there are none.
    let whole = read(&export("id,rent,share", ",", &[&["1,265", "2,968", "1,767"], &["x"]]));
    assert_eq!(mean(&whole, "rent"), (18, 2000.0));
}

/// Weights as spreadsheets write them in German, French and Spanish.
#[test]
fn weights_with_a_decimal_comma_weigh() {
    for (name, cells) in [("gew", ["1,25", "0,75"]), ("Gewichtung", ["1,250", "0,750"]), ("weight", ["1", "0,5"])] {
        let whole = read(&export(&format!("id;{name};agree"), ";", &[&cells, &["Ja", "Ja", "Nein"]]));
        let weights = whole.plan.survey.weights.as_ref();
        assert!(weights.is_some(), "{name}: {:?}\n{}", whole.draft.notes, whole.draft.survey);
        assert!(whole.draft.survey.contains("decimal = \",\""), "{}", whole.draft.survey);
        assert_eq!(whole.accounting.accepted, 18, "{name}");
    }
    // Pounds of rent are no weights, and a comma in them is none before decimals.
    let whole = read(&export("id,weight", ",", &[&["1,250", "2,750"]]));
    assert!(whole.plan.survey.weights.is_none(), "{}", whole.draft.survey);
}

#[test]
fn codes_below_nought_are_no_quantities() {
    let hours: Vec<String> = (0..20).map(|hour| (hour * 2).to_string()).chain(["-99".into(), "-88".into()]).collect();
    let hours: Vec<&str> = hours.iter().map(String::as_str).collect();
    let whole = read(&export("id,hours", ",", &[&hours]));
    assert_eq!(mean(&whole, "hours"), (120, 19.0), "{}", whole.draft.codebook);
    // A balance is below nought in many ways.
    let balance: Vec<String> = (0..20).map(|at| (at * 7 - 60).to_string()).collect();
    let balance: Vec<&str> = balance.iter().map(String::as_str).collect();
    let whole = read(&export("id,balance", ",", &[&balance]));
    assert_eq!(mean(&whole, "balance"), (120, 6.5), "{}", whole.draft.codebook);
}

#[test]
fn boxes_of_further_words() {
    let redcap = "id,devices (choice=Phone),devices (choice=Tablet)";
    let whole =
        read(&export(redcap, ",", &[&["Checked", "Unchecked"], &["Unchecked", "Unchecked", "Checked", "Checked"]]));
    assert_eq!(lines(&whole.plan), ["devices multi: 1 Phone, 2 Tablet"], "{}", whole.draft.codebook);
    assert_eq!(counts(&whole, "devices"), (18, vec![("Phone".into(), 12), ("Tablet".into(), 12)]));
    for (ticked, unticked) in [
        ("Quoted", "Not quoted"),
        ("Genannt", "Nicht genannt"),
        ("Seleccionado", "No seleccionado"),
        ("Coché", "Non coché"),
    ] {
        let whole = read(&export(
            "id,Which media: Radio,Which media: TV",
            ",",
            &[&[ticked, unticked], &[unticked, unticked, ticked, ticked]],
        ));
        assert_eq!(lines(&whole.plan), ["which_media multi: 1 Radio, 2 TV"], "{ticked}: {}", whole.draft.codebook);
        assert_eq!(counts(&whole, "which_media"), (18, vec![("Radio".into(), 12), ("TV".into(), 12)]), "{ticked}");
    }
    let before = "id,Tea:Which do you drink?,Milk: hot:Which do you drink?";
    let whole = read(&export(before, ",", &[&["Tea", ""], &["", "Milk: hot", "Milk: hot"]]));
    assert_eq!(lines(&whole.plan), ["which_do_you_drink multi: 1 Tea, 2 Milk: hot"], "{}", whole.draft.codebook);
}

#[test]
fn dashes_beside_numbers_and_blanks_in_brackets_are_no_answers() {
    let sector = ["Public", "Private", "(blank)"];
    let whole = read(&export("id,sector,visits,grade", ",", &[&sector, &["1", "-", "3"], &["+", "-", "++"]]));
    assert_eq!(
        counts(&whole, "sector"),
        (12, vec![("Public".into(), 6), ("Private".into(), 6)]),
        "{}",
        whole.draft.codebook
    );
    assert_eq!(mean(&whole, "visits"), (12, 2.0), "{}", whole.draft.codebook);
}

/// Whatever spelling is the most frequent, and whoever counts labels of two programs by their text.
#[test]
fn labels_are_composed_and_end_in_no_mark() {
    let cells = ["Bar\u{200b}", "Tre\u{300}s bien", "Bar\u{200b}", "Tr\u{e8}s bien", "Tre\u{300}s bien", "Bar"];
    let whole = read(&export("id,place", ",", &[&cells]));
    let (_, counted) = counts(&whole, "place");
    assert_eq!(counted, [("Bar".to_owned(), 18), ("Tr\u{e8}s bien".to_owned(), 18)], "{}", whole.draft.codebook);
}
