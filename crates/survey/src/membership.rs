//! Which respondents the cells of tables count: what disclosure control must know of them, and no document tells.
//!
//! The tally counts respondents by *variables*, each a list of places where a respondent can stand: the codes of a question, the
//! reasons of absent answers, "ticked" and "not ticked". A row of a table is some places of a variable, a column some places of
//! its breaks. So every count of a release is a sum of cells of a *block*: a variable by breaks, under a condition.

/// A set of respondents.
///
/// Two sets with the same number of rows, sum of row numbers and sum of their squares are taken to be the same respondents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RespondentSet {
    /// How many.
    pub n: u64,
    /// The sum of their weights.
    pub weighted: f64,
    /// The sum of the numbers of their rows.
    pub rows: f64,
    /// The sum of the squares of those.
    pub squares: f64,
}

impl RespondentSet {
    /// Adds respondents who are not in it yet.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.weighted += other.weighted;
        self.rows += other.rows;
        self.squares += other.squares;
    }
}

/// What respondents are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberVariable {
    /// How many places it has.
    pub places: usize,
    /// The tick boxes of which place 1 counts those who ticked any; none where each respondent gives one answer.
    pub boxes: Vec<usize>,
}

/// Some places of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberPlaces {
    /// The variable.
    pub variable: usize,
    /// The places, ascending.
    pub places: Vec<usize>,
}

/// Some places of the breaks of a column, each a number of all their combinations, the first break outermost. The total has no
/// variables, and place 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberColumn {
    /// The variables.
    pub variables: Vec<usize>,
    /// The places, ascending.
    pub places: Vec<usize>,
}

/// A variable by breaks, among those who meet a condition: a cell for each place in each column place.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberBlock {
    /// The condition; none for everybody.
    pub condition: Option<usize>,
    /// The variable of the rows.
    pub variable: usize,
    /// The variables of the columns.
    pub columns: Vec<usize>,
    /// The cells, row by row.
    pub cells: Vec<RespondentSet>,
}

/// The numbers that the respondents of a cell have, as they add up to its sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contributions {
    /// The largest, without their signs, the largest first: of so many respondents as a rule of dominance looks at.
    pub largest: Vec<f64>,
    /// The sum of all, without their signs.
    pub total: f64,
    /// Whether any is below 0.
    pub is_signed: bool,
}

impl Contributions {
    /// Those of numbers, each with how many respondents have it.
    #[must_use]
    pub fn of(numbers: &[(f64, u64)], most: usize) -> Self {
        let mut sizes: Vec<(f64, u64)> = numbers.iter().map(|(number, n)| (number.abs(), *n)).collect();
        sizes.sort_by(|one, other| other.0.total_cmp(&one.0));
        let each = sizes.iter().flat_map(|(size, n)| std::iter::repeat_n(*size, (*n).min(most as u64) as usize));
        Self {
            largest: each.take(most).collect(),
            total: sizes.iter().map(|(size, n)| size * *n as f64).sum(),
            is_signed: numbers.iter().any(|(number, _)| *number < 0.0),
        }
    }
}

/// Whom a row of a table counts.
#[derive(Debug, Clone, PartialEq)]
pub enum RowMembers {
    /// Those at these places, among those who meet a condition.
    Counted {
        /// The condition; none for everybody.
        condition: Option<usize>,
        /// The places.
        places: MemberPlaces,
    },
    /// A statistic of the values of those at these places, likewise.
    Values {
        /// The condition; none for everybody.
        condition: Option<usize>,
        /// The places.
        places: MemberPlaces,
        /// The value at each of the places, in their order; none where each respondent has an own number.
        values: Option<Vec<f64>>,
        /// Where each respondent has an own number, and sums are protected: those of each column.
        contributions: Vec<Contributions>,
    },
    /// The ticks of boxes.
    Ticks,
}

/// Whom the cells of a section of a table count.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionMembers {
    /// The condition of its base.
    pub condition: Option<usize>,
    /// Those whom its percentages are out of.
    pub base: MemberPlaces,
    /// Its rows, in the order of the section.
    pub rows: Vec<RowMembers>,
    /// The columns, in the order of the table.
    pub columns: Vec<MemberColumn>,
}

/// Whom the cells of all tables count that are not made in SQL.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Membership {
    /// The variables.
    pub variables: Vec<MemberVariable>,
    /// The blocks.
    pub blocks: Vec<MemberBlock>,
    /// The sections of all tables, in their order.
    pub sections: Vec<SectionMembers>,
}
