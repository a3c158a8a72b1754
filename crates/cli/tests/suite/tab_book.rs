//! A professional's whole tab book (`tests/real/ipsos2016`): every count, percentage, base and letter of its 50 questions by three pages of
//! a banner.
//!
//! Its letters come of another test than ours, which the book does not describe: Student's t of the effective bases, with the proportion
//! that the weighted bases have in common, of columns with an effective base of 30. All of its 8,250 cells are that test's; 36 differ from
//! ours, by a z test with the proportion that the effective bases have in common, of columns with 30 respondents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::program::{finish, program};
use crate::real::data;
use crate::workspace::{path, root};

/// The columns of each page after the total.
const PAGES: [&str; 3] = [
    "sex.1 sex.2 age.1 age.2 age.3 income.1 income.2 region.1 region.2 region.3 region.4",
    "kids.1 kids.2 education.1 education.2 education.3 education.4 education.5 work.1 work.2 work.3 work.4 married.1 married.2 white.1 \
     white.2",
    "voter.1 voter.2 vote.1 vote.2 aware.1 thought.1 party.1 party.2 party.3",
];

/// A cell of the book.
struct BookCell {
    question: String,
    page: usize,
    row: String,
    count: String,
    percent: String,
    letters: String,
    bases: [f64; 2],
}

/// A number as the book has it: a dash is nobody.
fn in_book(text: &str) -> f64 {
    if text == "-" { 0.0 } else { text.parse().expect("a number") }
}

/// The cells of the book in its order.
fn book(folder: &Path) -> Vec<BookCell> {
    let packed = folder.join("ipsos2016/expected.csv.gz");
    let unpacked = Command::new("gzip").arg("-dc").arg(packed).output().expect("gzip");
    let mut reader = csv::Reader::from_reader(unpacked.stdout.as_slice());
    let heads = reader.headers().expect("heads").clone();
    let cell = |record: csv::StringRecord| {
        let text = |name: &str| {
            let at = heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("a column {name}"));
            record[at].to_owned()
        };
        BookCell {
            question: text("column_in_data"),
            page: text("page").parse().expect("a page"),
            row: text("row"),
            count: text("weighted_count"),
            percent: text("percent"),
            letters: text("higher_than"),
            bases: ["base_unweighted", "base_weighted"].map(|name| in_book(&text(name))),
        }
    };
    reader.records().map(|record| cell(record.expect("a record"))).collect()
}

/// A figure of ours.
#[derive(Clone)]
struct Figure {
    published: String,
    x: f64,
    base: f64,
    weighted: f64,
    effective: f64,
    letter: String,
    letters: BTreeSet<String>,
}

