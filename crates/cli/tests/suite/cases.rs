//! Exports that a draft or a rule of bases read wrongly in silence, each with what is right of it.
//!
//! The expected numbers were counted while the files were made, or are those of PSPP or of R's survey package. The exports whose drafts
//! can be judged without a run are in `crates/draft/tests/drafts/guesses.rs`.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::program::topline;
use crate::small_survey::SmallSurvey;
use crate::workspace::{path, root};

/// An export, what is asked of the run of its unedited draft, and what is right.
struct Case {
    export: &'static str,
    /// What the screen of the draft says.
    says: &'static str,
    query: &'static str,
    expect: &'static str,
}

/// Every option with its count, base and percentage.
const OPTIONS: &str = "select row_label, n, base, round(x, 4) from figures where row_kind = 'option' and column_key is null order by figure";
/// The same, with the item of a grid.
const ITEMS: &str = "select coalesce(item_label, question), row_label, n, base from figures \
                     where row_kind = 'option' and column_key is null order by figure";

const CASES: [Case; 11] = [
    Case {
        export: "tests/fixtures/cases/excel_leaves_out_trailing_commas.csv",
        says: "2 questions from 5 columns",
        query: OPTIONS,
        expect: "Yes,30,60,50.0\nNo,30,60,50.0\nOften,23,60,38.3333\nSometimes,21,60,35.0\nNever,16,60,26.6667\n",
    },
    Case {
        export: "tests/fixtures/cases/excel_leaves_out_trailing_commas.csv",
        says: "respondent: \"ID\"",
        query: "select kind, count(*) from findings group by kind",
        expect: "short_row,45\n",
    },
    Case {
        export: "tests/fixtures/cases/excel_errors_are_answers.xlsx",
        says: "2 questions from 3 columns",
        query: "select row_label, n, base, round(x, 4) from figures where question = 'region' and row_kind = 'option' order by figure",
        expect: "North,12,35,34.2857\nSouth,11,35,31.4286\nEast,12,35,34.2857\n",
    },
    Case {
        export: "crates/ingest/tests/exports/fixtures/formulas-without-values.xlsx",
        says: "`Band`: 30 cells of the column are formulas without a stored value",
        query: "select source_column, kind from findings",
        expect: "Band,no_value\n",
    },
    Case {
        export: "crates/ingest/tests/exports/fixtures/merged-header.xlsx",
        says: "header: 2 rows",
        query: ITEMS,
        expect: "Price,Very,10,30\nPrice,Fairly,10,30\nPrice,Not,10,30\n\
                 Quality,Very,10,30\nQuality,Fairly,10,30\nQuality,Not,10,30\n\
                 Staff,Very,8,23\nStaff,Fairly,8,23\nStaff,Not,7,23\n\
                 which_do_you_use,Web,15,25\nwhich_do_you_use,Shop,20,25\n",
    },
    Case {
        export: "tests/fixtures/cases/windows_1251_becomes_mojibake.csv",
        says: "windows-1251",
        query: OPTIONS,
        expect: "Москва,15,30,50.0\nКазань,15,30,50.0\nХорошо,10,30,33.3333\nПлохо,10,30,33.3333\nНе знаю,10,30,33.3333\n",
    },
    Case {
        export: "tests/fixtures/cases/composed_and_decomposed_letters.csv",
        says: "2 questions from",
        query: OPTIONS,
        expect: "Bien,9,36,25.0\nTr\u{e8}s bien,27,36,75.0\nCaf\u{e9},12,36,33.3333\nBar,24,36,66.6667\n",
    },
    Case {
        export: "crates/ingest/tests/exports/fixtures/filtered-rows.xlsx",
        says: "22 rows of the sheet are hidden by a filter on `Region`",
        query: "select count(*) from responses",
        expect: "30\n",
    },
    Case {
        export: "tests/fixtures/cases/weights_with_a_decimal_comma.csv",
        says: "weighted by \"weight\"",
        query: "select row_label, n, base, n_weighted, base_weighted, x from figures where figure = 'agree.1'",
        // One of 27.5 by 44; the 26 of 40 count eight whose weight is nought, which no base does.
        expect: "Yes,20,32,27.5,44.0,62.5\n",
    },
    Case {
        export: "tests/fixtures/cases/nul_bytes_and_guarding_apostrophes.csv",
        says: "2 questions from",
        query: OPTIONS,
        expect: "Blue,15,30,50.0\nRed,15,30,50.0\n=none,10,30,33.3333\n-5 to 0,10,30,33.3333\n+44 rule,10,30,33.3333\n",
    },
    Case {
        export: "tests/fixtures/cases/days_as_serial_numbers.xlsx",
        says: "46023 to 46052 are taken for days of a spreadsheet, 2026-01-01 to 2026-01-30",
        query: "select min(date_of_interview), max(date_of_interview) from responses",
        expect: "2026-01-01,2026-01-30\n",
    },
];

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/cases").join(name)
}

/// What a query of a pipeline's last run gives, without its header.
fn ask(folder: &TempDir, pipeline: &str, query: &str) -> String {
    let told = topline(folder.path(), &["sql", query, "-p", pipeline, "--format", "csv"]).exits(0);
    told.stdout.split_once('\n').map(|(_, rows)| rows.to_owned()).unwrap_or_default()
}

/// Drafts a pipeline from an export, and runs it as it is.
fn drafted(folder: &TempDir, export: &str, pipeline: &str) -> String {
    let to = format!("pipelines/{pipeline}");
    let told = topline(folder.path(), &["init", path(&root().join(export)), "-o", &to]).exits(0);
    topline(folder.path(), &["run", pipeline]).exits(0);
    told.stdout + &told.stderr
}

