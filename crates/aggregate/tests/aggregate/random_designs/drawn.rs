//! A sample by its number: the same as `tests/oracles/random_designs.R` draws.

/// Park and Miller's generator (1988), which is exact in doubles too.
struct Random(u64);

impl Random {
    const MODULUS: u64 = 2_147_483_647;

    fn new(number: u64) -> Self {
        let mut random = Self((number * 48_271 + 12_345) % Self::MODULUS);
        for _ in 0..20 {
            random.draw();
        }
        random
    }

    fn draw(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % Self::MODULUS;
        self.0 as f64 / Self::MODULUS as f64
    }

    /// From 0 to less than `end`.
    fn below(&mut self, end: u32) -> u32 {
        (self.draw() * f64::from(end)).floor() as u32
    }

    fn chance(&mut self, part: f64) -> bool {
        self.draw() < part
    }
}

/// How a sample was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Simple,
    Strata,
    Clusters,
    Stages,
    PostStrata,
    Jackknife,
}

/// A sample: its rows, and how it is declared.
pub struct Drawn {
    pub kind: Kind,
    pub policy: &'static str,
    pub treat: bool,
    pub finite: bool,
    pub weights: Vec<f64>,
    pub columns: Vec<(&'static str, Vec<f64>)>,
}

const COLUMNS: [&str; 10] = ["h", "c", "clusters_of", "rows_of", "y", "x", "a", "b", "d", "g"];

impl Drawn {
    pub fn new(number: u64) -> Self {
        let random = &mut Random::new(number);
        let kinds = [Kind::Simple, Kind::Strata, Kind::Clusters, Kind::Stages, Kind::PostStrata, Kind::Jackknife];
        let kind = kinds[random.below(6) as usize];
        let policy = ["remove", "certainty", "adjust", "average"][random.below(4) as usize];
        let treat = matches!(policy, "adjust" | "average") && random.chance(0.3);
        let finite = kind == Kind::Stages || (matches!(kind, Kind::Strata | Kind::Clusters) && random.chance(0.5));
        let lonely = matches!(kind, Kind::Strata | Kind::Clusters | Kind::PostStrata) && random.chance(0.3);
        let mut drawn = Self {
            kind,
            policy,
            treat,
            finite,
            weights: Vec::new(),
            columns: COLUMNS.iter().map(|name| (*name, Vec::new())).collect(),
        };
        let strata = if kind == Kind::Simple { 1 } else { 2 + random.below(4) };
        for stratum in 1..=strata {
            let single = |random: &mut Random| lonely && stratum > 1 && random.chance(0.3);
            match kind {
                Kind::Simple => {
                    for _ in 0..60 + random.below(60) {
                        drawn.add(random, [1, 1, 0, 0]);
                    }
                }
                Kind::Strata => {
                    let size = if single(random) { 1 } else { 4 + random.below(25) };
                    let drawn_from = size * (1 + random.below(5));
                    for _ in 0..size {
                        drawn.add(random, [stratum, 1, drawn_from, 0]);
                    }
                }
                Kind::Clusters | Kind::Stages | Kind::PostStrata | Kind::Jackknife => {
                    let clusters = if single(random) { 1 } else { 2 + random.below(4) };
                    let clusters_of = clusters + random.below(8);
                    for cluster in 1..=clusters {
                        let size = 2 + random.below(9);
                        let rows_of = size + random.below(20);
                        for _ in 0..size {
                            drawn.add(random, [stratum, 100 * stratum + cluster, clusters_of, rows_of]);
                        }
                    }
                }
            }
        }
        drawn
    }

    /// Adds a row of this stratum and cluster, out of so many clusters and rows.
    fn add(&mut self, random: &mut Random, place: [u32; 4]) {
        let weight = 1 + random.below(9);
        let y = random.below(60) + random.below(41);
        let x = 1 + random.below(20);
        let a = 1 + random.below(4).min(2);
        let rest = [2, 3, 2].map(|end| 1 + random.below(end));
        self.weights.push(f64::from(weight));
        let values = place.into_iter().chain([y, x, a]).chain(rest);
        for ((_, column), value) in self.columns.iter_mut().zip(values) {
            column.push(f64::from(value));
        }
    }
}
