//! Where the figures of a report come from, and what its claims and checks say of them.

use topline_publish::Publication;
use topline_survey::{CheckResult, CheckSeverity, Ruling, SourceRows};

use crate::fixture::{CODEBOOK, SURVEY, plan, plan_of, reading, report, rest, tables};
use crate::page_text::{between, read};

/// The rows of the first table behind a mark, as their reader sees them.
fn rows_of(page: &str, mark: &str) -> Vec<String> {
    let table = between(page, mark, "</table>");
    table.split("<tr").skip(1).map(|row| read(&format!("<tr{}", between(row, "", "</tr>")))).collect()
}

#[test]
fn rows_are_told_file_by_file_where_there_are_several() {
    let mut rest = rest();
    let plan = plan(SURVEY, "");
    assert!(!report(&rest.with(&plan, &[])).contains("Rows by file"));
    rest.accounting.sources = vec![
        SourceRows { source: "one".to_owned(), read: 1080, accepted: 70, duplicate: 2, excluded: 7, quarantined: 1 },
        SourceRows { source: "two".to_owned(), read: 6, accepted: 5, duplicate: 0, excluded: 1, quarantined: 0 },
    ];
    let page = report(&rest.with(&plan, &[]));
    assert_eq!(
        rows_of(&page, "Rows of each file"),
        ["File Rows read Accepted Duplicates Excluded Kept aside", "one 1,080 70 2 7 1", "two 6 5 0 1 0"]
    );
    assert!(read(between(&page, "id=\"rows\"", "</section>")).contains("81 respondents came from 81 accepted rows."));
}

#[test]
fn checks_hold_or_warn_or_fail() {
    let check = |name: &str, severity: CheckSeverity, passed: bool| CheckResult {
        name: name.to_owned(),
        condition: "rows",
        severity,
        found: "86".to_owned(),
        expected: "at least 90".to_owned(),
        passed,
    };
    let checks = [
        check("a", CheckSeverity::Fail, true),
        check("b", CheckSeverity::Warn, false),
        check("c", CheckSeverity::Fail, false),
    ];
    let (plan, rest) = (plan(SURVEY, ""), rest());
    let page = report(&Publication { checks: &checks, ..rest.with(&plan, &[]) });
    assert_eq!(
        rows_of(&page, "What must hold of the data"),
        [
            "Check Must be Found Result",
            "a at least 90 86 holds",
            "b at least 90 86 warning",
            "c at least 90 86 does not hold"
        ]
    );
    let contents = between(&page, "<nav class=\"contents\"", "</nav>");
    assert!(contents.contains("<a href=\"#checks\">Checks of the data</a>"), "{contents}");
    let page = report(&rest.with(&plan, &[]));
    assert!(!page.contains("Checks of the data"));
}

#[test]
fn the_contents_name_the_parts_that_are_there() {
    let contents = |publication: &Publication<'_>| {
        let page = report(publication);
        let nav = between(&page, "<nav class=\"contents\"", "</nav>").to_owned();
        nav.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    let (plan, full) = (plan(SURVEY, ""), rest());
    let tables = [reading()];
    let all = contents(&full.with(&plan, &tables));
    assert_eq!(all, ["headlines", "tables", "table-Q1", "method", "verdicts", "rows", "findings"]);
    let mut bare = rest();
    (bare.findings, bare.verdicts) = (Vec::new(), Vec::new());
    assert_eq!(contents(&bare.with(&plan, &[])), ["headlines", "tables", "method", "rows"]);
}

