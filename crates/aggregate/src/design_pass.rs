//! The errors and letters of figures under the design that the survey declares: a second pass over `responses`.
//!
//! Sums by cluster and cell are large, so that no two tables have theirs at a time: some tables' columns are read from the file
//! of the responses, and each question is summed up by its breaks, estimated and forgotten. What is in memory is the sample, some
//! columns of it, and by cluster the sums of one question by some breaks, or by one break where there are very many clusters.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::{DataFusionError, exec_datafusion_err};
use topline_estimate::cell_sums::{CellSums, DomainRows};
use topline_estimate::parts::Part as Ratio;
use topline_estimate::rows_by_unit::RowsError;
use topline_estimate::tabulator::{Banner, RowCodes, Tabulator};
use topline_survey::Plan;
use topline_tally::{Pair, Standing, Tally};

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::layout::{Layout, Restricted};
use crate::letters::{FamilyRequest, give_letters, letter_requests};
use crate::page_rows::{Reads, read_arrays, read_pages};
use crate::ratio::{base_of, ratio};
use crate::sample::Sample;
use crate::session::Session;
use crate::standard_errors::{CellRequest, estimate_error, give_errors, show_errors};

/// How many bytes the columns that are read together may take.
const COLUMNS: usize = 16 << 20;
/// How many bytes the sums of a question by several breaks may take.
const SUMS: usize = 16 << 20;
/// The most columns of the breaks that are summed up together: they are counted in 16 bits, with one more for each break.
const WIDTH: usize = 60_000;
/// The code of a row that is in no cell.
const NOWHERE: u16 = u16::MAX;

const WHAT: &str = "the errors of figures";

/// What is wanted of the sums of a pair; cells and families each with the position of their grid.
#[derive(Default)]
struct Requests<'l> {
    cells: Vec<(usize, CellRequest)>,
    families: Vec<(usize, FamilyRequest<'l>)>,
}

/// What is wanted of pairs, by their positions in the tally.
type Wanted<'l> = BTreeMap<usize, Requests<'l>>;

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
    let pass = Pass { session, plan, layout, sample, tabulator };
    let mut next = 0;
    while next < grids.len() {
        let mut wanted = Wanted::new();
        let first = next;
        while next < grids.len() {
            let before: Vec<usize> = wanted.keys().copied().collect();
            pass.request(next, &grids[next], &mut wanted);
            let bytes = pass.bytes_of(wanted.keys().copied());
            if next > first && bytes > COLUMNS {
                // It is for the next time.
                wanted.retain(|pair, _| before.binary_search(pair).is_ok());
                for requests in wanted.values_mut() {
                    requests.cells.retain(|(grid, _)| *grid < next);
                    requests.families.retain(|(grid, _)| *grid < next);
                }
                break;
            }
            next += 1;
        }
        pass.serve(wanted, grids).await?;
    }
    grids.iter_mut().for_each(show_errors);
    Ok(())
}

/// What stays the same through the pass.
struct Pass<'s, 'l> {
    session: &'s Session,
    plan: &'s Plan,
    layout: &'l Layout,
    sample: &'s Sample,
    tabulator: Tabulator<'s>,
}

/// A break as some pairs have it: its dimensions, the columns that are wanted of it, and that of each row among those.
struct Axis {
    dimensions: Vec<usize>,
    columns: Vec<usize>,
    codes: Vec<u16>,
}

