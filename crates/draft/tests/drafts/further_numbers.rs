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

/// Boxes that are named after a code and an option, with no sign between them; of 18 rows, each third ticks two.
#[test]
fn a_code_before_each_option_makes_one_question() {
    let columns: [&[&str]; 3] = [&["1", "", "1"], &["", "1", "1"], &["", "", ""]];
    let whole = read(&export("id,Q3_1 Radio,Q3_2 TV,Q3_3 Print,Q4 Age", ",", &columns));
    assert_eq!(lines(&whole.plan)[0], "q3 multi: 1 Radio, 2 TV, 3 Print", "{}", whole.draft.codebook);
    assert_eq!(counts(&whole, "q3"), (18, vec![("Radio".into(), 12), ("TV".into(), 12), ("Print".into(), 0)]));
    let ratings: [&[&str]; 2] = [&["Often", "Never", "Rarely"], &["Never", "Often", "Often"]];
    let whole = read(&export("id,Q3_1 Radio,Q3_2 TV", ",", &ratings));
    let expected = "q3 grid: 1 Often, 2 Rarely, 3 Never / radio Radio, tv TV";
    assert_eq!(lines(&whole.plan), [expected], "{}", whole.draft.codebook);
}

/// Each row has each of the places once.
#[test]
fn places_below_short_names_are_a_ranking() {
    let places: [&[&str]; 3] = [&["1", "2", "3"], &["2", "3", "1"], &["3", "1", "2"]];
    for names in ["rank_tea,rank_milk,rank_water", "Rank: tea,Rank: milk,Rank: water"] {
        let whole = read(&export(&format!("id,{names}"), ",", &places));
        let line = &lines(&whole.plan)[0];
        assert!(line.contains(" rank") && line.contains("tea") && line.contains("water"), "{}", whole.draft.codebook);
    }
}

/// Of 18 who answered 6 wrote a dash; among other signs it is one of the answers.
#[test]
fn a_dash_among_words_is_no_answer() {
    let whole = read(&export("id,town,grade", ",", &[&["Hull", "-", "Leeds"], &["+", "-", "++"]]));
    let expected = [("Hull".to_owned(), 6), ("Leeds".to_owned(), 6)];
    assert_eq!(counts(&whole, "town"), (12, expected.to_vec()), "{}", whole.draft.codebook);
    assert!(whole.draft.codebook.contains("# guessed: \"-\" stands for no answer"), "{}", whole.draft.codebook);
    assert_eq!(counts(&whole, "grade").0, 18, "{}", whole.draft.codebook);
}

/// The sums of the numbers, divided by how many there are.
#[test]
fn numbers_with_a_unit_are_numbers() {
    let check = |cells: &[&str], units: &str, expected: f64| {
        let whole = read(&export("id;spent", ";", &[cells]));
        let (count, mean) = mean(&whole, "spent");
        assert_eq!(count, cells.len() * 6, "{}", whole.draft.codebook);
        assert!((mean - expected).abs() < 1e-9, "{mean}: {}", whole.draft.codebook);
        assert!(whole.draft.codebook.contains(units), "{}", whole.draft.codebook);
    };
    let many = |form: fn(u32) -> String| -> Vec<String> { (1..=13).map(form).collect() };
    let texts = |cells: &[String]| -> Vec<&'static str> {
        cells.iter().map(|cell| &*Box::leak(cell.clone().into_boxed_str())).collect()
    };
    // The mean of 1 to 13 is 7.
    check(&texts(&many(|each| format!("\u{a3}{each},250"))), "units = [\"\u{a3}\"]", 7250.0);
    check(&texts(&many(|each| format!("${each}.50"))), "units = [\"$\"]", 7.5);
    check(&texts(&many(|each| format!("{each}%"))), "units = [\"%\"]", 7.0);
    check(&texts(&many(|each| format!("{each}\u{a0}250,50\u{a0}\u{20ac}"))), "grouping = \" \"", 7250.5);
    check(&texts(&many(|each| format!("{each}.250 kr"))), "grouping = \".\"", 7250.0);
    // Some leave the sign out.
    let some = many(|each| if each % 4 == 0 { each.to_string() } else { format!("\u{a3}{each}") });
    check(&texts(&some), "units = [\"\u{a3}\", \"\"]", 7.0);
}

#[test]
fn shares_of_one_are_no_percentages_and_another_unit_is_another_number() {
    let mut cells: Vec<String> = (1..=18).map(|each| format!("{each}%")).collect();
    cells.push("0.5".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let whole = read(&export("id,share", ",", &[&cells]));
    // The mean of 1 to 18.
    assert_eq!(mean(&whole, "share"), (108, 9.5), "{}", whole.draft.codebook);
    assert_eq!(whole.findings.get(&topline_survey::FindingKind::Malformed), Some(&6));
    let mut cells: Vec<String> = (1..=18).map(|each| format!("\u{a3}{each}")).collect();
    cells.push("\u{20ac}900".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let whole = read(&export("id,paid", ",", &[&cells]));
    assert_eq!(mean(&whole, "paid"), (108, 9.5), "{}", whole.draft.codebook);
    assert!(whole.draft.codebook.contains("# 6 cells with another unit are no numbers of this one"));
    // A list of options with a unit stays one.
    let whole = read(&export("id,share", ",", &[&["0%", "25%", "50%", "100%"]]));
    assert_eq!(lines(&whole.plan), ["share single: 1 0%, 2 25%, 3 50%, 4 100%"], "{}", whole.draft.codebook);
}

/// Whatever spelling is the most frequent, and whoever counts labels of two programs by their text.
#[test]
fn labels_are_composed_and_end_in_no_mark() {
    let cells = ["Bar\u{200b}", "Tre\u{300}s bien", "Bar\u{200b}", "Tr\u{e8}s bien", "Tre\u{300}s bien", "Bar"];
    let whole = read(&export("id,place", ",", &[&cells]));
    let (_, counted) = counts(&whole, "place");
    assert_eq!(counted, [("Bar".to_owned(), 18), ("Tr\u{e8}s bien".to_owned(), 18)], "{}", whole.draft.codebook);
}