#[test]
fn verdicts_are_counted_and_say_why_they_are_expected() {
    let plan = plan(SURVEY, "");
    let mut one = rest();
    one.verdicts.truncate(1);
    one.verdicts[0].because = Some("it was checked by hand".to_owned());
    let page = report(&one.with(&plan, &tables()));
    let standing = |page: &str| read(between(page, "<p class=\"standing", "</p>"));
    assert_eq!(standing(&page), "1 claim was checked; each verdict is the one that the pipeline expects.");
    let document = read(between(&page, "id=\"document-release\"", "</section>"));
    assert!(document.contains("The release of <2024> The council, November 2024"), "{document}");
    assert!(document.contains("reason of 3 Expected because: it was checked by hand"), "{document}");
    assert!(document.contains("1 claim of this document"), "{document}");
    assert_eq!(
        rows_of(&page, "Verdicts by ruling</caption>")[1].split(" Holds ").count(),
        1,
        "one ruling, with what it means"
    );

    // Of two documents, one unknown to the pipeline; what cannot be checked is apart from what falls short.
    let mut two = rest();
    two.verdicts[1].ruling = Ruling::NotCheckable;
    two.verdicts[1].expected = Ruling::NotCheckable;
    two.verdicts[2].expected = Ruling::Contradicted;
    "article".clone_into(&mut two.verdicts[2].document);
    let page = report(&two.with(&plan, &tables()));
    let rows = |id: &str| {
        let rows = rows_of(&page, &format!("id=\"document-{id}\""));
        rows.into_iter().filter(|row| row.ends_with("(1)")).collect::<Vec<_>>()
    };
    assert_eq!(rows("release"), ["Cannot be checked (1)", "Hold (1)"]);
    assert_eq!(rows("article"), ["Known to fall short (1)"]);
    assert!(page.contains("<h3 id=\"document-article-title\">article</h3>"));
    let mut wrong = rest();
    wrong.verdicts[1].expected = Ruling::Holds;
    let page = report(&wrong.with(&plan, &tables()));
    assert_eq!(standing(&page), "3 claims were checked. 2 verdicts are not as expected.");
}

#[test]
fn what_is_hidden_derived_or_out_of_another_base_is_said_above_its_table() {
    let said = |codebook: &str, change: &dyn Fn(&mut topline_survey::Table)| {
        let mut plan = plan_of(SURVEY, codebook, "");
        change(plan.tables.iter_mut().find(|table| table.id == "Q1").expect("the table"));
        let page = report(&rest().with(&plan, &[reading()]));
        let section = between(&page, "<section class=\"table\" id=\"table-Q1\"", "<figure").to_owned();
        section.split("<p class=\"asked\">").skip(1).map(|line| read(between(line, "", "</p>"))).collect::<Vec<_>>()
    };
    let asked = "As asked: How much do you read, \"all in all\"?";
    assert_eq!(said(CODEBOOK, &|_| ()), [asked]);
    assert_eq!(
        said(CODEBOOK, &|table| table.hide = vec![4, 1]),
        [asked, "Counted in the base and not shown: \u{201c}Don't know\u{201d} and \u{201c}A great deal\u{201d}."]
    );
    // The title is the question: it is not said again.
    assert_eq!(
        said(&CODEBOOK.replace("text = \"How much do you read, \\\"all in all\\\"?\"", "text = \"Reading\""), &|_| ()),
        [""; 0]
    );
}

#[test]
fn a_note_names_six_places_and_counts_the_others() {
    let note = |items: usize| {
        let mut table = reading();
        let section = table.sections[0].clone();
        table.sections = (1..=items)
            .map(|number| topline_survey::Section {
                item: format!("i{number}"),
                label: format!("Item {number}"),
                ..section.clone()
            })
            .collect();
        let page = crate::page_text::written(SURVEY, &[table]);
        let from = page.find("Percentages do not add to 100").expect("a note");
        page[from..].split("</li>").next().unwrap_or_default().to_owned()
    };
    let place = |number: usize| format!("Item {number}, Total (99)");
    let places = |numbers: std::ops::RangeInclusive<usize>| numbers.map(place).collect::<Vec<_>>().join("; ");
    let what = "Percentages do not add to 100 because of rounding";
    assert_eq!(note(2), format!("{what}: {}.", places(1..=2)));
    assert_eq!(note(6), format!("{what}: {}.", places(1..=6)));
    assert_eq!(note(8), format!("{what}: {}; and 2 more.", places(1..=6)));
}
