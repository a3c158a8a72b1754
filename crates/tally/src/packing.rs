//! Which columns are counted together: the places of several breaks packed into one key.
//!
//! A row of the responses is added to one cell of a histogram for all breaks of a group, and the cells are summed up for each
//! break afterwards: with three breaks a group, a third of the additions. Groups are so large that a histogram stays in the
//! cache of a core, and that summing up its cells costs less than it saves. Only places that a block has are counted.

use crate::block::Block;

/// The most cells of a histogram of groups: they stay in a core's cache, beside what streams past.
const CELLS: usize = 1 << 13;
/// The most cells of a histogram of one break alone.
const CELLS_ALONE: usize = 1 << 17;
/// The most columns of one: a key has 16 bits.
const COLUMNS: usize = 1 << 16;

/// Dimensions whose places are packed into one key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// In ascending order, each once.
    pub dimensions: Vec<usize>,
    /// The columns of pairs that are counted in it, by their position.
    pub members: Vec<usize>,
}

/// The groups for these columns (each a list of dimensions) beside rows of one dimension; and the columns that have too many
/// cells for any, which are counted one by one.
pub(crate) fn groups(block: &Block, rows: usize, columns: &[&[usize]], counted: usize) -> (Vec<Group>, Vec<usize>) {
    // A few classes of rows, so that many have the same groups.
    let row_places = block.used[rows].count().next_power_of_two();
    let most = CELLS.min((counted / 2).max(1)) / row_places;
    let (fit, alone): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(|member| {
        let columns = places(block, columns[*member]);
        columns <= COLUMNS && columns.saturating_mul(row_places) <= CELLS_ALONE
    });
    let mut by_size: Vec<usize> = fit.clone();
    by_size.sort_by_key(|member| (std::cmp::Reverse(places(block, columns[*member])), *member));
    // The fewest groups that hold them, each about as large as the others.
    let mut number = 1;
    loop {
        let groups = balanced(block, columns, &by_size, number);
        let holds = |group: &Group| group.members.len() <= 1 || places(block, &group.dimensions) <= most;
        if number >= by_size.len() || groups.iter().all(holds) {
            let groups = groups.into_iter().filter(|group| !group.members.is_empty()).collect();
            return (groups, alone);
        }
        number += 1;
    }
}

/// How many columns dimensions make together, of places that the block has.
fn places(block: &Block, dimensions: &[usize]) -> usize {
    dimensions.iter().map(|dimension| block.used[*dimension].count()).fold(1, usize::saturating_mul)
}

/// So many groups, to each of which the largest columns left were added where they made the smallest.
fn balanced(block: &Block, columns: &[&[usize]], by_size: &[usize], number: usize) -> Vec<Group> {
    let mut groups = vec![Group { dimensions: Vec::new(), members: Vec::new() }; number];
    for member in by_size {
        let together = |group: &Group| {
            let mut dimensions = [&group.dimensions, columns[*member]].concat();
            dimensions.sort_unstable();
            dimensions.dedup();
            dimensions
        };
        let best = groups.iter_mut().min_by_key(|group| places(block, &together(group)));
        if let Some(group) = best {
            group.dimensions = together(group);
            group.members.push(*member);
        }
    }
    groups
}

/// The keys of a group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    dimensions: Vec<usize>,
    /// How many keys there are.
    pub width: usize,
    /// That of each row of the block.
    pub of_row: Vec<u16>,
}

impl Keys {
    /// Packs the places of the block's rows.
    pub(crate) fn pack(&mut self, block: &Block, dimensions: &[usize]) {
        self.of_row.clear();
        self.of_row.resize(block.rows, 0);
        self.dimensions = dimensions.to_vec();
        self.width = 1;
        for dimension in dimensions.iter().rev() {
            let mut key_of_place = block.used[*dimension].slots();
            for slot in &mut key_of_place {
                *slot *= self.width as u16;
            }
            let places = &block.places[*dimension];
            for (key, place) in self.of_row.iter_mut().zip(places) {
                *key += key_of_place[usize::from(*place)];
            }
            self.width *= block.used[*dimension].count();
        }
    }

