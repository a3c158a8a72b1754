//! Questions from what a file says of its own columns: labels, value labels, missing values, sets of columns.

use std::collections::HashMap;

use topline_ingest::{ColumnDescription, Description, Holds, Measure};
use topline_survey::{AbsentLabels, Kind};

use crate::block::split_texts;
use crate::column::{Column, Context};
use crate::question_draft::Drafted;
use crate::single_column::{self, Reading, reading};
use crate::text::shared_start;
use crate::value_labels::declared_missing;
use crate::variable_sets::{TickBox, box_of, fill, from_alike, from_boxes, from_set, without_name};

/// The most distinct values without a label that become options beside those that have one.
const MOST_UNLABELLED: usize = 12;

/// Whether a file says more of its columns than their names: a program without such knowledge writes statistical files too, all
/// of whose numbers are quantities to it.
pub(crate) fn tells(description: &Description) -> bool {
    let is_measured = |column: &&ColumnDescription| column.holds == Holds::Number && column.measure.is_some();
    let mut levels = description.columns.iter().filter(is_measured).map(|column| column.measure);
    let first = levels.next();
    let differ = levels.any(|level| Some(level) != first);
    let says = |column: &ColumnDescription| {
        column.label.as_deref().is_some_and(|label| !label.trim().is_empty())
            || !column.values.is_empty()
            || !column.missing.is_empty()
    };
    differ || !description.sets.is_empty() || description.columns.iter().any(says)
}

/// The questions of a file that describes its columns, and the columns that hold nothing.
pub(crate) fn draft(description: &Description, columns: &[Column], context: &Context) -> (Vec<Drafted>, Vec<usize>) {
    let place: HashMap<&str, usize> =
        columns.iter().enumerate().map(|(at, column)| (column.heading.name.as_str(), at)).collect();
    let told: HashMap<&str, &ColumnDescription> =
        description.columns.iter().map(|column| (column.name.as_str(), column)).collect();
    let none = ColumnDescription::default();
    let of = |at: usize| *told.get(columns[at].heading.name.as_str()).unwrap_or(&&none);
    let mut used = vec![false; columns.len()];
    let mut drafted: Vec<(usize, Drafted)> = Vec::new();
    let mut empty = Vec::new();
    let is_question = |at: usize| columns[at].metadata.is_none();
    for set in &description.sets {
        let members: Vec<usize> = set
            .columns
            .iter()
            .filter_map(|name| place.get(name.as_str()).copied())
            .filter(|at| is_question(*at))
            .collect();
        if members.len() < 2 || members.iter().any(|at| used[*at]) {
            continue;
        }
        for at in &members {
            used[*at] = true;
        }
        let described: Vec<(&Column, &ColumnDescription)> = members.iter().map(|at| (&columns[*at], of(*at))).collect();
        drafted.push((members[0], from_set(set, &described)));
    }
    let mut at = 0;
    while at < columns.len() {
        if used[at] || !is_question(at) {
            at += 1;
            continue;
        }
        let boxes: Vec<(&Column, &ColumnDescription, TickBox<'_>)> = (at..columns.len())
            .take_while(|next| !used[*next] && is_question(*next) && are_numbered(columns, at, *next))
            .map_while(|next| Some((&columns[next], of(next), box_of(&columns[next], of(next))?)))
            .collect();
        if boxes.len() >= 2 {
            drafted.push((at, from_boxes(&boxes)));
            at += boxes.len();
            continue;
        }
        let length = (at..columns.len())
            .take_while(|next| {
                !used[*next] && is_question(*next) && belong_together(columns, at, *next, of(at), of(*next))
            })
            .count();
        if length >= 2 {
            let described: Vec<(&Column, &ColumnDescription)> =
                (at..at + length).map(|at| (&columns[at], of(at))).collect();
            drafted.push((at, from_alike(&described)));
            at += length;
            continue;
        }
        match from_column(&columns[at], of(at), context) {
            Some(question) => drafted.push((at, question)),
            None => empty.push(at),
        }
        at += 1;
    }
    drafted.sort_by_key(|(at, _)| *at);
    (drafted.into_iter().map(|(_, question)| question).collect(), empty)
}

/// Whether two columns have the same value labels, and names that number them.
fn belong_together(
    columns: &[Column],
    first: usize,
    next: usize,
    one: &ColumnDescription,
    other: &ColumnDescription,
) -> bool {
    if first == next {
        return !one.values.is_empty();
    }
    let labels = [one.label.as_deref().unwrap_or_default(), other.label.as_deref().unwrap_or_default()];
    let worded =
        shared_start(&labels).chars().count() >= 15 && split_texts(&labels).1.iter().all(|part| !part.is_empty());
    one.values == other.values
        && one.values.len() >= 2
        && (are_numbered(columns, first, next) || (worded && stem_of(columns, first, next).len() >= 2))
}

/// What the names of two columns share, without the beginning of a number.
fn stem_of(columns: &[Column], first: usize, next: usize) -> &str {
    let names = [columns[first].heading.name.as_str(), columns[next].heading.name.as_str()];
    shared_start(&names).trim_end_matches(|each: char| each.is_ascii_digit())
}

/// Whether names number their columns: `Q1` and `Q2` are two questions, `Q1_1` and `Q1_2`, or `Q1a` and `Q1b`, are not.
fn are_numbered(columns: &[Column], first: usize, next: usize) -> bool {
    if first == next {
        return true;
    }
    let names = [columns[first].heading.name.as_str(), columns[next].heading.name.as_str()];
    let of_letters = shared_start(&names);
    let is_letter =
        |name: &str| matches!(&name.as_bytes()[of_letters.len()..], [letter] if letter.is_ascii_alphabetic());
    if of_letters.ends_with(|each: char| each.is_ascii_digit()) && names.iter().all(|name| is_letter(name)) {
        return true;
    }
    let stem = stem_of(columns, first, next);
    let tail = |name: &str| {
        let rest = &name[stem.len()..];
        rest.len() <= 4
            && rest.chars().any(|each| each.is_ascii_digit() || rest.len() <= 1)
            && (stem.ends_with(['_', '.'])
                || rest.chars().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit()))
    };
    stem.len() >= 2
        && (stem.ends_with(['_', '.']) || stem.chars().any(|each| each.is_ascii_digit()))
        && names.iter().all(|name| tail(name))
}

