//! The sections of the questionnaire, under which documents list their tables.

use topline_publish::{Publication, document};
use topline_survey::{DocumentFormat, Plan, ShownQuote};

use crate::fixture::{CODEBOOK, SURVEY, plan_of, report, rest, tables};

/// Q1 and Q3 are in one section, Q2 in another, and the table made in SQL in none.
fn sectioned() -> Plan {
    let codebook = [("Reading", "How you read"), ("Agreement", "Your library")].iter().fold(
        CODEBOOK
            .replace("text = \"What do you borrow?\"", "text = \"What do you borrow?\"\nsection = \"How you read\""),
        |codebook, (title, section)| {
            codebook.replace(&format!("title = \"{title}\""), &format!("title = \"{title}\"\nsection = \"{section}\""))
        },
    );
    plan_of(SURVEY, &codebook, "")
}

fn texts(publication: &Publication<'_>, format: DocumentFormat) -> String {
    let files = document(format).expect("a document of figures").files(publication).expect("a document");
    String::from_utf8(files.into_iter().next().expect("a file").bytes).expect("text")
}

/// The texts of these, in this order.
#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    parts.iter().fold(text, |rest, part| {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not after the others in {text}"));
        &rest[at + part.len()..]
    });
}

#[test]
fn a_report_lists_tables_under_their_sections() {
    let (plan, tables, rest) = (sectioned(), tables(), rest());
    let page = report(&rest.with(&plan, &tables));
    let contents = [
        "<li class=\"part\"><a href=\"#section-1\">How you read</a><ul>",
        "#table-Q1",
        "#table-Q3",
        "<li class=\"part\"><a href=\"#section-2\">Your library</a><ul>",
        "#table-Q2",
        "<li class=\"part\"><a href=\"#section-3\">Other tables</a><ul>",
        "#table-shares",
    ];
    let body = [
        "<h3 id=\"section-1-title\">How you read</h3>",
        "<h4 class=\"title\" id=\"table-Q1-title\">Reading",
        "<h4 class=\"title\" id=\"table-Q3-title\">What do you borrow?",
        "<h3 id=\"section-2-title\">Your library</h3>",
        "<h4 class=\"title\" id=\"table-Q2-title\">Agreement",
        "<h3 id=\"section-3-title\">Other tables</h3>",
        "<h4 class=\"title\" id=\"table-shares-title\">Shares",
    ];
    in_order(&page, &[&contents[..], &body[..]].concat());
    // Without sections, tables are one level below the heading of all of them.
    let plan = plan_of(SURVEY, CODEBOOK, "");
    let page = report(&rest.with(&plan, &tables));
    in_order(&page, &["<h3 class=\"title\" id=\"table-Q1-title\">", "table-Q2-title", "table-Q3-title"]);
    assert!(!page.contains("Other tables"));
}

#[test]
fn other_documents_have_the_sections_too() {
    let (plan, tables, rest) = (sectioned(), tables(), rest());
    let publication = rest.with(&plan, &tables);
    let source = texts(&publication, DocumentFormat::Typst);
    in_order(
        &source,
        &[
            "#heading(level: 3, \"How you read\")",
            "#heading(level: 4, \"Q1: Reading\")",
            "#heading(level: 4, \"Q3: ",
            "#heading(level: 3, \"Your library\")",
            "#heading(level: 4, \"Q2: ",
        ],
    );
    let package = texts(&publication, DocumentFormat::Datapackage);
    let package: serde_json::Value = serde_json::from_str(&package).expect("JSON");
    let section = |path: &str| {
        let resources = package["resources"].as_array().expect("resources").iter();
        resources.filter(|resource| resource["path"] == path).map(|resource| resource["section"].clone()).next()
    };
    assert_eq!(section("tables/Q3.csv"), Some("How you read".into()));
    assert_eq!(section("tables/shares.csv"), Some(serde_json::Value::Null));
    let figures: serde_json::Value = serde_json::from_str(&texts(&publication, DocumentFormat::Json)).expect("JSON");
    let sections_of = |table: &str| -> Vec<serde_json::Value> {
        let figures = figures["figures"].as_array().expect("figures").iter();
        figures.filter(|figure| figure["table"] == table).map(|figure| figure["section"].clone()).collect()
    };
    assert!(sections_of("Q2").iter().all(|section| section == "Your library") && !sections_of("Q2").is_empty());
    assert!(sections_of("shares").iter().all(serde_json::Value::is_null));
    let described: serde_json::Value = serde_json::from_str(&texts(&publication, DocumentFormat::Csvw)).expect("JSON");
    let subjects: Vec<&serde_json::Value> =
        described["tables"].as_array().expect("tables").iter().map(|table| &table["dc:subject"]).collect();
    let expect = ["How you read".into(), "Your library".into(), "How you read".into(), serde_json::Value::Null];
    assert_eq!(subjects, expect.iter().collect::<Vec<_>>());
}

#[test]
fn a_source_of_typst_quotes_respondents_by_question() {
    let (plan, tables, rest) = (plan_of(SURVEY, CODEBOOK, ""), tables(), rest());
    let quote = |question: &str, text: &str, attribution: &str| ShownQuote {
        id: "q".to_owned(),
        question: question.to_owned(),
        text: text.to_owned(),
        attribution: attribution.to_owned(),
        beside: None,
    };
    let quotes = [quote("Q3", "Only \"films\" #x", "North"), quote("Q1", "A lot", "")];
    let source = texts(&Publication { quotes: &quotes, ..rest.with(&plan, &tables) }, DocumentFormat::Typst);
    in_order(
        &source,
        &[
            "#heading(level: 2, \"In respondents\u{2019} own words\")",
            "nobody wrote these words",
            "#heading(level: 3, \"Reading\")",
            "#quote(block: true, \"\u{201c}A lot\u{201d}\")",
            "#heading(level: 3, \"What do you borrow?\")",
            "#quote(block: true, attribution: \"North\", \"\u{201c}Only \\\"films\\\" #x\u{201d}\")",
        ],
    );
    assert!(!texts(&rest.with(&plan, &tables), DocumentFormat::Typst).contains("own words"));
}

#[test]
fn a_report_has_the_quotes_of_each_question_under_it() {
    let (plan, tables, rest) = (plan_of(SURVEY, CODEBOOK, ""), tables(), rest());
    let quote = |question: &str, text: &str, beside: Option<&str>| ShownQuote {
        id: "q".to_owned(),
        question: question.to_owned(),
        text: text.to_owned(),
        attribution: "North".to_owned(),
        beside: beside.map(str::to_owned),
    };
    let quotes = [quote("Q3", "Films", None), quote("Q1", "A lot", None), quote("Q1", "Beside it", Some("Q2"))];
    let page = report(&Publication { quotes: &quotes, ..rest.with(&plan, &tables) });
    let own = page.split_once("<section id=\"quotes\"").expect("a section of quotes").1;
    let own = own.split_once("</section>").expect("its end").0;
    in_order(own, &["own words", "nobody wrote these words", "Reading", "A lot", "What do you borrow?", "Films"]);
    for text in ["A lot", "Films"] {
        assert_eq!(own.matches(&format!("\u{201c}{text}\u{201d}")).count(), 1, "{own}");
    }
    assert!(!own.contains("Beside it"), "{own}");
    in_order(&page, &["aria-label=\"Quotes beside table Q2\"", "Beside it"]);
}