/// A pair whose rows a question has, with its break.
struct Member {
    pair: usize,
    axis: usize,
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
        for (pair, request) in letter_requests(self.plan, layout, grid) {
            let Some(pair) = layout.pairs.get(&pair) else { continue };
            wanted.entry(*pair).or_default().families.push((position, request));
        }
    }

    /// How many bytes the columns of pairs take.
    fn bytes_of(&self, pairs: impl Iterator<Item = usize>) -> usize {
        let [mut dimensions, mut filters, mut values] = [const { BTreeSet::<usize>::new() }; 3];
        for pair in pairs.map(|pair| &self.layout.tally.pairs[pair]) {
            dimensions.extend(pair.columns.iter().chain([&pair.rows]).copied());
            filters.extend(pair.filter);
            values.extend(pair.value);
        }
        (2 * dimensions.len() + filters.len() + 8 * values.len()) * self.sample.design().rows()
    }

    /// Reads the columns of pairs, sums them up and gives what is wanted of them.
    async fn serve(&self, mut wanted: Wanted<'l>, grids: &mut [Grid<'l>]) -> Result<(), AggregateError> {
        let pairs: Vec<usize> = wanted.keys().copied().collect();
        let read = Restricted::to(self.layout, &pairs);
        let standing = self.read(&read).await?;
        let tally = &self.layout.tally;
        let mut axes: Vec<Axis> = Vec::new();
        let mut questions: BTreeMap<Question, Vec<Member>> = BTreeMap::new();
        for (position, requests) in &wanted {
            let pair = &tally.pairs[*position];
            let columns = needed(tally, pair, requests, |cell, width| cell % width);
            let known = axes.iter().position(|axis| axis.dimensions == pair.columns && axis.columns == columns);
            let place = known.unwrap_or_else(|| {
                axes.push(Axis {
                    codes: axis_codes(tally, pair, &columns, &read, &standing),
                    columns,
                    dimensions: pair.columns.clone(),
                });
                axes.len() - 1
            });
            let question = Question { rows: pair.rows, filter: pair.filter, value: pair.value };
            questions.entry(question).or_default().push(Member { pair: *position, axis: place });
        }
        let mut banners = Banners { tabulator: &self.tabulator, axes: &axes, last: None };
        for (question, members) in &questions {
            let own = members.iter().flat_map(|member| {
                needed(tally, &tally.pairs[member.pair], &wanted[&member.pair], |cell, width| cell / width)
            });
            let rows: Vec<usize> = own.collect::<BTreeSet<_>>().into_iter().collect();
            let meets = question.filter.and_then(|filter| standing.meets(read.argument(filter)));
            let places = standing.places(read.dimension(question.rows));
            let codes = question_codes(places, &rows, meets);
            let of = RowCodes { codes: &codes, categories: rows.len() };
            let domain = self.tabulator.domain(meets);
            let values = question.value.and_then(|value| standing.values(read.argument(value)));
            let size = |member: &Member| axes[member.axis].columns.len();
            for members in chunks(members, |member| self.tabulator.bytes(rows.len() * size(member)), size) {
                let banner = banners.of(members)?;
                let sums = self.sums(of, banner, &domain, values)?;
                for (member, sums) in members.iter().zip(&sums) {
                    let Some(requests) = wanted.remove(&member.pair) else { continue };
                    let compact = Compact {
                        tally,
                        pair: &tally.pairs[member.pair],
                        rows: &rows,
                        columns: &axes[member.axis].columns,
                    };
                    self.give(requests, &compact, sums, grids)?;
                }
            }
        }
        Ok(())
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

    fn sums(
        &self,
        question: RowCodes<'_>,
        banner: &Banner<'_>,
        domain: &DomainRows,
        values: Option<&[f64]>,
    ) -> Result<Vec<CellSums>, AggregateError> {
        match values {
            Some(values) => Ok(self.tabulator.valued_cells(question, banner, domain, values)),
            None => self.tabulator.cells(question, banner, domain).map_err(unsorted),
        }
    }

    /// Gives grids what is wanted of the sums of a pair.
    fn give(
        &self,
        mut requests: Requests<'l>,
        compact: &Compact<'_>,
        sums: &CellSums,
        grids: &mut [Grid<'l>],
    ) -> Result<(), AggregateError> {
        requests.cells.iter_mut().for_each(|(_, request)| compact.renumber(&mut request.ratio));
        for of_grid in requests.cells.chunk_by(|(one, _), (next, _)| one == next) {
            let cells: Vec<&CellRequest> = of_grid.iter().map(|(_, request)| request).collect();
            let grid = &mut grids[of_grid[0].0];
            give_errors(self.sample, sums, &cells, grid).map_err(|error| failed(estimate_error(error)))?;
        }
        for (grid, mut request) in requests.families {
            request.ratios.iter_mut().for_each(|ratio| compact.renumber(ratio));
            let grid = &mut grids[grid];
            let Some(letters) = &self.plan.tables[grid.part.table].letters else { continue };
            give_letters(self.sample, letters, sums, &request, grid)?;
        }
        Ok(())
    }
}

/// What pairs have in common that are summed up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    rows: usize,
    filter: Option<usize>,
    value: Option<usize>,
}

/// The banners of one read: the last one is kept, since most questions have the same breaks.
struct Banners<'p> {
    tabulator: &'p Tabulator<'p>,
    axes: &'p [Axis],
    last: Option<(Vec<usize>, Banner<'p>)>,
}

