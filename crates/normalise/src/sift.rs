//! What becomes of each row: accepted, duplicate, excluded or quarantined.

use topline_records::RowProblem;
use topline_survey::{
    Accounting, Action, Answer, Duplicates, Exclusion, Finding, FindingKind, Layout, MultiCells, Plan, Question,
    WeightColumn,
};

use crate::error::NormaliseError;
use crate::first_rows::FirstRows;
use crate::identifiers::Identifiers;
use crate::places::Places;
use crate::raw::{Raw, cell};
use crate::written::weight_in;

/// Whether a weight of a row can be one: replicate weights may be negative.
fn is_weight(weight: &WeightColumn, raw: &Raw<'_>, index: usize) -> bool {
    let number = |column: &str| weight_in(cell(raw.column(column), index)?, weight.decimal);
    let found = weight.weight(&number).filter(|found| found.is_finite());
    found.is_some_and(|found| found >= 0.0 || weight.is_replicate)
}

/// Decides row by row, and keeps the account.
pub(crate) struct Sieve<'p> {
    plan: &'p Plan,
    weights: Vec<WeightColumn>,
    pub(crate) firsts: FirstRows,
    pub(crate) identifiers: Identifiers,
    pub(crate) accounting: Accounting,
}

impl<'p> Sieve<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            weights: plan.survey.weight_columns(),
            firsts: FirstRows::new(),
            identifiers: Identifiers::default(),
            accounting: Accounting::default(),
        }
    }

    /// The indexes of the rows of a raw batch that are accepted.
    pub(crate) fn accepted(
        &mut self,
        raw: &Raw<'_>,
        (rows, problems): (&[u64], &[Option<RowProblem>]),
        places: &Places,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<usize>, NormaliseError> {
        let file = places.current();
        let respondents = file.and_then(|file| file.respondent.as_deref()).map(|name| (name, raw.column(name)));
        let finding =
            |row, column, kind, detail, action| Finding { place: places.place(row, column), kind, detail, action };
        let mut accepted = Vec::with_capacity(rows.len());
        for (index, &row) in rows.iter().enumerate() {
            self.accounting.read += 1;
            match problems[index] {
                Some(RowProblem::Blank) => {
                    self.accounting.exclude("blank row");
                    continue;
                }
                Some(RowProblem::Broken) => {
                    self.accounting.quarantined += 1;
                    continue;
                }
                None => {}
            }
            if let Some(exclusion) = self.exclusion(raw, index) {
                self.accounting.exclude(&exclusion.reason);
                findings.push(finding(row, None, FindingKind::Excluded, exclusion.reason.clone(), Action::Excluded));
                continue;
            }
            let respondent = respondents.map(|(name, column)| (name, cell(column, index)));
            if let Some((name, None)) = respondent {
                self.accounting.quarantined += 1;
                let detail = "the row names no respondent".to_owned();
                findings.push(finding(row, Some(name), FindingKind::NoRespondent, detail, Action::Quarantined));
                continue;
            }
            if let Some(bad) = self.weights.iter().find(|weight| !is_weight(weight, raw, index)) {
                self.accounting.quarantined += 1;
                let detail = "the weight is not a number of at least zero".to_owned();
                findings.push(finding(row, bad.columns().next(), FindingKind::BadWeight, detail, Action::Quarantined));
                continue;
            }
            let Some((name, Some(respondent))) = respondent else {
                self.accounting.respondents += 1; // Each row is a respondent where no column says whose it is.
                self.accounting.accepted += 1;
                self.firsts.is_first(row, None)?;
                accepted.push(index);
                continue;
            };
            self.identifiers.see(row, respondent);
            if self.firsts.is_first(row, Some(respondent))? {
                self.accounting.respondents += 1;
            } else if self.plan.survey.source.layout == Layout::Wide {
                self.accounting.duplicate += 1;
                let action = match file.map(|file| file.duplicates).unwrap_or_default() {
                    Duplicates::Fail => Action::Told,
                    Duplicates::KeepFirst => Action::LeftOut,
                };
                let detail = "the respondent has been seen in an earlier row".to_owned();
                findings.push(finding(row, Some(name), FindingKind::Duplicate, detail, action));
                continue;
            }
            self.accounting.accepted += 1;
            accepted.push(index);
        }
        Ok(accepted)
    }

    /// What a spreadsheet may have made of the identifiers of respondents.
    pub(crate) fn mangled(&self, places: &Places) -> Vec<Finding> {
        let mangled = self.identifiers.mangled().into_iter();
        let of_file = |row| places.file_of(row).and_then(|(file, _)| file.respondent.as_deref());
        let finding = |(row, detail)| Finding {
            place: places.place(row, of_file(row)),
            kind: FindingKind::Mangled,
            detail,
            action: Action::Told,
        };
        mangled.map(finding).collect()
    }

    fn exclusion(&self, raw: &Raw<'_>, index: usize) -> Option<&'p Exclusion> {
        self.plan.survey.exclusions.iter().find(|exclusion| {
            let named = exclusion.column.as_ref().is_none_or(|column| {
                let text = cell(raw.column(column), index).unwrap_or_default();
                exclusion.is.iter().any(|is| is.trim() == text)
            });
            let few = exclusion.answers_fewer_than.is_none_or(|fewest| {
                self.plan.codebook.asked().filter(|question| is_answered(question, raw, index)).take(fewest).count()
                    < fewest
            });
            named && few
        })
    }
}

/// Whether any cell of the question holds something that is not a text for an absent answer or an empty tick box.
fn is_answered(question: &Question, raw: &Raw<'_>, index: usize) -> bool {
    let unticked: &[String] = match &question.answer {
        Answer::Multi { cells: MultiCells::Boxes { unticked, .. }, .. } => unticked,
        Answer::Multi { cells: MultiCells::Labels(_), .. }
        | Answer::Single { .. }
        | Answer::Grid { .. }
        | Answer::Rank { .. }
        | Answer::Number { .. }
        | Answer::Text { .. }
        | Answer::Date { .. } => &[],
    };
    question.columns().into_iter().filter_map(|column| cell(raw.column(column), index)).any(|text| {
        let absent = question.absent.texts().any(|(absent, _)| absent.trim() == text)
            || question.missing.iter().any(|missing| missing.is(text));
        let unticked = unticked.iter().any(|unticked| unticked.trim() == text);
        !absent && !unticked
    })
}
