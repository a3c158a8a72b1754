//! The columns of a Parquet file that a tally reads, into a block.

use arrow::array::{Array as _, BooleanArray};
use topline_pages::{ColumnReader, PageFile, RawValue, RowValue, Seen, StoredKind};
use topline_survey::Absent;

use crate::block::{Block, Used};
use crate::dimension::{Dimension, REASONS};
use crate::error::TallyError;
use crate::file_error::FileError;
use crate::gather::{number, reason_of, weight_of};
use crate::place_of_code::PlaceOfCode;
use crate::source::Source;
use crate::tally::Tally;

/// A place that the reason of an absent answer decides.
const HOLE: u16 = u16::MAX - 1;
/// Of boxes: without an answer, not ticked, ticked.
const NULL: u8 = 0;
const UNTICKED: u8 = 1;
const TICKED: u8 = 2;
/// Dictionaries of so many values are not looked through in each block.
const LARGE: usize = 1 << 12;

/// The columns that a tally reads.
pub(crate) struct Columns {
    dimensions: Vec<DimensionColumns>,
    reasons: Vec<Shared<u16>>,
    ticks: Vec<Shared<u8>>,
    filters: Vec<Filter>,
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

/// Where a condition comes from.
enum Filter {
    /// These ticks.
    Ticks(usize),
    /// The condition of this position, of those that come with the rows.
    Condition(usize),
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
    pub(crate) fn new(tally: &Tally, sources: &[Source], file: &PageFile) -> Result<Self, FileError> {
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
            let filter = match found.condition(filter) {
                Some(condition) => Filter::Condition(condition),
                None => Filter::Ticks(columns.ticks_of(filter, &found)?),
            };
            columns.filters.push(filter);
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

    /// Goes on to a row group.
    pub(crate) fn start(&mut self, file: &PageFile, group: usize) -> Result<(), FileError> {
        for dimension in &mut self.dimensions {
            if let DimensionColumns::Coded { reader, .. } = dimension {
                reader.start(file, group)?;
            }
        }
        self.reasons.iter_mut().try_for_each(|shared| shared.reader.start(file, group))?;
        self.ticks.iter_mut().try_for_each(|shared| shared.reader.start(file, group))?;
        self.values.iter_mut().chain(&mut self.weight).try_for_each(|reader| reader.start(file, group))
    }

    /// Appends so many rows to a block, with the conditions that come with them: each begins with these rows.
    pub(crate) fn read(
        &mut self,
        rows: usize,
        conditions: &[BooleanArray],
        block: &mut Block,
    ) -> Result<(), FileError> {
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
        for (of, filter) in self.filters.iter().zip(&mut block.filters) {
            match of {
                Filter::Ticks(ticks) => filter.extend(self.ticks[*ticks].rows.iter().map(|tick| *tick == TICKED)),
                Filter::Condition(position) => {
                    let condition = conditions.get(*position).filter(|condition| condition.len() >= rows);
                    let condition = condition.ok_or(TallyError::Condition { position: *position, rows })?;
                    filter.extend(condition.iter().take(rows).map(|meets| meets == Some(true)));
                }
            }
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
        meaning: impl Fn(RawValue<'_>) -> Result<T, TallyError> + Send + Sync + 'static,
        null: T,
    ) -> Result<ColumnReader<T, FileError>, FileError> {
        let source = self.sources.get(argument).ok_or(TallyError::ArgumentMissing(argument))?;
        match source {
            Source::Column(name) => {
                let column = self.file.column(name)?;
                if !wanted.is(column.kind()) {
                    return Err(column.is_of_another_type().into());
                }
                Ok(ColumnReader::new(column, move |raw| Ok(meaning(raw)?), null))
            }
            Source::Given(name) => {
                let column = self.file.column(name)?;
                if column.kind() == StoredKind::Unreadable {
                    return Err(column.is_of_another_type().into());
                }
                Ok(ColumnReader::new(column, move |_| Ok(meaning(RawValue::Whole(1))?), null))
            }
            Source::Condition => Err(TallyError::ConditionElsewhere(argument).into()),
        }
    }

    /// The position of an argument among those that are conditions, if it is one.
    fn condition(&self, argument: usize) -> Option<usize> {
        let is_condition = |source: &&Source| **source == Source::Condition;
        self.sources.get(argument).filter(is_condition)?;
        Some(self.sources[..argument].iter().filter(is_condition).count())
    }
}
