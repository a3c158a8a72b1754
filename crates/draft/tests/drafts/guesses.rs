//! What a draft guesses is right, or is no guess: each input was made by hand with its counts.

use std::fs::File;
use std::path::{Path, PathBuf};

use topline_draft::{DraftError, DraftRequest, draft};
use topline_survey::{Absent, Duplicates, Format, Source};

use crate::counted::{counts, mean};
use crate::reading::{Whole, whole};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/fixtures").join(name)
}

/// Drafts from a fixture, and reads it by its draft.
fn read(name: &str) -> Whole {
    let path = fixture(name);
    let format = Format::of_name(name).expect("a format");
    let source = Source::undeclared("responses", &path.to_string_lossy(), format);
    whole(source, || File::open(&path).expect("the fixture"))
}

/// Whether the screen says something.
fn says(whole: &Whole, part: &str) {
    assert!(whole.draft.notes.iter().any(|note| note.contains(part)), "{part}:\n{}", whole.draft.notes.join("\n"));
}

fn check(whole: &Whole, figure: &str, base: usize, expected: &[(&str, usize)]) {
    let (found, counted) = counts(whole, figure);
    let expected: Vec<(String, usize)> = expected.iter().map(|(label, n)| ((*label).to_owned(), *n)).collect();
    for each in &expected {
        assert!(counted.contains(each), "{figure}: {each:?} in {counted:?}\n{}", whole.draft.codebook);
    }
    assert_eq!((found, counted.len()), (base, expected.len()), "{figure}: {counted:?}\n{}", whole.draft.codebook);
}

#[test]
fn a_respondent_is_told_by_its_name_and_not_by_a_rent_that_differs_in_every_row() {
    let whole = read("one_duplicate_and_the_rent_is_the_respondent.csv");
    let source = &whole.plan.survey.source;
    assert_eq!((source.respondent.as_deref(), source.duplicates), (Some("Respondent ID"), Duplicates::KeepFirst));
    assert_eq!((whole.accounting.respondents, whole.accounting.duplicate), (39, 1));
    let (count, rent) = mean(&whole, "monthly_rent");
    assert!(count == 39 && (rent - 1_061.769_230_769).abs() < 1e-6, "{rent} of {count}");
    says(&whole, "1 row repeat");
}

#[test]
fn kilograms_weigh_no_figure() {
    let whole = read("kilograms_are_not_survey_weights.csv");
    assert!(whole.plan.survey.weights.is_none());
    check(&whole, "smoker", 40, &[("Yes", 18), ("No", 22)]);
    assert_eq!(mean(&whole, "weight_kg").0, 40);
    says(&whole, "not used: \"weight_kg\" (its name says so, but bodies or goods are weighed here)");
}

#[test]
fn nought_leaves_the_box_of_code_0_empty() {
    let whole = read("tick_box_of_code_0_is_always_ticked.csv");
    check(&whole, "kids", 22, &[("0", 15), ("1", 10), ("2", 6)]);
}

#[test]
fn choices_of_qualtrics_may_have_commas() {
    let whole = read("qualtrics_choices_with_commas.csv");
    let expected = [
        ("I work, full time", 24),
        ("I work, part time", 26),
        ("I study", 24),
        ("I care for a child, parent or other relative", 17),
        ("None of these", 10),
    ];
    check(&whole, "q1", 60, &expected);
}

#[test]
fn an_option_of_alchemer_may_have_a_colon() {
    let whole = read("alchemer_option_with_a_colon.csv");
    let expected = [
        ("Museum", 18),
        ("Theatre, opera or ballet", 23),
        ("Cinema: multiplex", 18),
        ("Other - Write In", 4),
        ("None of these", 9),
    ];
    check(&whole, "q1", 50, &expected);
}

#[test]
fn a_scale_with_labels_at_its_ends_is_in_the_order_of_its_numbers() {
    let whole = read("scale_with_labels_at_its_ends.sav");
    let question = whole.plan.codebook.question("nps").expect("nps");
    let codes: Vec<i32> =
        question.options().iter().filter(|option| option.mark.is_none()).map(|option| option.code).collect();
    assert_eq!(codes, (0..=10).collect::<Vec<i32>>());
    let nets: Vec<(&str, &[i32])> = question.nets().iter().map(|net| (net.id.as_str(), net.codes.as_slice())).collect();
    assert_eq!(nets, [("top_two", [9, 10].as_slice()), ("bottom_two", &[0, 1])]);
    let (count, nps) = mean(&whole, "nps");
    assert!(count == 36 && (nps - 4.833_333_333).abs() < 1e-6, "{nps} of {count}");
    let (_, counted) = counts(&whole, "nps");
    let of = |label: &str| counted.iter().find(|(known, _)| known == label).map_or(0, |(_, n)| *n);
    assert_eq!((of("9") + of("Extremely likely"), of("Not at all likely") + of("1")), (6, 7));
}

/// Those who refused (99) are at no end of the scale from 1 to 5.
#[test]
fn a_refusal_is_no_end_of_a_scale() {
    let whole = read("refusals_beside_a_scale_with_labels_at_its_ends.dta");
    let trust = whole.plan.codebook.question("trust").expect("trust");
    let nets: Vec<(&str, &[i32])> = trust.nets().iter().map(|net| (net.id.as_str(), net.codes.as_slice())).collect();
    assert_eq!(nets, [("top_two", [4, 5].as_slice()), ("bottom_two", [1, 2].as_slice())]);
}

#[test]
fn negative_and_half_numbers_of_a_file_are_the_values_of_its_options() {
    let whole = read("values_of_negative_and_half_codes_are_lost.sav");
    for (id, expected) in [("grade", 1.625), ("change", -0.375)] {
        let (count, mean) = mean(&whole, id);
        assert!(count == 8 && (mean - expected).abs() < 1e-12, "{id}: {mean} of {count}");
    }
}