    /// For each key, the column of one list of dimensions, which the group has.
    pub(crate) fn columns(&self, block: &Block, columns: &[usize], places_of: impl Fn(usize) -> usize) -> Vec<u32> {
        let mut of_key = vec![0; self.width];
        let mut below = self.width;
        let used: Vec<(usize, Vec<usize>)> =
            self.dimensions.iter().map(|dimension| (*dimension, block.used[*dimension].places())).collect();
        let mut steps = Vec::new();
        for (dimension, used) in &used {
            below /= used.len().max(1);
            steps.push((*dimension, below, used));
        }
        for (key, column) in of_key.iter_mut().enumerate() {
            *column = columns.iter().fold(0, |column, wanted| {
                let step = steps.iter().find(|(dimension, ..)| dimension == wanted);
                let place = step.map_or(0, |(_, below, used)| used[key / below % used.len()]);
                column * places_of(*wanted) + place
            }) as u32;
        }
        of_key
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, groups};
    use crate::block::Block;

    /// A block whose rows have all places of dimensions with so many.
    fn block(places: &[usize]) -> Block {
        let mut block = Block::new(places.iter().copied(), 0, 0);
        for (used, places) in block.used.iter_mut().zip(places) {
            for place in 0..*places {
                used.mark(place as u16);
            }
        }
        block
    }

    /// The groups of one break each, beside rows of the first dimension, and the breaks that are counted by themselves.
    fn of_breaks(places: &[usize], counted: usize) -> (Vec<Vec<usize>>, Vec<usize>) {
        let breaks: Vec<Vec<usize>> = (1..places.len()).map(|dimension| vec![dimension]).collect();
        let columns: Vec<&[usize]> = breaks.iter().map(Vec::as_slice).collect();
        let (groups, alone) = groups(&block(places), 0, &columns, counted);
        let dimensions = |group: Group| {
            assert!(group.members.iter().all(|member| group.dimensions.contains(&(member + 1))), "{group:?}");
            group.dimensions
        };
        (groups.into_iter().map(dimensions).collect(), alone)
    }

    #[test]
    fn breaks_are_counted_together_as_long_as_their_cells_stay_few() {
        const MANY: usize = 1 << 17;
        // 8 rows by 10 by 10 by 10 columns are 8,000 cells, of at most 8,192.
        assert_eq!(of_breaks(&[8, 10, 10, 10], MANY), (vec![vec![1, 2, 3]], vec![]));
        // 9 rows count as 16: two groups, the second with what is left.
        assert_eq!(of_breaks(&[9, 10, 10, 10], MANY), (vec![vec![1, 3], vec![2]], vec![]));
        // As large as each other: 40 by 10, and 20 by 20.
        assert_eq!(of_breaks(&[8, 40, 20, 20, 10], MANY).0.len(), 2);
        // 8 cells for 100 rows are worth it, 80 are not: summing them up would cost more than counting.
        assert_eq!(of_breaks(&[2, 5, 5], 100), (vec![vec![1, 2]], vec![]));
        assert_eq!(of_breaks(&[2, 5, 6], 100), (vec![vec![2], vec![1]], vec![]));
        // A break that is too large for a group has a histogram of its own, and a larger one none.
        assert_eq!(of_breaks(&[16, 8_192, 2], MANY), (vec![vec![1], vec![2]], vec![]));
        assert_eq!(of_breaks(&[16, 8_193, 2], MANY), (vec![vec![2]], vec![0]));
        assert_eq!(of_breaks(&[1, 65_000, 2], MANY), (vec![vec![1], vec![2]], vec![]));
        // A key has 16 bits.
        let nested = groups(&block(&[1, 300, 300]), 0, &[&[1, 2]], MANY);
        assert_eq!((nested.0.len(), nested.1), (0, vec![0]));
    }
}
