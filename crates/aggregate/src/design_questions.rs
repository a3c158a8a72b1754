//! Questions summed up by their breaks under a design, and estimated: some side by side, where several threads may work.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use datafusion::common::{DataFusionError, exec_datafusion_err};
use topline_estimate::cell_sums::CellSums;
use topline_estimate::rows_by_unit::RowsError;
use topline_estimate::sorted_codes::{RowCodes, SortedCodes};
use topline_estimate::tabulator::Tabulator;
use topline_survey::Plan;
use topline_tally::Standing;
use topline_threads::share;

use crate::aggregate_error::AggregateError;
use crate::column_tests::{test_family, test_whole};
use crate::design_requests::{Axis, Compact, Requests, Wanted, needed, numbered};
use crate::grid::Grid;
use crate::layout::{Layout, Restricted};
use crate::letters::{DegreesOfPairs, Together};
use crate::sample::Sample;
use crate::standard_errors::{CellRequest, estimate_error, give_errors};

/// How many bytes the sums of a question by several breaks may take.
const SUMS: usize = 16 << 20;
/// How many bytes the sums of all questions at hand may take.
const ALL_SUMS: usize = 64 << 20;

/// What the queries are for.
pub(crate) const WHAT: &str = "the errors of figures";

/// What questions have in common that are read one after the other.
pub(crate) struct Questions<'s, 'l> {
    pub plan: &'s Plan,
    pub layout: &'l Layout,
    pub sample: &'s Sample,
    pub tabulator: &'s Tabulator<'s>,
    pub axes: &'s [Axis],
}

/// The rows of the columns that have been read.
pub(crate) struct Rows<'r> {
    pub read: &'r Restricted,
    pub standing: &'r Standing,
}

/// What pairs have in common that are summed up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    rows: usize,
    filter: Option<usize>,
    value: Option<usize>,
}

/// A pair whose rows a question has, with its break and what is wanted of it.
struct Member<'l> {
    pair: usize,
    axis: usize,
    requests: Requests<'l>,
}

/// Grids that any thread may change.
type SharedGrids<'g, 'l> = [Mutex<&'g mut Grid<'l>>];

