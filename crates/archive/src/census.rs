//! What is known of each variable after a pass over the responses.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use topline_records::ResponseColumns;
use topline_survey::Plan;

use crate::cells::{ArchiveCell, CellsOf, Reason};
use crate::error::ArchiveError;
use crate::variables::{ArchiveVariable, Content, variables};

/// The most decimals that a number is shown with.
const MOST_DECIMALS: u8 = 6;

/// A first pass over the responses.
#[derive(Debug)]
pub struct Census<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) variables: Vec<ArchiveVariable<'p>>,
    pub(crate) counts: Vec<VariableCounts>,
    pub(crate) cases: u64,
}

/// What a variable holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct VariableCounts {
    /// How many responses have an answer.
    pub valid: u64,
    /// How many have none, by the reason.
    pub absent: BTreeMap<Reason, u64>,
    /// How many have none, and no reason.
    pub unexplained: u64,
    /// The least and the greatest number.
    pub range: Option<(f64, f64)>,
    /// The decimals that the numbers need.
    pub decimals: u8,
    /// The most bytes of a text.
    pub width: usize,
    /// How many have each code.
    pub codes: BTreeMap<i32, u64>,
}

impl<'p> Census<'p> {
    /// Of no responses yet.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let variables = variables(plan);
        let counts = vec![VariableCounts::default(); variables.len()];
        Self { plan, variables, counts, cases: 0 }
    }

    /// Counts a batch of `responses`.
    pub fn add(&mut self, responses: &RecordBatch) -> Result<(), ArchiveError> {
        let columns = ResponseColumns::of(responses);
        for (variable, counts) in self.variables.iter().zip(&mut self.counts) {
            let cells = CellsOf::of(variable, &columns)?;
            for row in 0..responses.num_rows() {
                counts.add(cells.cell(row), variable.holds);
            }
        }
        self.cases += responses.num_rows() as u64;
        Ok(())
    }
}

impl VariableCounts {
    fn add(&mut self, cell: ArchiveCell<'_>, holds: Content) {
        match cell {
            ArchiveCell::None(Some(reason)) => *self.absent.entry(reason).or_default() += 1,
            ArchiveCell::None(None) => self.unexplained += 1,
            ArchiveCell::Text(text) => {
                self.valid += 1;
                self.width = self.width.max(text.len());
            }
            ArchiveCell::Number(number) => {
                self.valid += 1;
                let (least, greatest) = self.range.unwrap_or((number, number));
                self.range = Some((least.min(number), greatest.max(number)));
                match holds {
                    Content::Code | Content::Tick => *self.codes.entry(number as i32).or_default() += 1,
                    Content::Number => self.decimals = self.decimals.max(decimals(number, self.decimals)),
                    Content::Whole | Content::Text | Content::Day => {}
                }
            }
        }
    }
}

/// The decimals that a number needs, from those that are known to be needed on.
fn decimals(number: f64, from: u8) -> u8 {
    let needs = |decimals: u8| {
        let scaled = number * 10_f64.powi(decimals.into());
        (scaled - scaled.round()).abs() > scaled.abs() * f64::EPSILON * 4.0
    };
    (from..MOST_DECIMALS).find(|decimals| !needs(*decimals)).unwrap_or(MOST_DECIMALS)
}
