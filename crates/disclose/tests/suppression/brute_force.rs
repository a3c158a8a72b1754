//! Every table of whole numbers that agrees with what is published of one table by one break.

use topline_survey::{TableCell, Tabulation};

/// So many cells that are held back can be tried.
const MOST_HIDDEN: usize = 7;

/// What is published of a table: rows of options by columns, and their sums.
struct Puzzle {
    /// Options by columns, row by row; none where held back.
    cells: Vec<Option<u64>>,
    width: usize,
    /// The total of each option.
    totals: Vec<Option<u64>>,
    /// The base of each column, and of all.
    bases: Vec<Option<u64>>,
    /// Options from, to below, and their count in each column, the total first.
    nets: Vec<(usize, usize, Vec<Option<u64>>)>,
    /// The least and the most of each cell, then of each total, then of the base of each column.
    ranges: Vec<(u64, u64)>,
}

fn known(cell: &TableCell) -> Option<u64> {
    cell.published.held_back().is_none().then_some(cell.n)
}

/// The narrowest range of a count from 1 to below the threshold that agrees with the published table, and its name; none where there
/// is no such count, or where there are too many tables to try.
pub fn narrowest(original: &Tabulation, published: &Tabulation, threshold: u64) -> Option<(String, u64)> {
    let rows = |table: &Tabulation| table.sections[0].rows.clone();
    let (all, shown) = (rows(original), rows(published));
    let options: Vec<usize> = (0..all.len()).filter(|row| all[*row].head.key.parse::<u64>().is_ok()).collect();
    let width = original.columns.len() - 1;
    let base = shown.iter().find(|row| row.head.key == "base")?;
    // A percentage tells its base.
    let told = |column: usize| {
        shown.iter().map(move |row| &row.cells[column]).find_map(|cell| known(cell).map(|_| cell.base.n))
    };
    let mut bases: Vec<Option<u64>> = (0..base.cells.len()).map(told).collect();
    bases.rotate_left(1);
    let net = |name: &str, from: usize| {
        let row = shown.iter().find(|row| row.head.key == name)?;
        Some((from, from + 2, row.cells.iter().map(known).collect()))
    };
    let mut puzzle = Puzzle {
        cells: options.iter().flat_map(|row| shown[*row].cells[1..].iter().map(known)).collect(),
        width,
        totals: options.iter().map(|row| known(&shown[*row].cells[0])).collect(),
        bases,
        nets: [net("first", 0), net("last", options.len() - 2)].into_iter().flatten().collect(),
        ranges: vec![(u64::MAX, 0); (options.len() + 1) * (width + 1)],
    };
    if puzzle.cells.iter().filter(|cell| cell.is_none()).count() > MOST_HIDDEN {
        return None;
    }
    let everybody = all[0].cells[0].n;
    let mut table = vec![0; options.len() * width];
    puzzle.fill(&mut table, 0, everybody);
    let mut counts: Vec<(String, u64, usize)> = (0..width)
        .map(|column| (format!("the base of column {column}"), all[0].cells[column + 1].n, column))
        .map(|(name, n, column)| (name, n, options.len() * (width + 1) + column))
        .collect();
    for (at, row) in options.iter().enumerate() {
        for column in 0..=width {
            let n = all[*row].cells[column].n;
            let place = if column == 0 { options.len() * width + at } else { at * width + column - 1 };
            counts.push((format!("{} in column {column}", all[*row].head.key), n, place));
        }
    }
    let few = counts.into_iter().filter(|(_, n, _)| (1..threshold).contains(n));
    let widths = few.map(|(name, _, place)| (name, puzzle.ranges[place].1 - puzzle.ranges[place].0));
    widths.min_by_key(|(_, width)| *width)
}

impl Puzzle {
    fn fill(&mut self, table: &mut Vec<u64>, place: usize, everybody: u64) {
        if place == table.len() {
            self.take(table, everybody);
            return;
        }
        let (row, column) = (place / self.width, place % self.width);
        if column == 0 && row > 0 && !self.row_agrees(table, row - 1) {
            return;
        }
        let so_far: u64 = (0..row).map(|row| table[row * self.width + column]).sum();
        let left = self.bases[column].unwrap_or(everybody).saturating_sub(so_far);
        let (least, most) = self.cells[place].map_or((0, left), |n| (n, n.min(left)));
        for n in least..=most {
            table[place] = n;
            self.fill(table, place + 1, everybody);
        }
    }

    fn row_agrees(&self, table: &[u64], row: usize) -> bool {
        let sum: u64 = table[row * self.width..(row + 1) * self.width].iter().sum();
        self.totals[row].is_none_or(|total| total == sum)
    }

    fn take(&mut self, table: &[u64], everybody: u64) {
        let rows = self.totals.len();
        let of_column = |column: usize, from: usize, to: usize| -> u64 {
            (from..to).map(|row| table[row * self.width + column]).sum()
        };
        let agrees = self.row_agrees(table, rows - 1)
            && (0..self.width).all(|column| self.bases[column].is_none_or(|base| base == of_column(column, 0, rows)))
            && table.iter().sum::<u64>() == everybody
            && self.nets.iter().all(|(from, to, counts)| {
                let all: u64 = (0..self.width).map(|column| of_column(column, *from, *to)).sum();
                counts[0].is_none_or(|net| net == all)
                    && (0..self.width)
                        .all(|column| counts[column + 1].is_none_or(|net| net == of_column(column, *from, *to)))
            });
        if !agrees {
            return;
        }
        for (place, n) in table.iter().enumerate() {
            let (least, most) = self.ranges[place];
            self.ranges[place] = (least.min(*n), most.max(*n));
        }
        for row in 0..rows {
            let sum = table[row * self.width..(row + 1) * self.width].iter().sum::<u64>();
            let (least, most) = self.ranges[table.len() + row];
            self.ranges[table.len() + row] = (least.min(sum), most.max(sum));
        }
        for column in 0..self.width {
            let (sum, place) = (of_column(column, 0, rows), table.len() + rows + column);
            let (least, most) = self.ranges[place];
            self.ranges[place] = (least.min(sum), most.max(sum));
        }
    }
}
