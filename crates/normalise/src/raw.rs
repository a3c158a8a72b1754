//! The text columns of a raw batch: what each distinct text means is found out once, however many rows have it.

use std::borrow::Cow;
use std::collections::HashMap;

use arrow::array::{Array, AsArray, Int32Array, RecordBatch, StringArray};
use arrow::datatypes::Int32Type;
use topline_survey::visible;

/// The text columns of a raw batch, by name.
pub(crate) struct Raw<'b> {
    columns: HashMap<&'b str, Column<'b>>,
}

/// A text column: texts, and which of them each row has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column<'b> {
    texts: &'b StringArray,
    /// Nothing where each row has a text of its own.
    keys: Option<&'b Int32Array>,
}

impl<'b> Raw<'b> {
    pub(crate) fn new(batch: &'b RecordBatch) -> Self {
        let fields = batch.schema_ref().fields().iter().zip(batch.columns());
        let columns = fields.filter_map(|(field, array)| Some((field.name().as_str(), Column::new(array)?)));
        Self { columns: columns.collect() }
    }

    /// The column, if the export has it.
    pub(crate) fn column(&self, name: &str) -> Option<Column<'b>> {
        self.columns.get(name).copied()
    }
}

impl<'b> Column<'b> {
    fn new(array: &'b dyn Array) -> Option<Self> {
        if let Some(coded) = array.as_dictionary_opt::<Int32Type>() {
            return Some(Self { texts: coded.values().as_string_opt()?, keys: Some(coded.keys()) });
        }
        Some(Self { texts: array.as_string_opt()?, keys: None })
    }

    /// The trimmed cell; nothing where it is blank.
    pub(crate) fn cell(&self, row: usize) -> Option<&'b str> {
        self.text(self.number(row)?)
    }

    /// The number of a row's text; nothing where the cell is missing.
    #[inline]
    fn number(&self, row: usize) -> Option<usize> {
        match self.keys {
            Some(keys) => keys.is_valid(row).then(|| keys.value(row) as usize),
            None => Some(row),
        }
    }

    #[inline]
    fn text(&self, number: usize) -> Option<&'b str> {
        (self.texts.is_valid(number)).then(|| self.texts.value(number).trim()).filter(|text| !is_blank(text))
    }
}

/// Whether a trimmed text shows nothing.
#[inline]
fn is_blank(text: &str) -> bool {
    let may_be_unseen = |first: &u8| !first.is_ascii();
    text.is_empty() || (text.as_bytes().first().is_some_and(may_be_unseen) && visible(text).trim().is_empty())
}

/// The trimmed cell of a column that the export may lack; nothing where it is blank.
pub(crate) fn cell(column: Option<Column<'_>>, row: usize) -> Option<&str> {
    column?.cell(row)
}

/// The key that a row has in these columns; nothing where one of them is missing or blank.
pub(crate) fn key<'b>(columns: &[Option<Column<'b>>], row: usize) -> Option<Cow<'b, str>> {
    if let [only] = columns {
        return cell(*only, row).map(Cow::Borrowed);
    }
    let cells: Option<Vec<&str>> = columns.iter().map(|column| cell(*column, row)).collect();
    // No text of a cell has the sign between them.
    cells.filter(|cells| !cells.is_empty()).map(|cells| Cow::Owned(cells.join("\u{1f}")))
}

/// What the cells of a column mean.
pub(crate) struct Meanings<'b, T> {
    column: Option<Column<'b>>,
    /// By the number of the text; nothing where it is blank.
    of_texts: Vec<Option<T>>,
}

impl<'b, T> Meanings<'b, T> {
    /// Finds out what each trimmed, non-blank text means.
    pub(crate) fn new(column: Option<Column<'b>>, meaning: impl FnMut(&'b str) -> T) -> Self {
        let mut meaning = meaning;
        let texts = column.map_or(0, |column| column.texts.len());
        let texts = (0..texts).map(|number| column.and_then(|column| column.text(number)).map(&mut meaning));
        Self { column, of_texts: texts.collect() }
    }

    /// What each text means that is not blank, and whether white space stands around it.
    pub(crate) fn of_texts(&mut self) -> impl Iterator<Item = (bool, &mut T)> {
        let column = self.column;
        self.of_texts.iter_mut().enumerate().filter_map(move |(number, meaning)| {
            let text = column?.texts.value(number);
            Some((text.len() > text.trim().len(), meaning.as_mut()?))
        })
    }

    /// The number of each row's text, and what each text means; nothing where texts are not numbered.
    pub(crate) fn by_key(&self) -> Option<(&'b Int32Array, &[Option<T>])> {
        Some((self.column?.keys?, &self.of_texts))
    }

    /// What the cell of a row means; nothing where it is blank.
    #[inline]
    pub(crate) fn of(&self, row: usize) -> Option<&T> {
        self.of_texts[self.column?.number(row)?].as_ref()
    }
}
