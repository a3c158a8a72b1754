//! Random surveys, counted by hand: answers by banners, with nets, tick boxes, missing answers and weights.

use topline_plan::read_plan;
use topline_survey::{
    CellBase, CellError, ColumnHead, MemberBlock, MemberColumn, MemberPlaces, MemberVariable, Membership, Plan,
    PlanFiles, PlanText, Published, RespondentSet, RowHead, RowKind, RowMembers, Section, SectionMembers, Statistic,
    TableCell, Tabulation, TabulationRow, Unit, Why,
};

/// How many reasons of absent answers a variable has places for.
const REASONS: usize = 4;

/// What a random survey is like.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub seed: u64,
    pub respondents: usize,
    pub questions: usize,
    pub breaks: usize,
    /// The most options of a question, and columns of a break.
    pub most: (usize, usize),
    /// How many of the questions are tick boxes.
    pub multi: usize,
    /// Whether some gave no answer.
    pub missing: Missing,
    pub weights: Weighting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    None,
    Some,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    None,
    Random,
}

/// Numbers that look random and are always the same.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.part() * bound as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.part(), self.part());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }

    /// Marsaglia and Tsang (2000), of a shape of at least 1.
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && (1.0 - self.part()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Shares of so many categories, Dirichlet distributed.
    fn shares(&mut self, categories: usize, shape: f64) -> Vec<f64> {
        let drawn: Vec<f64> = (0..categories).map(|_| self.gamma(shape)).collect();
        let sum: f64 = drawn.iter().sum();
        drawn.into_iter().map(|share| share / sum).collect()
    }

    fn choose(&mut self, shares: &[f64]) -> usize {
        let mut left = self.part();
        for (place, share) in shares.iter().enumerate() {
            left -= share;
            if left < 0.0 {
                return place;
            }
        }
        shares.len() - 1
    }
}

/// A release: its plan, its tables, and whom they count.
pub struct RandomSurvey {
    pub plan: Plan,
    pub tables: Vec<Tabulation>,
    pub membership: Membership,
}

/// A row of a table: name, kind, variable, places.
type RowOf = (String, RowKind, usize, Vec<usize>);

struct Counting {
    weights: Vec<f64>,
    variables: Vec<MemberVariable>,
    /// Where each respondent stands on each variable.
    places: Vec<Vec<usize>>,
    blocks: Vec<MemberBlock>,
}

impl Counting {
    fn variable(&mut self, places: usize, boxes: Vec<usize>, of: Vec<usize>) -> usize {
        self.variables.push(MemberVariable { places, boxes });
        self.places.push(of);
        self.variables.len() - 1
    }

    fn block(&mut self, variable: usize, columns: &[usize]) -> usize {
        let known = |block: &MemberBlock| block.variable == variable && block.columns == columns;
        if let Some(known) = self.blocks.iter().position(known) {
            return known;
        }
        let width: usize = columns.iter().map(|column| self.variables[*column].places).product();
        let mut cells = vec![RespondentSet::default(); width * self.variables[variable].places];
        for (row, weight) in self.weights.iter().enumerate() {
            let column = columns.iter().fold(0, |at, of| at * self.variables[*of].places + self.places[*of][row]);
            let number = row as f64;
            let one = RespondentSet { n: 1, weighted: *weight, rows: number, squares: number * number };
            cells[self.places[variable][row] * width + column].add(&one);
        }
        self.blocks.push(MemberBlock { condition: None, variable, columns: columns.to_vec(), cells });
        self.blocks.len() - 1
    }

    fn set(&mut self, variable: usize, rows: &[usize], columns: &[usize], column: &[usize]) -> RespondentSet {
        let block = self.block(variable, columns);
        let width: usize = columns.iter().map(|column| self.variables[*column].places).product();
        let mut sum = RespondentSet::default();
        for row in rows {
            for column in column {
                sum.add(&self.blocks[block].cells[row * width + column]);
            }
        }
        sum
    }
}