#[test]
fn unedited_drafts_give_what_is_right() {
    for case in CASES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let told = drafted(&folder, case.export, "drafted");
        assert!(told.contains(case.says), "{}: {told}", case.export);
        assert_eq!(ask(&folder, "drafted", case.query), case.expect, "{}", case.export);
    }
}

/// Two exports of one name in two folders: eight of ten agree in January, two of ten in February.
#[test]
fn drafts_of_exports_of_one_name_have_outputs_of_their_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for month in ["jan", "feb"] {
        let export = folder.path().join(month).join("export.csv");
        fs::create_dir_all(export.parent().expect("a folder")).expect("a folder that can be made");
        fs::copy(fixture(&format!("two_exports_of_the_same_name_{month}.csv")), &export).expect("an export");
        drafted(&folder, path(&export), month);
    }
    for (month, expect) in [("jan", "Yes,8,10,80.0\nNo,2,10,20.0\n"), ("feb", "No,8,10,80.0\nYes,2,10,20.0\n")] {
        let query = OPTIONS.replace("order by figure", "order by n desc");
        assert_eq!(ask(&folder, month, &query), expect, "{month}");
    }
}

/// Of the second wave PSPP takes the mean of six ages and six incomes; no value that is missing in it was in the first wave.
#[test]
fn ranges_of_missing_values_hold_for_the_next_wave() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let export = folder.path().join("wave.sav");
    fs::copy(fixture("ranges_of_missing_values_wave1.sav"), &export).expect("an export");
    drafted(&folder, path(&export), "drafted");
    fs::copy(fixture("ranges_of_missing_values_wave2.sav"), &export).expect("an export");
    topline(folder.path(), &["run", "drafted"]).exits(0);
    let means = "select round(avg(age), 4), count(age), round(avg(inc), 4), count(inc) from responses";
    assert_eq!(ask(&folder, "drafted", means), "38.5,6,2216.6667,6\n");
}

#[test]
fn codes_that_pandas_wrote_are_the_codes_of_the_codebook() {
    let export = fs::read_to_string(fixture("code_1_is_written_as_a_float.csv")).expect("an export");
    let survey = SmallSurvey {
        source: "respondent = \"id\"",
        codebook: "[default]\nblank = \"not_asked\"\n\
            [[question]]\nid = \"q1\"\nkind = \"single\"\ntext = \"How often?\"\ncolumn = \"q1\"\n\
            options = [{ code = 1, label = \"Often\" }, { code = 2, label = \"Sometimes\" }, { code = 3, label = \"Never\" }]\n\
            [[question]]\nid = \"q2\"\nkind = \"single\"\ntext = \"Sex\"\ncolumn = \"q2\"\n\
            options = [{ code = 1, label = \"Male\" }, { code = 2, label = \"Female\" }]\n",
        export: &export,
        ..SmallSurvey::default()
    };
    let counted = survey.run().sql("select figure, n, base from figures where row_kind = 'option' order by figure");
    assert_eq!(counted, "figure,n,base\nq1.1,10,30\nq1.2,10,30\nq1.3,10,30\nq2.1,20,40\nq2.2,20,40\n");
}

/// By R's survey package: clusters less strata with a member in the domain, and no interval where that leaves nothing.
#[test]
fn a_domain_has_the_degrees_of_freedom_of_its_own_clusters() {
    let export = fs::read_to_string(fixture("degrees_of_freedom_of_a_domain.csv")).expect("an export");
    let survey = SmallSurvey {
        source: "respondent = \"id\"",
        sections: "[weights]\ncolumn = \"w\"\n[design]\n[[design.stage]]\nstrata = \"stratum\"\nclusters = \"cluster\"\n",
        codebook: "passed_over = [\"w\"]\n\
            [[question]]\nid = \"stratum\"\nkind = \"text\"\ntext = \"Stratum\"\ncolumn = \"stratum\"\n\
            [[question]]\nid = \"cluster\"\nkind = \"text\"\ntext = \"Cluster\"\nprivate = true\ncolumn = \"cluster\"\n\
            [[question]]\nid = \"support\"\nkind = \"single\"\ntext = \"Support\"\ncolumn = \"support\"\n\
            options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n\
            [[question]]\nid = \"sex\"\nkind = \"single\"\ntext = \"Sex\"\ncolumn = \"sex\"\n\
            options = [{ code = 1, label = \"Male\" }, { code = 2, label = \"Female\" }]\n",
        export: &export,
        ..SmallSurvey::default()
    };
    let survey = survey.run();
    for (domain, expect) in [
        ("true", "0.422078,0.058635,0.304951,0.548678,16.0"),
        ("stratum = 'S1'", "0.513158,0.103246,0.250719,0.768537,4.0"),
        ("sex = 2", "0.389262,0.061095,0.269886,0.523575,16.0"),
        ("cluster in ('C10', 'C11')", "0.677419,0.077329,0.022878,0.994719,1.0"),
        ("cluster = 'C10'", "0.785714,0.0,,,0.0"),
    ] {
        let estimate = format!("select survey_prop(chose(support, 'Yes')) as p from responses where {domain}");
        let numbers = "round(p.estimate, 6), round(p.se, 6), round(p.low, 6), round(p.upp, 6), p.df";
        let told = survey.sql(&format!("with estimated as ({estimate}) select {numbers} from estimated"));
        assert_eq!(told.lines().nth(1), Some(expect), "{domain}");
    }
}
