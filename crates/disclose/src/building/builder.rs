//! Counts and relations from what the tally knows of the cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use topline_survey::{Contributions, MemberColumn, MemberPlaces, Membership, RespondentSet, SectionMembers};

use crate::release::{Block, Count, CountOf, NumbersOf, Relation, RelationKind, Release};
use crate::sets::Sets;

/// The sets of rows and columns that tables show, and what they are made of.
#[derive(Default)]
pub(super) struct Shown {
    /// The sets of places of each variable that are rows.
    pub rows: BTreeMap<usize, BTreeSet<Vec<usize>>>,
    /// Those of each break that are columns.
    pub columns: BTreeMap<Vec<usize>, BTreeSet<Vec<usize>>>,
    /// The blocks that tables are made from: condition, variable, breaks.
    pub blocks: BTreeSet<(Option<usize>, usize, Vec<usize>)>,
    /// The sets that are bases.
    pub bases: BTreeSet<MemberPlaces>,
    /// The question of each variable: the first of the variables that stand in one section with it.
    pub questions: Vec<usize>,
    pub row_classes: BTreeMap<usize, Vec<Vec<usize>>>,
    pub column_classes: BTreeMap<Vec<usize>, Vec<Vec<usize>>>,
}

/// A release while it is built.
pub(super) struct Builder<'m> {
    pub membership: &'m Membership,
    pub sets: Sets<'m>,
    pub shown: Shown,
    pub release: Release,
    /// The blocks, by condition, variable and breaks.
    pub known: BTreeMap<(Option<usize>, usize, Vec<usize>), BlockOf>,
    pub counts: HashMap<(usize, usize), usize>,
    pub relations: HashMap<Vec<(usize, u64)>, usize>,
    /// The numbers of each variable and count.
    pub sums: HashMap<(usize, usize), usize>,
}

