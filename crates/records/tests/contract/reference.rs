//! `docs/src/reference/outputs.md` is made of the descriptions of the tables. `TOPLINE_GUIDE=update` writes it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use topline_records::{RUN_TABLES, RecordColumn, RecordTable};

const PAGE: &str = "../../docs/src/reference/outputs.md";

const HEAD: &str = "\
# Outputs

<!-- Generated from crates/records: `just update-docs`. -->

A run writes one folder, `data/out/<survey>/`. Its tables are plain Parquet files (Snappy, one file a table), which DuckDB, pandas,
Polars, R and every other reader of Parquet open. The same tables have the same names in `topline sql`.

> **`raw/`, `responses.parquet` and `answers.parquet` hold the answers of single respondents.** They are for the analyst, and not
> for publication. `figures.parquet` and `tables/` hold no respondents.

Counts and numbers of rows are signed whole numbers (`INT64`), so that their differences can be computed. Codes are `INT32`. A
column can be null only if its row below says when.

## Columns that join tables

| column | in | meaning |
|---|---|---|
| `row_id` | `responses`, `answers`, the view of a question | the response |
| `question`, `item`, `code` | `answers`, `questions`, `options`, `figures` (without `code`) | the question, its item, its option |
| `response_column` | `questions`, `options` | the column of `responses` with the answers |
| `figure` | `figures`, the list `figures` of `verdicts` | the figure |
| `source_row` | `findings`, `responses` (with several files) | the row of a file, as you see it in a text editor or spreadsheet |
";

const FOOT: &str = "\
## Other files

| file | what it holds |
|---|---|
| `tables/<id>.parquet` | the rows of `figures` that belong to one table, with the same columns, if `[publish]` has the format `parquet` |
| `tables/<id>.csv` | one table as its readers see it: `item_label` (of a grid), `row_label`, `unit`, and one column for each column of the table. A table of `figures/*.sql` has `row_label`, `unit`, `value`, `count` and `base`. If the export is reconstructed, the column `export` says so |
| `report.html` | the whole release on one page. It needs no other file, unless there is `report-tables/` |
| `report-tables/<number>.html` | if the tables are too large for one page of less than 2 MB: the tables with all their breaks, about half a megabyte to a page, to which `report.html` links |
| `report-by/<question>/index.html`, `report-by/<question>/<group>.html` | if [`[[report]]`](survey-toml.md#report) asks for it: a page for each group of respondents, with its figures next to those of all |
| `report.typ` | if asked for: the tables as a source of [Typst](https://typst.app), which makes an accessible PDF of it: `typst compile --pdf-standard ua-1 report.typ` |
| `tables/csv-metadata.json`, `datapackage.json` | if asked for: what the CSV files are and what each of their columns holds, as [CSV on the Web](https://www.w3.org/TR/tabular-metadata/) and as a Frictionless data package |
| `figures.json`, `figures.schema.json` | if asked for: every published figure as JSON, and its JSON Schema |
| `tables.xlsx`, `tables.ods` | all tables as a workbook, if [`[publish]`](survey-toml.md#publish) asks for it: one for Excel, one in OpenDocument format. Both have the same sheets |
| `archive/responses.sav`, `archive/triple_s.sss`, `archive/triple_s.csv` | if asked for: the responses for SPSS, and as Triple-S 2.0, without private questions. They hold the answers of single respondents |
| `archive/ddi.xml`, `archive/dictionary.csv`, `archive/dictionary.html` | if asked for: what the variables of these files are, as DDI-Codebook 2.5 and for people. See [Deposit the data](../how-to/archives.md) |
| `bulletin.md` | the text of the pipeline with the headlines filled in |
| `bulletin.html`, `bulletin.docx` | if asked for: the same as a page and for Word |
| `run.json` | the ledger: what happened to each row, verdicts by ruling, and the name, size and SHA-256 of every input and output |

If a figure is held back, its row has the base and the reason (`suppressed`), but neither the value nor the counts. The same
applies to all documents. `topline explain` reads the answers themselves, and lists the rows that it counts.
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for table in RUN_TABLES {
        section(&mut page, &table);
    }
    page.push('\n');
    page.push_str(FOOT);
    page
}

fn section(page: &mut String, table: &RecordTable) {
    let _ = writeln!(page, "\n## `{}`\n", table.file);
    let _ =
        writeln!(page, "One row is {}.{}{}\n", table.grain, if table.note.is_empty() { "" } else { " " }, table.note);
    page.push_str("| column | type | unit | meaning | null when |\n|---|---|---|---|---|\n");
    table.columns.iter().chain(table.patterns).for_each(|column| row(page, column));
}

fn row(page: &mut String, column: &RecordColumn) {
    let (unit, null) = (column.unit.unwrap_or_default(), column.null.unwrap_or("never"));
    let _ = writeln!(page, "| `{}` | {} | {unit} | {} | {null} |", column.name, column.holds.name(), column.meaning);
}

#[test]
fn the_reference_of_outputs_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if env::var("TOPLINE_GUIDE").is_ok_and(|wanted| wanted == "update") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the page");
        fs::write(&path, page()).expect("a page that can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page(), "{} is stale: `just update-docs` writes it", path.display());
}

#[test]
fn a_column_is_described_once_and_in_a_sentence() {
    for table in RUN_TABLES {
        let mut names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        for column in table.columns.iter().chain(table.patterns) {
            let texts = [Some(column.meaning), column.null, column.unit];
            assert!(texts.into_iter().flatten().all(|text| !text.is_empty() && !text.contains('|')), "{}", column.name);
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{}", table.name);
    }
}