pub fn random_survey(shape: Shape, disclosure: &str) -> RandomSurvey {
    let mut random = Random::new(shape.seed);
    let weights = (0..shape.respondents).map(|_| match shape.weights {
        Weighting::None => 1.0,
        Weighting::Random => (0.5 + 2.0 * random.part() * random.part()) * 1024.0 / 1024.0,
    });
    let mut counting =
        Counting { weights: weights.collect(), variables: Vec::new(), places: Vec::new(), blocks: Vec::new() };
    let mut questions: Vec<(String, Vec<RowOf>, MemberPlaces)> = Vec::new();
    for number in 0..shape.questions {
        let options = 3 + random.below(shape.most.0 - 2);
        let missing = if shape.missing == Missing::Some { 0.1 * random.part() } else { 0.0 };
        let question = if number < shape.multi {
            boxes(&mut random, &mut counting, shape.respondents, options, missing)
        } else {
            single(&mut random, &mut counting, shape.respondents, options, missing)
        };
        questions.push((format!("Q{}", number + 1), question.0, question.1));
    }
    let mut columns = vec![("Total".to_owned(), MemberColumn { variables: Vec::new(), places: vec![0] })];
    for number in 0..shape.breaks {
        let options = 2 + random.below(shape.most.1 - 1);
        let shares = random.shares(options, 2.0);
        let of = (0..shape.respondents).map(|_| random.choose(&shares)).collect();
        let variable = counting.variable(options + REASONS, Vec::new(), of);
        columns.extend((0..options).map(|place| {
            (format!("B{}.{}", number + 1, place + 1), MemberColumn { variables: vec![variable], places: vec![place] })
        }));
    }
    let minimum = plan_of(disclosure, shape.weights).survey.disclosure.minimum_base;
    let (mut tables, mut sections) = (Vec::new(), Vec::new());
    for (id, rows, base) in &questions {
        let (table, section) = tabulate(&mut counting, id, rows, base, &columns, minimum);
        tables.push(table);
        sections.push(section);
    }
    for variable in 0..counting.variables.len() {
        counting.block(variable, &[]);
    }
    let membership = Membership { variables: counting.variables, blocks: counting.blocks, sections };
    RandomSurvey { plan: plan_of(disclosure, shape.weights), tables, membership }
}

fn single(
    random: &mut Random,
    counting: &mut Counting,
    respondents: usize,
    options: usize,
    missing: f64,
) -> (Vec<RowOf>, MemberPlaces) {
    let shares = random.shares(options, 1.2);
    let of = (0..respondents).map(|_| if random.part() < missing { options } else { random.choose(&shares) });
    let of = of.collect();
    let variable = counting.variable(options + REASONS, Vec::new(), of);
    let all: Vec<usize> = (0..options).collect();
    let mut rows = vec![("base".to_owned(), RowKind::Base, variable, all.clone())];
    if options >= 5 {
        rows.push(("first".to_owned(), RowKind::Net, variable, vec![0, 1]));
        rows.push(("last".to_owned(), RowKind::Net, variable, vec![options - 2, options - 1]));
    }
    rows.extend(all.iter().map(|place| ((place + 1).to_string(), RowKind::Option, variable, vec![*place])));
    (rows, MemberPlaces { variable, places: all })
}

fn boxes(
    random: &mut Random,
    counting: &mut Counting,
    respondents: usize,
    options: usize,
    missing: f64,
) -> (Vec<RowOf>, MemberPlaces) {
    let shares: Vec<f64> = (0..options).map(|_| random.part() * random.part()).collect();
    let ticks: Vec<Option<Vec<bool>>> = (0..respondents)
        .map(|_| (random.part() >= missing).then(|| shares.iter().map(|share| random.part() < *share).collect()))
        .collect();
    let first = 1000 * (counting.variables.len() + 1);
    let any = |counting: &mut Counting, of: &[usize]| {
        let place = |ticks: &Option<Vec<bool>>| match ticks {
            Some(ticks) => usize::from(of.iter().any(|of| ticks[*of])),
            None => 2,
        };
        let places = ticks.iter().map(place).collect();
        counting.variable(2 + REASONS, of.iter().map(|of| first + of).collect(), places)
    };
    let all: Vec<usize> = (0..options).collect();
    let base = any(counting, &all);
    let mut rows = vec![("base".to_owned(), RowKind::Base, base, vec![0, 1])];
    let net = any(counting, &[0, 1]);
    rows.push(("first".to_owned(), RowKind::Net, net, vec![1]));
    for option in all {
        let variable = any(counting, &[option]);
        rows.push(((option + 1).to_string(), RowKind::Option, variable, vec![1]));
    }
    (rows, MemberPlaces { variable: base, places: vec![0, 1] })
}

