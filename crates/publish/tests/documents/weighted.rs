//! A weighted survey with a design: what its tables have in each document that other surveys do not have.

use topline_publish::{Publication, document, table_text};
use topline_survey::{
    CellTest, DocumentFormat, LetterAgainst, LetterBase, LetterCorrection, Letters, Plan, Tabulation, TestKind, Tests,
};

use crate::fixture::{SURVEY, cell, plan, reading, report, rest};
use crate::page_text::{between, read, rows};
use crate::workbooks::{part, sheet, sheets};

/// The table of readings with weights, an interval, letters and a test.
fn table() -> Tabulation {
    let mut table = reading();
    for (column, weighted, effective) in [(0, 81.25, Some(70.0)), (1, 29.0, Some(25.5)), (2, 52.25, None)] {
        let base = &mut cell(&mut table, 0, "base", column).base;
        (base.weighted, base.effective) = (weighted, effective);
    }
    for (row, ends) in [("2", (27.64, 48.91)), ("mean", (2.1, 2.58))] {
        let error = &mut cell(&mut table, 0, row, 0).error;
        (error.x_low, error.x_upp) = (Some(ends.0), Some(ends.1));
    }
    for (row, letters) in [("1", ["B +", ""]), ("2", ["", "A C"]), ("3", ["(-)", "+"])] {
        for (column, letters) in [1, 2].into_iter().zip(letters) {
            cell(&mut table, 0, row, column).letters = Some(letters.to_owned());
        }
    }
    let test = CellTest { kind: TestKind::ChiSquare, statistic: 1.0, ndf: 1.0, ddf: None, p: 0.02, p_corrected: 0.04 };
    for column in [1, 2] {
        cell(&mut table, 0, "1", column).test = Some(test);
    }
    table
}

fn open_plan(sections: &str) -> Plan {
    let survey = SURVEY.replace("reconstructed = true", "mode = \"Online\"").replacen("mode = \"Online\"\n", "", 1);
    let mut plan = plan(&format!("{survey}\n[weights]\ncolumn = \"w\"\n{sections}"), "");
    let known = plan.tables.iter_mut().find(|known| known.id == "Q1").expect("the table");
    known.letters = Some(Letters {
        confidence: 0.95,
        lower_confidence: None,
        against: LetterAgainst::Both,
        correction: LetterCorrection::None,
        base: LetterBase::Effective,
        minimum_base: 40,
    });
    known.tests = Some(Tests::default());
    plan
}

#[test]
fn the_report_has_bases_letters_intervals_and_p_values() {
    let (plan, rest) = (open_plan("[design]\nconfidence = 0.9"), rest());
    let page = report(&rest.with(&plan, &[table()]));
    assert_eq!(
        rows(&page, "Q1")[2..],
        [
            "Unweighted base 81 30 51",
            "Weighted base 81.2 29 52.2",
            "Effective base 70 25.5 [z]",
            "Net: A fair amount or more 51% 50% 51%",
            "A great deal 12% 17% significantly higher than B significantly higher than the rest + 10%",
            "A great deal (p) 0.040",
            "A fair amount 38% 28 to 49 33% 41% significantly higher than A C",
            "<script>alert('x')</script> & not much 44% 40% significantly lower than the rest (-) 47% significantly higher than the rest +",
            "Don't know 5% 10% 2%",
            "Mean 2.34 2.10 to 2.58 2.26 [u] 2.38",
            "Base of \u{201c}Mean\u{201d} 77 27 50",
        ]
    );
    // Between the letters and the mark is a space; before a mark alone there is none.
    assert!(page.contains("</span>B <span class=\"unseen\"> significantly higher than the rest </span>+"), "{page}");
    assert!(page.contains("<span class=\"letters\"><span class=\"unseen\"> significantly lower"), "{page}");
    let notes = read(between(&page, "id=\"tables\"", "<section class=\"table\""));
    assert!(notes.contains("Figures are weighted. The unweighted base counts respondents"), "{notes}");
}

#[test]
fn the_population_is_finite_where_the_first_stage_says_how_large_it_is() {
    let size = "\n[[question]]\nid = \"size\"\nkind = \"number\"\ntext = \"How many?\"\ncolumn = \"Size\"\n";
    let codebook = format!("{}{size}", crate::fixture::CODEBOOK);
    for (stage, is_finite) in [
        ("", false),
        ("stage = [{ strata = \"region\" }]", false),
        ("stage = [{ clusters = \"region\" }, { population = 900 }]", false),
        ("stage = [{ population = 900 }]", true),
        ("stage = [{ population_from = \"size\" }]", true),
        ("stage = [{ fraction_from = \"size\" }]", true),
        ("stage = [{ probability_from = \"size\" }]", true),
    ] {
        let survey = format!("{SURVEY}\n[design]\n{stage}");
        let plan = crate::fixture::plan_of(&survey, &codebook, "");
        let page = report(&rest().with(&plan, &[table()]));
        assert_eq!(page.contains("The population is finite, and those who answered are known"), is_finite, "{stage}");
    }
}

