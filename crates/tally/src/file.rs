//! All rows of a Parquet file, counted from its pages.

use std::path::Path;
use std::sync::Arc;

use topline_pages::{ColumnReader, PageFile, RawValue, RowValue, Seen, StoredKind};
use topline_survey::Absent;

use crate::block::{Block, Used};
use crate::dimension::{Dimension, REASONS};
use crate::error::TallyError;
use crate::file_error::FileError;
use crate::gather::{number, reason_of, weight_of};
use crate::place_of_code::PlaceOfCode;
use crate::sums::Sums;
use crate::tally::Tally;

/// Where an argument of a tally stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// In the column of this name.
    Column(String),
    /// It is the code 1 where the column of this name has a value, and null elsewhere.
    Given(String),
}

/// A place that the reason of an absent answer decides.
const HOLE: u16 = u16::MAX - 1;
/// Of boxes: without an answer, not ticked, ticked.
const NULL: u8 = 0;
const UNTICKED: u8 = 1;
const TICKED: u8 = 2;
/// Dictionaries of so many values are not looked through in each block.
const LARGE: usize = 1 << 12;

/// The sums of all rows of a file, whose columns are the arguments of the tally.
///
/// An error that [`FileError::is_unsupported`] says only that it is stored in a way that is not read here.
pub fn file(path: &Path, tally: Arc<Tally>, sources: &[Source]) -> Result<Sums, FileError> {
    tally.argument_types(sources.len())?;
    let mut sums = Sums::new(tally)?;
    let file = PageFile::open(path)?;
    let mut columns = Columns::new(sums.tally(), sources, &file)?;
    for (group, rows) in file.row_groups().enumerate() {
        columns.start(&file, group)?;
        let mut left = rows;
        while left > 0 {
            let block = sums.waiting();
            let rows = left.min(block.capacity() - block.rows);
            columns.read(rows, block)?;
            left -= rows;
            if block.rows == block.capacity() {
                sums.settle()?;
            }
        }
    }
    sums.settle()?;
    Ok(sums)
}

/// The columns that a tally reads.
struct Columns {
    dimensions: Vec<DimensionColumns>,
    reasons: Vec<Shared<u16>>,
    ticks: Vec<Shared<u8>>,
    /// Which of the ticks are conditions.
    filters: Vec<usize>,
    values: Vec<ColumnReader<f64, FileError>>,
    weight: Option<ColumnReader<f64, FileError>>,
}

/// The columns of a dimension; its reasons by their position.
enum DimensionColumns {
    /// Whose values are places.
    Coded { reader: Box<ColumnReader<u16, FileError>>, absent: Option<usize> },
    /// Whose boxes are these ticks.
    Ticked { boxes: Vec<usize>, absent: Option<usize> },
}

/// A column that several dimensions or conditions may read, and its rows of this time.
struct Shared<T> {
    argument: usize,
    reader: ColumnReader<T, FileError>,
    rows: Vec<T>,
    seen: Seen,
}

impl<T: RowValue> Shared<T> {
    fn read(&mut self, rows: usize) -> Result<(), FileError> {
        self.rows.clear();
        self.seen = self.reader.read(rows, &mut self.rows)?;
        Ok(())
    }
}

impl Shared<u16> {
    /// Marks the reasons that rows may have, from the place of the first on.
    fn mark(&self, first: u16, used: &mut Used) {
        if self.seen.plain {
            (0..REASONS as u16).for_each(|reason| used.mark(first + reason));
        }
        if self.seen.dictionary {
            let known = self.reader.dictionary().iter().filter(|reason| **reason != u16::POISON);
            known.for_each(|reason| used.mark(first + reason));
        }
    }
}

