//! `report.html` but for its tables and charts.

use topline_survey::{Published, Why};

use crate::fixture::{SURVEY, borrowing, cell, plan, reading, report, rest, tables};
use crate::page_text::{between, read, rows, written};

#[test]
fn nothing_that_was_written_becomes_markup() {
    let page = written(SURVEY, &tables());
    for markup in ["<script>alert", "<users>", "<b>", "<em>", "<test>", "<2024>"] {
        assert!(!page.contains(markup), "{markup}");
    }
    for text in [
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; not much",
        "<title>Libraries &amp; their &lt;users&gt;</title>",
        "The &quot;Example&quot; Council",
        "50% &quot;read&quot; &lt;em&gt;",
        "Excluded: a &lt;test&gt; response",
        "The release of &lt;2024&gt;",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn a_reconstructed_survey_says_so_first_and_under_every_table() {
    let page = written(SURVEY, &tables());
    let notice = page.find("The answers are made up").expect("the notice");
    assert!(notice < page.find("<h1>").expect("a title"), "the notice comes first");
    let sections: Vec<&str> = page.split("<section class=\"table\"").skip(1).collect();
    assert_eq!(sections.len(), 4);
    for section in &sections {
        let section = between(section, "", "</section>");
        assert!(section.contains("Reconstructed survey: these figures come from data made to agree"), "{section}");
    }
    // Of `Q1` a document states the base and the net, in the total alone.
    assert_eq!(rows(&page, "Q1")[2..4], ["Unweighted base 81 30 † 51 †", "Net: A fair amount or more 51% 50% † 51% †"]);

    let open = written(&SURVEY.replace("reconstructed = true", ""), &tables());
    let body = between(&open, "<body>", "</body>");
    assert!(!body.contains('†') && !body.contains("econstruct"), "nothing is said of another survey");
    assert!(open.contains("The answers are made up"), "but its notice");
}

#[test]
fn headlines_show_their_values_or_why_there_is_none() {
    let page = written(SURVEY, &tables());
    let cards = between(&page, "id=\"headlines\"", "</section>");
    let cards: Vec<String> =
        cards.split("<li").skip(1).map(|card| read(&format!("<li{}", between(card, "", "</li>")))).collect();
    assert_eq!(
        cards,
        [
            "51% read a fair amount or more 41 of 81. Base: those who answered Table Q1",
            "81 users answered Table Q1",
            "[c] in the north find it warm Held back: the base is below the minimum. Table Q2",
            "[z] of nobody Nobody is in its base. Table shares",
        ]
    );
}

#[test]
fn verdicts_that_are_not_as_expected_come_first() {
    let page = written(SURVEY, &tables());
    let verdicts = between(&page, "id=\"document-release\"", "</section>");
    let rows: Vec<String> =
        verdicts.split("<tr").skip(2).map(|row| read(&format!("<tr{}", between(row, "", "</tr>")))).collect();
    assert_eq!(
        rows,
        [
            "Not as expected (1)",
            "12-14 nobody reads Q1.fair_or_more 51% 51% Contradicted Expected: Holds reason of 12-14",
            "Known to fall short (1)",
            "9 50% \"read\" <em> Q1.fair_or_more 51% 51% Sum of rounded parts reason of 9",
            "Hold (1)",
            "3 51% read Q1.fair_or_more 51% 51% (41 of 81) Holds reason of 3",
        ]
    );
    let standing = read(between(&page, "<p class=\"standing", "</p>"));
    assert_eq!(standing, "3 claims were checked. 1 verdict is not as expected.");
}

#[test]
fn rows_are_accounted_for() {
    let page = written(SURVEY, &tables());
    let rows = read(between(&page, "id=\"rows\"", "</section>"));
    for row in [
        "Accepted as responses 81",
        "Duplicates, left out 2",
        "Excluded: a <test> response 1",
        "Excluded: abandoned 1",
        "Kept aside: they could not be read 1",
        "Rows read 86",
    ] {
        assert!(rows.contains(row), "{row} in {rows}");
    }
    assert!(!rows.contains("unaccounted"));
    let findings = read(between(&page, "id=\"findings\"", "</section>"));
    assert!(
        findings.contains("Answer that matches an option but for its spelling Answer accepted 1,234"),
        "{findings}"
    );

    let plan = plan(SURVEY, "");
    let mut short = rest();
    short.accounting.read = 90;
    assert!(report(&short.with(&plan, &tables())).contains("rows are unaccounted for"));
}

#[test]
fn it_needs_nothing_from_elsewhere() {
    let page = written(SURVEY, &tables());
    for outside in ["http://", "https://", "src=", "@import", "url(", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<script").count(), 1, "its own script, which the policy names");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
    assert_eq!(page, written(SURVEY, &tables()), "the same figures give the same bytes");
}

#[test]
fn every_link_leads_somewhere_and_every_name_is_given_once() {
    let page = written(SURVEY, &tables());
    let values = |attribute: &str| -> Vec<String> {
        let parts = page.split(attribute).skip(1);
        parts.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let mut names = values(" id=\"");
    for link in values(" href=\"#").iter().chain(&values(" aria-labelledby=\"")) {
        assert!(names.contains(link), "{link}");
    }
    names.sort();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn nothing_at_all_is_still_a_page() {
    let plan = plan(SURVEY, "");
    let mut empty = rest();
    (empty.findings, empty.verdicts) = (Vec::new(), Vec::new());
    let page = report(&empty.with(&plan, &[]));
    assert!(page.contains("The run did not compute this figure."));
    assert!(page.contains("Libraries &amp; their &lt;users&gt;"));
}

#[test]
fn the_whole_page() {
    let page = written(SURVEY, &tables());
    let body = page.split_once("</svg>").map_or("", |(_, body)| body);
    let body = body.split_once("<script>").map_or("", |(body, _)| body);
    insta::assert_snapshot!(body);
}

#[test]
fn days_are_written_as_people_write_them() {
    for (start, end, expect) in [
        ("2024-10-28", "2024-11-03", "28 October to 3 November 2024"),
        ("2024-10-01", "2024-10-31", "1 to 31 October 2024"),
        ("2024-12-09", "2025-01-10", "9 December 2024 to 10 January 2025"),
        ("2024-02-29", "2024-02-29", "29 February 2024"),
    ] {
        let days = SURVEY.replace("2024-10-28", start).replace("2024-11-03", end);
        let page = written(&days, &[]);
        assert_eq!(read(between(&page, "<dt>Fieldwork</dt>", "</div>")), format!("Fieldwork {expect}"));
    }
}

#[test]
fn a_label_cannot_turn_the_direction_of_what_is_next_to_it() {
    let mut table = reading();
    table.sections[0].rows[1].head.label = "\u{5e9}\u{5dc}\u{5d5}\u{5dd}".to_owned();
    table.sections[0].rows[2].head.label = "\u{202e}gnirts".to_owned();
    let page = written(SURVEY, &[table]);
    assert!(page.contains("<bdi>\u{5e9}\u{5dc}\u{5d5}\u{5dd}</bdi></th>"), "in a cell");
    assert!(page.contains("<bdi>\u{202e}gnirts</bdi></th>"), "an override ends where its cell ends");
    assert!(page.contains("\u{201c}\u{2068}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{2069}\u{201d} do not add"), "in a sentence");
}

#[test]
fn a_figure_of_one_respondent_is_no_secret() {
    assert!(written(SURVEY, &tables()).contains("no answers of single respondents"));
    let mut single = borrowing();
    cell(&mut single, 0, "1", 0).base.n = 1;
    let page = written(SURVEY, std::slice::from_ref(&single));
    assert!(page.contains("Some of them have a base of one respondent") && !page.contains("no answers of single"));
    cell(&mut single, 0, "1", 0).published = Published::HeldBack(Why::SmallBase);
    cell(&mut single, 0, "base", 0).base.n = 1;
    assert!(written(SURVEY, &[single]).contains("no answers of single"), "it is not shown, and a count is no answer");
}