#[test]
fn workbooks_have_rows_for_letters_bases_and_p_values() {
    let (plan, rest) = (open_plan(""), rest());
    let tables = [table()];
    let rows = sheet(&sheets(&rest.with(&plan, &tables)), "Q1");
    let from = rows.iter().position(|row| row.starts_with("Unweighted base")).expect("the base");
    assert_eq!(
        rows[from - 1..from + 10],
        [
            "Answer | Unit | Total | Region: North | Region: South | Values with [u]",
            "Unweighted base | Number | 81 | 30 | 51 | none",
            "Weighted base | Number | 81.2 | 29 | 52.2 | none",
            "Effective base | Number | 70 | 25.5 | [z] | none",
            "A fair amount or more | Percentage | 51% | 50% | 51% | none",
            "A great deal | Percentage | 12% | 17% | 10% | none",
            "A great deal (higher than, and compared with the rest) | Letters | [z] | B + | none | none",
            "A great deal (p) | p | [z] | 0.040 | 0.040 | none",
            "A fair amount | Percentage | 38% | 33% | 41% | none",
            "A fair amount (higher than, and compared with the rest) | Letters | [z] | none | A C | none",
            "<script>alert('x')</script> & not much | Percentage | 44% | 40% | 47% | none",
        ]
    );
    let banner = open_plan("[publish]\nworkbook = \"banner\"");
    let rows = sheet(&sheets(&rest.with(&banner, &tables)), "Tables_1");
    let from = rows.iter().position(|row| row.starts_with("A great deal | ")).expect("the row");
    assert_eq!(
        rows[from..from + 5],
        [
            "A great deal | 12% | 17% | 10%",
            " |  | B + | ",
            "A great deal (p) |  | 0.040 | 0.040",
            "A fair amount | 38% | 33% | 41%",
            " |  |  | A C",
        ]
    );
}

#[test]
fn columns_of_a_workbook_are_as_wide_as_their_longest_word() {
    let (plan, rest) = (open_plan(""), rest());
    let mut table = table();
    "Northern-and-so-on-x and further".clone_into(&mut table.columns[1].label);
    "x".repeat(60).clone_into(&mut table.columns[2].label);
    let tables = [table];
    let publication = rest.with(&plan, &tables);
    let files = document(DocumentFormat::Xlsx).expect("a document of figures").files(&publication).expect("a workbook");
    let sheet = part(&files[0].bytes, "xl/worksheets/sheet4.xml");
    let widths: Vec<&str> = sheet.split(" width=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    // The labels; the unit; `Total`, the least; 20 letters and 3; the most; the words about small bases.
    assert_eq!(widths, ["44", "14", "14", "23", "40", "34"]);
}

#[test]
fn a_source_of_typst_has_further_columns_in_further_tables() {
    let rest = rest();
    let plan = plan(&SURVEY.replace("reconstructed = true", ""), "");
    let mut wide = reading();
    let head = wide.columns[2].clone();
    for number in 3..8 {
        let label = format!("Area {number}");
        wide.columns.push(topline_survey::ColumnHead { key: format!("area.{number}"), label, ..head.clone() });
    }
    for row in &mut wide.sections[0].rows {
        let own = row.cells[2].clone();
        row.cells.resize(8, own);
    }
    let tables = [wide];
    let publication: Publication<'_> = rest.with(&plan, &tables);
    let files = document(DocumentFormat::Typst).expect("a document of figures").files(&publication).expect("a source");
    let source = String::from_utf8(files.into_iter().next().expect("a file").bytes).expect("text");
    let tables: Vec<&str> = source.split("#table(columns").skip(1).collect();
    assert_eq!(tables.len(), 2, "six columns, and two");
    assert!(tables[0].starts_with(": (3fr, 1fr, 1fr, 1fr, 1fr, 1fr, 1fr,)"), "{}", tables[0]);
    assert!(tables[1].contains("table.header(\"Answer\", \"Region: Area 6\", \"Region: Area 7\"),"), "{}", tables[1]);
    assert!(tables[1].contains("\n  \"A fair amount or more\", \"51%\", \"51%\",\n"), "{}", tables[1]);
    for piece in [
        "#set document(title: \"Libraries & their <users>\", author: \"The \\\"Example\\\" Council\", date: none)",
        "#heading(level: 1, \"Libraries & their <users>\")\n\
         #par(\"The answers are made up <b>throughout</b>.\")\n#par(\"Only the headline was published.\")\n\
         #heading(level: 2, \"Headlines\")\n#list(\"51% read a fair amount or more\", \"81 users answered\", \"[z] in the north find it \
         warm\", \"[z] of nobody\")\n",
        "#heading(level: 3, \"Q1: Reading\")\n#par(\"\u{201c}How much do you read, \\\"all in all\\\"?\u{201d}\")\n\
         #par(\"Base: those who answered.\")\n#chart(",
    ] {
        assert!(source.contains(piece), "{piece} in {source}");
    }
    assert!(table_text(&plan, &reading()).starts_with("Q1  Reading\nBase: those who answered\n"));
}