#[test]
fn ticks_of_a_grid_of_google_forms_are_a_question_for_each_row() {
    let whole = read("google_tick_box_grid.csv");
    check(&whole, "q1", 45, &[("Morning", 28), ("Afternoon", 24), ("Evening", 20)]);
    check(&whole, "q2", 43, &[("Morning", 23), ("Afternoon", 28), ("Evening", 28)]);
}

#[test]
fn who_wrote_other_is_in_the_base() {
    let whole = read("surveymonkey_other_is_left_out_of_the_base.csv");
    let expected = [("Radio", 20), ("Newspaper", 14), ("Friends, family", 21), ("Other (please specify)", 5)];
    check(&whole, "q1", 60, &expected);
}

#[test]
fn what_numbers_a_person_has_no_table_and_no_place_in_the_codebook() {
    let whole = read("telephone_numbers_are_averaged.csv");
    let ids: Vec<&str> = whole.plan.codebook.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["do_you_agree", "region"]);
    says(&whole, "\"TEL\" (by its name), \"National ID\" (by its name)");
    // One person lives on an island.
    assert!(!whole.draft.codebook.contains("Island"), "{}", whole.draft.codebook);
}

#[test]
fn row_names_without_a_header_are_told() {
    let path = fixture("row_names_without_a_header.csv");
    let source = Source::undeclared("responses", "row_names.csv", Format::Csv);
    let request = DraftRequest { id: "rows".to_owned(), title: None, source, questionnaire: None };
    match draft(&request, || File::open(&path)) {
        Err(DraftError::MoreCells { cells: 4, names: 3, .. }) => {}
        // A reader that takes the first column for names drafts from it.
        Ok(drafted) => assert!(drafted.codebook.contains("q1"), "{}", drafted.codebook),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn missing_is_no_answer_and_a_refusal_is_out_of_means() {
    let whole = read("missing_is_an_answer_of_value_10.sav");
    let expected = [("Never", 13), ("Sometimes", 10), ("Often", 6), ("Always", 18), ("Refused", 7), ("Don't know", 13)];
    check(&whole, "q5", 67, &expected);
    let (count, often) = mean(&whole, "q5");
    assert!(count == 47 && (often - 1.617_021).abs() < 1e-5, "{often} of {count}");
}

#[test]
fn texts_of_programs_for_no_answer_are_none_in_any_column() {
    let whole = read("null_nan_and_missing_in_brackets.csv");
    check(&whole, "career", 45, &[("Junior", 15), ("Mid", 15), ("Senior", 15)]);
    check(&whole, "allergies", 48, &[("Milk", 18), ("None", 12), ("Nuts", 18)]);
    check(&whole, "agrees", 30, &[("No", 13), ("Yes", 17)]);
    says(&whole, "\"(Missing)\" (no answer)");
}

#[test]
fn a_dual_scale_of_limesurvey_is_two_grids() {
    let whole = read("limesurvey_dual_scale.csv");
    check(&whole, "g01q01.price", 40, &[("Important", 14), ("Neutral", 11), ("Unimportant", 15)]);
    check(&whole, "g01q01.service", 40, &[("Important", 13), ("Neutral", 12), ("Unimportant", 15)]);
    check(&whole, "g01q01_b.price", 40, &[("Satisfied", 19), ("Neutral", 10), ("Dissatisfied", 11)]);
    check(&whole, "g01q01_b.service", 40, &[("Satisfied", 17), ("Neutral", 11), ("Dissatisfied", 12)]);
}

#[test]
fn visits_are_no_respondents() {
    let whole = read("redcap_repeats_are_counted_as_respondents.csv");
    let excluded: u64 = whole.accounting.excluded.iter().map(|(_, rows)| rows).sum();
    assert_eq!((whole.accounting.respondents, excluded), (20, 16));
    check(&whole, "sex", 16, &[("1", 8), ("2", 8)]);
    assert_eq!(whole.plan.codebook.question("sex").expect("sex").blank, Absent::NoAnswer);
    says(&whole, "16 rows by \"redcap_repeat_instrument\": row of a repeating instrument");
}

/// A draft says that it is one, holds back figures of few, and says each guess.
#[test]
fn a_draft_says_what_it_is_and_what_it_guessed() {
    let whole = read("kilograms_are_not_survey_weights.csv");
    let survey = &whole.plan.survey;
    assert_eq!(survey.disclosure.minimum_base, 10);
    assert!(survey.notice.as_deref().is_some_and(|notice| notice.contains("draft")));
    for part in ["respondent: \"id\"", "weights: none", "encoding: UTF-8", "delimiter: a comma", "header: 1 row"] {
        says(&whole, part);
    }
    // Of eight respondents, nothing could be published at all.
    let tiny = read("values_of_negative_and_half_codes_are_lost.sav");
    assert_eq!(tiny.plan.survey.disclosure.minimum_base, 0);
    says(&tiny, "so few respondents");
}

/// A file that declares nothing missing: 999 and -9 have the label of a refusal, 998 that one does not know.
#[test]
fn values_that_are_labelled_as_refusals_are_in_no_mean() {
    let whole = read("refusals_among_numbers.sav");
    let (count, age) = mean(&whole, "age");
    assert!(count == 24 && (age - 33.5).abs() < 1e-9, "{age} of {count}\n{}", whole.draft.codebook);
    let (count, trust) = mean(&whole, "trust");
    assert!(count == 23 && (trust - 45.0 / 23.0).abs() < 1e-9, "{trust} of {count}\n{}", whole.draft.codebook);
    check(&whole, "m", 20, &[("Radio", 15), ("Fernsehen", 10)]);
}
