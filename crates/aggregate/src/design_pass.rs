//! The errors and letters of figures under the design that the survey declares: a second pass over `responses`.
//!
//! Sums by cluster and cell are large, so that no two tables have theirs at a time: some tables' columns are read from the file
//! of the responses, and each question is summed up by its breaks, estimated and forgotten. Breaks are read once, as long as the
//! next tables have the same. What is in memory is the sample, some columns of it, and by cluster the sums of one question by some
//! breaks, or by one break where there are very many clusters.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use datafusion::common::exec_datafusion_err;
use topline_estimate::sorted_codes::RowCodes;
use topline_estimate::tabulator::Tabulator;
use topline_survey::Plan;
use topline_tally::Standing;

use crate::aggregate_error::AggregateError;
use crate::column_tests::{test_shared, whole_requests};
use crate::design_questions::{Questions, Rows, WHAT, failed, unsorted};
use crate::design_reads::{are_too_large, in_parts};
use crate::design_requests::{Axis, Wanted, needed_columns, numbered, serves};
use crate::grid::Grid;
use crate::layout::{Layout, Restricted};
use crate::letters::{joint_requests, letter_by_design};
use crate::page_rows::{Reads, read_arrays, read_pages};
use crate::ratio::{base_of, ratio};
use crate::sample::Sample;
use crate::session::Session;
use crate::standard_errors::{CellRequest, show_errors};

/// Gives the cells of tables their errors, and the letters of columns that differ.
pub(crate) async fn estimate<'l>(
    session: &Session,
    plan: &Plan,
    layout: &'l Layout,
    grids: &mut [Grid<'l>],
) -> Result<(), AggregateError> {
    if layout.tally.pairs.is_empty() {
        return Ok(());
    }
    let sample = session.sample().await?;
    let tabulator = Tabulator::new(&sample.summation).map_err(unsorted)?;
    let pass = Pass { session, plan, layout, sample, tabulator: &tabulator };
    let mut coming = Coming::default();
    let mut pending = coming.next(&pass, grids);
    while let Some(first) = pending.take() {
        let axes = pass.axes(&first).await?;
        let questions = Questions { plan, layout, sample, tabulator: &tabulator, axes: &axes };
        let mut wanted = first;
        loop {
            pass.serve(wanted, &questions, grids).await?;
            match coming.next(&pass, grids) {
                Some(following) if serves(&axes, &layout.tally, &following) => wanted = following,
                following => {
                    pending = following;
                    break;
                }
            }
        }
    }
    letter_by_design(plan, grids)?;
    test_shared(plan, grids);
    grids.iter_mut().for_each(show_errors);
    Ok(())
}

/// What is still to be done.
#[derive(Default)]
struct Coming<'l> {
    /// The first part that nothing was asked of.
    part: usize,
    /// What is wanted of the parts before, as far as it was not handed on.
    wanted: VecDeque<Wanted<'l>>,
}

