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