impl Columns {
    fn new(tally: &Tally, sources: &[Source], file: &PageFile) -> Result<Self, FileError> {
        let found = Found { sources, file };
        let mut columns = Self {
            dimensions: Vec::new(),
            reasons: Vec::new(),
            ticks: Vec::new(),
            filters: Vec::new(),
            values: Vec::new(),
            weight: None,
        };
        for dimension in &tally.dimensions {
            let absent = dimension.absent().map(|argument| columns.reasons_of(argument, &found)).transpose()?;
            let null = if absent.is_some() { HOLE } else { dimension.place_of(Absent::NoAnswer) as u16 };
            let read = match dimension {
                Dimension::Code { column, codes, .. } => {
                    let places = PlaceOfCode::of(codes);
                    let meaning = move |raw: RawValue<'_>| {
                        let RawValue::Whole(code) = raw else { return Err(TallyError::UnknownReason) };
                        let place = i32::try_from(code).ok().and_then(|code| places.find(code));
                        place.ok_or(TallyError::UnknownCode(code))
                    };
                    let reader = Box::new(found.reader(*column, Wanted::Code, meaning, null)?);
                    DimensionColumns::Coded { reader, absent }
                }
                Dimension::Band { column, bounds, .. } => {
                    let bounds = bounds.clone();
                    let meaning = move |raw: RawValue<'_>| Ok(bounds.band_of(number_of(raw)?) as u16);
                    let reader = Box::new(found.reader(*column, Wanted::Number, meaning, null)?);
                    DimensionColumns::Coded { reader, absent }
                }
                Dimension::Ticked { columns: boxes, .. } => {
                    let boxes = boxes.iter().map(|argument| columns.ticks_of(*argument, &found));
                    DimensionColumns::Ticked { boxes: boxes.collect::<Result<_, _>>()?, absent }
                }
            };
            columns.dimensions.push(read);
        }
        for filter in tally.filters() {
            let ticks = columns.ticks_of(filter, &found)?;
            columns.filters.push(ticks);
        }
        for value in tally.values() {
            columns.values.push(found.reader(value, Wanted::Number, number_of, f64::NAN)?);
        }
        if let Some(weight) = tally.weight {
            let meaning = |raw: RawValue<'_>| weight_of(Some(plain_number(raw)));
            columns.weight = Some(found.reader(weight, Wanted::Number, meaning, f64::NAN)?);
        }
        Ok(columns)
    }

    fn reasons_of(&mut self, argument: usize, found: &Found<'_>) -> Result<usize, FileError> {
        let meaning = |raw: RawValue<'_>| match raw {
            RawValue::Text(text) => reason_of(text).map(u16::from),
            _ => Err(TallyError::UnknownReason),
        };
        shared(&mut self.reasons, argument, || found.reader(argument, Wanted::Reason, meaning, HOLE))
    }

    fn ticks_of(&mut self, argument: usize, found: &Found<'_>) -> Result<usize, FileError> {
        let meaning = |raw: RawValue<'_>| Ok(if let RawValue::Boolean(true) = raw { TICKED } else { UNTICKED });
        shared(&mut self.ticks, argument, || found.reader(argument, Wanted::Tick, meaning, NULL))
    }

    fn start(&mut self, file: &PageFile, group: usize) -> Result<(), FileError> {
        for dimension in &mut self.dimensions {
            if let DimensionColumns::Coded { reader, .. } = dimension {
                reader.start(file, group)?;
            }
        }
        self.reasons.iter_mut().try_for_each(|shared| shared.reader.start(file, group))?;
        self.ticks.iter_mut().try_for_each(|shared| shared.reader.start(file, group))?;
        self.values.iter_mut().chain(&mut self.weight).try_for_each(|reader| reader.start(file, group))
    }

    /// Appends so many rows to a block.
    fn read(&mut self, rows: usize, block: &mut Block) -> Result<(), FileError> {
        self.reasons.iter_mut().try_for_each(|shared| shared.read(rows))?;
        self.ticks.iter_mut().try_for_each(|shared| shared.read(rows))?;
        for ((columns, places), used) in self.dimensions.iter_mut().zip(&mut block.places).zip(&mut block.used) {
            let before = places.len();
            let first = (used.len() - REASONS) as u16;
            match columns {
                DimensionColumns::Coded { reader, absent } => {
                    let seen = reader.read(rows, places)?;
                    let absent = absent.map(|absent| &self.reasons[absent]).filter(|_| seen.null);
                    if let Some(absent) = absent {
                        fill_holes(&mut places[before..], &absent.rows, first)?;
                        absent.mark(first, used);
                    } else if seen.null {
                        used.mark(first + Absent::NoAnswer as u16);
                    }
                    if seen.plain || reader.dictionary().len() > LARGE {
                        places[before..].iter().for_each(|place| used.mark(*place));
                    }
                    if seen.dictionary && reader.dictionary().len() <= LARGE {
                        let known = reader.dictionary().iter().filter(|place| **place != u16::POISON);
                        known.for_each(|place| used.mark(*place));
                    }
                }
                DimensionColumns::Ticked { boxes, absent } => {
                    // Of all boxes the most: ticked, before not ticked, before nothing.
                    let mut most = vec![NULL; rows];
                    for ticks in boxes {
                        for (most, tick) in most.iter_mut().zip(&self.ticks[*ticks].rows) {
                            *most = (*most).max(*tick);
                        }
                    }
                    (0..=1).for_each(|place| used.mark(place));
                    if let Some(absent) = absent.map(|absent| &self.reasons[absent]) {
                        let ticked = most.iter().zip(&absent.rows).map(|(most, reason)| {
                            if *reason == HOLE { u16::from(*most == TICKED) } else { first + reason }
                        });
                        places.extend(ticked);
                        absent.mark(first, used);
                    } else {
                        let none = first + Absent::NoAnswer as u16;
                        used.mark(none);
                        places.extend(most.iter().map(|most| [none, 0, 1][usize::from(*most) % 3]));
                    }
                }
            }
        }
        for (ticks, filter) in self.filters.iter().zip(&mut block.filters) {
            filter.extend(self.ticks[*ticks].rows.iter().map(|tick| *tick == TICKED));
        }
        for (reader, values) in self.values.iter_mut().zip(&mut block.values) {
            reader.read(rows, values)?;
        }
        if let Some(reader) = &mut self.weight {
            let seen = reader.read(rows, &mut block.weights)?;
            if seen.null {
                return Err(TallyError::WeightMissing.into());
            }
        }
        block.rows += rows;
        Ok(())
    }
}

