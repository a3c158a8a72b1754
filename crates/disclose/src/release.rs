//! Every count of respondents that the tables of a run tell, shown or not, and how these counts add up.

use std::collections::BTreeMap;

use topline_survey::{Contributions, Figure, FigureRef, Tabulation};

use crate::work::Work;

/// A count of respondents, the same in whichever tables it stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    /// Respondents, and the sum of their weights.
    pub values: [f64; 2],
    /// The figures that tell it.
    pub figures: Vec<usize>,
    /// The figures that are made from it and do not tell it by themselves.
    pub needed_by: Vec<usize>,
    /// The blocks in which it is a cell.
    pub blocks: Vec<usize>,
    /// The sets of respondents that it is those of who are in both, by number: a row and a column.
    pub sets: [usize; 2],
    /// Whether it is the sum of a column: a base, or all in the column.
    pub is_margin: bool,
    /// Whether it is of the total column.
    pub is_total: bool,
    /// What it is, where no figure names it.
    pub of: Option<CountOf>,
}

/// The counts behind a figure.
#[derive(Debug, Clone, Default)]
pub(crate) struct FigureCounts {
    /// Those whom it counts.
    pub counted: Option<usize>,
    /// The base that is published with it.
    pub base: Option<usize>,
    /// The base of its column, where it is the part of that.
    pub column_base: Option<usize>,
    /// The same counts in the total column: those whom it counts, and its base.
    pub in_total: Option<(usize, usize)>,
    /// All counts that it tells.
    pub tells: Vec<usize>,
    /// Counts that it is made from, each of which must be published for it to be.
    pub needs: Vec<usize>,
    /// The counts of each value that it is the mean of, with the value; none of a mean of numbers.
    pub values: Vec<(usize, f64)>,
    /// Whether it adds up over columns, as sums of values do.
    pub is_sum: bool,
    /// Whether it is made in SQL.
    pub is_sql: bool,
    /// The sum of numbers that it is made from, where these are protected.
    pub number: Option<usize>,
}

/// A count that no figure names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountOf {
    /// Those of a base whom a count leaves out.
    Complement(usize),
    /// Those whom a count had in an earlier release.
    Earlier(usize),
    /// Those whom it has since.
    Since(usize),
    /// Those whom a count takes in and the same count of those who meet a condition does not.
    OutsideCondition(usize),
}

/// Why counts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RelationKind {
    /// The columns of a break add up to the total, or to the column that they split.
    Columns,
    /// Answers add up to all in the column.
    Rows,
    /// Answers add up to the net, or to the base.
    Net,
    /// The columns of options add up to that of their net.
    ColumnNet,
    /// A net of tick boxes counts no fewer than one of them, and no more than all together.
    Ticks,
    /// Those who meet a condition are some of all.
    Condition,
    /// Those counted and those not counted add up to the base.
    Complement,
    /// Those of an earlier release and those since add up.
    Earlier,
}

impl RelationKind {
    /// In words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Columns => "the columns of a break add up to the total",
            Self::Rows => "answers add up to all in the column",
            Self::Net => "answers add up to their net or base",
            Self::ColumnNet => "columns add up to the column of their net",
            Self::Ticks => "a net of boxes counts those who ticked any",
            Self::Condition => "a filtered table counts some of those of another",
            Self::Earlier => "those of the earlier release and those since add up",
            Self::Complement => "those counted and those not counted add up to the base",
        }
    }
}

/// Counts that add up to nothing, each so many times.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Relation {
    pub terms: Vec<(usize, f64)>,
    pub kind: RelationKind,
}

impl Relation {
    /// Of counts of which one can be there under two names: the respondents of a net may be those of one of its boxes.
    pub(crate) fn new(kind: RelationKind, terms: impl IntoIterator<Item = (usize, f64)>) -> Self {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (count, times) in terms {
            *sums.entry(count).or_default() += times;
        }
        Self { terms: sums.into_iter().filter(|(_, times)| *times != 0.0).collect(), kind }
    }
}