fn tabulate(
    counting: &mut Counting,
    id: &str,
    rows: &[RowOf],
    base: &MemberPlaces,
    columns: &[(String, MemberColumn)],
    minimum: u64,
) -> (Tabulation, SectionMembers) {
    let mut table_rows = Vec::new();
    let mut members = Vec::new();
    for (key, kind, variable, places) in rows {
        let cells = columns.iter().map(|(_, column)| {
            let counted = counting.set(*variable, places, &column.variables, &column.places);
            let out_of = counting.set(base.variable, &base.places, &column.variables, &column.places);
            cell(*kind, &counted, &out_of, minimum)
        });
        let head = RowHead {
            key: key.clone(),
            label: key.clone(),
            kind: *kind,
            statistic: Some(if *kind == RowKind::Base { Statistic::UnweightedCount } else { Statistic::ColumnPercent }),
            unit: if *kind == RowKind::Base { Unit::Count } else { Unit::Percent },
            depth: 0,
            codes: Vec::new(),
            base_rule: "those who answered".to_owned(),
        };
        table_rows.push(TabulationRow { head, cells: cells.collect() });
        let places = MemberPlaces { variable: *variable, places: places.clone() };
        members.push(RowMembers::Counted { condition: None, places });
    }
    let heads = columns.iter().map(|(key, column)| ColumnHead {
        key: if column.variables.is_empty() { String::new() } else { key.clone() },
        break_label: String::new(),
        label: key.clone(),
        letter: None,
        one_answer: Vec::new(),
    });
    let section = Section { question: id.to_owned(), item: String::new(), label: String::new(), rows: table_rows };
    let table =
        Tabulation { id: id.to_owned(), title: id.to_owned(), columns: heads.collect(), sections: vec![section] };
    let members = SectionMembers {
        condition: None,
        base: base.clone(),
        rows: members,
        columns: columns.iter().map(|(_, column)| column.clone()).collect(),
    };
    (table, members)
}

fn cell(kind: RowKind, counted: &RespondentSet, base: &RespondentSet, minimum: u64) -> TableCell {
    let is_base = kind == RowKind::Base;
    let published = match base.n {
        0 if !is_base => Published::Empty,
        n if !is_base && n < minimum => Published::HeldBack(Why::SmallBase),
        _ => Published::Value(counted.n.to_string().parse().expect("a decimal")),
    };
    TableCell {
        n: counted.n,
        n_weighted: counted.weighted,
        base: CellBase { n: base.n, weighted: base.weighted, effective: None },
        x: Some(if is_base { counted.n as f64 } else { 100.0 * counted.weighted / base.weighted }),
        error: CellError::default(),
        letters: None,
        test: None,
        published,
        caution: false,
        stated: false,
    }
}

fn plan_of(disclosure: &str, weights: Weighting) -> Plan {
    let weights = if weights == Weighting::Random { "[weights]\ncolumn = \"W\"" } else { "" };
    let survey = format!(
        "id = \"random\"\ntitle = \"Random\"\n[source]\nname = \"export\"\npath = \"e.csv\"\nformat = \"csv\"\nrespondent = \"ID\"\n\
         {weights}\n[disclosure]\n{disclosure}\n"
    );
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let codebook = "[[question]]\nid = \"Q\"\nkind = \"text\"\ntext = \"Q\"\ncolumn = \"Q\"\n";
    let files = PlanFiles {
        survey: text("survey.toml", &survey),
        codebook: text("codebook.toml", codebook),
        ..PlanFiles::default()
    };
    read_plan(&files).expect("a plan")
}
