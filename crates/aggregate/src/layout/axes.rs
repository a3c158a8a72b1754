//! The columns of a table as places on dimensions.

use topline_survey::{Kind, Question, TableColumn};
use topline_tally::Dimension;

use crate::layout::builder::{Argument, Builder};

/// The total, or columns that are places on the same dimensions.
pub(crate) struct Axis {
    /// The dimensions, the outermost first; none of the total.
    pub dimensions: Vec<usize>,
    pub columns: Vec<Column>,
}

/// A column.
pub(crate) struct Column {
    /// `BREAK.COLUMN`; empty for the total.
    pub key: String,
    pub break_label: String,
    pub label: String,
    /// Its places on the axis.
    pub places: Vec<usize>,
}

impl Builder {
    /// The total, and an axis for each run of columns on the same dimensions.
    pub(super) fn axes(&mut self, columns: &[TableColumn<'_>]) -> Vec<Axis> {
        let total = Column { key: String::new(), break_label: String::new(), label: "Total".into(), places: vec![0] };
        let mut axes = vec![Axis { dimensions: Vec::new(), columns: vec![total] }];
        for column in columns {
            let (dimensions, places) = self.stand(&column.path);
            let column = Column {
                key: column.key.clone(),
                break_label: column.break_label.clone(),
                label: column.label.clone(),
                places,
            };
            match axes.last_mut() {
                Some(last) if last.dimensions == dimensions => last.columns.push(column),
                _ => axes.push(Axis { dimensions, columns: vec![column] }),
            }
        }
        axes
    }

    /// An axis of one column without a name: those who gave one of the codes of each question.
    pub(super) fn axis(&mut self, path: &[(&Question, Vec<i32>)]) -> Axis {
        let (dimensions, places) = self.stand(path);
        let column = Column { key: String::new(), break_label: String::new(), label: String::new(), places };
        Axis { dimensions, columns: vec![column] }
    }

    /// The dimensions of a path, and its places on all of them together.
    fn stand(&mut self, path: &[(&Question, Vec<i32>)]) -> (Vec<usize>, Vec<usize>) {
        let (mut dimensions, mut places) = (Vec::new(), vec![0]);
        for (question, codes) in path {
            let (dimension, own) = self.step(question, codes);
            let width = self.tally.dimensions[dimension].places();
            places = places.iter().flat_map(|outer| own.iter().map(move |place| outer * width + place)).collect();
            dimensions.push(dimension);
        }
        (dimensions, places)
    }

    /// The dimension of a question that splits columns, and the places of these codes on it.
    fn step(&mut self, question: &Question, wanted: &[i32]) -> (usize, Vec<usize>) {
        let absent = Some(self.argument(Argument::Column(format!("{}_absent", question.id))));
        if question.kind() == Kind::Multi {
            let boxes =
                wanted.iter().map(|code| self.argument(Argument::Column(format!("{}_{code}", question.id)))).collect();
            return (self.dimension(Dimension::Ticked { columns: boxes, absent }), vec![1]);
        }
        let codes: Vec<i32> = question.options().iter().map(|option| option.code).collect();
        let places =
            codes.iter().enumerate().filter(|(_, code)| wanted.contains(code)).map(|(place, _)| place).collect();
        let column = self.argument(Argument::Column(question.id.clone()));
        (self.dimension(Dimension::Code { column, absent, codes }), places)
    }
}
