//! The figures of a run by the labels that a published table gives its cells.
//!
//! Labels are compared folded (see `label`). Where a label can mean several things, the narrower goes first: a table's id
//! before an item and a question, a row's label before its name.

use std::collections::{HashMap, HashSet};

use topline_survey::{Figure, Tabulation, nearest};

use crate::label::fold;

/// The label of the total column, where the published table has no word of its own.
const TOTAL: &str = "Total";

/// The ways to name a table, then the ways to name a row: those before go first.
const RANKS: usize = 6;

/// The columns of one row of a table.
type Columns<'f> = HashMap<String, Vec<Figure<'f>>>;

/// The figures that a published table can name, by its own labels.
pub(crate) struct Cells<'f> {
    /// By table; then by rank and row.
    tables: HashMap<String, HashMap<(usize, String), Columns<'f>>>,
    /// The words for a column that is not the total.
    columns: HashSet<String>,
    /// The words for the total.
    totals: HashSet<String>,
}

impl<'f> Cells<'f> {
    /// The figures of these tables; `total` is the word for the total.
    pub(crate) fn of<'t>(
        figures: &'f [Tabulation],
        tables: impl Iterator<Item = &'t str>,
        total: Option<&str>,
    ) -> Self {
        let wanted: HashSet<String> = tables.map(fold).collect();
        let totals = [total.unwrap_or(TOTAL), ""].map(fold).into();
        let mut cells = Self { tables: HashMap::new(), columns: HashSet::new(), totals };
        for figure in figures.iter().flat_map(Tabulation::figures) {
            cells.add(figure, &wanted);
        }
        cells
    }

    fn add(&mut self, figure: Figure<'f>, wanted: &HashSet<String>) {
        let columns = if figure.column.key.is_empty() {
            let label = fold(&figure.column.label);
            self.totals.insert(label);
            vec![String::new()]
        } else {
            let names = distinct([&figure.column.label, &figure.column.key]);
            self.columns.extend(names.iter().cloned());
            names
        };
        let tables = [&figure.table.id, &figure.section.item, &figure.section.label, &figure.section.question];
        let mut named: Vec<(usize, String)> = Vec::new();
        for (rank, table) in [0, 1, 1, 2].into_iter().zip(tables.map(|name| fold(name))) {
            if !table.is_empty() && wanted.contains(&table) && !named.iter().any(|(_, known)| *known == table) {
                named.push((rank, table));
            }
        }
        let rows = distinct([&figure.row.label, &figure.row.key]);
        for (table_rank, table) in named {
            let table = self.tables.entry(table).or_default();
            for (row_rank, row) in rows.iter().enumerate() {
                let known = table.entry((table_rank * 2 + row_rank, row.clone())).or_default();
                for column in &columns {
                    known.entry(column.clone()).or_default().push(figure);
                }
            }
        }
    }

    /// The one figure that the cells name, or why there is none.
    pub(crate) fn find(&self, table: &str, row: &str, column: &str) -> Result<Figure<'f>, String> {
        let Some(known) = self.tables.get(&fold(table)) else {
            return Err(format!("no table, item or question is called `{table}`"));
        };
        let wanted = fold(row);
        let folded = fold(column);
        let is_total = self.totals.contains(&folded) && !self.columns.contains(&folded);
        let place = if is_total { "" } else { folded.as_str() };
        let mut row_is_known = false;
        for rank in 0..RANKS {
            let Some(columns) = known.get(&(rank, wanted.clone())) else { continue };
            row_is_known = true;
            match columns.get(place).map(Vec::as_slice) {
                Some([figure]) => return Ok(*figure),
                Some(several) => {
                    let names: Vec<String> = several.iter().map(|figure| figure.name().to_string()).collect();
                    return Err(format!("the labels name several figures: {}", names.join(", ")));
                }
                None => {}
            }
        }
        if !row_is_known {
            let rows = known.keys().map(|(_, row)| row.as_str());
            return Err(format!("`{table}` has no row `{row}`{}", like(&wanted, rows)));
        }
        let columns = self.columns.iter().map(String::as_str);
        Err(format!("`{table}` has no column `{column}`{}", like(&folded, columns)))
    }
}

/// The names folded, each once.
fn distinct(names: [&String; 2]) -> Vec<String> {
    let [label, name] = names.map(|name| fold(name));
    if label == name { vec![label] } else { vec![label, name] }
}

fn like<'n>(wanted: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let near = nearest(wanted, known);
    if near.is_empty() { String::new() } else { format!(", only `{}`", near.join("`, `")) }
}
