//! Sets of respondents by who is in them: the same set under two names is one set.

use std::collections::HashMap;

use topline_survey::{MemberBlock, MemberColumn, MemberPlaces, Membership, RespondentSet};

/// A set of respondents, out of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum SetKey {
    /// How many they are, the sum of their rows and of the squares of those, as bits.
    Respondents([u64; 3]),
    /// Nobody is in it: nothing tells it from another such set but its name.
    NobodyInRow(MemberPlaces),
    /// Likewise, a column under a condition.
    NobodyInColumn(Option<usize>, MemberColumn),
}

/// The sets of a release, each by a number.
pub(crate) struct Sets<'m> {
    membership: &'m Membership,
    blocks: HashMap<(Option<usize>, usize, &'m [usize]), usize>,
    contexts: HashMap<(Option<usize>, &'m [usize]), usize>,
    numbers: HashMap<SetKey, usize>,
    rows: HashMap<MemberPlaces, usize>,
    columns: HashMap<(Option<usize>, MemberColumn), usize>,
    /// Everybody.
    pub everybody: usize,
}

impl<'m> Sets<'m> {
    pub(crate) fn new(membership: &'m Membership) -> Self {
        let mut sets = Self {
            membership,
            blocks: HashMap::new(),
            contexts: HashMap::new(),
            numbers: HashMap::new(),
            rows: HashMap::new(),
            columns: HashMap::new(),
            everybody: 0,
        };
        for (number, block) in membership.blocks.iter().enumerate() {
            sets.blocks.entry((block.condition, block.variable, block.columns.as_slice())).or_insert(number);
            sets.contexts.entry((block.condition, block.columns.as_slice())).or_insert(number);
        }
        if let Some(block) =
            membership.blocks.iter().find(|block| block.condition.is_none() && block.columns.is_empty())
        {
            let places = (0..membership.variables[block.variable].places).collect();
            sets.everybody = sets.row(&MemberPlaces { variable: block.variable, places });
        }
        sets
    }

    /// The block of a variable by breaks, under a condition.
    pub(crate) fn block(
        &self,
        condition: Option<usize>,
        variable: usize,
        columns: &[usize],
    ) -> Option<&'m MemberBlock> {
        self.blocks.get(&(condition, variable, columns)).map(|number| &self.membership.blocks[*number])
    }

    /// How many places the breaks of a column have together.
    pub(crate) fn width(&self, columns: &[usize]) -> usize {
        columns.iter().map(|variable| self.membership.variables[*variable].places).product()
    }

    /// Those at these places of rows and columns.
    pub(crate) fn sum(&self, block: &MemberBlock, rows: &[usize], columns: &[usize]) -> RespondentSet {
        let width = self.width(&block.columns);
        let mut sum = RespondentSet::default();
        for row in rows {
            for column in columns {
                sum.add(&block.cells[row * width + column]);
            }
        }
        sum
    }

    /// The set of a row, out of everybody.
    pub(crate) fn row(&mut self, places: &MemberPlaces) -> usize {
        if let Some(known) = self.rows.get(places) {
            return *known;
        }
        let found = self.block(None, places.variable, &[]).map(|block| self.sum(block, &places.places, &[0]));
        let key = found.and_then(|set| key(&set)).unwrap_or_else(|| SetKey::NobodyInRow(places.clone()));
        let number = self.number(key);
        self.rows.insert(places.clone(), number);
        number
    }

    /// The set of a column under a condition.
    pub(crate) fn column(&mut self, condition: Option<usize>, column: &MemberColumn) -> usize {
        if let Some(known) = self.columns.get(&(condition, column.clone())) {
            return *known;
        }
        let block = self.contexts.get(&(condition, column.variables.as_slice())).copied();
        let found = block.map(|number| {
            let block = &self.membership.blocks[number];
            let rows: Vec<usize> = (0..self.membership.variables[block.variable].places).collect();
            self.sum(block, &rows, &column.places)
        });
        let key = found.and_then(|set| key(&set));
        let key = key.unwrap_or_else(|| SetKey::NobodyInColumn(condition, column.clone()));
        let number = self.number(key);
        self.columns.insert((condition, column.clone()), number);
        number
    }

    fn number(&mut self, key: SetKey) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(key).or_insert(next)
    }
}

fn key(set: &RespondentSet) -> Option<SetKey> {
    (set.n > 0).then(|| SetKey::Respondents([set.n, set.rows.to_bits(), set.squares.to_bits()]))
}

/// The places that no set tells apart, of all places of a variable: the smallest parts that the sets are made of.
pub(crate) fn classes<'s>(places: usize, sets: impl Iterator<Item = &'s Vec<usize>>) -> Vec<Vec<usize>> {
    let mut signatures: Vec<Vec<usize>> = vec![Vec::new(); places];
    for (number, set) in sets.enumerate() {
        for place in set {
            signatures[*place].push(number);
        }
    }
    let mut known: HashMap<&[usize], usize> = HashMap::new();
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for (place, signature) in signatures.iter().enumerate() {
        let class = *known.entry(signature).or_insert(classes.len());
        if class == classes.len() {
            classes.push(Vec::new());
        }
        classes[class].push(place);
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::classes;

    #[test]
    fn places_that_no_set_tells_apart_are_one_class() {
        let sets = [vec![0, 1, 2], vec![1, 2], vec![4]];
        assert_eq!(classes(6, sets.iter()), [vec![0], vec![1, 2], vec![3, 5], vec![4]]);
    }
}
