//! Samples of any shape, made from a number: the same on every machine.

use topline_estimate::covariance::{LonelyCluster, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::frame::{ClusterCodes, Population, Stage};

/// `SplitMix64`.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// From 0 to less than 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The numbers below `end` in some order.
    pub fn order(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

/// How the clusters of a sample were drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    WithReplacement,
    FromSizes,
    /// From sizes, and rows within them too.
    InTwoStages,
    /// No clusters: rows by themselves, from sizes.
    Rows,
}

/// A sample, column by column.
#[derive(Clone, Debug)]
pub struct Sample {
    pub drawn: Drawn,
    pub strata: Vec<u64>,
    pub clusters: Vec<u64>,
    /// How many clusters, or rows, the stratum has in the population.
    pub population: Vec<f64>,
    /// How many rows the cluster has.
    pub inside: Vec<f64>,
    pub weights: Vec<f64>,
    pub y: Vec<f64>,
    pub answer: Vec<u8>,
    pub column: Vec<u8>,
    pub domain: Vec<bool>,
}

pub const ANSWERS: usize = 4;
pub const COLUMNS: usize = 3;

impl Sample {
    /// One of the samples, with at least two clusters of two rows in each stratum.
    pub fn new(seed: u64) -> Self {
        let random = &mut Random(seed);
        let drawn = [Drawn::WithReplacement, Drawn::FromSizes, Drawn::InTwoStages, Drawn::Rows][random.below(4)];
        let mut sample = Self::empty(drawn);
        // A few percent of the weights are zero; those of some samples span many orders of magnitude.
        let spread = [0.0, 1.0, 30.0][random.below(3)];
        for stratum in 0..=random.below(6) {
            let clusters = 2 + random.below(4);
            let sizes: Vec<usize> = (0..clusters).map(|_| 2 + random.below(12)).collect();
            let drawn_in = if drawn == Drawn::Rows { sizes.iter().sum() } else { clusters };
            let population = (drawn_in + 1 + random.below(40)) as f64;
            for (cluster, size) in sizes.into_iter().enumerate() {
                let inside = (size + random.below(30)) as f64;
                for _ in 0..size {
                    sample.strata.push(stratum as u64);
                    sample.clusters.push(cluster as u64);
                    sample.population.push(population);
                    sample.inside.push(inside);
                    let weight = (spread * (random.part() - 0.5)).exp() * (0.5 + random.part());
                    sample.weights.push(if random.below(40) == 0 { 0.0 } else { weight });
                    sample.y.push(100.0 * random.part() + stratum as f64);
                    sample.answer.push(random.below(ANSWERS + 1) as u8);
                    sample.column.push(random.below(COLUMNS + 1) as u8);
                    sample.domain.push(random.below(3) > 0);
                }
            }
        }
        let order = random.order(sample.weights.len());
        sample.in_order(&order)
    }

    fn empty(drawn: Drawn) -> Self {
        Self {
            drawn,
            strata: Vec::new(),
            clusters: Vec::new(),
            population: Vec::new(),
            inside: Vec::new(),
            weights: Vec::new(),
            y: Vec::new(),
            answer: Vec::new(),
            column: Vec::new(),
            domain: Vec::new(),
        }
    }

    /// The same rows in another order.
    pub fn in_order(&self, order: &[usize]) -> Self {
        fn taken<T: Copy>(column: &[T], order: &[usize]) -> Vec<T> {
            order.iter().map(|&row| column[row]).collect()
        }
        Self {
            drawn: self.drawn,
            strata: taken(&self.strata, order),
            clusters: taken(&self.clusters, order),
            population: taken(&self.population, order),
            inside: taken(&self.inside, order),
            weights: taken(&self.weights, order),
            y: taken(&self.y, order),
            answer: taken(&self.answer, order),
            column: taken(&self.column, order),
            domain: taken(&self.domain, order),
        }
    }

    pub fn scaled(&self, factor: f64) -> Self {
        Self { weights: self.weights.iter().map(|weight| weight * factor).collect(), ..self.clone() }
    }

    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    pub fn stages(&self) -> Vec<Stage<'_>> {
        let first = Stage {
            strata: Some(&self.strata),
            clusters: (self.drawn != Drawn::Rows).then_some(&self.clusters),
            population: match self.drawn {
                Drawn::WithReplacement => Population::Infinite,
                _ => Population::Sizes(&self.population),
            },
        };
        let second = Stage { strata: None, clusters: None, population: Population::Sizes(&self.inside) };
        if self.drawn == Drawn::InTwoStages { vec![first, second] } else { vec![first] }
    }

    pub fn design(&self) -> Design {
        Design::new(self.weights.clone(), &self.stages(), ClusterCodes::WithinStrata, policy()).expect("a design")
    }
}

/// A stratum with one cluster does not come up, but a cluster whose rows are all the population does.
pub fn policy() -> LonelyPolicy {
    LonelyPolicy { design: LonelyCluster::Fail, ..LonelyPolicy::default() }
}
