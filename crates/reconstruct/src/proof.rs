//! The proof: everything published, counted again from the cells that are about to be written.
//!
//! Labels are read back by the codebook, so that a wrong label, a lost row or a tick in the wrong column is an error and not an
//! export. Nothing here comes from the search that made the answers.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use topline_exact::{Answering, MissedRow, missed_rows};
use topline_survey::{Exclusion, Kind, LabelColumns, Plan, Question};

use crate::check::slot_name;
use crate::columns::{Column, Content};
use crate::joint::{Cell as JointCell, counted};
use crate::lines::{Cell, Line, LineKind};
use crate::responses::{Responses, Slot, as_exchanged};
use crate::spec::Spec;

/// The rows do not say what was asked of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// Rows of too few or too many respondents.
    #[error("prove the export: it has responses of {found} respondents instead of {wanted}")]
    Respondents {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// A cell cannot be read back.
    #[error("prove the export: a cell of `{question}` in row {row} below the header matches no option")]
    Unread {
        /// The question.
        question: String,
        /// The row, counted from one below the header.
        row: usize,
    },
    /// A base is not the one that was solved for.
    #[error("prove the export: {found} answered `{slot}` instead of {wanted}")]
    Base {
        /// The question, or `question.item`.
        slot: String,
        /// How many answered.
        found: u64,
        /// How many should have.
        wanted: u64,
    },
    /// A row of a question was published as something else.
    #[error("prove the export: `{slot}` has {miss}")]
    Row {
        /// The question, or `question.item`.
        slot: String,
        /// The row.
        miss: MissedRow,
    },
    /// A cell of a cross-tabulation is another.
    #[error("prove the export: {cell} is {found} instead of {wanted}")]
    Cell {
        /// The cell.
        cell: String,
        /// How many there are.
        found: i64,
        /// How many there should be.
        wanted: i64,
    },
    /// The survey would exclude a response.
    #[error("prove the export: the survey excludes the response in row {row} below the header as \"{reason}\"")]
    Excluded {
        /// The row, counted from one below the header.
        row: usize,
        /// The survey's reason.
        reason: String,
    },
    /// The survey would keep what is no response.
    #[error("prove the export: the survey excludes row {row} below the header for no reason, and it is no response")]
    Kept {
        /// The row, counted from one below the header.
        row: usize,
    },
}