impl<'l> Questions<'_, 'l> {
    /// Sums up and estimates what is wanted.
    pub(crate) fn serve(
        &self,
        wanted: Wanted<'l>,
        rows: &Rows<'_>,
        grids: &mut [Grid<'l>],
    ) -> Result<(), AggregateError> {
        let mut questions: BTreeMap<Question, Vec<Member<'l>>> = BTreeMap::new();
        for (position, requests) in wanted {
            let pair = &self.layout.tally.pairs[position];
            let Some(axis) = self.axes.iter().position(|own| own.dimensions == pair.columns) else { continue };
            let question = Question { rows: pair.rows, filter: pair.filter, value: pair.value };
            questions.entry(question).or_default().push(Member { pair: position, axis, requests });
        }
        let largest =
            questions.values().flatten().map(|member| self.bytes(member, self.rows_of(&[member]).len())).max();
        let most = (ALL_SUMS / largest.unwrap_or(SUMS).max(SUMS)).max(1);
        let tasks: Vec<_> = questions.into_iter().map(|task| Mutex::new(Some(task))).collect();
        let grids: Vec<Mutex<&mut Grid<'l>>> = grids.iter_mut().map(Mutex::new).collect();
        let errors = share(tasks.len(), most, Vec::new, |errors, number| {
            let task = tasks[number].lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some((question, members)) = task
                && let Err(error) = self.question(question, members, rows, &grids)
            {
                errors.push((number, error));
            }
        });
        // Of several errors the first, whoever met it.
        match errors.into_iter().flatten().min_by_key(|(number, _)| *number) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }

    /// The rows of a question that anything is wanted of.
    fn rows_of(&self, members: &[&Member<'_>]) -> Vec<usize> {
        let tally = &self.layout.tally;
        let of_member = |member: &&Member<'_>| {
            needed(tally, &tally.pairs[member.pair], &member.requests, |cell, width| cell / width)
        };
        members.iter().flat_map(of_member).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn bytes(&self, member: &Member<'_>, rows: usize) -> usize {
        self.tabulator.bytes(rows * self.axes[member.axis].columns.len())
    }

    /// Sums up a question by its breaks, and gives what is wanted of them.
    fn question(
        &self,
        question: Question,
        mut members: Vec<Member<'l>>,
        Rows { read, standing }: &Rows<'_>,
        grids: &SharedGrids<'_, 'l>,
    ) -> Result<(), AggregateError> {
        let tally = &self.layout.tally;
        let rows = self.rows_of(&members.iter().collect::<Vec<_>>());
        let meets = question.filter.and_then(|filter| standing.meets(read.argument(filter)));
        let places = standing.places(read.dimension(question.rows));
        let row_of_place = numbered(tally.dimensions[question.rows].places(), &rows);
        let codes = RowCodes { places, of_places: Some(&row_of_place), categories: rows.len(), meets };
        let codes = self.tabulator.sorted(&codes).map_err(unsorted)?;
        let domain = self.tabulator.domain(meets);
        let values = question.value.and_then(|value| standing.values(read.argument(value)));
        for some in chunks(&members, |member| self.bytes(member, rows.len())) {
            let members = &mut members[some];
            let breaks: Vec<&SortedCodes> = members.iter().map(|member| &self.axes[member.axis].codes).collect();
            let sums = match values {
                Some(values) => self.tabulator.valued_cells(&codes, &breaks, &domain, values),
                None => self.tabulator.cells(&codes, &breaks, &domain),
            };
            for (member, sums) in members.iter_mut().zip(&sums) {
                let columns = &self.axes[member.axis].columns;
                let compact = Compact { tally, pair: &tally.pairs[member.pair], rows: &rows, columns };
                self.give(std::mem::take(&mut member.requests), &compact, sums, grids)?;
            }
        }
        Ok(())
    }

    /// Gives grids what is wanted of the sums of a pair.
    fn give(
        &self,
        mut requests: Requests<'l>,
        compact: &Compact<'_>,
        sums: &CellSums,
        grids: &SharedGrids<'_, 'l>,
    ) -> Result<(), AggregateError> {
        let grid = |at: usize| grids[at].lock().unwrap_or_else(PoisonError::into_inner);
        requests.cells.iter_mut().for_each(|(_, request)| compact.renumber(&mut request.ratio));
        for of_grid in requests.cells.chunk_by(|(one, _), (next, _)| one == next) {
            let cells: Vec<&CellRequest> = of_grid.iter().map(|(_, request)| request).collect();
            let errors = give_errors(self.sample, sums, &cells, &mut grid(of_grid[0].0));
            errors.map_err(|error| failed(estimate_error(error)))?;
        }
        let mut degrees = DegreesOfPairs::new(self.sample, sums);
        for (at, mut request) in requests.joint {
            request.ratios.iter_mut().for_each(|ratio| compact.renumber(ratio));
            let mut grid = grid(at);
            let fail = |error| AggregateError::query("the comparison of columns", estimate_error(error));
            let found = self.sample.summation.joint_parts(sums, &request.ratios).map_err(fail)?;
            if request.of == Together::Columns && self.plan.tables[grid.part.table].tests.is_some() {
                test_family(&mut degrees, &request, &found, &mut grid).map_err(fail)?;
            }
            let joint = request.found(found, &mut degrees);
            grid.joint.insert((request.row, request.family, request.of), joint);
        }
        for (at, mut request) in requests.wholes {
            request.ratios.iter_mut().for_each(|ratio| compact.renumber(ratio));
            let fail = |error| AggregateError::query("the tests of questions", estimate_error(error));
            test_whole(&mut degrees, &request, &mut grid(at)).map_err(fail)?;
        }
        Ok(())
    }
}

/// Members in runs that take no more than they may together.
fn chunks<'l>(members: &[Member<'l>], bytes: impl Fn(&Member<'l>) -> usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut taken) = (0, 0);
    for (at, member) in members.iter().enumerate() {
        let more = bytes(member);
        if at > start && taken + more > SUMS {
            chunks.push(start..at);
            (start, taken) = (at, 0);
        }
        taken += more;
    }
    chunks.extend((start < members.len()).then_some(start..members.len()));
    chunks
}

pub(crate) fn unsorted(error: RowsError) -> AggregateError {
    failed(exec_datafusion_err!("{error}"))
}

pub(crate) fn failed(error: DataFusionError) -> AggregateError {
    AggregateError::query(WHAT, error)
}
