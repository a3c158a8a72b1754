//! Long exports, where a response spreads over several rows, folded to one row a respondent.
//!
//! Memory grows with respondents here, as the rows of one need not stand together.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringBuilder};
use arrow::error::ArrowError;
use topline_records::{ROW, wholes};
use topline_survey::{
    Action, Answer, Finding, FindingKind, ItemCells, LabelColumns, MultiCells, Opt, Plan, SingleCells,
};

use crate::places::Places;
use crate::raw::{Raw, cell};
use crate::tick_rule::TickRule;

/// One column of the export that the codebook reads.
struct FoldedColumn<'p> {
    name: Cow<'p, str>,
    cells: Cells<'p>,
}

/// What becomes of the cells of several rows.
enum Cells<'p> {
    /// They must agree.
    Same,
    /// They are joined by the separator of their question.
    Joined(&'p str),
    /// The box of this option is ticked if any of them ticks it.
    Ticks(TickRule<'p>),
}

/// The rows folded so far.
pub(crate) struct Fold<'p> {
    columns: Vec<FoldedColumn<'p>>,
    position: HashMap<String, usize>,
    rows: Vec<u64>,
    cells: Vec<Vec<Option<String>>>,
}

impl<'p> Fold<'p> {
    /// Nothing folded yet; this column says whose a row is.
    pub(crate) fn new(plan: &'p Plan, respondent: &'p str) -> Self {
        let same = |name: &'p str| FoldedColumn { name: name.into(), cells: Cells::Same };
        let mut columns = vec![same(respondent)];
        let weights = plan.survey.weight_columns().into_iter();
        let weights: Vec<String> =
            weights.flat_map(|weight| weight.columns().map(str::to_owned).collect::<Vec<_>>()).collect();
        columns.extend(weights.into_iter().map(|name| FoldedColumn { name: name.into(), cells: Cells::Same }));
        for question in plan.codebook.asked() {
            let ticks = |option: &'p Opt, name: &'p str, unticked: &'p [String]| FoldedColumn {
                name: name.into(),
                cells: Cells::Ticks(TickRule { question, option, unticked }),
            };
            match &question.answer {
                Answer::Single { options, cells: SingleCells::Spread { columns: boxes, unticked }, .. }
                | Answer::Multi { options, cells: MultiCells::Boxes { columns: boxes, unticked }, .. } => {
                    columns.extend(options.iter().zip(boxes).map(|(option, name)| ticks(option, name, unticked)));
                }
                Answer::Multi { cells: MultiCells::Labels(LabelColumns::Joined { column, separator }), .. } => {
                    columns.push(FoldedColumn { name: column.into(), cells: Cells::Joined(separator) });
                }
                Answer::Grid { options, cells, unticked, .. } => {
                    for item in cells {
                        match item {
                            ItemCells::Column(name) => columns.push(same(name)),
                            ItemCells::Spread(boxes) => {
                                let boxes = options.iter().zip(boxes);
                                let there = boxes.filter_map(|(option, name)| Some((option, name.as_ref()?)));
                                columns.extend(there.map(|(option, name)| ticks(option, name, unticked)));
                            }
                        }
                    }
                }
                Answer::Single { cells: SingleCells::One(_), .. }
                | Answer::Multi { cells: MultiCells::Labels(LabelColumns::Each(_)), .. }
                | Answer::Rank { .. }
                | Answer::Number { .. }
                | Answer::Text { .. }
                | Answer::Date { .. } => columns.extend(question.columns().into_iter().map(same)),
            }
        }
        Self { columns, position: HashMap::new(), rows: Vec::new(), cells: Vec::new() }
    }

    /// Takes in the accepted rows of a batch.
    pub(crate) fn take(
        &mut self,
        raw: &Raw<'_>,
        rows: &[u64],
        accepted: &[usize],
        places: &Places,
        findings: &mut Vec<Finding>,
    ) {
        let mut arrays: Vec<_> = self.columns.iter().map(|column| raw.column(&column.name)).collect();
        // Files that are stacked may each call it otherwise.
        arrays[0] = places.current().and_then(|file| raw.column(file.respondent.as_deref()?));
        for &index in accepted {
            let respondent = cell(arrays[0], index).unwrap_or_default();
            let position = *self.position.entry(respondent.to_owned()).or_insert_with(|| {
                self.rows.push(rows[index]);
                self.cells.push(vec![None; self.columns.len()]);
                self.rows.len() - 1
            });
            for (column, (folded, array)) in self.columns.iter().zip(&arrays).enumerate() {
                let Some(text) = cell(*array, index) else { continue };
                match (&mut self.cells[position][column], &folded.cells) {
                    (empty @ None, _) => *empty = Some(text.to_owned()),
                    (Some(joined), Cells::Joined(separator)) => {
                        joined.push_str(separator);
                        joined.push_str(text);
                    }
                    (Some(_), Cells::Ticks(rule)) if rule.leaves_empty(text) => {}
                    (Some(first), Cells::Ticks(rule)) if rule.leaves_empty(first) => {
                        text.clone_into(first);
                    }
                    (Some(first), _) if first != text => findings.push(Finding {
                        place: places.place(rows[index], Some(&folded.name)),
                        kind: FindingKind::Conflict,
                        detail: format!(
                            "differs from row {} of the same respondent, which counts",
                            places.place(self.rows[position], None).row.unwrap_or_default()
                        ),
                        action: Action::Told,
                    }),
                    _ => {}
                }
            }
        }
    }

    /// The folded rows as a raw batch, in the order in which respondents first appeared, with the row of each.
    pub(crate) fn finish(self) -> Result<(RecordBatch, Vec<u64>), ArrowError> {
        let arrays = (0..self.columns.len()).map(|column| {
            let mut texts = StringBuilder::new();
            for cells in &self.cells {
                texts.append_option(cells[column].as_deref());
            }
            Arc::new(texts.finish()) as ArrayRef
        });
        let names = self.columns.iter().map(|column| column.name.clone().into_owned());
        let rows = wholes(self.rows.iter().copied());
        let columns =
            std::iter::once((ROW.to_owned(), rows)).chain(names.zip(arrays)).map(|(name, array)| (name, array, true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns)?;
        Ok((batch, self.rows))
    }
}
