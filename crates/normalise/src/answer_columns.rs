//! The columns of `responses` while they are filled: values, ticks, and why an answer is absent.

use std::sync::Arc;

use arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, StringArray, StringBuilder,
};
use topline_survey::Absent;

/// The reasons of one column. Mostly, there are only answers.
#[derive(Default)]
pub(crate) struct Reasons {
    /// The rows without an answer.
    absent: Vec<(usize, Absent)>,
    rows: usize,
}

impl Reasons {
    #[inline]
    pub(crate) fn append(&mut self, reason: Option<Absent>) {
        self.absent.extend(reason.map(|reason| (self.rows, reason)));
        self.rows += 1;
    }

    /// So many answers.
    pub(crate) fn append_answers(&mut self, count: usize) {
        self.rows += count;
    }

    pub(crate) fn finish(self) -> ArrayRef {
        if self.absent.is_empty() {
            return Arc::new(StringArray::new_null(self.rows));
        }
        let bytes = self.absent.iter().map(|(_, reason)| reason.as_str().len()).sum();
        let mut texts = StringBuilder::with_capacity(self.rows, bytes);
        for (row, reason) in self.absent {
            texts.append_nulls(row - texts.len());
            texts.append_value(reason.as_str());
        }
        texts.append_nulls(self.rows - texts.len());
        Arc::new(texts.finish())
    }
}

/// The columns of tick boxes, and the one of reasons after them.
pub(crate) struct TickColumns {
    boxes: Vec<BooleanBuilder>,
    absent: Reasons,
}

impl TickColumns {
    pub(crate) fn new(boxes: usize) -> Self {
        Self { boxes: (0..boxes).map(|_| BooleanBuilder::new()).collect(), absent: Reasons::default() }
    }

    pub(crate) fn append(&mut self, ticked: &[bool], reason: Option<Absent>) {
        for (column, ticked) in self.boxes.iter_mut().zip(ticked) {
            column.append_option(reason.is_none().then_some(*ticked));
        }
        self.absent.append(reason);
    }

    pub(crate) fn finish(self) -> Vec<ArrayRef> {
        let boxes = self.boxes.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef);
        boxes.chain([self.absent.finish()]).collect()
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
