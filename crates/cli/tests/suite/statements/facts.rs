//! The figures that statements are made from.

use crate::program::topline;
use crate::workspace::root;

use super::out;

/// A generator of numbers that are the same each time.
pub(super) struct Numbers(pub u64);

impl Numbers {
    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }

    pub(super) fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[self.next(choices.len())]
    }
}

/// A percentage: its name, and its counts.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub figure: String,
    /// The table and the item.
    pub group: String,
    pub question: String,
    pub row: String,
    pub column: String,
    pub is_net: bool,
    pub n: u64,
    pub base: u64,
}

impl Fact {
    /// Of a row of `figures`, as JSON.
    pub(super) fn read(line: &serde_json::Value) -> Self {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let figure = text("figure");
        let (place, column) = figure.split_once('@').unwrap_or((&figure, ""));
        let (group, row) = place.rsplit_once('.').expect("a table and a row");
        let (group, row, column) = (group.to_owned(), row.to_owned(), column.to_owned());
        let number = |key: &str| line[key].as_u64().expect("a count");
        Self {
            group,
            row,
            column,
            question: text("question"),
            is_net: text("row_kind") == "net",
            n: number("n"),
            base: number("base"),
            figure,
        }
    }

    /// The lines of a claim that it has a value, out of a base where one is stated.
    pub(super) fn value_claim(&self, is: &str, of: Option<u64>) -> String {
        let of = of.map(|of| format!("of = {of}\n")).unwrap_or_default();
        format!("figure = {:?}\nis = {is:?}\n{of}", self.figure)
    }

    /// The lines of a claim that it is more or less than another.
    pub(super) fn comparison_claim(&self, word: &str, other: &Self) -> String {
        format!("figure = {:?}\n{word} = {:?}\n", self.figure, other.figure)
    }

    /// The published percentage, half up.
    pub(super) fn percent(&self) -> u64 {
        percent(self.n, self.base)
    }

    /// The share in millionths.
    pub(super) fn millionths(&self) -> u64 {
        self.n * 1_000_000 / self.base
    }

    /// Whether the percentage is half way between two whole ones: how it is rounded is another matter.
    pub(super) fn is_tie(&self) -> bool {
        (200 * self.n).is_multiple_of(self.base) && 200 * self.n / self.base % 2 == 1
    }
}

pub(super) fn percent(n: u64, base: u64) -> u64 {
    (200 * n + base) / (2 * base)
}

/// The percentages of a survey, out of a base that can bear them.
pub(super) fn facts(survey: &str) -> Vec<Fact> {
    let query = "select figure, question, row_kind, n, base from figures where unit = 'percent' and row_kind in ('option', 'net') \
                 and base > 0 order by figure";
    let arguments = ["sql", query, "--pipeline", survey, "--out", out(), "--format", "json"];
    let told = topline(&root(), &arguments).exits(0);
    told.stdout.lines().map(|line| Fact::read(&serde_json::from_str(line).expect("a figure as JSON"))).collect()
}
