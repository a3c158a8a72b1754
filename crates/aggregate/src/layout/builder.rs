//! The tally of a plan, built table by table.

use std::collections::HashMap;
use std::hash::Hash;

use topline_survey::{Plan, Table, TablePart, table_columns};
use topline_tally::{Dimension, Distribution, Pair, Source, Tally};

use crate::condition::name;

use crate::layout::axes::{Axis, Column};
use crate::layout::families::{ColumnPlace, Family};
use crate::layout::rows::{Counts, Places, Row};
use crate::statistics::{ColumnTest, Reads, column_test, measure};

/// An argument of the aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Argument {
    /// A column of `responses`.
    Column(String),
    /// 1 where that column has a value.
    Given(String),
    /// A condition in SQL.
    Condition(String),
}

impl Argument {
    /// As SQL writes it.
    pub(crate) fn sql(&self) -> String {
        match self {
            Self::Column(column) => name(column),
            Self::Given(column) => format!("cast(case when {} is not null then 1 end as int)", name(column)),
            Self::Condition(condition) => condition.clone(),
        }
    }

    /// Where it is found by those who read the file of responses.
    pub(crate) fn source(&self) -> Source {
        match self {
            Self::Column(column) => Source::Column(column.clone()),
            Self::Given(column) => Source::Given(column.clone()),
            Self::Condition(_) => Source::Condition,
        }
    }

    /// The condition that it is, if it is one.
    pub(crate) fn condition(&self) -> Option<&str> {
        match self {
            Self::Column(_) | Self::Given(_) => None,
            Self::Condition(condition) => Some(condition),
        }
    }
}

/// The tally of a plan, and what its cells mean.
pub(crate) struct Layout {
    pub tally: Tally,
    /// What the aggregate is called with.
    pub arguments: Vec<Argument>,
    /// The position of each pair in the tally.
    pub pairs: HashMap<Pair, usize>,
    /// The parts of the tables, in order: a table, or an item of one.
    pub parts: Vec<Part>,
}

/// The rows and columns of one table, or of one question or item of it.
pub(crate) struct Part {
    /// The position of the table in the plan.
    pub table: usize,
    /// The question.
    pub question: String,
    /// Its name in the names of figures.
    pub key: String,
    /// Its label.
    pub label: String,
    pub base: Places,
    /// The boxes of all options in the base, where ticks are counted.
    pub boxes: Vec<usize>,
    /// The rows, the base first.
    pub rows: Vec<Row>,
    pub axes: Vec<Axis>,
    /// Which columns are compared.
    pub families: Vec<Family>,
    pub filter: Option<usize>,
    pub value: Option<usize>,
    /// Whether the distribution of its numbers is kept.
    pub distributed: bool,
}

/// Of tables that gather options too few for rows of their own, these options, by the names of the table and its part.
pub(crate) type Rests = HashMap<(String, String), Vec<i32>>;

/// The layout of a plan's tables, of which it is known what they gather of boxes that few ticked.
pub(crate) fn layout(plan: &Plan, rests: &Rests) -> Layout {
    let mut builder = Builder { by_design: plan.survey.design.is_some(), ..Builder::default() };
    if plan.survey.weights.is_some() {
        builder.tally.weight = Some(builder.argument(Argument::Column("weight".into())));
    }
    let mut parts = Vec::new();
    for (position, table) in plan.tables.iter().enumerate() {
        let columns = table_columns(&table.breaks, &plan.codebook);
        for part in table.parts(&plan.codebook) {
            let axes = builder.axes(&columns);
            let is_compared = table.letters.is_some() || table.tests.is_some();
            let families = if is_compared { builder.families(&columns, &axes) } else { Vec::new() };
            let few = rests.get(&(table.id.clone(), part.key.clone())).map(Vec::as_slice);
            parts.push(builder.part(table, position, &part, (axes, families), few));
        }
    }
    Layout { tally: builder.tally, arguments: builder.arguments, pairs: builder.pairs, parts }
}

#[derive(Default)]
pub(super) struct Builder {
    pub tally: Tally,
    /// Whether a design is declared, whose errors come of sums of their own.
    by_design: bool,
    arguments: Vec<Argument>,
    argument_places: HashMap<Argument, usize>,
    dimensions: HashMap<Dimension, usize>,
    pairs: HashMap<Pair, usize>,
}

impl Builder {
    pub(super) fn argument(&mut self, argument: Argument) -> usize {
        numbered(&mut self.arguments, &mut self.argument_places, argument)
    }

    pub(super) fn dimension(&mut self, dimension: Dimension) -> usize {
        numbered(&mut self.tally.dimensions, &mut self.dimensions, dimension)
    }

