//! Responses, answers and findings on their way to the disk.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use topline_normalise::{UnmappedAnswer, answers};
use topline_records::{answers_schema, asked_schema, findings_batch, findings_schema};
use topline_store::{RunFolder, TableFile};
use topline_survey::{Accounting, Action, AnswersForm, Finding, FindingKind, Plan, Unmapped};

use crate::ending::Ending;
use crate::error::RunError;
use crate::unread_answers::UnreadAnswers;

/// How many places an error names.
const PLACES_NAMED: usize = 10;

/// Findings on their way to the disk, counted.
pub(crate) struct Findings {
    file: TableFile,
    counts: BTreeMap<(FindingKind, Action), u64>,
    first: BTreeMap<FindingKind, Vec<Finding>>,
    unmapped: Vec<UnmappedAnswer>,
}

impl Findings {
    pub(crate) fn create(folder: &RunFolder) -> Result<Self, RunError> {
        let file = folder.table("findings.parquet", &findings_schema()).map_err(RunError::Store)?;
        Ok(Self { file, counts: BTreeMap::new(), first: BTreeMap::new(), unmapped: Vec::new() })
    }

    pub(crate) fn write(&mut self, findings: &[Finding]) -> Result<(), RunError> {
        if findings.is_empty() {
            return Ok(());
        }
        for finding in findings {
            *self.counts.entry((finding.kind, finding.action)).or_default() += 1;
            let first = self.first.entry(finding.kind).or_default();
            if first.len() < PLACES_NAMED {
                first.push(finding.clone());
            }
        }
        self.file.write(&findings_batch(findings).map_err(RunError::Records)?).map_err(RunError::Store)
    }

    /// Takes note of the answers that match no option and that several respondents gave.
    pub(crate) fn name_unmapped(&mut self, answers: Vec<UnmappedAnswer>) {
        self.unmapped = answers;
    }

    pub(crate) fn finish(self, folder: &mut RunFolder) -> Result<Vec<(FindingKind, Action, u64)>, RunError> {
        folder.finish_table("findings.parquet", self.file).map_err(RunError::Store)?;
        Ok(self.counts.into_iter().map(|((kind, action), count)| (kind, action, count)).collect())
    }

    /// Fails where there are findings that the pipeline does not allow.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), RunError> {
        let count = |kind| self.counts.iter().filter(|((found, _), _)| *found == kind).map(|(_, count)| count).sum();
        let count_undecodable = count(FindingKind::Undecodable);
        let count_misdecoded = count(FindingKind::Misdecoded);
        let unread = |kind, what| {
            let count: u64 = count(kind);
            (count > 0).then(|| UnreadAnswers {
                what,
                count,
                named: if kind == FindingKind::Unmapped { self.unmapped.clone() } else { Vec::new() },
                first: self.first.get(&kind).cloned().unwrap_or_default(),
                undecodable: count_undecodable,
                misdecoded: count_misdecoded,
            })
        };
        if plan.survey.unmapped == Unmapped::Fail
            && let Some(unread) =
                unread(FindingKind::Unmapped, ["answer that matches no option", "answers that match no option"])
        {
            return Err(RunError::Unmapped(unread));
        }
        // Those that a source lets pass are left out.
        let is_told = self.counts.contains_key(&(FindingKind::Duplicate, Action::Told));
        if is_told
            && let Some(unread) =
                unread(FindingKind::Duplicate, ["respondent with several rows", "respondents with several rows"])
        {
            return Err(RunError::Duplicates(unread));
        }
        Ok(())
    }
}

impl Findings {
    /// Fails where more rows are quarantined than the pipeline lets pass: bases would be wrong by an unknown amount.
    pub(crate) fn check_quarantined(&self, plan: &Plan, accounting: &Accounting) -> Result<(), RunError> {
        let (count, read, limit) = (accounting.quarantined, accounting.read, plan.survey.quarantine_limit);
        if count as f64 * 100.0 <= limit * read as f64 {
            return Ok(());
        }
        let quarantined = self.first.values().flatten().filter(|finding| finding.action == Action::Quarantined);
        let rows = UnreadAnswers {
            what: ["row", "rows"],
            count,
            named: Vec::new(),
            first: quarantined.take(PLACES_NAMED).cloned().collect(),
            undecodable: 0,
            misdecoded: 0,
        };
        Err(RunError::Quarantined { rows: Box::new(rows), read, limit })
    }
}

/// The table of `answers` on its way to the disk.
pub(crate) struct Answers<'p> {
    plan: &'p Plan,
    file: TableFile,
}

impl<'p> Answers<'p> {
    /// Begins the table where it is wanted.
    pub(crate) fn create(folder: &RunFolder, plan: &'p Plan, ending: Ending) -> Result<Option<Self>, RunError> {
        if !ending.publishes() || plan.survey.publishing.answers != AnswersForm::File {
            return Ok(None);
        }
        let file = folder.private_table("answers.parquet", &answers_schema()).map_err(RunError::Store)?;
        Ok(Some(Self { plan, file }))
    }

    /// Appends those of whole responses.
    pub(crate) fn write(&mut self, responses: &RecordBatch) -> Result<(), RunError> {
        for answers in answers(self.plan, responses).map_err(RunError::Normalise)? {
            self.file.write(&answers.map_err(RunError::Normalise)?).map_err(RunError::Store)?;
        }
        Ok(())
    }

    pub(crate) fn finish(self, folder: &mut RunFolder) -> Result<(), RunError> {
        folder.finish_table("answers.parquet", self.file).map_err(RunError::Store)
    }
}

/// The responses as they are read, on their way to the disk. They are written once: what is made of all of them is added to their
/// file later.
pub(crate) struct ReadResponses<'p> {
    name: &'static str,
    file: TableFile,
    /// Their answers, where they are whole.
    answers: Option<Answers<'p>>,
}

impl<'p> ReadResponses<'p> {
    pub(crate) fn create(folder: &RunFolder, plan: &'p Plan, ending: Ending) -> Result<Self, RunError> {
        let is_derived = plan.codebook.derived().next().is_some();
        let is_whole = !is_derived && !plan.survey.makes_weights();
        let name = match (is_derived, is_whole) {
            (true, _) => ASKED,
            (false, false) => UNWEIGHTED,
            (false, true) => RESPONSES,
        };
        let file = folder.private_table(name, &asked_schema(plan)).map_err(RunError::Store)?;
        let answers = if is_whole { Answers::create(folder, plan, ending)? } else { None };
        Ok(Self { name, file, answers })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), RunError> {
        self.file.write(batch).map_err(RunError::Store)?;
        self.answers.as_mut().map_or(Ok(()), |answers| answers.write(batch))
    }

    pub(crate) fn finish(self, folder: &mut RunFolder) -> Result<(), RunError> {
        folder.finish_table(self.name, self.file).map_err(RunError::Store)?;
        self.answers.map_or(Ok(()), |answers| answers.finish(folder))
    }
}

/// The name of the responses.
pub(crate) const RESPONSES: &str = "responses.parquet";

/// The name of the responses before derived questions are added, while the run is being written.
pub(crate) const ASKED: &str = "asked.parquet";

/// The name of the responses before the run has made their weights, while it is being written.
pub(crate) const UNWEIGHTED: &str = "unweighted.parquet";
