//! What a draft makes of what files say of their columns.

use topline_ingest::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
use topline_survey::{AbsentLabels, Kind};

use super::draft;
use crate::codebook_entry::QuestionEntry;
use crate::column::{Column, Context};
use crate::heading::Heading;
use crate::profile::Profile;
use crate::tools::Tool;

fn column(name: &str, cells: &[&str]) -> Column {
    let mut profile = Profile::default();
    for cell in cells {
        profile.take(Some(cell));
    }
    let heading = Heading { name: name.to_owned(), question: name.to_owned(), ..Heading::default() };
    Column { heading, profile, metadata: None }
}

fn told(name: &str, label: &str, values: &[(&str, &str)]) -> ColumnDescription {
    let values = values.iter().map(|(text, label)| ((*text).to_owned(), (*label).to_owned())).collect();
    ColumnDescription {
        name: name.to_owned(),
        label: Some(label.to_owned()).filter(|label| !label.is_empty()),
        holds: Holds::Number,
        values,
        ..ColumnDescription::default()
    }
}

fn questions(columns: &[Column], description: &Description) -> Vec<QuestionEntry> {
    let context = Context { tool: Tool::Described, delimiter: None, absent: Vec::new() };
    draft(description, columns, &context).0.into_iter().map(|drafted| drafted.question).collect()
}

fn options(question: &QuestionEntry) -> Vec<(i32, &str, &[String])> {
    question.options.iter().map(|option| (option.code, option.label.as_str(), option.also.as_slice())).collect()
}

#[test]
fn value_labels_are_options_and_declared_missing_values_are_absent() {
    let mut satisfied = told(
        "v1",
        "How satisfied?",
        &[("1", "Very"), ("2", "Not"), ("8", "Refused"), ("9", "No answer"), ("7", "Not applicable")],
    );
    satisfied.missing = vec![Missing::Value("8".to_owned()), Missing::Range(9.0, 99.0), Missing::Value("7".to_owned())];
    let description = Description { columns: vec![satisfied], ..Description::default() };
    let columns = [column("v1", &["1", "2", "3", "9", "42", ""])];
    let [question] = questions(&columns, &description).try_into().expect("one question");
    assert_eq!((question.kind, question.text.as_str()), (Kind::Single, "How satisfied?"));
    assert_eq!(options(&question), [(1, "Very", [].as_slice()), (2, "Not", &[]), (3, "3", &[])]);
    let absent = AbsentLabels {
        not_asked: vec!["7".to_owned()],
        no_answer: vec!["9".to_owned(), "42".to_owned()],
        refused: vec!["8".to_owned()],
        invalid: Vec::new(),
    };
    assert_eq!(question.absent, absent);
}

#[test]
fn texts_that_are_no_codes_stand_beside_their_labels() {
    let description = Description {
        columns: vec![told("party", "Party", &[("A", "Apples"), ("B", "Bananas"), ("-1", "Apples")])],
        ..Description::default()
    };
    let columns = [column("party", &["A", "B", "-1"])];
    let [question] = questions(&columns, &description).try_into().expect("one question");
    let also = |text: &str| vec![text.to_owned()];
    assert_eq!(
        options(&question),
        [(1, "Apples", also("A").as_slice()), (2, "Bananas", &also("B")), (3, "Apples (-1)", &also("-1"))]
    );
}

#[test]
fn names_alone_tell_nothing() {
    let mut scale = told("age", "", &[]);
    scale.measure = Some(Measure::Scale);
    let of = |columns: Vec<ColumnDescription>| super::tells(&Description { columns, ..Description::default() });
    assert!(!of(vec![scale.clone(), ColumnDescription { name: "sex".to_owned(), ..scale.clone() }]));
    assert!(of(vec![scale.clone(), ColumnDescription { measure: Some(Measure::Nominal), ..scale.clone() }]));
    assert!(of(vec![scale.clone(), told("q1", "How old?", &[])]));
    assert!(of(vec![scale, told("q1", "", &[("1", "Yes")])]));
}

#[test]
fn a_number_of_which_all_cells_are_missing_is_one() {
    let mut tagged = told("v1", "Age", &[]);
    tagged.missing = vec![Missing::Value(".a".to_owned()), Missing::Value(".b".to_owned())];
    let description = Description { columns: vec![tagged], ..Description::default() };
    let [question] = questions(&[column("v1", &[".a", ".b", ""])], &description).try_into().expect("one question");
    assert_eq!((question.kind, question.absent.no_answer), (Kind::Number, vec![".a".to_owned(), ".b".to_owned()]));
}