fn figures(folder: &Path) -> BTreeMap<String, Figure> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let call = |arguments: &[&str]| {
        let with_out = [arguments, &["--out", path(out.path())]].concat();
        finish(program(&root()).args(with_out).env("TOPLINE_REAL", folder)).exits(0).stdout
    };
    call(&["run", "tests/real/ipsos2016"]);
    let sql = "select figure, published, x, base, base_weighted, base_effective, letter, letters from figures";
    let found = call(&["sql", "-p", "tests/real/ipsos2016", sql, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(found.as_bytes());
    let figure = |record: csv::StringRecord| {
        let number = |at: usize| record[at].parse().unwrap_or(f64::NAN);
        let figure = Figure {
            published: record[1].to_owned(),
            x: number(2) / 100.0,
            base: number(3),
            weighted: number(4),
            effective: number(5),
            letter: record[6].to_owned(),
            letters: record[7].split_whitespace().map(str::to_owned).collect(),
        };
        (record[0].to_owned(), figure)
    };
    reader.records().map(|record| figure(record.expect("a record"))).collect()
}

/// The columns of each row of a page with the cells of the book; a row begins at the total.
fn rows(book: &[BookCell]) -> Vec<(String, Vec<(&'static str, &BookCell)>)> {
    let mut rows = Vec::new();
    for page in book.chunk_by(|one, next| one.question == next.question && one.page == next.page) {
        let columns: Vec<&'static str> = std::iter::once("").chain(PAGES[page[0].page].split_whitespace()).collect();
        let mut code = 0;
        for row in page.chunks(columns.len()) {
            assert!(row.iter().all(|cell| cell.row == row[0].row), "{}: {}", row[0].question, row[0].row);
            // Codes are in the order of rows, nets above theirs.
            let key = match row[0].row.split_once(" (Net)") {
                Some((net, _)) if net.starts_with("Not") => "not_accurate".to_owned(),
                Some(_) => "accurate".to_owned(),
                None => {
                    code += 1;
                    code.to_string()
                }
            };
            rows.push((key, columns.iter().copied().zip(row).collect()));
        }
    }
    rows
}

/// Whether the book's test finds the first of two columns higher.
fn is_higher_in_book(one: &Figure, other: &Figure) -> bool {
    if one.effective < 30.0 || other.effective < 30.0 {
        return false;
    }
    let pooled = (one.x * one.weighted + other.x * other.weighted) / (one.weighted + other.weighted);
    let t = (one.x - other.x) / (pooled * (1.0 - pooled) * (1.0 / one.effective + 1.0 / other.effective)).sqrt();
    // Student's 97.5% quantile by its expansion (Abramowitz and Stegun 26.7.5), to seven digits from 50 degrees of freedom on.
    let (z, n) = (1.959_963_984_540_054_f64, one.effective + other.effective - 2.0);
    let of =
        |powers: &[(i32, f64)], by: f64| powers.iter().map(|(power, factor)| factor * z.powi(*power)).sum::<f64>() / by;
    let quantile = z
        + of(&[(3, 1.0), (1, 1.0)], 4.0) / n
        + of(&[(5, 5.0), (3, 16.0), (1, 3.0)], 96.0) / n.powi(2)
        + of(&[(7, 3.0), (5, 19.0), (3, 17.0), (1, -15.0)], 384.0) / n.powi(3);
    t > quantile
}

#[test]
fn every_cell_of_a_tab_book_is_equal_or_explained() {
    let Some(folder) = data("ipsos2016") else { return };
    let (book, figures) = (book(&folder), figures(&folder));
    let [mut counts, mut percentages, mut bases, mut letters, mut explained] = [0; 5];
    for (key, row) in rows(&book) {
        let question = &row[0].1.question;
        let at = |key: &str, column: &str| {
            let name =
                if column.is_empty() { format!("{question}.{key}") } else { format!("{question}.{key}@{column}") };
            figures.get(&name).unwrap_or_else(|| panic!("no figure {name}"))
        };
        for (column, cell) in &row {
            let place = || format!("{question}.{key}@{column}");
            let own = at(&key, column);
            assert_eq!(
                at(&format!("{key}:count"), column).published.parse::<f64>(),
                Ok(in_book(&cell.count)),
                "{}",
                place()
            );
            counts += 1;
            // A star is more than nothing and less than half a percent.
            if cell.percent == "*" {
                assert!(own.published == "0" && own.x > 0.0, "{}", place());
            } else {
                let percent = (100.0 * in_book(&cell.percent)).round();
                assert_eq!(own.published.parse::<f64>().unwrap_or(0.0).to_bits(), percent.to_bits(), "{}", place());
            }
            percentages += 1;
            let own_bases = [own.base, own.weighted.round()];
            assert_eq!(own_bases.map(f64::to_bits), cell.bases.map(f64::to_bits), "{}", place());
            bases += 1;
            let split = |column: &str| column.split('.').next().map(str::to_owned);
            let family: Vec<&str> =
                row.iter().map(|(other, _)| *other).filter(|other| split(other) == split(column)).collect();
            if column.is_empty() || family.len() < 2 {
                continue;
            }
            letters += 1;
            let named: BTreeSet<&str> = (b'A'..)
                .zip(row.iter().skip(1))
                .filter(|(letter, _)| cell.letters.contains(char::from(*letter)))
                .map(|(_, (column, _))| *column)
                .collect();
            let by_book = family.iter().copied().filter(|other| is_higher_in_book(own, at(&key, other)));
            assert_eq!(named, by_book.collect(), "{}: the letters of the book", place());
            let ours: BTreeSet<&str> =
                family.into_iter().filter(|other| own.letters.contains(&at(&key, other).letter)).collect();
            explained += usize::from(ours != named);
        }
    }
    assert_eq!([counts, percentages, bases, letters, explained], [9500, 9500, 9500, 8250, 36]);
}
