//! `report.html`.

use topline_survey::{Published, Tabulation, Unit, Why};

use crate::fixture::{
    SURVEY, agreement, borrowing, cell, plan, plan_with_nets, reading, report, rest, shares, tables, value,
};

fn written(survey: &str, tables: &[Tabulation]) -> String {
    let plan = plan(survey, "");
    report(&rest().with(&plan, tables))
}

/// What stands between two marks, the first time that both are there.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("no {end} after {start}"))]
}

/// The text of a piece of HTML as a reader sees it, with one space between its parts.
fn read(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = parts.collect::<Vec<_>>().join(" ");
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (escaped, plain)| text.replace(escaped, plain));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of one table, each as its reader sees it.
fn rows(page: &str, table: &str) -> Vec<String> {
    let table = between(page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
    table.split("<tr").skip(1).map(|row| read(&format!("<tr{}", between(row, "", "</tr>")))).collect()
}

#[test]
fn every_row_and_column_is_there_each_net_above_its_options() {
    let open = SURVEY.replace("reconstructed = true", "");
    assert_eq!(
        rows(&written(&open, &[reading()]), "Q1"),
        [
            "Answer Total Region",
            "North South",
            "Unweighted base 81 30 51",
            "Net: A fair amount or more 51% 50% 51%",
            "A great deal 12% 17% 10%",
            "A fair amount 38% 33% 41%",
            "<script>alert('x')</script> & not much 44% 40% 47%",
            "Don't know 5% 10% 2%",
            "Mean 2.34 2.26 [u] 2.38",
            "Base of \u{201c}Mean\u{201d} 77 27 50",
        ]
    );
}

#[test]
fn items_are_groups_of_rows_with_bases_of_their_own() {
    let open = SURVEY.replace("reconstructed = true", "");
    let page = written(&open, &[agreement()]);
    assert_eq!(
        rows(&page, "Q2")[2..],
        [
            "It is quiet",
            "Unweighted base 78 28 50",
            "Agree 44% 50% [u] 40%",
            "Disagree 56% 50% [u] 60%",
            "It is warm",
            "Unweighted base 40 4 36",
            "Agree 38% [c] 33%",
            "Disagree 63% [c] 67%",
        ]
    );
    let notes = read(between(&page, "<ul class=\"notes\">", "</ul>"));
    assert!(notes.contains("[c] Held back: the base is below the minimum."), "{notes}");
    assert!(notes.contains("[u] The base is below 30"), "{notes}");
    assert!(!notes.contains("small base"), "the mark says it: {notes}");
    assert!(
        page.contains(
            "Asked of those who answered \u{201c}A great deal\u{201d} or \u{201c}A fair amount\u{201d} to Q1."
        )
    );
}

#[test]
fn what_rounding_parts_is_said_of_exclusive_options_only() {
    let page = written(SURVEY, &[reading(), agreement(), borrowing()]);
    let said = |table: &str| {
        let section = between(&page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
        let items = section.split("<li>").skip(1).map(|item| read(&format!("<li>{}", between(item, "", "</li>"))));
        items.filter(|note| note.contains("because of rounding")).collect::<Vec<_>>()
    };
    assert_eq!(
        said("Q1"),
        [
            "Percentages do not add to 100 because of rounding: Total (99).",
            "The parts of \u{201c}A fair amount or more\u{201d} do not add to it because of rounding: Total (50).",
        ]
    );
    assert_eq!(said("Q2"), ["Percentages do not add to 100 because of rounding: It is warm, Total (101)."]);
    let mut over = borrowing();
    cell(&mut over, 0, "2", 0).published = value("45");
    let page = written(SURVEY, &[over]);
    assert!(!page.contains("because of rounding"), "boxes to tick need not add up");
}

#[test]
fn sums_are_of_the_published_decimals() {
    let mut table = reading();
    // 10, 31, 36 and 4 of 81 at one decimal: 12.3, 38.3, 44.4, 4.9 make 99.9; 12.3 and 38.3 are 50.6, which is the net.
    for (row, text) in [("fair_or_more", "50.6"), ("1", "12.3"), ("2", "38.3"), ("3", "44.4"), ("4", "4.9")] {
        cell(&mut table, 0, row, 0).published = value(text);
    }
    let page = written(SURVEY, &[table]);
    assert!(page.contains("Percentages do not add to 100 because of rounding: Total (99.9)."));
    assert!(!page.contains("do not add to it"));
}

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
fn a_bar_is_as_long_as_its_percentage() {
    let page = written(SURVEY, &[reading(), shares()]);
    let bars: Vec<&str> =
        page.split("style=\"width:").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
    // The headline first.
    assert_eq!(bars, ["51%", "51%", "12%", "38%", "44%", "5%", "36%"]);
}

#[test]
fn a_held_back_base_shows_no_count_of_any_kind() {
    let mut table = agreement();
    for row in ["base", "1", "2"] {
        let held = cell(&mut table, 1, row, 1);
        held.published = Published::HeldBack(Why::SmallBase);
        held.base.effective = Some(3.7);
    }
    let page = written(SURVEY, &[table]);
    let rows = rows(&page, "Q2");
    let warm = rows.iter().position(|row| row == "It is warm").expect("the item");
    assert_eq!(rows[warm + 1], "Unweighted base 40 † [c] 36 †");
    assert_eq!(rows[warm + 2], "Weighted base 40 † [c] 36 †");
    assert_eq!(rows[warm + 3], "Effective base [z] † [c] [z] †");
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
fn a_table_of_counts_has_no_percentages() {
    let mut counts = shares();
    counts.sections[0].rows.truncate(1);
    assert_eq!(counts.sections[0].rows[0].head.unit, Unit::Count);
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[counts]);
    assert_eq!(rows(&page, "shares"), ["Row Value", "Councils \"reached\" 33"]);
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

/// The chart of a table: its text alternative, and the length of each of its parts.
fn chart<'p>(page: &'p str, table: &str) -> (String, Vec<&'p str>) {
    let section = between(page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
    let chart = between(section, "<figure", "</figure>");
    let label = chart.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let alternative = label.replace("&#39;", "'");
    let lengths = chart.split("inline-size:").skip(1).map(|rest| rest.split('%').next().unwrap_or_default());
    (alternative, lengths.collect())
}

#[test]
fn a_chart_says_all_that_it_shows() {
    let page = written(SURVEY, &[borrowing()]);
    assert_eq!(
        chart(&page, "Q3").0,
        "Bar chart. Base 80: Books, new 56%\u{2020}, Films 44%\u{2020}.",
        "as the table does"
    );
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[agreement(), borrowing()]);
    let (said, lengths) = chart(&page, "Q3");
    assert_eq!(said, "Bar chart. Base 80: Books, new 56%, Films 44%.");
    assert_eq!(lengths, ["56", "44"]);
    let (said, lengths) = chart(&page, "Q2");
    let expect =
        "Stacked bar chart. It is quiet (78): Agree 44%, Disagree 56%. It is warm (40): Agree 38%, Disagree 63%.";
    assert_eq!(said, expect);
    // Without nets it has no sides: each bar begins at 0, and the longest, of 101, is as wide as the chart.
    assert_eq!(lengths, ["0.00", "43.56", "55.45", "0.00", "37.62", "62.38"]);
    assert!(page.contains("<details><summary>Table, with all columns</summary>"), "{page}");
}

#[test]
fn the_sides_of_a_scale_meet() {
    let nets = "nets = [{ id = \"fair_or_more\", label = \"A fair amount or more\", codes = [1, 2] },";
    let both = [nets, "{ id = \"not\", label = \"Not much\", codes = [3] }]"].concat();
    let mut plan = plan_with_nets(&both);
    plan.survey.reconstructed = false;
    let page = report(&rest().with(&plan, &[reading()]));
    let (said, lengths) = chart(&page, "Q1");
    let script = "&lt;script&gt;alert('x')&lt;/script&gt; &amp; not much";
    assert_eq!(
        said,
        format!("Stacked bar chart. Base 81: A great deal 12%, A fair amount 38%, {script} 44%, Don't know 5%.")
    );
    // 12 and 38 on the left of the line, 44 on its right: 50 of 94 is 53.19%. Who does not know is next to the bar.
    assert_eq!(lengths, ["0.00", "12.77", "40.43", "46.81"]);
    let amount = read(between(between(&page, "<figure", "</figure>"), "<span class=\"amount\">", "</span>"));
    assert_eq!(amount, "Don't know 5%");

    // With an option between the nets, it is in the middle, also where one of the nets could take it in.
    let ends =
        "{ id = \"fair_or_more\", label = \"Most\", codes = [1] }, { id = \"rest\", label = \"Rest\", codes = [2, 3] }";
    let plan = plan_with_nets(&format!("nets = [{ends}, {{ id = \"not\", label = \"Not much\", codes = [3] }}]"));
    let page = report(&rest().with(&plan, &[reading()]));
    let tones: Vec<&str> = page.split("\"part ").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(tones, ["left-3", "middle", "right-3"]);
}

#[test]
fn what_is_held_back_has_no_bar() {
    let mut held = borrowing();
    cell(&mut held, 0, "1", 0).published = Published::HeldBack(Why::SmallBase);
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[held]);
    let (said, lengths) = chart(&page, "Q3");
    assert_eq!(said, "Bar chart. Base 80: Films 44%, Books, new [c].");
    assert_eq!(lengths, ["44"]);
}

#[test]
fn a_column_in_which_nobody_answered_is_left_out() {
    let mut table = reading();
    for row in &mut table.sections[0].rows {
        row.cells[1].base.n = 0;
        row.cells[1].published = Published::Empty;
    }
    let page = written(&SURVEY.replace("reconstructed = true", ""), &[table]);
    assert_eq!(rows(&page, "Q1")[1..3], ["South", "Unweighted base 81 51"]);
}

#[test]
fn a_figure_of_one_respondent_is_no_secret() {
    assert!(written(SURVEY, &tables()).contains("no answers of single respondents"));
    let mut single = borrowing();
    cell(&mut single, 0, "1", 0).base.n = 1;
    let page = written(SURVEY, &[single]);
    assert!(page.contains("Some of them have a base of one respondent") && !page.contains("no answers of single"));
}
