//! Figures and claims for the tests, each field what a run would give.

use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{
    CellBase, CellError, Claim, Claims, ColumnHead, Document, FigureRef, Published, Rounding, RoundingMode, RowHead,
    RowKind, Ruling, Section, Side, States, Statistic, TableCell, Tabulation, TabulationRow, Unit, Why,
};

/// One cell of a table, with the heads that name it.
#[derive(Debug, Clone)]
pub struct Cell {
    pub key: FigureRef,
    pub question: String,
    pub item_label: String,
    pub row_label: String,
    pub column_label: String,
    pub row_kind: RowKind,
    pub unit: Unit,
    pub parts: Vec<i32>,
    pub x: Option<f64>,
    pub published: Option<String>,
    pub suppressed: Option<Why>,
    pub n: u64,
    pub n_weighted: f64,
    pub base: u64,
    pub base_weighted: f64,
    pub base_effective: Option<f64>,
}

impl Cell {
    /// A table of this cell alone.
    pub fn table(&self) -> Tabulation {
        let key = self.key.clone();
        let published = match (self.suppressed, &self.published) {
            (Some(why), _) => Published::HeldBack(why),
            (None, Some(text)) => Published::Value(text.parse().expect("a decimal")),
            (None, None) => Published::Empty,
        };
        let cell = TableCell {
            n: self.n,
            n_weighted: self.n_weighted,
            base: CellBase { n: self.base, weighted: self.base_weighted, effective: self.base_effective },
            x: self.x,
            error: CellError::default(),
            letters: None,
            test: None,
            published,
            caution: false,
            stated: true,
        };
        let head = RowHead {
            key: key.row,
            label: self.row_label.clone(),
            kind: self.row_kind,
            statistic: Some(Statistic::ColumnPercent),
            unit: self.unit,
            depth: 0,
            codes: self.parts.clone(),
            base_rule: "answered".to_owned(),
        };
        // `age.1` is an answer to a question that takes one; boxes may be ticked together.
        let parts = key.column.split('/').filter_map(|part| part.split_once('.')).filter(|(of, _)| *of != "boxes");
        let one_answer = parts.filter_map(|(of, code)| Some((of.to_owned(), vec![code.parse().ok()?])));
        let column = ColumnHead {
            break_label: String::new(),
            label: self.column_label.clone(),
            letter: None,
            one_answer: one_answer.collect(),
            key: key.column,
        };
        let rows = vec![TabulationRow { head, cells: vec![cell] }];
        let section = Section { question: self.question.clone(), item: key.item, label: self.item_label.clone(), rows };
        Tabulation { id: key.table, title: String::new(), columns: vec![column], sections: vec![section] }
    }
}

/// The tables of these cells.
pub fn tables(cells: &[Cell]) -> Vec<Tabulation> {
    cells.iter().map(Cell::table).collect()
}

/// The tables of these cells, each with all its rows and columns; a cell that is not given is empty.
pub fn joined(cells: &[Cell]) -> Vec<Tabulation> {
    let mut tables: Vec<Tabulation> = Vec::new();
    for cell in cells {
        let mut single = cell.table();
        let Some(known) = tables.iter_mut().find(|table| table.id == single.id) else {
            tables.push(single);
            continue;
        };
        let (column, row) = (single.columns.remove(0), single.sections.remove(0).rows.remove(0));
        let rows = &mut known.sections[0].rows;
        if !rows.iter().any(|other| other.head.key == row.head.key) {
            let empty = TableCell {
                published: Published::Empty,
                x: None,
                base: CellBase::default(),
                n: 0,
                ..row.cells[0].clone()
            };
            rows.push(TabulationRow { head: row.head.clone(), cells: vec![empty; known.columns.len()] });
        }
        if !known.columns.iter().any(|other| other.key == column.key) {
            known.columns.push(column.clone());
            for row in rows.iter_mut() {
                let empty = TableCell {
                    published: Published::Empty,
                    x: None,
                    base: CellBase::default(),
                    n: 0,
                    ..row.cells[0].clone()
                };
                row.cells.push(empty);
            }
        }
        let place = known.columns.iter().position(|other| other.key == column.key).expect("the column");
        let of_row = rows.iter_mut().find(|other| other.head.key == row.head.key).expect("the row");
        of_row.cells[place] = row.cells[0].clone();
    }
    tables
}

/// A percentage of `base` respondents, unweighted, published to whole percents half up.
pub fn cell(place: &str, n: u64, base: u64) -> Cell {
    let key: FigureRef = place.parse().expect("a figure");
    let x = (base > 0).then(|| 100.0 * n as f64 / base as f64);
    Cell {
        question: key.table.clone(),
        item_label: String::new(),
        row_label: String::new(),
        column_label: "Total".to_owned(),
        row_kind: RowKind::Option,
        unit: Unit::Percent,
        parts: Vec::new(),
        x,
        published: (base > 0).then(|| ((n * 200 + base) / (base * 2)).to_string()),
        suppressed: None,
        n,
        n_weighted: n as f64,
        base,
        base_weighted: base as f64,
        base_effective: None,
        key,
    }
}

/// A net of these codes.
pub fn net(place: &str, n: u64, base: u64, parts: &[i32]) -> Cell {
    Cell { row_kind: RowKind::Net, parts: parts.to_vec(), ..cell(place, n, base) }
}

/// Question 16a of the councillors' survey: 3, 8, 26, 41 and 2 of 80.
pub fn involved() -> Vec<Cell> {
    let mut figures: Vec<Cell> =
        [3, 8, 26, 41, 2].into_iter().zip(1..).map(|(n, code)| cell(&format!("Q16a.{code}"), n, 80)).collect();
    figures.push(net("Q16a.some_extent", 37, 80, &[1, 2, 3]));
    figures
}

/// A weighted percentage of 1,615 respondents.
pub fn weighted(place: &str, x: f64) -> Cell {
    Cell {
        x: Some(x),
        published: Some(format!("{x:.0}")),
        n_weighted: 16.15 * x,
        base_effective: Some(640.0),
        ..cell(place, 400, 1_615)
    }
}

/// The rounding of a survey, whole percents.
pub fn rounding(mode: RoundingMode) -> Rounding {
    Rounding { mode, decimals: 0, mean_decimals: 2 }
}

/// A claim that each of these figures has this value.
pub fn value(figures: &[&str], is: &str, of: Option<u64>) -> Claim {
    let figures = figures.iter().map(|name| name.parse().expect("a figure")).collect();
    let words = is.to_owned();
    let phrase = parse_phrase(is, &HouseWords::default()).expect("words that can be judged");
    claim(States::Value { figures, is_sum: false, side: Side::Counted, is: phrase.stated, words }, of.or(phrase.of))
}

/// A claim that the data cannot check.
pub fn unchecked(reason: &str) -> Claim {
    Claim { expect: Ruling::NotCheckable, ..claim(States::Unchecked { reason: reason.to_owned() }, None) }
}

fn claim(states: States, of: Option<u64>) -> Claim {
    Claim {
        quote: "the words".to_owned(),
        lines: (66, 66),
        states,
        of,
        expect: Ruling::Holds,
        because: None,
        is_accepted: true,
    }
}

/// A document of these claims.
pub fn claims(claims: Vec<Claim>) -> Claims {
    let document = Document { id: "document".to_owned(), title: "A document".to_owned(), publisher: None, path: None };
    Claims { file: "claims/document.toml".to_owned(), document, claims, expected: None }
}