impl<'l> Coming<'l> {
    fn next(&mut self, pass: &Pass<'_, 'l>, grids: &[Grid<'l>]) -> Option<Wanted<'l>> {
        if self.wanted.is_empty() {
            self.wanted
                .extend(pass.wanted_from(&mut self.part, grids).into_iter().flat_map(|wanted| pass.bounded(wanted)));
        }
        self.wanted.pop_front()
    }
}

/// What stays the same through the pass.
struct Pass<'s, 'l> {
    session: &'s Session,
    plan: &'s Plan,
    layout: &'l Layout,
    sample: &'s Sample,
    tabulator: &'s Tabulator<'s>,
}

impl<'l> Pass<'_, 'l> {
    /// What is wanted of a part.
    fn request(&self, position: usize, grid: &Grid<'l>, wanted: &mut Wanted<'l>) {
        let (layout, part) = (self.layout, grid.part);
        for (index, (spot, cell)) in part.spots().zip(&grid.cells).enumerate() {
            let found = ratio(&layout.tally, part, &spot).filter(|_| cell.measured.x.is_some());
            let Some((pair, ratio)) = found else { continue };
            let Some(pair) = layout.pairs.get(&pair) else { continue };
            let request = CellRequest { index, ratio, base: base_of(cell.base(self.plan)) };
            wanted.entry(*pair).or_default().cells.push((position, request));
        }
        for (pair, request) in joint_requests(self.plan, layout, grid) {
            let Some(pair) = layout.pairs.get(&pair) else { continue };
            wanted.entry(*pair).or_default().joint.push((position, request));
        }
        for (pair, request) in whole_requests(self.plan, layout, grid) {
            let Some(pair) = layout.pairs.get(&pair) else { continue };
            wanted.entry(*pair).or_default().wholes.push((position, request));
        }
    }

    /// What is wanted of the next parts: of as many as may be read together. Nothing after the last.
    fn wanted_from(&self, next: &mut usize, grids: &[Grid<'l>]) -> Option<Wanted<'l>> {
        let mut wanted = Wanted::new();
        let first = *next;
        while *next < grids.len() {
            let before: Vec<usize> = wanted.keys().copied().collect();
            self.request(*next, &grids[*next], &mut wanted);
            if !before.is_empty() && self.is_too_large(&wanted) {
                // It is for the next time.
                wanted.retain(|pair, _| before.binary_search(pair).is_ok());
                for requests in wanted.values_mut() {
                    requests.cells.retain(|(grid, _)| *grid < *next);
                    requests.joint.retain(|(grid, _)| *grid < *next);
                    requests.wholes.retain(|(grid, _)| *grid < *next);
                }
                break;
            }
            *next += 1;
        }
        (*next > first && !wanted.is_empty()).then_some(wanted)
    }

    /// What is wanted of one part may be too large by itself: each two of many boxes are a break. Then some breaks are done at a
    /// time, each with all its questions.
    fn bounded(&self, mut wanted: Wanted<'l>) -> Vec<Wanted<'l>> {
        if !self.is_too_large(&wanted) {
            return vec![wanted];
        }
        let pairs = wanted.keys().map(|pair| (*pair, &self.layout.tally.pairs[*pair]));
        let parts = in_parts(pairs, self.sample.design().rows());
        let own = |part: Vec<usize>| part.iter().filter_map(|pair| wanted.remove_entry(pair)).collect();
        parts.into_iter().map(own).collect()
    }

    /// Whether the columns of pairs, or of their breaks, take more than they may.
    fn is_too_large(&self, wanted: &Wanted<'_>) -> bool {
        let pairs = wanted.keys().map(|pair| &self.layout.tally.pairs[*pair]);
        are_too_large(pairs, self.sample.design().rows())
    }

    /// The breaks of pairs, each with all columns that are wanted of it.
    async fn axes(&self, wanted: &Wanted<'l>) -> Result<Vec<Axis>, AggregateError> {
        let tally = &self.layout.tally;
        let mut columns: BTreeMap<&Vec<usize>, BTreeSet<usize>> = BTreeMap::new();
        for (pair, requests) in wanted {
            let pair = &tally.pairs[*pair];
            columns.entry(&pair.columns).or_default().extend(needed_columns(tally, pair, requests));
        }
        let dimensions: BTreeSet<usize> = columns.keys().flat_map(|dimensions| dimensions.iter().copied()).collect();
        let dimensions: Vec<usize> = dimensions.into_iter().collect();
        let read = Restricted::to_dimensions(self.layout, &dimensions);
        let standing = if dimensions.is_empty() { None } else { Some(self.read(&read).await?) };
        let places = |dimension: &usize| {
            standing.as_ref().map(|standing| standing.places(read.dimension(*dimension))).unwrap_or_default()
        };
        let axis = |(dimensions, columns): (&Vec<usize>, BTreeSet<usize>)| {
            let columns: Vec<usize> = columns.into_iter().collect();
            let of_column = numbered(tally.columns_of(dimensions), &columns);
            let sorted = |places: &[u16], of_places: Option<&[u16]>| {
                let codes = RowCodes { places, of_places, categories: columns.len(), meets: None };
                self.tabulator.sorted(&codes).map_err(unsorted)
            };
            let codes = if let [dimension] = dimensions.as_slice() {
                sorted(places(dimension), Some(&of_column))?
            } else {
                let mut own = vec![0_usize; self.sample.design().rows()];
                for dimension in dimensions {
                    let size = tally.dimensions[*dimension].places();
                    for (own, place) in own.iter_mut().zip(places(dimension)) {
                        *own = *own * size + usize::from(*place);
                    }
                }
                sorted(&own.into_iter().map(|column| of_column[column]).collect::<Vec<u16>>(), None)?
            };
            Ok(Axis { dimensions: dimensions.clone(), columns, codes })
        };
        columns.into_iter().map(axis).collect()
    }

    /// Reads the columns of questions, sums them up by their breaks and gives what is wanted of them.
    async fn serve(
        &self,
        wanted: Wanted<'l>,
        questions: &Questions<'_, 'l>,
        grids: &mut [Grid<'l>],
    ) -> Result<(), AggregateError> {
        let pairs: Vec<usize> = wanted.keys().copied().collect();
        let read = Restricted::to_rows(self.layout, &pairs);
        let standing = self.read(&read).await?;
        questions.serve(wanted, &Rows { read: &read, standing: &standing }, grids)
    }

    /// Where every respondent stands.
    async fn read(&self, read: &Restricted) -> Result<Standing, AggregateError> {
        let reads = Reads { what: WHAT, tally: &read.tally, arguments: &read.arguments };
        let standing = match read_pages(self.session, reads, Standing::new(&read.tally)).await? {
            Some(standing) => standing,
            None => read_arrays(self.session, reads, Standing::new(&read.tally)).await?,
        };
        let (found, sampled) = (standing.rows(), self.sample.design().rows());
        if found != sampled {
            return Err(failed(exec_datafusion_err!("{found} respondents are read of a sample of {sampled}")));
        }
        Ok(standing)
    }
}
