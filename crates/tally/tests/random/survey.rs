//! Random columns, and random tallies of them.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, StringArray};
use arrow::datatypes::Int32Type;
use topline_survey::Absent;
use topline_tally::{Bounds, Dimension, Distribution, Pair, Tally};

use crate::Random;

/// An argument, row by row.
#[derive(Debug, Clone)]
pub enum Column {
    Codes(Vec<Option<i32>>),
    Reasons(Vec<Option<Absent>>),
    Ticks(Vec<Option<bool>>),
    Numbers(Vec<Option<f64>>),
}

impl Column {
    /// Some of its rows as an array.
    pub fn array(&self, rows: &[usize], by_dictionary: bool) -> ArrayRef {
        match self {
            Self::Codes(codes) => Arc::new(rows.iter().map(|row| codes[*row]).collect::<Int32Array>()),
            Self::Ticks(ticks) => Arc::new(rows.iter().map(|row| ticks[*row]).collect::<BooleanArray>()),
            Self::Numbers(numbers) => Arc::new(rows.iter().map(|row| numbers[*row]).collect::<Float64Array>()),
            Self::Reasons(reasons) => {
                let texts = rows.iter().map(|row| reasons[*row].map(Absent::as_str));
                if by_dictionary {
                    Arc::new(texts.collect::<DictionaryArray<Int32Type>>())
                } else {
                    Arc::new(texts.collect::<StringArray>())
                }
            }
        }
    }
}

/// Rows, and what to count of them.
#[derive(Debug)]
pub struct Survey {
    pub rows: usize,
    pub columns: Vec<Column>,
    pub tally: Tally,
}

impl Survey {
    pub fn arrays(&self, rows: &[usize], coded: bool) -> Vec<ArrayRef> {
        self.columns.iter().map(|column| column.array(rows, coded)).collect()
    }

    pub fn random(seed: u64, rows: usize) -> Self {
        let mut random = Random::new(seed);
        let mut survey = Self { rows, columns: Vec::new(), tally: Tally::default() };
        for _ in 0..=random.below(7) {
            let dimension = survey.dimension(&mut random);
            survey.tally.dimensions.push(dimension);
        }
        if !random.chance(2) {
            survey.tally.weight = Some(survey.weights(&mut random));
        }
        let filters: Vec<usize> = (0..random.below(4)).map(|_| survey.ticks(&mut random)).collect();
        let values: Vec<usize> = (0..random.below(3)).map(|_| survey.numbers(&mut random)).collect();
        let wide = random.chance(1);
        for _ in 0..=random.below(12) {
            let dimensions = survey.tally.dimensions.len();
            let rows = random.below(dimensions);
            let columns: Vec<usize> =
                (0..*random.pick(&[0, 1, 1, 1, 2, 3])).map(|_| random.below(dimensions)).collect();
            let filter = (!filters.is_empty() && random.chance(4)).then(|| *random.pick(&filters));
            let value = (!values.is_empty() && random.chance(4)).then(|| *random.pick(&values));
            let pair = Pair { rows, columns, filter, value };
            // What is larger is counted by itself: now and then, since the naive count is slow to look through.
            if survey.tally.cells_of(&pair) <= if wide { 300_000 } else { 5_000 } {
                survey.tally.pairs.push(pair);
            }
        }
        for _ in 0..random.below(3) {
            let Some(value) = (!values.is_empty()).then(|| *random.pick(&values)) else { break };
            let columns = (0..random.below(3)).map(|_| random.below(survey.tally.dimensions.len())).collect();
            let filter = (!filters.is_empty() && random.chance(4)).then(|| *random.pick(&filters));
            survey.tally.distributions.push(Distribution { columns, filter, value });
        }
        // Every argument is read by something.
        for filter in filters {
            survey.tally.pairs.push(Pair { rows: 0, columns: vec![], filter: Some(filter), value: None });
        }
        for value in values {
            survey.tally.pairs.push(Pair { rows: 0, columns: vec![], filter: None, value: Some(value) });
        }
        survey
    }

    fn push(&mut self, column: Column) -> usize {
        self.columns.push(column);
        self.columns.len() - 1
    }

