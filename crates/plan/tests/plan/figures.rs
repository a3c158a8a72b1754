//! Names of figures in `headlines.toml` and `claims/*.toml`, and what claims may not say.

use topline_survey::{Relation, Ruling, Side, States};

use crate::project::{Added, plan, problems};

const TABLES: &str = "[default]\nbanner = [{ question = 'sex' }]\n";

fn headline(figure: &str) -> String {
    format!("[[headline]]\nid = 'h'\nfigure = '{figure}'\ntext = 'H'\n")
}

#[track_caller]
fn named(figure: &str, expect: &[&str]) {
    let added = Added { tables: TABLES, headlines: &headline(figure), figures: "sample", ..Added::default() };
    assert_eq!(problems(&added), expect, "{figure}");
}

#[test]
fn headlines_name_figures_that_are_there() {
    for right in [
        "region.1",
        "region.ends",
        "region.base",
        "region.1@sex.2",
        "views.price.3",
        "age.mean",
        "sample.anything",
        "media.2",
    ] {
        named(right, &[]);
    }
    for (wrong, told) in [
        ("regoin.1", "figure/no-table: there is no table `regoin`"),
        ("words.1", "figure/no-table: there is no table `words`"),
        ("region.price.1", "figure/no-items: `region` has no items"),
        ("views.prize.1", "figure/no-item: `views` has no item `prize`"),
        ("views.1", "figure/no-item: `views` has no item ``"),
        ("region.7", "figure/no-row: the table `region` has no row `7`"),
        ("region.1@sex.3", "figure/no-column: the table `region` has no column `sex.3`"),
        ("sex.1@sex.2", "figure/no-column: the table `sex` has no column `sex.2`"),
        ("region", "figure/not-a-figure: `region` names no row"),
    ] {
        named(wrong, &[told]);
    }
    assert_eq!(
        problems(&Added { headlines: &headline("region.1").repeat(2), ..Added::default() }),
        ["figure/headline-twice: there are two headlines `h`"]
    );
}

/// The problems of a claim.
fn claimed(claim: &str) -> Vec<String> {
    let claims = format!(
        "[document]\nid = 'd'\ntitle = 'D'\n[[claim]]\nquote = 'most, 20% of 80, or about 60 more, say so, twice as many'\n{claim}\n"
    );
    problems(&Added { tables: TABLES, headlines: &headline("region.1"), claims: &claims, ..Added::default() })
}

#[track_caller]
fn check(claim: &str, expect: &[&str]) {
    assert_eq!(claimed(&format!("lines = [3]\n{claim}")), expect, "{claim}");
}

#[test]
fn a_claim_is_on_lines_of_its_document() {
    for right in ["[3]", "[3, 3]", "[3, 4]"] {
        assert_eq!(claimed(&format!("lines = {right}\nfigure = 'h'\nis = '20%'")), [""; 0], "{right}");
    }
    for wrong in ["[]", "[4, 3]", "[3, 4, 5]"] {
        assert_eq!(
            claimed(&format!("lines = {wrong}\nfigure = 'h'\nis = '20%'")),
            ["claims/lines: `lines` is not one line or a first and a last"],
            "{wrong}"
        );
    }
}

#[test]
fn a_claim_states_one_thing() {
    for right in [
        "figure = 'h'\nis = 'most'",
        "figures = ['h', 'region.2']\nis = '20%'",
        "figure = 'h'\nhighest_among = ['region.2']",
        "figure = 'h'\nlowest_among = ['region.2']",
        "figure = 'h'\nmore_than = 'region.2'\nby = 'twice as many'",
        "figure = 'h'\nsimilar_to = 'region.2'",
        "unchecked = 'an opinion'",
    ] {
        check(right, &[]);
    }
    let one = "claims/one-thing: a claim states one thing";
    for wrong in [
        "figure = 'h'",
        "figure = 'h'\nis = 'most'\nhighest_among = ['region.2']",
        "figure = 'h'\nis = 'most'\nunchecked = 'an opinion'",
        "figure = 'h'\nhighest_among = ['region.2']\nlowest_among = ['region.3']",
        "figure = 'h'\nmore_than = 'region.2'\nless_than = 'region.3'",
    ] {
        check(wrong, &[one]);
    }
    check("is = 'most'", &["claims/no-figure: a claim without a figure"]);
    // A draft that nobody has accepted may say what it is about later.
    check("is = 'most'\naccepted = false", &[]);
}

#[test]
fn the_words_of_a_claim_are_in_its_quote() {
    check("figure = 'h'\nis = '21%'", &["claims/not-quoted: the quote does not say `21%`"]);
    check(
        "figure = 'h'\nmore_than = 'region.2'\nby = 'three times as many'",
        &["claims/not-quoted: the quote does not say `three times as many`"],
    );
    // Other words for the same.
    check("figure = 'h'\nmore_than = 'region.2'\nby = 'double'", &[]);
    let found = claimed("lines = [3]\nfigure = 'h'\nis = 'oodles'");
    assert!(found[0].starts_with("claims/wording: cannot judge: `oodles`"), "{found:?}");
    let found = claimed("lines = [3]\nfigure = 'h'\nmore_than = 'region.2'\nby = 'oodles'");
    assert!(found[0].starts_with("claims/wording: cannot judge: "), "{found:?}");
}