#[test]
fn quantities_stay_numbers() {
    let mut age = told("age", "Age in years", &[("99", "No answer")]);
    age.missing = vec![Missing::Value("99".to_owned())];
    age.measure = Some(Measure::Scale);
    let description = Description { columns: vec![age], ..Description::default() };
    let cells: Vec<String> = (20..60).map(|age| age.to_string()).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).chain(["99"]).collect();
    let [question] = questions(&[column("age", &cells)], &description).try_into().expect("one question");
    assert_eq!(question.kind, Kind::Number);
    assert_eq!(question.absent.no_answer, ["99"]);
}

/// A column with the 26 missing values that each number of Stata can have.
fn description_of_tags() -> Description {
    let mut income = told("income", "Income", &[(".r", "Refused")]);
    income.missing = (b'a'..=b'z').map(|letter| Missing::Value(format!(".{}", char::from(letter)))).collect();
    Description { columns: vec![income], ..Description::default() }
}

#[test]
fn of_the_tags_of_missing_values_those_that_occur_are_told() {
    let description = description_of_tags();
    let amounts: Vec<String> = (0..5000).map(|amount| format!("{amount}.5")).collect();
    // Far behind, where no further texts are kept.
    let cells: Vec<&str> = amounts.iter().map(String::as_str).chain([".c"]).collect();
    let [question] = questions(&[column("income", &cells)], &description).try_into().expect("one question");
    assert_eq!(question.kind, Kind::Number);
    assert_eq!((question.absent.no_answer, question.absent.refused), (vec![".c".to_owned()], vec![".r".to_owned()]));
    // Of a column of nothing else, the file says that it holds numbers.
    let missing = questions(&[column("income", &[".c", "", ".a"])], &description_of_tags());
    let [question] = missing.try_into().expect("one question");
    assert_eq!((question.kind, question.absent.no_answer.len()), (Kind::Number, 2));
}

#[test]
fn sets_are_one_question() {
    let set = |name: &str, columns: &[&str], kind| ColumnSet {
        name: name.to_owned(),
        label: None,
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        kind,
    };
    let mentions = [("1", "Tea"), ("2", "Milk"), ("3", "Beer")];
    let description = Description {
        columns: vec![
            told("q1a", "Drinks: Tea", &[("0", "No"), ("2", "Yes")]),
            told("q1b", "Drinks: Milk", &[("0", "No"), ("2", "Yes")]),
            told("first", "Mentioned", &mentions),
            told("second", "Mentioned", &mentions),
            told("ra", "Rate: Tea", &[("1", "Good"), ("2", "Bad")]),
            told("rb", "Rate: Milk", &[("1", "Good"), ("2", "Bad")]),
        ],
        sets: vec![
            set("$drinks", &["q1a", "q1b"], SetKind::Ticks("2".to_owned())),
            set("$named", &["first", "second"], SetKind::Choices),
            set("$rate", &["ra", "rb"], SetKind::Items),
        ],
        ..Description::default()
    };
    let columns = [
        column("q1a", &["2", "0"]),
        column("q1b", &["0", "2"]),
        column("first", &["1", "3"]),
        column("second", &["2", ""]),
        column("ra", &["1", "2"]),
        column("rb", &["2", "2"]),
    ];
    let [ticks, named, rate] = questions(&columns, &description).try_into().expect("three questions");
    assert_eq!(
        (ticks.kind, ticks.text.as_str(), ticks.unticked.as_slice()),
        (Kind::Multi, "Drinks", ["0".to_owned()].as_slice())
    );
    assert_eq!(options(&ticks), [(1, "Tea", ["2".to_owned()].as_slice()), (2, "Milk", &["2".to_owned()])]);
    assert_eq!(
        (named.kind, named.mentions.as_slice()),
        (Kind::Multi, ["first".to_owned(), "second".to_owned()].as_slice())
    );
    assert_eq!(named.options.len(), 3);
    assert_eq!((rate.kind, rate.text.as_str()), (Kind::Grid, "Rate"));
    assert_eq!(rate.items.iter().map(|item| item.label.as_str()).collect::<Vec<_>>(), ["Tea", "Milk"]);
}