    fn dimension(&mut self, random: &mut Random) -> Dimension {
        let missing = *random.pick(&[0, 0, 1, 3, 10]);
        let answered: Vec<bool> = (0..self.rows).map(|_| !random.chance(missing)).collect();
        let absent = random.chance(6).then(|| {
            let reasons = answered.iter().map(|answered| (!answered).then(|| *random.pick(&Absent::ALL)));
            Column::Reasons(reasons.collect())
        });
        let absent = absent.map(|reasons| self.push(reasons));
        match random.below(5) {
            0 => {
                let boxes = 1 + random.below(4);
                let columns = (0..boxes).map(|_| {
                    let ticks =
                        answered.iter().map(|answered| (*answered || random.chance(1)).then(|| random.chance(3)));
                    Column::Ticks(ticks.collect())
                });
                let columns: Vec<Column> = columns.collect();
                let columns = columns.into_iter().map(|column| self.push(column)).collect();
                Dimension::Ticked { columns, absent }
            }
            1 => {
                let mut bounds: Vec<f64> = (0..random.below(6)).map(|_| random.below(40) as f64 / 2.0 - 5.0).collect();
                bounds.sort_by(f64::total_cmp);
                bounds.dedup();
                let numbers = answered.iter().map(|answered| answered.then(|| random.below(60) as f64 / 2.0 - 10.0));
                let column = self.push(Column::Numbers(numbers.collect()));
                Dimension::Band { column, absent, bounds: Bounds::new(&bounds).expect("they ascend") }
            }
            _ => {
                let number = *random.pick(&[1, 2, 3, 5, 7, 12, 20, 120, 700]);
                let step = *random.pick(&[1, 1, 1, 37, 999_983]);
                let first = *random.pick(&[0, 1, 1, -3]);
                let mut codes: Vec<i32> = (0..number).map(|code| first + code * step).collect();
                if random.chance(2) {
                    codes.reverse();
                }
                // Some codes nobody has.
                let had = 1 + random.below(codes.len());
                let answers = answered.iter().map(|answered| answered.then(|| codes[random.below(had)]));
                let answers = answers.collect();
                let column = self.push(Column::Codes(answers));
                Dimension::Code { column, absent, codes }
            }
        }
    }

    fn weights(&mut self, random: &mut Random) -> usize {
        let size = random.below(9);
        let weight = |random: &mut Random| match size {
            0 => 1.0,
            1 => (random.unit() * 4e6).round() / 1e6,
            2 => (random.unit() * 6.0 - 3.0).exp(),
            3 => *random.pick(&[0.0, 0.25, 1.0, 1e12]),
            4 => *random.pick(&[1e-300, 0.1, 3.0, 1e12, 0.0]) * (1.0 + random.unit()),
            5 => 2_f64.powi(random.below(160) as i32 - 110) * (1.0 + random.unit()),
            6 => 1e-9 * random.unit(),
            7 => *random.pick(&[1e-300, 0.0]),
            _ => 2e13 * random.unit(),
        };
        let weights = (0..self.rows).map(|_| Some(weight(random))).collect();
        self.push(Column::Numbers(weights))
    }

    fn ticks(&mut self, random: &mut Random) -> usize {
        let often = random.below(11);
        let ticks = (0..self.rows).map(|_| (!random.chance(1)).then(|| random.chance(often))).collect();
        self.push(Column::Ticks(ticks))
    }

    fn numbers(&mut self, random: &mut Random) -> usize {
        let (size, missing) = (random.below(5), *random.pick(&[0, 2, 10]));
        let value = |random: &mut Random| match size {
            0 => random.below(100) as f64,
            1 => random.below(11) as f64 - 5.0,
            2 => (random.unit() - 0.5) * 1e6,
            3 => *random.pick(&[0.0, -0.0, 1e-200, 1e5, -1e-3]),
            _ => random.unit() * *random.pick(&[1.0, 1e3, 1e6]),
        };
        let values = (0..self.rows).map(|_| (!random.chance(missing)).then(|| value(random))).collect();
        self.push(Column::Numbers(values))
    }
}
