//! `quotes.toml` and `bulletin.md`.

use topline_plan::bulletin_warnings;
use topline_survey::PlanText;

use crate::project::{Added, problems};

#[track_caller]
fn check(quotes: &str, expect: &[&str]) {
    assert_eq!(problems(&Added { quotes, figures: "sample", ..Added::default() }), expect, "{quotes}");
}

fn quote(rest: &str) -> String {
    format!("[[quote]]\nid = 'one'\nquestion = 'words'\nrow = 1\n{rest}\n")
}

#[test]
fn quotes_have_names_and_a_respondent() {
    check(&quote(""), &[]);
    check(&quote("").replace("row = 1", "respondent = 'a'"), &[]);
    check(&quote("").replace("'one'", "'o-n_e1'"), &[]);
    for name in ["", "a b", "a.b"] {
        let told = format!("quote/name: `{name}` is no name for a quote");
        check(&quote("").replace("'one'", &format!("'{name}'")), &[&told]);
    }
    check(&quote("").repeat(2), &["quote/twice: there are two quotes `one`"]);
    let whose = "quote/whose: the quote `one` does not say once whose answer it is";
    check(&quote("respondent = 'a'"), &[whose]);
    check(&quote("").replace("row = 1", ""), &[whose]);
    check(&format!("minimum = 0\n{}", quote("")), &["quote/minimum: a `minimum` of 0 respondents is none"]);
    check(&format!("minimum = 1\n{}", quote("")), &[]);
}

#[test]
fn quotes_are_of_words_and_told_by_options() {
    let of = |question: &str| quote("").replace("'words'", &format!("'{question}'"));
    check(&of("wrods"), &["quote/no-question: there is no question `wrods`"]);
    check(&of("age"), &["quote/not-text: `age` is a question of kind `number`, and no answer in words"]);
    check(&quote("attribution = ['sex', 'region']"), &[]);
    check(&quote("attribution = ['sx']"), &["quote/no-question: there is no question `sx`"]);
    let single = "quote/not-single: `age` is a question of kind `number`, and cannot say who speaks";
    check(&quote("attribution = ['age']"), &[single]);
    // An attribution of the whole file is told once.
    let second = quote("").replace("'one'", "'two'");
    check(&format!("attribution = ['age']\n{}{second}", quote("")), &[single]);
    check(&quote("beside = 'sex'"), &[]);
    check(&quote("beside = 'sample'"), &[]);
    check(&quote("beside = 'words'"), &["quote/no-table: there is no table `words`"]);
}

#[test]
fn nothing_private_is_shown_unasked() {
    let secret = quote("").replace("'words'", "'secret'");
    check(&secret, &["quote/private: `secret` is private"]);
    check(&format!("private = ['secret']\n{secret}"), &[]);
    check(
        &format!("private = ['words']\n{}", quote("")),
        &["quote/not-private: `words` is not private in the codebook"],
    );
    check(&format!("private = ['wrods']\n{}", quote("")), &["quote/no-question: there is no question `wrods`"]);
}

#[track_caller]
fn bulletin(text: &str, expect: &[&str]) {
    let headline = |id: &str| format!("[[headline]]\nid = '{id}'\nfigure = 'region.1'\ntext = 'H'\n");
    let headlines = format!("{}{}", headline("north"), headline("again"));
    let added = Added { bulletin: text, headlines: &headlines, quotes: &quote(""), ..Added::default() };
    assert_eq!(problems(&added), expect, "{text}");
}

#[test]
fn a_bulletin_calls_headlines_quotes_and_functions() {
    for right in [
        "{north} and {north.base}, {north.count} and {north.text}",
        "{pct(north)}, {of(north)}, {fraction(north)}, {compare(north, again)}",
        "{list(north, again)}",
        "{quote.one}",
        "a {{brace} and {\"152\"}",
        "no braces at all",
    ] {
        bulletin(right, &[]);
    }
    for (wrong, told) in [
        ("{nroth}", "bulletin/no-headline: there is no headline `nroth`"),
        ("{north.bass}", "bulletin/no-part: a headline has no `bass`"),
        ("{quote.two}", "bulletin/no-quote: there is no quote `two`"),
        ("{pctt(north)}", "bulletin/no-function: there is no function `pctt`"),
        ("{pct(nroth)}", "bulletin/no-headline: there is no headline `nroth`"),
        ("{north", "bulletin/open-brace: the brace is not closed"),
        ("{north\n}", "bulletin/open-brace: the brace is not closed"),
    ] {
        bulletin(wrong, &[told]);
    }
    bulletin(
        "{north {again} {nobody}",
        &["bulletin/open-brace: the brace is not closed", "bulletin/no-headline: there is no headline `nobody`"],
    );
    for (call, arguments) in [("pct(north, again)", "pct"), ("compare(north)", "compare")] {
        let added = Added {
            bulletin: &format!("{{{call}}}"),
            headlines: "[[headline]]\nid = 'north'\nfigure = 'region.1'\ntext = 'H'\n[[headline]]\nid = 'again'\nfigure = 'region.2'\ntext = 'H'\n",
            ..Added::default()
        };
        let found = problems(&added);
        assert!(found[0].starts_with(&format!("bulletin/arguments: `{arguments}` takes ")), "{found:?}");
    }
}

#[test]
fn a_bulletin_that_is_asked_for_is_there() {
    let survey = "[publish]\nformats = ['bulletin']\n";
    let told = "bulletin/missing: `[publish]` asks for a bulletin, and the pipeline has no `bulletin.md`";
    assert_eq!(problems(&Added { survey, ..Added::default() }), [told]);
    assert_eq!(problems(&Added { survey, bulletin: "Text", ..Added::default() }), [""; 0]);
    assert_eq!(problems(&Added { survey: "[publish]\nformats = ['report']\n", ..Added::default() }), [""; 0]);
}

#[test]
fn numbers_of_a_bulletin_that_are_no_figures_are_told() {
    let text = PlanText { name: "bulletin.md".to_owned(), text: "{north} agree.\nOf 12 markets 91% do.".to_owned() };
    let told: Vec<String> =
        bulletin_warnings(&text).iter().map(|problem| format!("{} {problem}", problem.place())).collect();
    assert_eq!(
        told,
        ["bulletin.md:2:4 `12` does not come from the data", "bulletin.md:2:15 `91%` does not come from the data"]
    );
}