/// Counts everything again.
pub(crate) fn prove(
    plan: &Plan,
    spec: &Spec,
    slots: &[Slot<'_>],
    cells: &[JointCell],
    columns: &[Column<'_>],
    solved: &Responses,
    lines: &[Line<'_>],
) -> Result<(), ProofError> {
    let read = read_back(spec, slots, columns, lines)?;
    for slot in slots {
        let (base, by_code) = match slot.published.answering {
            Answering::Several => {
                let ticked = read.ticks.get(&slot.name).map_or(&[][..], Vec::as_slice);
                let answered = ticked.iter().flatten().filter(|ticks| !ticks.is_empty());
                (answered.clone().count(), tally(answered.flatten().copied()))
            }
            Answering::One => {
                let answers = read.codes.get(&slot.name).map_or(&[][..], Vec::as_slice);
                (answers.iter().flatten().count(), tally(answers.iter().flatten().copied()))
            }
        };
        let (found, wanted) = (base as u64, solved.bases.get(&slot.name).copied().unwrap_or_default());
        if found != wanted {
            return Err(ProofError::Base { slot: slot.name.clone(), found, wanted });
        }
        if let Some(miss) = missed_rows(&slot.published, found, &by_code).into_iter().next() {
            return Err(ProofError::Row { slot: slot.name.clone(), miss });
        }
    }
    let exchanged = as_exchanged(&read, slots, cells);
    for (cell, found) in cells.iter().zip(counted(&exchanged, cells)) {
        if cell.count != found {
            return Err(ProofError::Cell { cell: cell.name.clone(), found, wanted: cell.count });
        }
    }
    for (row, line) in (1..).zip(lines) {
        let reason = plan.survey.exclusions.iter().find(|exclusion| excludes(exclusion, columns, line));
        match (line.kind, reason) {
            (LineKind::Response(_) | LineKind::Duplicate(_), Some(exclusion)) => {
                return Err(ProofError::Excluded { row, reason: exclusion.reason.clone() });
            }
            (LineKind::Excluded | LineKind::Abandoned, None) => return Err(ProofError::Kept { row }),
            _ => {}
        }
    }
    Ok(())
}

fn tally(codes: impl Iterator<Item = i32>) -> BTreeMap<i32, u64> {
    let mut tally = BTreeMap::new();
    for code in codes {
        *tally.entry(code).or_default() += 1;
    }
    tally
}

/// The answers that the responses' cells say.
fn read_back(
    spec: &Spec,
    slots: &[Slot<'_>],
    columns: &[Column<'_>],
    lines: &[Line<'_>],
) -> Result<Responses, ProofError> {
    let mut read = Responses::default();
    let mut seen = BTreeSet::new();
    for (row, line) in (1..).zip(lines) {
        let LineKind::Response(respondent) = line.kind else { continue };
        seen.insert(respondent);
        for (column, cell) in columns.iter().zip(&line.cells) {
            let (Content::Whole(question) | Content::Item(question, _) | Content::Tick { question, .. }) =
                column.content
            else {
                continue;
            };
            let text = match cell {
                Cell::Text(text) | Cell::Label(_, text) => text.as_str(),
                Cell::Blank | Cell::Number(_) | Cell::Moment(_) => continue,
            };
            let unread = || ProofError::Unread { question: question.id.clone(), row };
            let codes = |slot: &str| (slot.to_owned(), vec![None; spec.respondents]);
            match (question.kind(), column.content) {
                (Kind::Multi, _) => {
                    let ticked = read.ticks.entry(question.id.clone()).or_insert_with(|| vec![None; spec.respondents]);
                    let ticks = ticked[respondent].get_or_insert_default();
                    if let Content::Tick { unticked, .. } = column.content
                        && unticked.iter().any(|unticked| unticked == text)
                    {
                        continue;
                    }
                    let parts: Vec<&str> = match question.answer.label_columns().and_then(LabelColumns::separator) {
                        Some(separator) => text.split(separator).filter(|part| !part.is_empty()).collect(),
                        None => vec![text],
                    };
                    for part in parts {
                        ticks.insert(code_of(question, part).ok_or_else(unread)?);
                    }
                }
                (Kind::Single | Kind::Grid, Content::Whole(_) | Content::Item(..)) => {
                    let item = if let Content::Item(_, item) = column.content { Some(item.id.as_str()) } else { None };
                    let name = slot_name(&question.id, item);
                    let code = code_of(question, text).ok_or_else(unread)?;
                    let (name, empty) = codes(&name);
                    read.codes.entry(name).or_insert(empty)[respondent] = Some(code);
                }
                (_, Content::Whole(_)) => {
                    let Some(slot) = slots.iter().find(|slot| slot.name == question.id) else { continue };
                    let code = (1..).zip(&slot.texts).find(|(_, known)| **known == text).map(|(code, _)| code);
                    let (name, empty) = codes(&slot.name);
                    read.codes.entry(name).or_insert(empty)[respondent] = Some(code.ok_or_else(unread)?);
                }
                _ => {}
            }
        }
    }
    if seen.len() != spec.respondents {
        return Err(ProofError::Respondents { found: seen.len(), wanted: spec.respondents });
    }
    Ok(read)
}

/// The code of a label in any of its spellings.
fn code_of(question: &Question, text: &str) -> Option<i32> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let exact =
        question.options().iter().find(|option| option.label == text || option.also.iter().any(|also| also == text));
    let folded = || question.options().iter().find(|option| fold(&option.label) == fold(text));
    exact.or_else(folded).map(|option| option.code)
}

/// Whether the survey excludes a row: all the conditions given hold.
fn excludes(exclusion: &Exclusion, columns: &[Column<'_>], line: &Line<'_>) -> bool {
    let named = exclusion.column.as_ref().is_none_or(|name| {
        let place = columns.iter().position(|column| column.name == name);
        let text = match place.map(|place| &line.cells[place]) {
            Some(Cell::Text(text) | Cell::Label(_, text)) => text.as_str(),
            _ => "",
        };
        exclusion.is.iter().any(|value| value == text)
    });
    let few = exclusion.answers_fewer_than.is_none_or(|least| {
        let answered: BTreeSet<&str> = columns
            .iter()
            .zip(&line.cells)
            .filter(|(_, cell)| **cell != Cell::Blank)
            .filter_map(|(column, _)| match column.content {
                Content::Metadata(_) => None,
                Content::Whole(question) | Content::Item(question, _) | Content::Tick { question, .. } => {
                    Some(question.id.as_str())
                }
            })
            .collect();
        answered.len() < least
    });
    named && few
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use miette::NamedSource;
    use topline_survey::PlanText;

    use super::*;
    use crate::columns::columns;
    use crate::lines::Written;
    use crate::responses::{cells, respond, slots};
    use crate::test_plan::{SPEC, plan};

    /// Columns of the small survey's export.
    const Q1: usize = 2;
    const HERE: usize = 3;

    /// What the proof says of the small survey's rows once `tamper` has been at them.
    fn proven(tamper: impl Fn(&mut Vec<Line<'_>>)) -> Result<(), ProofError> {
        let plan = plan();
        let file = PlanText { name: "reconstruct.toml".to_owned(), text: SPEC.to_owned() };
        let source = Arc::new(NamedSource::new(&file.name, file.text.clone()));
        let spec = crate::spec::read(&file, &source).expect("a plan of the export");
        let (slots, columns) = (slots(&plan, &spec), columns(&plan, &spec));
        let responses = respond(&plan, &spec, &BTreeMap::new()).expect("responses");
        let days = (17_379, 17_409);
        let written =
            Written { plan: &plan, spec: &spec, slots: &slots, columns: &columns, responses: &responses, days };
        let mut lines = written.lines().expect("rows");
        tamper(&mut lines);
        prove(&plan, &spec, &slots, &cells(&plan, &slots, &spec.crosstab), &columns, &responses, &lines)
    }

    fn text(cell: &Cell<'_>) -> String {
        if let Cell::Text(text) | Cell::Label(_, text) = cell { text.clone() } else { String::new() }
    }

    /// The row of the first response with these answers to the first question and to the first item.
    fn find(lines: &[Line<'_>], q1: &str, here: &str) -> usize {
        let is = |line: &Line<'_>| text(&line.cells[Q1]) == q1 && text(&line.cells[HERE]) == here;
        let found = lines.iter().position(|line| matches!(line.kind, LineKind::Response(_)) && is(line));
        found.expect("a response with these answers")
    }

    #[test]
    fn rows_as_they_were_made_are_proven() {
        assert_eq!(proven(|_| {}), Ok(()));
    }

    #[test]
    fn a_lost_answer_shows_in_the_base() {
        let lost = proven(|lines| {
            let row = find(lines, "Much", "Agree");
            lines[row].cells[HERE] = Cell::Blank;
        });
        assert_eq!(lost, Err(ProofError::Base { slot: "Q2.here".to_owned(), found: 38, wanted: 39 }));
    }

    #[test]
    fn a_changed_answer_shows_in_its_row() {
        let changed = proven(|lines| {
            let row = find(lines, "Much", "Agree");
            lines[row].cells[Q1] = Cell::Text("Some".to_owned());
        });
        let error = changed.expect_err("nine of forty are no 25%").to_string();
        assert_eq!(error, "prove the export: `Q1` has `1` 9 (23%) instead of 25%");
    }

    #[test]
    fn exchanged_answers_show_in_the_cells() {
        let exchanged = proven(|lines| {
            let (one, other) = (find(lines, "Much", "Agree"), find(lines, "Nothing", "Disagree"));
            let cell = lines[one].cells[HERE].clone();
            lines[one].cells[HERE] = lines[other].cells[HERE].clone();
            lines[other].cells[HERE] = cell;
        });
        let error = exchanged.expect_err("eight instead of nine").to_string();
        assert_eq!(error, "prove the export: `Q2.here 1 by Q1 1` is 8 instead of 9");
    }

    #[test]
    fn lost_rows_and_unknown_labels_show() {
        let lost = proven(|lines| lines.retain(|line| line.kind != LineKind::Response(0)));
        assert_eq!(lost, Err(ProofError::Respondents { found: 39, wanted: 40 }));
        let mistyped = proven(|lines| {
            let row = find(lines, "Much", "Agree");
            lines[row].cells[Q1] = Cell::Text("Mutch".to_owned());
        });
        assert!(matches!(mistyped, Err(ProofError::Unread { question, .. }) if question == "Q1"));
    }
}
