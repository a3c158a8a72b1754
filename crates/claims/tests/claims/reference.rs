//! `docs/src/reference/wordings.md` is made of the tables of wordings and rulings. `TOPLINE_GUIDE=update` writes it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use topline_claims::{Synonyms, hedges, quantifiers};
use topline_plan::wording::{HEDGES, HEDGES_AFTER, LEAST_COMMON, MOST_COMMON, QUANTIFIERS, SIZES, parse_stated};
use topline_survey::{Ruling, Size};

const PAGE: &str = "../../docs/src/reference/wordings.md";

/// What a quantity without a hedge means, with its examples.
const QUANTITIES: &[(&[&str], &str)] = &[
    (&["91%", "25 per cent", "17.5%"], "that percentage, rounded to as many decimals"),
    (&["81", "eighteen", "1,615"], "that count: the value of a count, or the respondents in the row of a percentage"),
    (&["3.4"], "for a score: that value, rounded to as many decimals"),
    (&["10 of 16", "10 out of 16", "55 of the 56"], "that count, out of that base"),
    (&["nine out of ten"], "the same as `nine in ten`; where ten are the base: that count"),
    (&["all 12", "none of 12", "all but one"], "12 of 12, 0 of 12, all of the base but one"),
    (&["91-92%", "between 10% and 20%"], "a percentage that is published as the first, the last or one between"),
    (&["12 percentage points"], "for a difference: that difference, rounded to as many decimals"),
    (
        &["half", "a quarter", "one in four", "two thirds", "three in ten"],
        "nearer to it than to any other fraction that people write: 1/k, thirds, quarters, fifths, 3/10, 7/10, 9/10, 5/6, and the whole",
    ),
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
         everything else with the exact value. Case, hyphens and curly quotes make no difference. `only`, `just`, `as many as` and the \
         like are ignored, and so is `of respondents` at the end. Words and digits may stand together: `one in six (15%)`, `10 of 16 (63%)`, \
         `21% of 370 councils`. Each of them is judged, and the worst ruling is that of the claim.\n\n\
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
         | words | the figure is | where the bounds come from |\n|---|---|---|\n",
    );
    for wording in quantifiers() {
        let words: Vec<&str> = wording.words.iter().map(String::as_str).collect();
        row(&mut page, &words, &format!("{} | {}", wording.meaning, wording.source));
    }
    row(&mut page, &MOST_COMMON, "more than each other answer to the question | what the words say");
    row(&mut page, &LEAST_COMMON, "less than each other answer to the question | what the words say");
    page.push_str(
        "\nA house that has a scale of its own declares it: see [`[claims.words]`](survey-toml.md#claims).\n\n\
         ### Words after a quantity\n\n",
    );
    let after: Vec<String> = HEDGES_AFTER.iter().map(|(words, _)| format!("`40% {words}`")).collect();
    writeln!(page, "{} mean what `about`, `at least` and `at most` mean.", after.join(", "))
        .expect("text takes any line");
    page.push_str(
        "\n### Words of `by`\n\nHow much more or less one figure is than another. The reason of the verdict gives the 95% interval of \
         the difference, and says so if chance alone can make it.\n\n| words | the difference |\n|---|---|\n",
    );
    for (size, meaning) in [
        (Size::Slight, "at most 5 points"),
        (Size::Moderate, "at least 2 points"),
        (Size::Large, "at least 10 points"),
        (Size::BeyondChance, "its 95% interval leaves out 0"),
    ] {
        let words: Vec<&str> = SIZES.iter().filter(|(_, of)| *of == size).map(|(words, _)| *words).collect();
        row(&mut page, &words, meaning);
    }
    row(&mut page, &["12 percentage points"], "that difference, rounded to as many decimals");
    row(&mut page, &["twice", "three times"], "that ratio, give or take an eighth");
    row(&mut page, &["more than twice", "almost twice"], "more than that ratio; less than it by at most a quarter");
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
    assert_eq!((count(&hedges("40%")), count(&quantifiers())), (HEDGES.len(), QUANTIFIERS.len()));
}