#[test]
fn a_size_is_of_a_comparison() {
    let told = "claims/no-comparison: `by` without `more_than` or `less_than`";
    check("figure = 'h'\nsimilar_to = 'region.2'\nby = 'twice as many'", &[told]);
    check("figure = 'h'\nis = 'most'\nby = 'twice as many'", &[told]);
    check("figure = 'h'\nless_than = 'region.2'\nby = 'twice as many'", &[]);
}

#[test]
fn one_base_is_given() {
    check("figure = 'h'\nis = '20% of 80'\nof = 80", &[]);
    check("figure = 'h'\nis = '20% of 80'\nof = 81", &["claims/two-bases: `of` gives another base than `is`"]);
    check("figure = 'h'\nis = '20%'\nof = 81", &[]);
}

#[test]
fn what_is_not_as_usual_says_why() {
    let told = "claims/no-because: an expected ruling other than `holds` needs a `because`";
    check("figure = 'h'\nis = '20%'\nexpect = 'contradicted'", &[told]);
    check("figure = 'h'\nis = '20%'\nexpect = 'contradicted'\nbecause = 'misprinted'", &[]);
    check("figure = 'h'\nis = '20%'\nexpect = 'holds'", &[]);
    check("unchecked = 'an opinion'\nexpect = 'not_checkable'", &[]);
    check("unchecked = 'an opinion'\nexpect = 'holds'", &[told]);
}

#[test]
fn answers_that_are_added_are_of_one_question_and_counted_once() {
    for right in [
        "region.1 + region.2",
        "region.ends + region.3",
        "region.1@sex.1 + region.2@sex.1",
        "views.price.1 + views.price.2",
    ] {
        check(&format!("figure = '{right}'\nis = '20%'"), &[]);
    }
    let told = "claims/sum: these are not answers of one question of which a respondent gives one";
    for wrong in [
        "region.1 + sex.1",
        "region.1 + region.1",
        "region.ends + region.1",
        "region.1@sex.1 + region.2@sex.2",
        "region.1 + region.2@sex.1",
        "views.price.1 + views.taste.1",
        "media.1 + media.2",
        "region.1 + region.base",
        "age.mean + age.base",
    ] {
        check(&format!("figure = '{wrong}'\nis = '20%'"), &[told]);
    }
    // A part that is not there is told as such.
    check("figure = 'region.1 + region.7'\nis = '20%'", &["figure/no-row: the table `region` has no row `7`"]);
    let value = "claims/sum-of-one-value: answers that are taken together have one value";
    check("figure = 'region.1 + region.2'\nhighest_among = ['region.3']", &[value]);
    check("figure = 'region.1 + region.2'\nfigures = ['region.3']\nis = '20%'", &[value]);
}

#[test]
fn claims_are_read_as_they_are_written() {
    let claims = "
        [document]
        id = 'd'
        title = 'D'
        [[claim]]
        quote = 'most, 20% of 80'
        lines = [3, 4]
        figure = 'region.1 + region.2'
        is = '20% of 80'
        complement = true
        [[claim]]
        quote = 'fewer'
        lines = [5]
        figure = 'h'
        less_than = 'region.2'
        [[claim]]
        quote = 'an opinion'
        lines = [6]
        unchecked = 'an opinion'
        [[claim]]
        quote = 'most'
        lines = [7]
        is = 'most'
        accepted = false
        [[claim]]
        quote = 'fewest'
        lines = [8]
        figure = 'h'
        lowest_among = ['region.2', 'region.3']
    ";
    let read = plan(&Added { tables: TABLES, headlines: &headline("region.1"), claims, ..Added::default() });
    let document = &read.claims[0];
    assert_eq!(document.file, "claims/report.toml");
    assert_eq!(document.claims.len(), 4, "a draft without a figure is none");
    let [sum, fewer, opinion, lowest] = document.claims.as_slice() else { panic!("four claims") };
    assert_eq!((sum.lines, sum.of, sum.expect), ((3, 4), Some(80), Ruling::Holds));
    assert!(
        matches!(&sum.states, States::Value { figures, is_sum: true, side: Side::Others, .. } if figures.len() == 2)
    );
    let States::Compared { figures, order, with, by } = &fewer.states else { panic!("a comparison") };
    assert_eq!((figures[0].to_string().as_str(), with.to_string().as_str()), ("region.1", "region.2"));
    assert_eq!((*order, by.is_some(), fewer.lines), (Relation::Less, false, (5, 5)));
    assert_eq!(opinion.expect, Ruling::NotCheckable);
    assert!(matches!(&lowest.states, States::Lowest { among, .. } if among.len() == 2));
}

#[test]
fn what_documents_give_in_digits_is_stated() {
    let claims = |is: &str, rest: &str| {
        let claims = format!(
            "[document]\nid = 'd'\ntitle = 'D'\n[[claim]]\nquote = '{is}'\nlines = [3]\nfigure = 'region.1'\nis = '{is}'\n{rest}\n"
        );
        plan(&Added { claims: &claims, ..Added::default() }).stated.len()
    };
    assert_eq!(claims("20%", ""), 1);
    assert_eq!(claims("16 of 80", ""), 1);
    assert_eq!(claims("most", ""), 0, "words give no value");
    assert_eq!(claims("20%", "complement = true"), 0, "that of the others");
    assert_eq!(claims("20%", "accepted = false"), 0, "a draft");
    assert_eq!(claims("20%", "expect = 'contradicted'\nbecause = 'misprinted'"), 0, "known to be wrong");
    assert_eq!(claims("20%", "expect = 'impossible'\nbecause = 'misprinted'"), 1, "right but for its base");
}
