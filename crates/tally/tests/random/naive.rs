//! The naive count: row by row, cell by cell, and sums of doubles that are rounded once.

use std::collections::BTreeMap;

use topline_survey::Absent;
use topline_tally::{Cell, Dimension, Point, Sums};

use crate::survey::{Column, Survey};

/// An exact sum of doubles: Shewchuk's partial sums, as Python's `math.fsum` has them.
#[derive(Debug, Clone, Default)]
struct ExactSum {
    partials: Vec<f64>,
}

impl ExactSum {
    fn add(&mut self, value: f64) {
        // What is below 2^-128 is cut off, of each.
        let unit = 2_f64.powi(-128);
        let mut x = if value.abs() < 2_f64.powi(-75) { (value / unit).trunc() * unit } else { value };
        let mut kept = 0;
        for at in 0..self.partials.len() {
            let mut y = self.partials[at];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low.abs() > 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        self.partials.push(x);
    }

    fn value(&self) -> f64 {
        let mut at = self.partials.len();
        let mut high = 0.0;
        let mut low = 0.0_f64;
        while at > 0 && low.abs() <= 0.0 {
            at -= 1;
            let (x, y): (f64, f64) = (high, self.partials[at]);
            high = x + y;
            low = y - (high - x);
        }
        // Half way between two doubles, what lies below decides.
        if at > 0 && (low < 0.0) == (self.partials[at - 1] < 0.0) {
            let y = low * 2.0;
            let x = high + y;
            if (y - (x - high)).abs() <= 0.0 {
                high = x;
            }
        }
        high
    }
}

#[derive(Debug, Clone, Default)]
struct Counted {
    n: u64,
    weight: ExactSum,
    squared: ExactSum,
    valued_n: u64,
    valued_weight: ExactSum,
    value: ExactSum,
    value_squared: ExactSum,
}

impl Survey {
    fn number(&self, column: usize, row: usize) -> Option<f64> {
        let Column::Numbers(numbers) = &self.columns[column] else { panic!("numbers") };
        numbers[row]
    }

    fn tick(&self, column: usize, row: usize) -> Option<bool> {
        let Column::Ticks(ticks) = &self.columns[column] else { panic!("ticks") };
        ticks[row]
    }

    fn place(&self, dimension: &Dimension, row: usize) -> usize {
        let absent = |absent: &Option<usize>| match absent.map(|absent| &self.columns[absent]) {
            None => Absent::NoAnswer,
            Some(Column::Reasons(reasons)) => reasons[row].expect("a reason"),
            Some(_) => panic!("reasons"),
        };
        match dimension {
            Dimension::Code { column, absent: reasons, codes } => {
                let Column::Codes(answers) = &self.columns[*column] else { panic!("codes") };
                match answers[row] {
                    Some(answer) => codes.iter().position(|code| *code == answer).expect("a code"),
                    None => codes.len() + absent(reasons) as usize,
                }
            }
            Dimension::Ticked { columns, absent: reasons } => {
                let ticks: Vec<Option<bool>> = columns.iter().map(|column| self.tick(*column, row)).collect();
                let reason = match reasons.map(|reasons| &self.columns[reasons]) {
                    Some(Column::Reasons(reasons)) => reasons[row],
                    _ => ticks.iter().all(Option::is_none).then_some(Absent::NoAnswer),
                };
                reason.map_or(usize::from(ticks.contains(&Some(true))), |reason| 2 + reason as usize)
            }
            Dimension::Band { column, absent: reasons, bounds } => match self.number(*column, row) {
                Some(number) => bounds.iter().filter(|bound| *bound <= number).count(),
                None => bounds.iter().count() + 1 + absent(reasons) as usize,
            },
        }
    }

    fn column(&self, columns: &[usize], row: usize) -> usize {
        let mut place = 0;
        for dimension in columns {
            let dimension = &self.tally.dimensions[*dimension];
            place = place * dimension.places() + self.place(dimension, row);
        }
        place
    }

    /// Whether a row counts: it meets the condition, and weighs something.
    fn meets(&self, filter: Option<usize>, row: usize) -> bool {
        filter.is_none_or(|filter| self.tick(filter, row) == Some(true)) && self.weight(row) > 0.0
    }

    fn weight(&self, row: usize) -> f64 {
        self.tally.weight.map_or(1.0, |weight| self.number(weight, row).expect("a weight"))
    }

