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
    /// Whether a respondent can be in several columns of its break.
    pub overlaps: bool,
}

impl Builder {
    /// The total, and an axis for each run of columns on the same dimensions.
    pub(super) fn axes(&mut self, columns: &[TableColumn<'_>]) -> Vec<Axis> {
        let total = Column {
            key: String::new(),
            break_label: String::new(),
            label: "Total".into(),
            places: vec![0],
            overlaps: false,
        };
        let mut axes = vec![Axis { dimensions: Vec::new(), columns: vec![total] }];
        for column in columns {
            let steps: Vec<(usize, Vec<usize>)> =
                column.path.iter().map(|(question, codes)| self.step(question, codes)).collect();
            let mut places = vec![0];
            for (dimension, own) in &steps {
                let width = self.tally.dimensions[*dimension].places();
                places = places.iter().flat_map(|outer| own.iter().map(move |place| outer * width + place)).collect();
            }
            let dimensions: Vec<usize> = steps.into_iter().map(|(dimension, _)| dimension).collect();
            let column = Column {
                key: column.key.clone(),
                break_label: column.break_label.clone(),
                label: column.label.clone(),
                places,
                overlaps: column.path.iter().any(|(question, _)| question.kind == Kind::Multi),
            };
            match axes.last_mut() {
                Some(last) if last.dimensions == dimensions => last.columns.push(column),
                _ => axes.push(Axis { dimensions, columns: vec![column] }),
            }
        }
        axes
    }

    /// The dimension of a question that splits columns, and the places of these codes on it.
    fn step(&mut self, question: &Question, wanted: &[i32]) -> (usize, Vec<usize>) {
        let absent = Some(self.argument(Argument::Column(format!("{}_absent", question.id))));
        if question.kind == Kind::Multi {
            let boxes =
                wanted.iter().map(|code| self.argument(Argument::Column(format!("{}_{code}", question.id)))).collect();
            return (self.dimension(Dimension::Ticked { columns: boxes, absent }), vec![1]);
        }
        let codes: Vec<i32> = question.options.iter().map(|option| option.code).collect();
        let places =
            codes.iter().enumerate().filter(|(_, code)| wanted.contains(code)).map(|(place, _)| place).collect();
        let column = self.argument(Argument::Column(question.id.clone()));
        (self.dimension(Dimension::Code { column, absent, codes }), places)
    }
}
