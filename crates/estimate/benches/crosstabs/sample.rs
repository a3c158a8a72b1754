//! A made-up survey of the shape of the tabulation benchmark: 50 questions of 5 to 11 codes, 6 breaks, 5% missing, and
//! weights of six decimals around 1; rows in random order of clusters.

use topline_estimate::sorted_codes::{RowCodes, SortedCodes};
use topline_estimate::tabulator::Tabulator;

const STRATA: u64 = 20;
const BREAKS: [usize; 6] = [2, 5, 4, 7, 9, 12];
/// Codes of each question: with the breaks' 39, these are 16,263 cells.
const QUESTIONS: [usize; 50] = [
    5, 6, 7, 8, 9, 10, 11, 11, 8, 8, 5, 6, 7, 8, 9, 10, 11, 11, 8, 8, 5, 6, 7, 8, 9, 10, 11, 11, 8, 8, 5, 6, 7, 8, 9,
    10, 11, 11, 9, 8, 5, 6, 7, 8, 9, 10, 11, 11, 9, 8,
];

/// A variable's codes: from 0, and `categories` where the answer is missing.
pub struct Variable {
    pub categories: usize,
    pub codes: Vec<u16>,
}

impl Variable {
    pub fn sorted(&self, tabulator: &Tabulator<'_>) -> SortedCodes {
        let codes = RowCodes { places: &self.codes, of_places: None, categories: self.categories, meets: None };
        tabulator.sorted(&codes).expect("a code for each row")
    }
}

pub struct Sample {
    /// How many clusters there are, in strata of as many each.
    pub count: usize,
    pub questions: Vec<Variable>,
    pub breaks: Vec<Variable>,
    pub weights: Vec<f64>,
    pub clusters: Vec<u64>,
    pub strata: Vec<u64>,
}

impl Sample {
    pub fn new(rows: usize, count: usize, seed: u64) -> Self {
        let mut random = Random(seed);
        let questions = QUESTIONS.map(|categories| random.variable(rows, categories)).into();
        let breaks = BREAKS.map(|categories| random.variable(rows, categories)).into();
        let mut weights: Vec<f64> = (0..rows).map(|_| (0.5 * random.normal()).exp()).collect();
        let scale = rows as f64 / weights.iter().sum::<f64>();
        for weight in &mut weights {
            *weight = (*weight * scale * 1e6).round() / 1e6;
        }
        let clusters: Vec<u64> = (0..rows).map(|_| random.next() % count as u64).collect();
        let strata = clusters.iter().map(|cluster| cluster % STRATA).collect();
        Self { count, questions, breaks, weights, clusters, strata }
    }

    /// What the columns take in memory.
    pub fn bytes(&self) -> usize {
        (2 * (self.questions.len() + self.breaks.len()) + 3 * 8) * self.weights.len()
    }
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Over 0 and up to 1.
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (radius, angle) = ((-2.0 * self.uniform().ln()).sqrt(), std::f64::consts::TAU * self.uniform());
        radius * angle.cos()
    }

    /// Codes with probabilities of a Dirichlet distribution with parameters 3, and one in twenty missing.
    fn variable(&mut self, rows: usize, categories: usize) -> Variable {
        let parts: Vec<f64> = (0..categories).map(|_| -(0..3).map(|_| self.uniform().ln()).sum::<f64>()).collect();
        let all: f64 = parts.iter().sum();
        let ends: Vec<f64> = parts
            .iter()
            .scan(0.0, |end, part| {
                *end += part / all;
                Some(*end)
            })
            .collect();
        let mut code = || {
            let (answer, present) = (self.uniform(), self.uniform() > 0.05);
            let code = ends.partition_point(|&end| end < answer).min(categories - 1);
            if present { code as u16 } else { categories as u16 }
        };
        Variable { categories, codes: (0..rows).map(|_| code()).collect() }
    }
}