    fn cells(&self) -> Vec<Vec<Cell>> {
        let cells_of = |pair: &topline_tally::Pair| {
            let mut cells: BTreeMap<usize, Counted> = BTreeMap::new();
            for row in (0..self.rows).filter(|row| self.meets(pair.filter, *row)) {
                let dimension = &self.tally.dimensions[pair.rows];
                let width: usize =
                    pair.columns.iter().map(|dimension| self.tally.dimensions[*dimension].places()).product();
                let at = self.place(dimension, row) * width + self.column(&pair.columns, row);
                let cell = cells.entry(at).or_default();
                let weight = self.weight(row);
                cell.n += 1;
                cell.weight.add(weight);
                cell.squared.add(weight * weight);
                if let Some(value) = pair.value.and_then(|value| self.number(value, row)) {
                    cell.valued_n += 1;
                    cell.valued_weight.add(weight);
                    cell.value.add(weight * value);
                    cell.value_squared.add(weight * (value * value));
                }
            }
            let cell = |counted: &Counted| Cell {
                n: counted.n,
                weight: counted.weight.value(),
                weight_squared: counted.squared.value(),
                value: counted.value.value(),
                value_squared: counted.value_squared.value(),
                valued_n: counted.valued_n,
                valued_weight: counted.valued_weight.value(),
            };
            let none = Counted::default();
            (0..self.tally.cells_of(pair)).map(|at| cell(cells.get(&at).unwrap_or(&none))).collect()
        };
        self.tally.pairs.iter().map(cells_of).collect()
    }

    fn points(&self) -> Vec<Vec<Vec<Point>>> {
        let points_of = |of: &topline_tally::Distribution| {
            let columns: usize = of.columns.iter().map(|at| self.tally.dimensions[*at].places()).product();
            let mut found: Vec<BTreeMap<i128, (f64, Vec<f64>)>> = vec![BTreeMap::new(); columns];
            for row in (0..self.rows).filter(|row| self.meets(of.filter, *row)) {
                let Some(value) = self.number(of.value, row) else { continue };
                // Another order of the same numbers: sign and magnitude.
                let bits = i128::from(value.abs().to_bits());
                let holders = &mut found[self.column(&of.columns, row)];
                let order = if value < 0.0 { -bits } else { bits };
                holders.entry(order).or_insert((value, Vec::new())).1.push(self.weight(row));
            }
            let points = |holders: &BTreeMap<i128, (f64, Vec<f64>)>| {
                let mut up_to = ExactSum::default();
                let point = |(value, weights): &(f64, Vec<f64>)| {
                    let mut sum = ExactSum::default();
                    for weight in weights {
                        sum.add(*weight);
                        up_to.add(*weight);
                    }
                    Point { value: *value, n: weights.len() as u64, weight: sum.value(), weight_up_to: up_to.value() }
                };
                holders.values().map(point).collect()
            };
            found.iter().map(points).collect()
        };
        self.tally.distributions.iter().map(points_of).collect()
    }

    /// Holds sums against the naive count.
    pub fn check(&self, seed: u64, sums: &mut Sums) {
        let same = |one: f64, other: f64| one.to_bits() == other.to_bits();
        let (found, expect) = (sums.cells().expect("cells"), self.cells());
        assert_eq!(found.len(), expect.len());
        for (pair, (found, expect)) in found.iter().zip(&expect).enumerate() {
            assert_eq!(found.len(), expect.len());
            for (at, (found, expect)) in found.iter().zip(expect).enumerate() {
                let doubles = |cell: &Cell| {
                    [cell.weight, cell.weight_squared, cell.value, cell.value_squared, cell.valued_weight]
                };
                let equal = (found.n, found.valued_n) == (expect.n, expect.valued_n)
                    && doubles(found).into_iter().zip(doubles(expect)).all(|(one, other)| same(one, other));
                let pair = &self.tally.pairs[pair];
                assert!(equal, "seed {seed}, {pair:?}, cell {at}: found {found:?}, expected {expect:?}");
            }
        }
        let (found, expect) = (sums.points().expect("points"), self.points());
        for (found, expect) in found.iter().flatten().zip(expect.iter().flatten()) {
            assert_eq!(found.len(), expect.len(), "seed {seed}");
            for (found, expect) in found.iter().zip(expect) {
                let equal = found.n == expect.n
                    && same(found.value + 0.0, expect.value + 0.0)
                    && same(found.weight, expect.weight)
                    && same(found.weight_up_to, expect.weight_up_to);
                assert!(equal, "seed {seed}: found {found:?}, expected {expect:?}");
            }
        }
        assert_eq!(found.len(), expect.len());
    }
}
