//! How many columns are read at a time for the errors of a design: each has a value for every respondent.

use std::collections::BTreeSet;

use topline_tally::Pair;

/// How many bytes the columns of questions that are read together may take.
const COLUMNS: usize = 16 << 20;
/// How many bytes the columns of their breaks may take.
const AXES: usize = 32 << 20;

/// The columns of some pairs.
#[derive(Clone, Default)]
struct ReadColumns<'p> {
    dimensions: BTreeSet<usize>,
    filters: BTreeSet<usize>,
    values: BTreeSet<usize>,
    breaks: BTreeSet<&'p [usize]>,
}

impl<'p> ReadColumns<'p> {
    fn add(&mut self, pair: &'p Pair) {
        self.dimensions.insert(pair.rows);
        self.filters.extend(pair.filter);
        self.values.extend(pair.value);
        self.breaks.insert(&pair.columns);
    }

    fn is_too_large(&self, rows: usize) -> bool {
        let columns = 2 * self.dimensions.len() + self.filters.len() + 8 * self.values.len();
        columns * rows > COLUMNS || 2 * self.breaks.len() * rows > AXES
    }
}

/// Whether the columns of pairs, or of their breaks, take more than they may for so many respondents.
pub(crate) fn are_too_large<'p>(pairs: impl Iterator<Item = &'p Pair>, rows: usize) -> bool {
    let mut read = ReadColumns::default();
    pairs.for_each(|pair| read.add(pair));
    read.is_too_large(rows)
}

/// Pairs, each with a number, in parts that take no more than they may, or have one pair; a break is in few of them.
pub(crate) fn in_parts<'p>(pairs: impl Iterator<Item = (usize, &'p Pair)>, rows: usize) -> Vec<Vec<usize>> {
    let mut sorted: Vec<(usize, &Pair)> = pairs.collect();
    sorted.sort_by_key(|(number, pair)| (&pair.columns, *number));
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut read = ReadColumns::default();
    for (number, pair) in sorted {
        read.add(pair);
        match parts.last_mut() {
            Some(last) if !read.is_too_large(rows) => last.push(number),
            _ => {
                read = ReadColumns::default();
                read.add(pair);
                parts.push(vec![number]);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two questions by each of so many boxes, and by each two of them.
    fn pairs_of_boxes(boxes: usize) -> Vec<Pair> {
        let one = (0..boxes).map(|own| vec![own]);
        let two = (0..boxes).flat_map(|own| (own + 1..boxes).map(move |other| vec![own, other]));
        let breaks: Vec<Vec<usize>> = one.chain(two).collect();
        let by_break =
            |rows| breaks.iter().map(move |own| Pair { rows, columns: own.clone(), filter: None, value: None });
        [100, 101].into_iter().flat_map(by_break).collect()
    }

    #[test]
    fn pairs_of_boxes_are_read_some_at_a_time_and_each_once() {
        let pairs = pairs_of_boxes(20);
        let parts = in_parts(pairs.iter().enumerate(), 1_000_000);
        // 210 breaks of 2 MB each, of which 16 are within 32 MiB: 13 parts of 16, and one of 2.
        assert_eq!(parts.len(), 14);
        let breaks_of = |part: &Vec<usize>| -> BTreeSet<&Vec<usize>> {
            part.iter().map(|number| &pairs[*number].columns).collect()
        };
        assert!(parts.iter().all(|part| breaks_of(part).len() <= 16));
        // Each break is summed up with all its questions, and read once.
        assert_eq!(parts.iter().map(|part| breaks_of(part).len()).sum::<usize>(), 210);
        let mut numbers: Vec<usize> = parts.concat();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..420).collect::<Vec<_>>());
    }

    #[test]
    fn few_respondents_need_one_part_and_a_pair_is_never_parted() {
        let pairs = pairs_of_boxes(20);
        assert_eq!(in_parts(pairs.iter().enumerate(), 1_000).len(), 1);
        assert!(!are_too_large(pairs.iter(), 1_000));
        assert!(are_too_large(pairs.iter(), 1_000_000));
        assert_eq!(in_parts(pairs[..3].iter().enumerate(), 100_000_000), [[0], [1], [2]]);
    }
}
