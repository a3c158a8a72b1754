//! The data of the golden file as responses.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, Float64Array, RecordBatch, StringArray};
use topline_aggregate::Session;
use topline_survey::{Absent, Plan};

use super::super::responses::{Answer, batch};
use super::super::{plan, wait};

/// Where the golden files stand; nothing where they are not there. Continuous integration has them.
pub fn golden_folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden");
    let folder = env::var_os("TOPLINE_GOLDEN").map_or(beside, PathBuf::from);
    assert!(folder.is_dir() || env::var_os("CI").is_none(), "no golden files in {}", folder.display());
    folder.is_dir().then_some(folder)
}

/// A reference table: its name, its columns and its rows.
type ReferenceRows<'t> = (&'t str, [&'t str; 2], &'t [(&'t str, &'t str)]);

pub type Table = Vec<BTreeMap<String, String>>;

pub fn table(path: &Path) -> Table {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let record = |record: Result<csv::StringRecord, _>| {
        let record = record.expect("a row");
        header.iter().cloned().zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(record).collect()
}

/// The data: columns of numbers are `number` questions, those of few texts, and those that targets go by, `single` ones.
pub struct Data {
    pub rows: Table,
    pub options: BTreeMap<String, Vec<String>>,
    pub numbers: Vec<String>,
    /// How many replicate weights there are beside.
    pub replicates: usize,
}

impl Data {
    pub fn read(folder: &Path, dataset: &str, design: &str) -> Self {
        let mut rows = table(&folder.join(format!("data/{dataset}.csv")));
        for row in &mut rows {
            row.values_mut().filter(|cell| *cell == "NA").for_each(String::clear);
        }
        let (mut options, mut numbers) = (BTreeMap::new(), Vec::new());
        for column in rows[0].keys() {
            let texts: BTreeSet<&String> =
                rows.iter().map(|row| &row[column]).filter(|text| !text.is_empty()).collect();
            let is_number = texts.iter().all(|text| text.parse::<f64>().is_ok());
            if is_number && !["gender", "age", "region"].contains(&column.as_str()) {
                numbers.push(column.clone());
            } else if texts.len() < 20 {
                options.insert(column.clone(), texts.into_iter().cloned().collect());
            }
        }
        let mut data = Self { rows, options, numbers, replicates: 0 };
        let made = ["rep_jk1", "rep_jkn", "nhanes_jkn"].iter().any(|made| design.starts_with(made));
        let path = folder.join(format!("weights/rep_{design}.csv"));
        if !made && path.exists() {
            let replicates = table(&path);
            data.replicates = replicates[0].keys().filter(|name| name.starts_with("rw")).count();
            // Of the first rows only: the others are not in the design.
            data.rows.truncate(replicates.len());
            data.rows.iter_mut().zip(replicates).for_each(|(row, weights)| row.extend(weights));
        }
        data
    }

    /// What survey.toml and codebook.toml say.
    pub fn plan(&self, declared: &str) -> Plan {
        let head = "id = 'golden'\ntitle = 'Golden'\n[source]\nname = 'golden'\npath = 'golden.csv'\nformat = 'csv'\nrespondent = '#'\n";
        let mut codebook = String::new();
        for (column, options) in &self.options {
            let options: Vec<String> = options
                .iter()
                .zip(1..)
                .map(|(label, code)| format!("{{ code = {code}, label = '{label}' }}"))
                .collect();
            let _ = write!(
                codebook,
                "[[question]]\nid = '{}'\nkind = 'single'\ntext = '?'\ncolumn = '{column}'\noptions = [{}]\n",
                id(column),
                options.join(", ")
            );
        }
        for column in &self.numbers {
            let _ = write!(
                codebook,
                "[[question]]\nid = '{}'\nkind = 'number'\ntext = '?'\ncolumn = '{column}'\n",
                id(column)
            );
        }
        plan(&format!("{head}{declared}"), &codebook, "", &[])
    }

    fn weights(&self, column: &str) -> Vec<f64> {
        self.rows.iter().map(|row| row[column].parse().expect("a weight")).collect()
    }

    fn responses(&self, plan: &Plan, made: Option<Vec<f64>>) -> RecordBatch {
        let read = plan.survey.weight_columns();
        let own = read.iter().find(|weight| !weight.is_replicate);
        let weights =
            own.map_or(vec![1.0; self.rows.len()], |own| self.weights(own.columns().next().expect("a column")));
        let whole = batch(plan, &weights, |respondent, variable| {
            let column = variable.question.answer.one_column().expect("a column");
            let text = &self.rows[respondent][column];
            match self.options.get(column) {
                _ if text.is_empty() => Answer::None(Absent::NoAnswer),
                Some(options) => {
                    Answer::Code(options.iter().position(|option| option == text).expect("an option") as i32 + 1)
                }
                None => Answer::Number(text.parse().expect("a number")),
            }
        });
        let schema = whole.schema();
        let columns = schema.fields().iter().zip(whole.columns()).map(|(field, column)| {
            let name = match (field.name().as_str(), own) {
                ("weight", Some(own)) => own.name.clone(),
                (name, _) => name.to_owned(),
            };
            (name, Arc::clone(column), field.is_nullable())
        });
        let array = |weights: Vec<f64>| -> Arc<dyn Array> { Arc::new(Float64Array::from(weights)) };
        let replicates = read.iter().filter(|weight| weight.is_replicate).map(|weight| {
            (weight.name.clone(), array(self.weights(weight.columns().next().expect("a column"))), false)
        });
        let is_there = |name: &str| name == "weight" && own.is_none();
        let columns: Vec<_> = columns.filter(|(name, ..)| !is_there(name)).chain(replicates).collect();
        let made = made.map(|weights| ("weight".to_owned(), array(weights), false));
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().chain(made)).expect("the columns")
    }

    /// A session over the responses, with the weights that the plan makes.
    pub fn session(&self, plan: &Plan) -> Session {
        let session = |responses| {
            let mut session = Session::new(plan);
            session.add_batch("responses", responses).expect("a table");
            let references: [ReferenceRows<'_>; 5] = [
                ("types", ["type", "schools"], &[("E", "4421"), ("H", "755"), ("M", "1018")]),
                ("growth", ["met", "schools"], &[("No", "1072"), ("Yes", "5122")]),
                ("genders", ["gender", "people"], &[("1", "490"), ("2", "510")]),
                ("ages", ["age", "people"], &[("1", "150"), ("2", "200"), ("3", "250"), ("4", "200"), ("5", "200")]),
                ("regions", ["region", "people"], &[("1", "350"), ("2", "300"), ("3", "200"), ("4", "150")]),
            ];
            for (name, columns, rows) in references {
                session.add_batch(name, reference(columns, rows)).expect("a table");
            }
            session
        };
        let before = session(self.responses(plan, None));
        if !plan.survey.makes_weights() {
            return before;
        }
        let made = wait(before.weigh()).unwrap_or_else(|error| panic!("{error:?}"));
        session(self.responses(plan, Some(made.weights)))
    }

    /// A condition of the golden file in SQL: `stype=E`, or several with `;` between them.
    pub fn condition(&self, text: &str) -> Option<String> {
        let each = text.split(';').map(|part| {
            let (column, value) = part.trim().split_once('=')?;
            let (column, value) = (column.trim_end_matches('='), value.trim_start_matches('='));
            match self.options.get(column) {
                Some(options) => {
                    let code = options.iter().position(|option| option == value)? + 1;
                    Some(format!("\"{}\" = {code}", id(column)))
                }
                None => self.numbers.contains(&column.to_owned()).then(|| format!("\"{}\" = {value}", id(column))),
            }
        });
        each.collect::<Option<Vec<_>>>().map(|parts| parts.join(" and "))
    }

    /// The column of a number, in SQL.
    pub fn number(&self, name: &str) -> Option<String> {
        self.numbers.contains(&name.to_owned()).then(|| column(name))
    }
}

/// A column, in SQL.
pub fn column(name: &str) -> String {
    format!("\"{}\"", id(name))
}

fn id(column: &str) -> String {
    column.replace('.', "_")
}

fn reference(names: [&str; 2], rows: &[(&str, &str)]) -> RecordBatch {
    let column = |of: fn(&(&str, &str)) -> String| -> Arc<dyn Array> {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of)))
    };
    let columns = [(names[0], column(|row| row.0.to_owned())), (names[1], column(|row| row.1.to_owned()))];
    RecordBatch::try_from_iter(columns).expect("a table")
}
