//! `bulletin.md`.

use topline_publish::{BulletinError, Publication, bulletin};
use topline_survey::{Plan, ShownQuote};

use crate::fixture::{SURVEY, plan, rest, tables};

const NOTICE: &str = "> The answers are made up \\<b\\>throughout\\</b\\>.\n>\n> Only the headline was published.\n\n";

fn filled(text: &str) -> Result<String, BulletinError> {
    // Not read with the others: most of what is wrong is refused there already.
    let plan = Plan { bulletin: Some(text.to_owned()), ..plan(SURVEY, "") };
    bulletin(&rest().with(&plan, &tables()))
}

#[test]
fn headlines_are_filled_in() {
    for (text, expect) in [
        ("# {read} of users", "# 51% of users"),
        ("{read.count} of {read.base} {read.text}.", "41 of 81 read a fair amount or more."),
        ("{respondents} {respondents.text}", "81 users answered"),
        ("in {{braces} and }", "in {braces} and }"),
        ("{{{read}", "{51%"),
        ("{pct(read)}, {of( read )} or {count(read)}: {fraction(read)}", "51%, 41 of 81 or 41: just over half"),
        (
            "{list(read)}; {list(read, read)}",
            "51% read a fair amount or more; 51% read a fair amount or more and 51% read a fair amount or more",
        ),
        ("{compare(read, read)} {\"152\"} [*]", "the same as 152 [*]"),
        ("it is {warm_north.text}", "it is in the north find it warm"),
        ("", ""),
    ] {
        assert_eq!(filled(text), Ok(format!("{NOTICE}{expect}")), "{text}");
    }
}

#[test]
fn a_survey_that_is_not_reconstructed_has_no_notice_unless_it_says_one() {
    let open = SURVEY.replace("reconstructed = true", "");
    let silent = plan(&open.replace("notice =", "frame ="), "{read}");
    assert_eq!(bulletin(&rest().with(&silent, &tables())).as_deref(), Ok("51%"));
    let noticed = plan(&open, "{read}");
    assert_eq!(bulletin(&rest().with(&noticed, &tables())), Ok(format!("{NOTICE}51%")));
    let unnoticed = plan(&SURVEY.replace("notice =", "frame ="), "{read}");
    let text = bulletin(&rest().with(&unnoticed, &tables())).expect("a bulletin");
    assert!(text.starts_with("> The responses of this survey were not published."), "{text}");
}

#[test]
fn what_cannot_be_filled_in_is_named() {
    for (text, expect, hint) in [
        (
            "{warm_north}",
            "the headline `warm_north` has no published value: `Q2.warm.1@region.1` is held back (the base is below the minimum)",
            None,
        ),
        (
            "{warm_north.count}",
            "the headline `warm_north` has no published value: `Q2.warm.1@region.1` is held back (the base is below the minimum)",
            None,
        ),
        ("{nobody}", "the headline `nobody` has no published value: nobody is in the base of `shares.nobody`", None),
        (
            "a\n\n{read.mean}",
            "line 3 of `bulletin.md` asks for `mean` of the headline `read`",
            Some("write `{read}`, `{read.count}`, `{read.base}` or `{read.text}`"),
        ),
        ("{pct(respondents)}", "the headline `respondents` is no share: `Q1.base` is no percentage", None),
        (
            "{compare(read, respondents)}",
            "the headlines `read` and `respondents` cannot be compared: they are in different units",
            None,
        ),
        ("{fraction(read, read)}", "line 1 of `bulletin.md`: `fraction` takes one headline", None),
        ("a\n{median(read)}", "line 2 of `bulletin.md` calls the unknown function `median`", None),
        (
            "a\n{read",
            "the `{` in line 2 of `bulletin.md` is not closed",
            Some("write `{{` for a brace that is meant as one"),
        ),
    ] {
        let error = filled(text).expect_err(text);
        assert_eq!((error.to_string().as_str(), error.hint().as_deref()), (expect, hint), "{text}");
    }
}

#[test]
fn an_unknown_headline_or_figure_is_named() {
    let rest = rest();
    let mut unknown = plan(SURVEY, "");
    unknown.bulletin = Some("{raed}".to_owned());
    let error = bulletin(&rest.with(&unknown, &tables())).expect_err("no such headline");
    assert_eq!(error.to_string(), "line 1 of `bulletin.md` quotes the unknown headline `raed`");
    assert_eq!(error.hint().as_deref(), Some("did you mean `read`?"));

    let known = plan(SURVEY, "{read}");
    let error = bulletin(&rest.with(&known, &[])).expect_err("no figure");
    assert_eq!(
        error.to_string(),
        "the headline `read` names the figure `Q1.fair_or_more`, which the run did not compute"
    );
    unknown.bulletin = None;
    assert_eq!(bulletin(&rest.with(&unknown, &tables())), Err(BulletinError::NoText));
}

#[test]
fn respondents_are_quoted_in_a_line_or_in_a_block() {
    let quoted = |survey: &str, attribution: &str, text: &str| {
        let plan = Plan { bulletin: Some(text.to_owned()), ..plan(survey, "") };
        let quote = ShownQuote {
            id: "one".to_owned(),
            question: "Q1".to_owned(),
            text: "a *lot*".to_owned(),
            attribution: attribution.to_owned(),
            beside: None,
        };
        let rest = rest();
        let filled = bulletin(&Publication { quotes: &[quote], ..rest.with(&plan, &tables()) }).expect("a bulletin");
        filled.trim_start_matches(NOTICE).to_owned()
    };
    let open = SURVEY.replace("reconstructed = true", "");
    let words = "\u{201c}a \\*lot\\*\u{201d}";
    for (survey, attribution, who) in [
        (&open, "", ""),
        (&open, "North", "North"),
        (&SURVEY.to_owned(), "", "made up: a reconstructed survey"),
        (&SURVEY.to_owned(), "North", "North; made up: a reconstructed survey"),
    ] {
        let (inline, block) = match who {
            "" => (format!("They said {words}."), format!("> {words}")),
            who => (format!("They said {words} ({who})."), format!("> {words}\n>\n> \u{2014} {who}")),
        };
        assert_eq!(quoted(survey, attribution, "They said {quote.one}."), inline);
        assert_eq!(quoted(survey, attribution, "{quote.one}"), block);
    }
}