    fn pair(&mut self, pair: Pair) {
        numbered(&mut self.tally.pairs, &mut self.pairs, pair);
    }

    fn part(
        &mut self,
        table: &Table,
        position: usize,
        of: &TablePart<'_>,
        (axes, families): (Vec<Axis>, Vec<Family>),
        few: Option<&[i32]>,
    ) -> Part {
        let rows = self.rows(table, of, few);
        let is_of_order = |row: &Row| {
            matches!(measure(row.of.statistic).reads(), Reads::Distribution(_))
                && matches!(row.counts, Counts::Numbers(_))
        };
        let part = Part {
            table: position,
            question: of.question.id.clone(),
            key: of.key.clone(),
            label: of.label.clone(),
            base: rows.base,
            boxes: rows.boxes,
            distributed: rows.rows.iter().any(is_of_order),
            rows: rows.rows,
            axes,
            families,
            filter: rows.filter,
            value: rows.value,
        };
        self.pairs(&part);
        part
    }

    /// The pairs that a part is made from.
    fn pairs(&mut self, part: &Part) {
        for axis in &part.axes {
            self.pair(part.pair(part.base.dimension, axis, part.filter));
            for row in &part.rows {
                for dimension in row.dimensions(part) {
                    self.pair(part.pair(dimension, axis, row.filter));
                }
            }
            if part.distributed {
                let distributions = &mut self.tally.distributions;
                distributions.extend(part.distribution(axis).filter(|wanted| !distributions.contains(wanted)));
            }
        }
        let shared = part.families.iter().filter_map(|family| family.shared.as_ref());
        for axis in shared.flat_map(|shared| shared.pairs.iter().chain([&shared.any])) {
            self.pair(part.pair(part.base.dimension, axis, part.filter));
            let by_design = self.by_design;
            let is_wanted = |row: &&Row| match column_test(&row.of) {
                ColumnTest::Means => true,
                ColumnTest::Proportions => by_design,
                ColumnTest::None => false,
            };
            for row in part.rows.iter().filter(is_wanted) {
                for dimension in row.dimensions(part) {
                    self.pair(part.pair(dimension, axis, row.filter));
                }
            }
        }
    }
}

impl Row {
    /// The dimensions that it reads.
    fn dimensions(&self, part: &Part) -> Vec<usize> {
        let own = match &self.counts {
            Counts::Respondents(Places { dimension, .. })
            | Counts::Numbers(Places { dimension, .. })
            | Counts::Values { dimension, .. } => vec![*dimension],
            Counts::Fewer { options, ticked, .. } => {
                options.iter().map(|(_, places)| places).chain(ticked).map(|places| places.dimension).collect()
            }
            Counts::Answers => Vec::new(),
        };
        let ticks = if measure(self.of.statistic).reads().counts_ticks() {
            [self.boxes.as_slice(), &part.boxes].concat()
        } else {
            Vec::new()
        };
        own.into_iter().chain(ticks).collect()
    }
}

/// Where a figure stands: a row and a column.
pub(crate) struct Spot<'p> {
    pub row: &'p Row,
    pub axis: &'p Axis,
    pub column: &'p Column,
}

impl Part {
    /// Where its figures stand, row by row.
    pub(crate) fn spots(&self) -> impl Iterator<Item = Spot<'_>> {
        self.rows.iter().flat_map(|row| self.columns().map(move |(axis, column)| Spot { row, axis, column }))
    }

    /// Its columns, the total first.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&Axis, &Column)> {
        self.axes.iter().flat_map(|axis| axis.columns.iter().map(move |column| (axis, column)))
    }

    /// The position of a column among all of them.
    pub(crate) fn position(&self, (axis, column): ColumnPlace) -> usize {
        let before: usize = self.axes[..axis].iter().map(|axis| axis.columns.len()).sum();
        before + column
    }

    /// The pair of a row dimension with an axis of this part.
    pub(crate) fn pair(&self, rows: usize, axis: &Axis, filter: Option<usize>) -> Pair {
        Pair { rows, columns: axis.dimensions.clone(), filter, value: self.value }
    }

    /// The distribution of its numbers along an axis.
    pub(crate) fn distribution(&self, axis: &Axis) -> Option<Distribution> {
        Some(Distribution { columns: axis.dimensions.clone(), filter: self.filter, value: self.value? })
    }
}

/// The place of what is wanted among what is known, at the end where it is new.
fn numbered<T: Clone + Eq + Hash>(known: &mut Vec<T>, places: &mut HashMap<T, usize>, wanted: T) -> usize {
    *places.entry(wanted).or_insert_with_key(|wanted| {
        known.push(wanted.clone());
        known.len() - 1
    })
}
