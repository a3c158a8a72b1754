//! Which words of a sentence say of what a value is: those that a reader would take together.

use topline_documents::{find_statements, read_document};
use topline_plan::wording::HouseWords;

/// The words that count much for a value of a sentence.
fn near(sentence: &str, value: &str) -> String {
    let text = read_document("article.txt", sentence.as_bytes()).expect("a text");
    let statements = find_statements(&text, &HouseWords::default());
    let statement = statements.iter().find(|each| each.words == value);
    let Some(statement) = statement else {
        let found: Vec<&str> = statements.iter().map(|each| each.words.as_str()).collect();
        panic!("{value} is not among {found:?}");
    };
    let near: Vec<&str> =
        statement.context.iter().filter(|(_, weight)| *weight > 0.5).map(|(words, _)| words.as_str()).collect();
    near.join(" ")
}

/// The values of a sentence.
fn values(sentence: &str) -> Vec<String> {
    let text = read_document("article.txt", sentence.as_bytes()).expect("a text");
    find_statements(&text, &HouseWords::default()).into_iter().map(|each| each.words).collect()
}

#[test]
fn a_value_that_is_compared_is_of_what_the_other_is() {
    let soup = "In the north, 31% of people serve soup first compared with 12% of the country, while 44% of islanders \
                have pancakes, compared to 27% of the country as a whole.";
    assert!(near(soup, "12%").contains("serve soup first"));
    assert!(near(soup, "27%").contains("have pancakes"));
    assert!(!near(soup, "27%").contains("soup"));
    assert!(!near(soup, "27%").contains("islanders"), "whom the other value is of is not whom this one is of");
    assert!(near("On Sundays 44% of islanders eat pancakes, compared with 27% of all.", "27%").contains("pancakes"));
    // It says itself what it is.
    let trains = "Some 40% of men take trains, compared with 28% who drive.";
    assert!(!near(trains, "28%").contains("trains"));
    assert!(near("Of women, 61% walk to work, against 35% of men.", "35%").contains("walk to work"));
}

#[test]
fn both_ends_of_a_change_are_of_the_same() {
    let change = "Those who say that it is very or extremely critical rose from 54% to 63% in the last year.";
    assert!(near(change, "54%").contains("very or extremely critical"));
    assert!(near(change, "63%").contains("very or extremely critical"));
}

#[test]
fn a_clause_that_speaks_of_what_stands_before_it_is_about_that() {
    let soup = "Those in the north serve soup, 35% of them hot, and tables there are laid with pancakes, as 56% say it is a must.";
    assert!(near(soup, "56%").contains("pancakes"));
    assert!(!near(soup, "56%").contains("soup"));
    assert!(near("Pancakes are eaten at noon, and 56% say so.", "56%").contains("Pancakes"));
}

#[test]
fn answers_and_days_are_no_values() {
    assert_eq!(values("A third of them walk half the time or more."), ["A third of them"]);
    assert_eq!(values("The poll was held on August 29 and 30."), [""; 0]);
    assert_eq!(values("The poll was held on Sep 3 and Aug 29."), [""; 0]);
    assert_eq!(values("We asked 1,129 Americans from June 3 to 5."), ["1,129"]);
    assert_eq!(values("It ran on May 2, 9 and 16, with 25 teachers."), ["25"]);
}