/// A column by itself.
fn from_column(column: &Column, told: &ColumnDescription, context: &Context) -> Option<Drafted> {
    let name = &column.heading.name;
    let text = told.label.as_deref().filter(|label| !label.trim().is_empty()).unwrap_or(name);
    let text = without_name(text, name);
    let mut absent = AbsentLabels::default();
    declared_missing(column, told, &mut absent);
    let is_absent = |text: &str| absent.texts().any(|(known, _)| known == text);
    let labelled = |text: &str| told.values.iter().any(|(value, _)| value == text);
    let unlabelled = column.profile.texts.iter().filter(|(text, _)| !labelled(text) && !is_absent(text)).count();
    let substantive = told.values.iter().filter(|(value, _)| !is_absent(value)).count();
    let has_labels = substantive > 0 && !column.profile.overflows && unlabelled <= MOST_UNLABELLED.max(substantive);
    let is_quantity = told.measure == Some(Measure::Scale) && unlabelled > substantive;
    if has_labels && !is_quantity {
        let mut drafted = Drafted::new(Kind::Single, text, Some(name)).column(name);
        fill(&mut drafted, &[(column, told)]);
        return Some(drafted);
    }
    // Where all cells are missing by declaration, what the file says that they hold is all there is.
    let none_left = column.profile.texts.iter().all(|(text, _)| is_absent(text)) && !column.profile.overflows;
    let is_number = told.holds == Holds::Number && (column.profile.numbers > 0 || none_left);
    let by_cells = reading(column, context);
    let mut drafted = if column.profile.filled == 0 {
        return None;
    } else if is_number && (none_left || by_cells != Reading::Codes || told.measure == Some(Measure::Scale)) {
        let number = Drafted::new(Kind::Number, text, Some(name)).column(name);
        // Many programs call every number a quantity.
        let may_be_codes = by_cells == Reading::Codes && told.values.is_empty() && !none_left;
        if may_be_codes { number.note("few whole numbers: `single`, where they are codes") } else { number }
    } else if matches!(by_cells, Reading::Joined(_)) && column.profile.overflows {
        Drafted::words(text, Some(name), name)
    } else {
        single_column::draft(column, text, Some(name), context, None)?
    };
    if !told.values.is_empty() {
        drafted = drafted.note("value labels of the file that are not used here: some values stand for something else");
    }
    if drafted.question.kind == Kind::Single {
        drafted.question.options.retain(|option| !absent.texts().any(|(known, _)| known == option.label));
    }
    drafted.question.absent = absent;
    Some(drafted)
}

#[cfg(test)]
mod tests {
    use topline_ingest::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
    use topline_survey::{AbsentLabels, Kind, Question};

    use super::draft;
    use crate::column::{Column, Context};
    use crate::heading::Heading;
    use crate::profile::Profile;
    use crate::tool::Tool;

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

    fn questions(columns: &[Column], description: &Description) -> Vec<Question> {
        let context = Context { tool: Tool::Described, delimiter: None, absent: Vec::new() };
        draft(description, columns, &context).0.into_iter().map(|drafted| drafted.question).collect()
    }

    fn options(question: &Question) -> Vec<(i32, &str, &[String])> {
        question.options.iter().map(|option| (option.code, option.label.as_str(), option.also.as_slice())).collect()
    }

    #[test]
    fn value_labels_are_options_and_declared_missing_values_are_absent() {
        let mut satisfied = told(
            "v1",
            "How satisfied?",
            &[("1", "Very"), ("2", "Not"), ("8", "Refused"), ("9", "No answer"), ("7", "Not applicable")],
        );
        satisfied.missing =
            vec![Missing::Value("8".to_owned()), Missing::Range(9.0, 99.0), Missing::Value("7".to_owned())];
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
        assert_eq!(
            (question.absent.no_answer, question.absent.refused),
            (vec![".c".to_owned()], vec![".r".to_owned()])
        );
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
}
