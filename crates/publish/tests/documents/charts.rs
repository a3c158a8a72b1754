//! The same charts in the page and in the source of Typst.

use topline_publish::{Publication, document};
use topline_survey::{DocumentFormat, Plan, WeightedCategory, Weighting};

use crate::fixture::{SURVEY, agreement, borrowing, cell, plan, reading, report, rest};

fn open_plan() -> Plan {
    plan(&SURVEY.replace("reconstructed = true", ""), "")
}

fn typst(publication: &Publication<'_>) -> String {
    let files = document(DocumentFormat::Typst).expect("a document of figures").files(publication).expect("a source");
    let source = String::from_utf8(files.into_iter().next().expect("a file").bytes).expect("text");
    source.split_once("#heading(level: 1").expect("a title").1.to_owned()
}

/// The calls of the chart whose text alternative begins so.
fn chart<'s>(source: &'s str, alternative: &str) -> Vec<&'s str> {
    let at = source.find(&format!("#chart(\"{alternative}")).unwrap_or_else(|| panic!("no {alternative} in {source}"));
    source[at..].lines().take_while(|line| *line != ")").map(str::trim).collect()
}

#[test]
fn typst_draws_bars_with_their_intervals_and_base() {
    let mut table = borrowing();
    let films = cell(&mut table, 0, "2", 0);
    (films.error.x_low, films.error.x_upp) = (Some(33.26), Some(54.94));
    let (plan, rest) = (open_plan(), rest());
    let source = typst(&rest.with(&plan, &[table]));
    assert_eq!(
        chart(&source, "Bar chart."),
        [
            "#chart(\"Bar chart. Base 80: Books, new 56%, Films 44%.\",",
            "bar(\"Books, new\", 56, none, \"56%\"),",
            "bar(\"Films\", 44, (33.3, 54.9), \"44%\"),",
            "text(size: 8pt, \"Base: 80\"),",
        ]
    );
}

#[test]
fn typst_draws_scales_with_keys_and_a_base_each() {
    let (plan, rest) = (open_plan(), rest());
    let source = typst(&rest.with(&plan, &[agreement(), reading()]));
    // 44 and 56 of 101, the longest bar; 38 and 63 of it.
    assert_eq!(
        chart(&source, "Stacked bar chart. It is quiet")[1..],
        [
            "scale-keys((\"plain-1\", \"Agree\"), (\"plain-2\", \"Disagree\")),",
            "scale(\"It is quiet\", \"(78)\", 0.00, ((\"plain-1\", 43.56, \"44%\"), (\"plain-2\", 55.45, \"56%\"),), \"\"),",
            "scale(\"It is warm\", \"(40)\", 0.00, ((\"plain-1\", 37.62, \"38%\"), (\"plain-2\", 62.38, \"63%\"),), \"\"),",
        ]
    );
    let labels = "\"<script>alert('x')</script> & not much\"";
    assert!(source.contains(labels), "labels are strings: {source}");
}

#[test]
fn the_sample_is_drawn_beside_the_population() {
    let category = |category: &str, before: Option<f64>, known: f64| WeightedCategory {
        target: 1,
        by: "sex".to_owned(),
        category: category.to_owned(),
        n: Some(1),
        before,
        known,
        after: known,
    };
    let weighting = |before: [Option<f64>; 2]| Weighting {
        categories: vec![category("Women", before[0], 510.0), category("Men", before[1], 490.0)],
        summary: vec![("respondents", 80.0), ("effective respondents", 70.0), ("converged", 1.0)],
    };
    let (plan, rest) = (open_plan(), rest());
    let counted = weighting([Some(60.0), Some(20.0)]);
    let publication = Publication { weighting: Some(&counted), ..rest.with(&plan, &[]) };
    let said = "Bar chart of sample and population by sex. Women: sample 75.0%, population 51.0%. Men: sample 25.0%, population 49.0%.";
    let page = report(&publication);
    assert!(page.contains(&format!("role=\"img\" aria-label=\"{said}\">")), "{page}");
    for length in ["inline-size:75%", "inline-size:51%", "inline-size:25%", "inline-size:49%"] {
        assert!(page.contains(length), "{length}");
    }
    let source = typst(&publication);
    assert!(source.contains("80 respondents count as much as 70 would with equal weights"), "{source}");
    assert_eq!(
        chart(&source, "Bar chart of sample"),
        [
            format!("#chart(\"{said}\",").as_str(),
            "heading-line(\"Women\"),",
            "bar(\"Sample\", 75, none, \"75.0%\", aside: true),",
            "bar(\"Population\", 51, none, \"51.0%\"),",
            "heading-line(\"Men\"),",
            "bar(\"Sample\", 25, none, \"25.0%\", aside: true),",
            "bar(\"Population\", 49, none, \"49.0%\"),",
        ]
    );
    // Where counts are protected, nothing of the sample is drawn.
    let held = weighting([None, None]);
    let page = report(&Publication { weighting: Some(&held), ..rest.with(&plan, &[]) });
    assert!(page.contains("Women: sample [c], population 51.0%.") && !page.contains("inline-size:75%"));
}

#[test]
fn typst_has_the_method_and_the_rows_of_tables() {
    let (plan, rest) = (open_plan(), rest());
    let source = typst(&rest.with(&plan, &[agreement(), reading()]));
    for piece in [
        "terms.item(\"Commissioned by\", \"The \\\"Example\\\" Council\")",
        "terms.item(\"Fieldwork\", \"28 October to 3 November 2024\")",
        "#table(columns: (3fr, 1fr, 1fr, 1fr,), align: (x, y) => if x == 0 { left } else { right },\n  table.header(\"Answer\", \
         \"Total\", \"Region: North\", \"Region: South\"),\n  table.cell(colspan: 4, strong(\"It is quiet\")),\n",
        "\n  \"A fair amount or more\", \"51%\", \"50%\", \"51%\",\n  pad(left: 1em, \"A great deal\"), \"12%\", \"17%\", \"10%\",\n",
        "\n  \"Agree\", \"38%\", \"[c]\", \"33%\",\n",
    ] {
        assert!(source.contains(piece), "{piece} in {source}");
    }
}