/// Puts the places of reasons where there is no answer.
fn fill_holes(places: &mut [u16], reasons: &[u16], first: u16) -> Result<(), TallyError> {
    let mut unknown = false;
    for (place, reason) in places.iter_mut().zip(reasons) {
        let hole = *place == HOLE;
        unknown |= hole && *reason == HOLE;
        *place = if hole { first.wrapping_add(*reason) } else { *place };
    }
    if unknown { Err(TallyError::UnknownReason) } else { Ok(()) }
}

/// The position of the column that an argument is, which is opened where it is new.
fn shared<T>(
    known: &mut Vec<Shared<T>>,
    argument: usize,
    open: impl FnOnce() -> Result<ColumnReader<T, FileError>, FileError>,
) -> Result<usize, FileError> {
    if let Some(position) = known.iter().position(|shared| shared.argument == argument) {
        return Ok(position);
    }
    known.push(Shared { argument, reader: open()?, rows: Vec::new(), seen: Seen::default() });
    Ok(known.len() - 1)
}

/// A number that can be counted.
fn number_of(raw: RawValue<'_>) -> Result<f64, TallyError> {
    let value = plain_number(raw);
    number(Some(value)).map(|_| value)
}

fn plain_number(raw: RawValue<'_>) -> f64 {
    match raw {
        RawValue::Whole(whole) => whole as f64,
        RawValue::Number(number) => number,
        RawValue::Text(_) | RawValue::Boolean(_) => f64::NAN,
    }
}

/// What an argument is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Code,
    Reason,
    Tick,
    Number,
}

impl Wanted {
    /// Whether a column is stored as what it is read as.
    fn is(self, kind: StoredKind) -> bool {
        match self {
            Self::Code => kind == StoredKind::Whole,
            Self::Number => matches!(kind, StoredKind::Whole | StoredKind::Number),
            Self::Reason => kind == StoredKind::Text,
            Self::Tick => kind == StoredKind::Boolean,
        }
    }
}

/// Where arguments are found.
struct Found<'a> {
    sources: &'a [Source],
    file: &'a PageFile,
}

impl Found<'_> {
    /// A reader of the column that an argument is.
    fn reader<T: RowValue>(
        &self,
        argument: usize,
        wanted: Wanted,
        meaning: impl Fn(RawValue<'_>) -> Result<T, TallyError> + 'static,
        null: T,
    ) -> Result<ColumnReader<T, FileError>, FileError> {
        let source = self.sources.get(argument).ok_or(TallyError::ArgumentMissing(argument))?;
        let (Source::Column(name) | Source::Given(name)) = source;
        let column = self.file.column(name)?;
        let readable = match source {
            Source::Column(_) => wanted.is(column.kind()),
            Source::Given(_) => column.kind() != StoredKind::Unreadable,
        };
        if !readable {
            return Err(column.is_of_another_type().into());
        }
        Ok(match source {
            Source::Column(_) => ColumnReader::new(column, move |raw| Ok(meaning(raw)?), null),
            Source::Given(_) => ColumnReader::new(column, move |_| Ok(meaning(RawValue::Whole(1))?), null),
        })
    }
}