impl<'p> Banners<'p> {
    fn of(&mut self, members: &[Member]) -> Result<&Banner<'p>, AggregateError> {
        let axes: Vec<usize> = members.iter().map(|member| member.axis).collect();
        if self.last.as_ref().is_none_or(|(known, _)| *known != axes) {
            let breaks = axes.iter().map(|axis| &self.axes[*axis]);
            let breaks: Vec<RowCodes<'p>> =
                breaks.map(|axis| RowCodes { codes: &axis.codes, categories: axis.columns.len() }).collect();
            self.last = Some((axes, self.tabulator.banner(&breaks).map_err(unsorted)?));
        }
        self.last.as_ref().map(|(_, banner)| banner).ok_or_else(|| failed(exec_datafusion_err!("no breaks")))
    }
}

/// The cells that are wanted of a pair, numbered without the others.
struct Compact<'c> {
    tally: &'c Tally,
    pair: &'c Pair,
    rows: &'c [usize],
    columns: &'c [usize],
}

impl Compact<'_> {
    fn renumber(&self, ratio: &mut Ratio) {
        let (cells, width) = (self.tally.cells_of(self.pair), self.tally.columns_of(&self.pair.columns));
        let number = |cell: usize| {
            let own = cell % cells;
            let row = self.rows.binary_search(&(own / width)).unwrap_or_default();
            let column = self.columns.binary_search(&(own % width)).unwrap_or_default();
            let valued = if cell < cells { 0 } else { self.rows.len() * self.columns.len() };
            valued + row * self.columns.len() + column
        };
        ratio.counted.iter_mut().for_each(|(cell, _)| *cell = number(*cell));
        ratio.base.iter_mut().for_each(|cell| *cell = number(*cell));
    }
}

/// The rows or columns of a pair that anything is wanted of, in rising order.
fn needed(tally: &Tally, pair: &Pair, requests: &Requests<'_>, of: impl Fn(usize, usize) -> usize) -> Vec<usize> {
    let (cells, width) = (tally.cells_of(pair), tally.columns_of(&pair.columns));
    let of_cells = requests.cells.iter().map(|(_, request)| &request.ratio);
    let of_families = requests.families.iter().flat_map(|(_, request)| &request.ratios);
    let mut needed = BTreeSet::new();
    for ratio in of_cells.chain(of_families) {
        let counted = ratio.counted.iter().map(|(cell, _)| cell);
        needed.extend(counted.chain(&ratio.base).map(|cell| of(cell % cells, width)));
    }
    needed.into_iter().collect()
}

/// The column of each row among those that are wanted.
fn axis_codes(tally: &Tally, pair: &Pair, columns: &[usize], read: &Restricted, standing: &Standing) -> Vec<u16> {
    let of_column = numbered(tally.columns_of(&pair.columns), columns);
    let mut own = vec![0_usize; standing.rows()];
    for dimension in &pair.columns {
        let places = tally.dimensions[*dimension].places();
        for (own, place) in own.iter_mut().zip(standing.places(read.dimension(*dimension))) {
            *own = *own * places + usize::from(*place);
        }
    }
    own.into_iter().map(|column| of_column[column]).collect()
}

/// The row of each respondent among those that are wanted; of those alone who meet the condition.
fn question_codes(places: &[u16], rows: &[usize], meets: Option<&[bool]>) -> Vec<u16> {
    let of_place = numbered(usize::from(u16::MAX) + 1, rows);
    let codes = places.iter().map(|place| of_place[usize::from(*place)]);
    match meets {
        None => codes.collect(),
        Some(meets) => codes.zip(meets).map(|(code, meets)| if *meets { code } else { NOWHERE }).collect(),
    }
}

/// For each of so many numbers its place among some of them.
fn numbered(size: usize, some: &[usize]) -> Vec<u16> {
    let mut places = vec![NOWHERE; size];
    for (place, number) in (0..).zip(some) {
        places[*number] = place;
    }
    places
}

/// Members in runs that take no more than they may together.
fn chunks(members: &[Member], bytes: impl Fn(&Member) -> usize, width: impl Fn(&Member) -> usize) -> Vec<&[Member]> {
    let mut chunks = Vec::new();
    let (mut start, mut taken, mut columns) = (0, 0, 0);
    for (at, member) in members.iter().enumerate() {
        let (more, wide) = (bytes(member), width(member) + 1);
        if at > start && (taken + more > SUMS || columns + wide > WIDTH) {
            chunks.push(&members[start..at]);
            (start, taken, columns) = (at, 0, 0);
        }
        taken += more;
        columns += wide;
    }
    chunks.extend((start < members.len()).then(|| &members[start..]));
    chunks
}

fn unsorted(error: RowsError) -> AggregateError {
    failed(exec_datafusion_err!("{error}"))
}

fn failed(error: DataFusionError) -> AggregateError {
    AggregateError::query(WHAT, error)
}