#[test]
fn columns_that_are_numbered_and_labelled_alike_are_a_grid_or_boxes() {
    let agree = [("1", "Agree"), ("2", "Disagree")];
    let ticked = [("0", "Not mentioned"), ("1", "Mentioned")];
    let description = Description {
        columns: vec![
            told("q3_1", "Tea is good", &agree),
            told("q3_2", "Milk is good", &agree),
            told("q4m1", "Drinks - Tea", &ticked),
            told("q4m2", "Drinks - Milk", &ticked),
            told("q5", "I agree", &agree),
            told("q6", "They agree", &agree),
        ],
        ..Description::default()
    };
    let cells = ["1", "2", "1"];
    let ticks = ["1", "0", "1"];
    let columns = [
        column("q3_1", &cells),
        column("q3_2", &cells),
        column("q4m1", &ticks),
        column("q4m2", &ticks),
        column("q5", &cells),
        column("q6", &cells),
    ];
    let kinds: Vec<Kind> = questions(&columns, &description).iter().map(|question| question.kind).collect();
    assert_eq!(kinds, [Kind::Grid, Kind::Multi, Kind::Single, Kind::Single]);
}

#[test]
fn labels_may_begin_with_the_name_of_their_column_and_what_is_rated() {
    let agree = [("1", "Agree"), ("2", "Disagree")];
    let description = Description {
        columns: vec![
            told("Q1", "q1. How old are you?", &[("1", "Young"), ("2", "Old")]),
            told("q2_1", "q2_1. [Tea] Do you like it?", &agree),
            told("q2_2", "q2_2. [Milk] Do you like it?", &agree),
        ],
        ..Description::default()
    };
    let cells = ["1", "2", "1"];
    let columns = [column("Q1", &cells), column("q2_1", &cells), column("q2_2", &cells)];
    let [old, like] = questions(&columns, &description).try_into().expect("two questions");
    assert_eq!(old.text, "How old are you?");
    let items: Vec<&str> = like.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!((like.text.as_str(), items), ("Do you like it?", vec!["Tea", "Milk"]));
}

#[test]
fn boxes_may_have_the_label_of_their_own_tick_alone() {
    let description = Description {
        columns: vec![
            told("q1_1", "Which do you drink? - Selected Choice Tea", &[("1", "Tea")]),
            told("q1_2", "Which do you drink? - Selected Choice Milk", &[("1", "Milk")]),
            told("q2_0001", "Where? Home", &[("0", "Not Selected"), ("1", "Home")]),
            told("q2_0002", "Where? Work", &[("0", "Not Selected"), ("2", "Work")]),
            told("q3_1", "How good is tea?", &[("1", "Bad")]),
            told("q3_2", "How good is milk?", &[("1", "Bad")]),
        ],
        ..Description::default()
    };
    let columns = [
        column("q1_1", &["1", "", "1"]),
        column("q1_2", &["", "1", "1"]),
        column("q2_0001", &["1", "0", "0"]),
        column("q2_0002", &["0", "2", "0"]),
        column("q3_1", &["1", "4", "5"]),
        column("q3_2", &["2", "1", "3"]),
    ];
    let questions = questions(&columns, &description);
    let kinds: Vec<Kind> = questions.iter().map(|question| question.kind).collect();
    // The last two are scales of which one end has a label.
    assert_eq!(kinds, [Kind::Multi, Kind::Multi, Kind::Single, Kind::Single]);
    assert_eq!(options(&questions[0]), [(1, "Tea", ["1".to_owned()].as_slice()), (2, "Milk", &["1".to_owned()])]);
    assert_eq!(options(&questions[1]), [(1, "Home", ["1".to_owned()].as_slice()), (2, "Work", &["2".to_owned()])]);
    assert_eq!(questions[1].unticked, ["0"]);
}

#[test]
fn columns_that_differ_by_the_number_of_a_mention_are_one_question() {
    let reasons = ["Tea", "Milk", "Beer", "Wine", "Water", "Juice", "Coffee", "Cola"];
    let codes: Vec<String> = (1..=8).map(|code| code.to_string()).collect();
    let values: Vec<(&str, &str)> = codes.iter().map(String::as_str).zip(reasons).collect();
    let description = Description {
        columns: vec![
            told("V14A", "WHY PREFERRED 1", &values),
            told("V14B", "WHY PREFERRED 2", &values),
            told("V15_1", "First choice at home", &values),
            told("V15_2", "First choice at work", &values),
        ],
        ..Description::default()
    };
    let columns = [
        column("V14A", &["1", "3"]),
        column("V14B", &["2", ""]),
        column("V15_1", &["1", "2"]),
        column("V15_2", &["2", "2"]),
    ];
    let [named, rated] = questions(&columns, &description).try_into().expect("two questions");
    assert_eq!((named.kind, named.text.as_str()), (Kind::Multi, "WHY PREFERRED"));
    assert_eq!(named.mentions, ["V14A", "V14B"]);
    assert_eq!(rated.kind, Kind::Grid);
}
