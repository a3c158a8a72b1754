//! The columns of `responses` while they are filled: values, ticks, and why an answer is absent.

use std::sync::Arc;

use arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, StringArray, StringBuilder,
};
use topline_survey::{Absent, Question};

/// Why an answer is absent, and which missing value says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Why {
    pub reason: Absent,
    /// The code of the missing value, where the codebook gives it one.
    pub value: Option<i32>,
}

impl From<Absent> for Why {
    fn from(reason: Absent) -> Self {
        Self { reason, value: None }
    }
}

/// The reasons of one column. Mostly, there are only answers.
pub(crate) struct Reasons {
    /// The rows without an answer.
    absent: Vec<(usize, Why)>,
    rows: usize,
    /// Whether a column holds the missing values too.
    has_values: bool,
}

impl Reasons {
    /// Of a column of a question.
    pub(crate) fn of(question: &Question) -> Self {
        Self { absent: Vec::new(), rows: 0, has_values: !question.missing.is_empty() }
    }

    #[inline]
    pub(crate) fn append(&mut self, why: Option<Why>) {
        self.absent.extend(why.map(|why| (self.rows, why)));
        self.rows += 1;
    }

    /// So many answers.
    pub(crate) fn append_answers(&mut self, count: usize) {
        self.rows += count;
    }

    /// The column of reasons, and that of missing values where the question has some.
    pub(crate) fn finish(self) -> Vec<ArrayRef> {
        let mut columns = vec![self.reasons()];
        if self.has_values {
            let mut values = Int32Builder::with_capacity(self.rows);
            for (row, why) in &self.absent {
                values.append_nulls(row - values.len());
                values.append_option(why.value);
            }
            values.append_nulls(self.rows - values.len());
            columns.push(Arc::new(values.finish()));
        }
        columns
    }

    fn reasons(&self) -> ArrayRef {
        if self.absent.is_empty() {
            return Arc::new(StringArray::new_null(self.rows));
        }
        let bytes = self.absent.iter().map(|(_, why)| why.reason.as_str().len()).sum();
        let mut texts = StringBuilder::with_capacity(self.rows, bytes);
        for (row, why) in &self.absent {
            texts.append_nulls(row - texts.len());
            texts.append_value(why.reason.as_str());
        }
        texts.append_nulls(self.rows - texts.len());
        Arc::new(texts.finish())
    }
}

/// The columns of tick boxes, and those of reasons after them.
pub(crate) struct TickColumns {
    boxes: Vec<BooleanBuilder>,
    absent: Reasons,
}

impl TickColumns {
    pub(crate) fn new(question: &Question, boxes: usize) -> Self {
        Self { boxes: (0..boxes).map(|_| BooleanBuilder::new()).collect(), absent: Reasons::of(question) }
    }

    pub(crate) fn append(&mut self, ticked: &[bool], why: Option<Why>) {
        for (column, ticked) in self.boxes.iter_mut().zip(ticked) {
            column.append_option(why.is_none().then_some(*ticked));
        }
        self.absent.append(why);
    }

    pub(crate) fn finish(self) -> Vec<ArrayRef> {
        let boxes = self.boxes.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef);
        boxes.chain(self.absent.finish()).collect()
    }
}

/// A builder of a column of optional values.
pub(crate) trait Appends<T> {
    fn append(&mut self, value: Option<T>);
    fn finish_array(self) -> ArrayRef;
}

macro_rules! appends {
    ($builder:ty, $value:ty) => {
        impl Appends<$value> for $builder {
            fn append(&mut self, value: Option<$value>) {
                self.append_option(value);
            }

            fn finish_array(mut self) -> ArrayRef {
                Arc::new(self.finish())
            }
        }
    };
}

appends!(Int32Builder, i32);
appends!(Float64Builder, f64);
appends!(Date32Builder, i32);
