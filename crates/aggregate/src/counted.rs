//! The cells of the tally, gathered for a row and a column.

use topline_tally::{Cell, Point};

use crate::layout::{Axis, Column, Counts, Layout, Part, Places, Row};

/// What the tally counted, with what its cells mean.
pub(crate) struct Counted<'a> {
    pub layout: &'a Layout,
    /// The cells of each pair.
    pub cells: &'a [Vec<Cell>],
    /// The points of each column of each distribution.
    pub distributions: &'a [Vec<Vec<Point>>],
}

impl Counted<'_> {
    /// Those in the base of a part.
    pub(crate) fn base(&self, part: &Part, axis: &Axis, column: &Column) -> Cell {
        self.sum(part, axis, column, &part.base, part.filter)
    }

    /// Those whom a row counts, where it counts respondents.
    pub(crate) fn respondents(&self, part: &Part, row: &Row, axis: &Axis, column: &Column) -> Cell {
        match &row.counts {
            Counts::Respondents(places) | Counts::Numbers(places) => self.sum(part, axis, column, places, row.filter),
            Counts::Values { dimension, values } => {
                let places = values.iter().map(|(place, _)| *place).collect();
                self.sum(part, axis, column, &Places { dimension: *dimension, places }, row.filter)
            }
            Counts::Fewer { .. } | Counts::Answers => Cell::default(),
        }
    }

    /// Ticks of these boxes.
    pub(crate) fn ticks(&self, part: &Part, row: &Row, axis: &Axis, column: &Column, boxes: &[usize]) -> Cell {
        let mut sum = Cell::default();
        for dimension in boxes {
            let ticked = Places { dimension: *dimension, places: vec![1] };
            add(&mut sum, &self.sum(part, axis, column, &ticked, row.filter));
        }
        sum
    }

    /// The values of a row with the respondents who have each, and their weights; in no order.
    pub(crate) fn values(&self, part: &Part, row: &Row, axis: &Axis, column: &Column) -> Vec<(f64, Cell)> {
        match &row.counts {
            Counts::Values { dimension, values } => values
                .iter()
                .map(|(place, value)| {
                    let places = Places { dimension: *dimension, places: vec![*place] };
                    (*value, self.sum(part, axis, column, &places, row.filter))
                })
                .filter(|(_, cell)| cell.n > 0)
                .collect(),
            Counts::Numbers(_) => self.points(part, axis, column),
            Counts::Respondents(_) | Counts::Fewer { .. } | Counts::Answers => Vec::new(),
        }
    }

    fn points(&self, part: &Part, axis: &Axis, column: &Column) -> Vec<(f64, Cell)> {
        let wanted = part.distribution(axis);
        let known = self.layout.tally.distributions.iter().position(|other| Some(other) == wanted.as_ref());
        let Some(of_columns) = known.and_then(|known| self.distributions.get(known)) else { return Vec::new() };
        let points = column.places.iter().filter_map(|place| of_columns.get(*place)).flatten();
        points.map(|point| (point.value, Cell { n: point.n, weight: point.weight, ..Cell::default() })).collect()
    }

    /// The cells at these places.
    pub(crate) fn sum(
        &self,
        part: &Part,
        axis: &Axis,
        column: &Column,
        places: &Places,
        filter: Option<usize>,
    ) -> Cell {
        let tally = &self.layout.tally;
        let pair = part.pair(places.dimension, axis, filter);
        let mut sum = Cell::default();
        let Some(cells) = self.layout.pairs.get(&pair).and_then(|position| self.cells.get(*position)) else {
            return sum;
        };
        let width = tally.columns_of(&pair.columns);
        for row in &places.places {
            for column in &column.places {
                add(&mut sum, &cells[row * width + column]);
            }
        }
        sum
    }
}

fn add(sum: &mut Cell, cell: &Cell) {
    sum.n += cell.n;
    sum.weight += cell.weight;
    sum.weight_squared += cell.weight_squared;
    sum.value += cell.value;
    sum.value_squared += cell.value_squared;
    sum.valued_n += cell.valued_n;
    sum.valued_weight += cell.valued_weight;
}