/// All counts, and how they add up.
#[derive(Debug, Default)]
pub(crate) struct Release {
    pub counts: Vec<Count>,
    pub relations: Vec<Relation>,
    /// The relations of each count.
    pub touching: Vec<Vec<usize>>,
    /// The figures of all tables, in reading order.
    pub figures: Vec<FigureCounts>,
    /// Figures whose sums of values add up: the first is the whole of the others.
    pub sums: Vec<Vec<usize>>,
    /// The counts that are the cells of each block.
    pub blocks: Vec<Block>,
    /// The numbers of the same respondents, in whichever tables, and how they add up to a sum.
    pub numbers: Vec<NumbersOf>,
    /// The columns of all tables, each once.
    pub columns: Vec<ColumnOf>,
    /// How much work linear programs may still do.
    pub work: Work,
    /// Respondents in the whole survey, and the sum of their weights.
    pub everybody: [f64; 2],
    /// Counts that are known whatever is held back, as an earlier release told them.
    pub given: Vec<usize>,
    /// The count of everybody, whose number every document says.
    pub whole: Option<usize>,
}

/// The numbers of some respondents.
#[derive(Debug, Clone)]
pub(crate) struct NumbersOf {
    /// All statistics of them.
    pub figures: Vec<usize>,
    pub contributions: Contributions,
}

/// A column, in whichever tables it stands.
#[derive(Debug, Clone)]
pub(crate) struct ColumnOf {
    /// The variables of its break; none of the total.
    pub variables: Vec<usize>,
    pub figures: Vec<usize>,
    /// The sets of those in it, by number: one for each condition of a table.
    pub sets: Vec<usize>,
}

/// A variable by breaks, under a condition.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The number of the question whose answers it counts: that of all variables that stand in one section.
    pub question: usize,
    pub columns: Vec<usize>,
    pub cells: Vec<usize>,
}

impl Release {
    /// A count that is what the whole has more than the part, in the blocks of the part.
    pub(crate) fn complement(&mut self, whole: usize, part: usize) -> usize {
        let [whole_values, part_values] = [whole, part].map(|count| self.counts[count].values);
        let values = [0, 1].map(|measure| (whole_values[measure] - part_values[measure]).max(0.0));
        let (number, relation) = (self.counts.len(), self.relations.len());
        let Count { blocks, is_total, .. } = self.counts[part].clone();
        for block in &blocks {
            self.blocks[*block].cells.push(number);
        }
        self.counts.push(Count { values, blocks, is_total, of: Some(CountOf::Complement(part)), ..Count::default() });
        let terms = [(part, 1.0), (number, 1.0), (whole, -1.0)];
        self.relations.push(Relation::new(RelationKind::Complement, terms));
        self.touching.push(Vec::new());
        for (count, _) in &self.relations[relation].terms {
            self.touching[*count].push(relation);
        }
        number
    }

    /// A name for a count: that of the first figure which tells it.
    pub(crate) fn name(&self, count: usize, names: &[FigureRef]) -> String {
        let of = &self.counts[count];
        match (of.figures.first(), of.of) {
            (Some(figure), _) => names[*figure].to_string(),
            (None, Some(CountOf::Complement(other))) => format!("those not in {}", self.name(other, names)),
            (None, Some(CountOf::Earlier(other))) => format!("{} in the earlier release", self.name(other, names)),
            (None, Some(CountOf::Since(other))) => {
                format!("those who came to {} since the earlier release", self.name(other, names))
            }
            (None, Some(CountOf::OutsideCondition(other))) => {
                format!("those whom {} leaves out", self.name(other, names))
            }
            (None, None) => "a count that is not shown".to_owned(),
        }
    }
}

/// The figures of all tables, in reading order.
pub(crate) fn figures(tables: &[Tabulation]) -> impl Iterator<Item = Figure<'_>> {
    tables.iter().flat_map(Tabulation::figures)
}
