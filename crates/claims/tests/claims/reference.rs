//! `docs/src/reference/wordings.md` is made of the tables of wordings and rulings. `TOPLINE_GUIDE=update` writes it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use topline_claims::{Synonyms, hedges, quantifiers};
use topline_plan::wording::parse_stated;
use topline_survey::Ruling;

const PAGE: &str = "../../docs/src/reference/wordings.md";

/// What a quantity without a hedge means, with its examples.
const QUANTITIES: &[(&[&str], &str)] = &[
    (&["91%", "25 per cent", "17.5%"], "that percentage, rounded to as many decimals"),
    (&["81", "eighteen", "1,615"], "that count: the value of a count, or the respondents in the row of a percentage"),
    (&["3.4"], "for a score: that value, rounded to as many decimals"),
    (&["10 of 16", "10 out of 16", "55 of the 56"], "that count, out of that base"),
    (&["all 12", "none of 12"], "12 of 12, 0 of 12"),
    (&["half", "a quarter", "two thirds"], "nearer to it than to any other fraction from halves to tenths"),
    (&["one in six"], "nearer to 1/6 than to any other 1/k"),
    (&["three in ten"], "nearer to it than to any 1/k, third, quarter, fifth or tenth"),
    (
        &["between a third and almost half"],
        "from the least that the first words admit to the most that the last words admit",
    ),
];

fn page() -> String {
    let mut page = String::from(
        "# Wordings and rulings\n\n<!-- Generated from crates/claims, crates/plan and crates/survey: see CONTRIBUTING.md, \"Write documentation\". -->\n\n\
         ## Wordings of `is`\n\n\
         `is` of a claim takes the words of the document. A percentage in digits is compared with the published figure, and \
         everything else with the exact value. Case and hyphens make no difference. `only` and a lone `just` are ignored.\n\n\
         ### Quantities\n\n| words | the figure is |\n|---|---|\n",
    );
    for (words, meaning) in QUANTITIES {
        row(&mut page, words, meaning);
    }
    page.push_str(
        "\n### Words before a quantity\n\n\
         Words such as `just over` have a reach: 5 points for a fraction in words, 2.5 points for a percentage in digits, but never \
         more than half of the quantity. For counts and scores the reach is a twentieth, and at least 1. The second column says \
         what the words mean before `40%`.\n\n| words | with `40%`, the figure is |\n|---|---|\n",
    );
    table(&mut page, &hedges("40%"));
    page.push_str(
        "\n### Words without a number\n\n`a` or `the` before them and `of` after them make no difference.\n\n\
         | words | the figure is |\n|---|---|\n",
    );
    table(&mut page, &quantifiers());
    page.push_str(
        "\nThese bounds are wide on purpose: they refute only what no careful writer would say. If a value is exactly at a bound that \
         the words leave out, or at most one point beyond a bound (for counts and scores: one part in a hundred), the words are \
         imprecise rather than wrong.\n\n## Rulings\n\n| ruling | meaning |\n|---|---|\n",
    );
    for ruling in Ruling::ALL {
        row(&mut page, &[ruling.as_str()], ruling.meaning());
    }
    page.push_str(
        "\nA claim of several figures gets the worst of their rulings. If the percentages stated for all options of a question do not \
         add up to 100, the reason says what they add up to, and the ruling stays.\n",
    );
    page
}

fn table(page: &mut String, wordings: &[Synonyms]) {
    for wording in wordings {
        let words: Vec<&str> = wording.words.iter().map(String::as_str).collect();
        row(page, &words, &wording.meaning);
    }
}

fn row(page: &mut String, words: &[&str], meaning: &str) {
    let words: Vec<String> = words.iter().map(|words| format!("`{words}`")).collect();
    writeln!(page, "| {} | {meaning} |", words.join(", ")).expect("text takes any line");
}

#[test]
fn the_page_of_wordings_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if env::var("TOPLINE_GUIDE").is_ok_and(|wanted| wanted == "update") {
        fs::write(&path, page()).expect("a page that can be written");
    }
    let found = fs::read_to_string(&path).expect("the page");
    assert!(
        found == page(),
        "{} is stale: TOPLINE_GUIDE=update cargo test -p topline-claims reference",
        path.display()
    );
}

#[test]
fn every_example_of_a_quantity_can_be_read() {
    for words in QUANTITIES.iter().flat_map(|(words, _)| *words) {
        assert!(parse_stated(words).is_ok(), "{words}");
    }
}

#[test]
fn no_word_is_left_out() {
    let count = |wordings: &[Synonyms]| wordings.iter().map(|wording| wording.words.len()).sum::<usize>();
    // What the module's tables have: none is left out because it cannot be read.
    assert_eq!((count(&hedges("40%")), count(&quantifiers())), (27, 30));
}