impl Builder<'_> {
    /// The count of those in a row and in a column.
    pub(super) fn count(&mut self, block: &BlockOf, rows: &[usize], columns: &[usize]) -> Option<usize> {
        let found = self.sets.block(block.condition, block.variable, &block.columns)?;
        let places = MemberPlaces { variable: block.variable, places: rows.to_vec() };
        let column = MemberColumn { variables: block.columns.clone(), places: columns.to_vec() };
        let is_base = self.shown.bases.contains(&places);
        let (row, context) = (self.sets.row(&places), self.sets.column(block.condition, &column));
        let everybody = self.sets.everybody;
        let key = match (row == everybody, context == everybody) {
            (true, _) => (context, context),
            (false, true) => (row, row),
            (false, false) => (row.min(context), row.max(context)),
        };
        let next = self.release.counts.len();
        let number = *self.counts.entry(key).or_insert(next);
        if number == next {
            let RespondentSet { n, weighted, .. } = self.sets.sum(found, rows, columns);
            let (values, sets) = ([n as f64, weighted], [key.0, key.1]);
            self.release.counts.push(Count { values, sets, ..Count::default() });
        }
        let count = &mut self.release.counts[number];
        count.is_margin |= row == everybody || is_base;
        count.is_total |= block.columns.is_empty();
        if count.blocks.last() != Some(&block.number) && !count.blocks.contains(&block.number) {
            count.blocks.push(block.number);
            self.release.blocks[block.number].cells.push(number);
        }
        Some(number)
    }

    /// The numbers that those whom a count counts have of a variable.
    pub(super) fn numbers(&mut self, variable: usize, count: usize, contributions: &Contributions) -> usize {
        let next = self.release.numbers.len();
        let number = *self.sums.entry((variable, count)).or_insert(next);
        if number == next {
            let contributions = contributions.clone();
            self.release.numbers.push(NumbersOf { figures: Vec::new(), contributions });
        }
        number
    }

    /// The classes of a break's columns in which anybody is whom a section counts.
    pub(super) fn inhabited(&self, members: &SectionMembers, columns: &[usize]) -> Option<Vec<Vec<usize>>> {
        let block = self.sets.block(members.condition, members.base.variable, columns)?;
        let classes = self.shown.column_classes.get(columns)?;
        let has_anybody = |class: &&Vec<usize>| self.sets.sum(block, &members.base.places, class).n > 0;
        Some(classes.iter().filter(has_anybody).cloned().collect())
    }

    /// Says that the parts add up to the whole.
    pub(super) fn add_up(&mut self, kind: RelationKind, parts: &[usize], whole: usize) {
        let terms = parts.iter().map(|part| (*part, 1.0)).chain([(whole, -1.0)]);
        let relation = Relation::new(kind, terms);
        if relation.terms.is_empty() {
            return;
        }
        let key = relation.terms.iter().map(|(count, times)| (*count, times.to_bits())).collect();
        let next = self.release.relations.len();
        if *self.relations.entry(key).or_insert(next) == next {
            self.release.relations.push(relation);
        }
    }

    /// A count that is what the whole has more than the part.
    pub(super) fn difference(&mut self, kind: RelationKind, whole: usize, part: usize, of: Option<CountOf>) -> usize {
        let [whole_values, part_values] = [whole, part].map(|count| self.release.counts[count].values);
        let values = [0, 1].map(|measure| (whole_values[measure] - part_values[measure]).max(0.0));
        let number = self.unnamed(values, &[whole, part], of);
        self.add_up(kind, &[part, number], whole);
        number
    }

    /// Says that the parts together are no less than the whole.
    pub(super) fn together(&mut self, kind: RelationKind, parts: &[usize], whole: usize) {
        let sum = |measure: usize| parts.iter().map(|part| self.release.counts[*part].values[measure]).sum::<f64>();
        let values = [0, 1].map(|measure| (sum(measure) - self.release.counts[whole].values[measure]).max(0.0));
        let mut near = parts.to_vec();
        near.push(whole);
        let number = self.unnamed(values, &near, None);
        let terms = parts.iter().map(|part| (*part, 1.0)).chain([(whole, -1.0), (number, -1.0)]);
        self.release.relations.push(Relation::new(kind, terms));
    }

    /// A count that nothing names, in all blocks of the counts that it goes with.
    fn unnamed(&mut self, values: [f64; 2], near: &[usize], of: Option<CountOf>) -> usize {
        let number = self.release.counts.len();
        let mut blocks: Vec<usize> =
            near.iter().flat_map(|count| self.release.counts[*count].blocks.iter().copied()).collect();
        blocks.sort_unstable();
        blocks.dedup();
        for block in &blocks {
            self.release.blocks[*block].cells.push(number);
        }
        let is_total = near.iter().all(|count| self.release.counts[*count].is_total);
        self.release.counts.push(Count { values, blocks, is_total, of, ..Count::default() });
        number
    }

    pub(super) fn finish(mut self) -> Release {
        let mut touching = vec![Vec::new(); self.release.counts.len()];
        for (number, relation) in self.release.relations.iter().enumerate() {
            for (count, _) in &relation.terms {
                touching[*count].push(number);
            }
        }
        self.release.touching = touching;
        self.release.whole = self.counts.get(&(self.sets.everybody, self.sets.everybody)).copied();
        self.release
    }

    /// A block by its number.
    pub(super) fn begin_block(&mut self, condition: Option<usize>, variable: usize, columns: &[usize]) -> BlockOf {
        let number = self.release.blocks.len();
        let columns = columns.to_vec();
        let question = self.shown.questions[variable];
        self.release.blocks.push(Block { question, columns: columns.clone(), cells: Vec::new() });
        BlockOf { condition, variable, columns, number }
    }
}

/// A block, and its number in the release.
#[derive(Debug, Clone)]
pub(super) struct BlockOf {
    pub condition: Option<usize>,
    pub variable: usize,
    pub columns: Vec<usize>,
    pub number: usize,
}
