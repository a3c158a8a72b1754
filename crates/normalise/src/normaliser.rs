//! Batches through the sieve and the codebook, in the order of the file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray, UInt32Array};
use arrow::datatypes::SchemaRef;
use topline_records::{asked_schema, row_numbers, row_problems, wholes};
use topline_survey::{
    Accounting, Action, DeclaredMissing, Finding, FindingKind, Kind, Layout, Place, Plan, Question, Source, find_column,
};

use crate::batch_rows::Rows;
use crate::cells;
use crate::error::NormaliseError;
use crate::fold::Fold;
use crate::label::Labels;
use crate::partners::{Sides, Widened};
use crate::places::Places;
use crate::raw::{Raw, cell};
use crate::side::Side;
use crate::sift::Sieve;
use crate::unmapped_answers::{Unmapped, UnmappedAnswer};
use crate::written::weight_in;

/// What a raw batch became.
pub struct Normalised {
    /// The responses in it, without derived questions; none where it held none.
    pub responses: Option<RecordBatch>,
    /// What was wrong in it.
    pub findings: Vec<Finding>,
}

/// Turns raw batches into responses. What it keeps between batches: the respondents seen, the account of rows, and what joins.
pub struct Normaliser<'p> {
    pub(crate) plan: &'p Plan,
    schema: SchemaRef,
    /// The labels of each question of the export, in their order.
    labels: Vec<Labels>,
    /// The columns that the pipeline reads.
    wanted: Vec<String>,
    pub(crate) places: Places,
    pub(crate) sieve: Sieve<'p>,
    fold: Option<Fold<'p>>,
    pub(crate) sides: Sides<'p>,
    /// What the file that is being read declares to be missing.
    declared: DeclaredMissing,
    /// The account of rows before the file that is being read.
    before: Accounting,
    pub(crate) unmapped: Unmapped,
}

/// What the end of the export gives.
pub struct Finished {
    /// The responses that only the end of the export completes.
    pub last: Normalised,
    /// The account of all rows.
    pub accounting: Accounting,
    /// The answers that match no option and that several respondents gave.
    pub unmapped: Vec<UnmappedAnswer>,
}

impl<'p> Normaliser<'p> {
    /// For the export of this plan; of several files, each is to be begun.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let survey = &plan.survey;
        // A long export says whose its rows are.
        let respondent = survey.source.respondent.as_deref().filter(|_| survey.source.layout == Layout::Long);
        let fold = respondent.map(|respondent| Fold::new(plan, respondent));
        let labels = plan.codebook.asked().map(Labels::of).collect();
        let weights = survey.weight_columns();
        let mut wanted: Vec<String> = weights.iter().flat_map(|weight| weight.columns().map(str::to_owned)).collect();
        wanted.extend(survey.exclusions.iter().filter_map(|exclusion| exclusion.column.clone()));
        wanted.extend(plan.codebook.asked().flat_map(Question::columns).map(str::to_owned));
        let mut known = HashSet::new();
        wanted.retain(|column| known.insert(column.clone()));
        let mut places = Places::default();
        places.begin(&survey.source, &survey.source.name);
        Self {
            plan,
            schema: asked_schema(plan),
            labels,
            wanted,
            places,
            sieve: Sieve::new(plan),
            fold,
            sides: Sides::default(),
            declared: DeclaredMissing::default(),
            before: Accounting::default(),
            unmapped: Unmapped::default(),
        }
    }

    /// The columns of the batches that come out.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// Begins a file whose rows are responses: `source` as it is read, and the name under which the survey declares it.
    pub fn begin(&mut self, source: &Source, of: &str) {
        self.end_file();
        self.places.begin(source, of);
    }

    /// Takes note of the cells that the file which has been begun declares to be missing.
    pub fn declare_missing(&mut self, declared: DeclaredMissing) {
        self.declared = declared;
    }

    /// Begins a source that joins, with these columns; a finding for each of them that nothing reads. All of them come before
    /// the first file.
    pub fn begin_joined(&mut self, source: &'p Source, columns: &[String]) -> Vec<Finding> {
        let Some(joins) = &source.joins else { return Vec::new() };
        let qualified = |column: &str| format!("{}:{column}", source.name);
        let is_wanted =
            |column: &&String| self.wanted.iter().any(|wanted| *wanted == **column || *wanted == qualified(column));
        let kept: Vec<String> = columns.iter().filter(is_wanted).cloned().collect();
        let side = Side::new(source, joins, &kept);
        let place = |column: &str| side.place(None, Some(column));
        let keys: Vec<Option<&str>> = joins.on.iter().map(Some).collect();
        let unknown = self.unknown(columns, &source.name, &keys, &place);
        self.sides.all.push(side);
        unknown
    }

    /// Takes in a raw batch of the source that joins and was begun last.
    pub fn join(&mut self, raw: &RecordBatch) -> Result<Vec<Finding>, NormaliseError> {
        let Some(side) = self.sides.all.last_mut() else { return Ok(Vec::new()) };
        let numbers = row_numbers(raw).map_err(NormaliseError::Records)?;
        let problems = row_problems(raw).map_err(NormaliseError::Records)?;
        Ok(side.take(&Raw::new(raw), &numbers, &problems))
    }

    /// A finding for each column of the file that nothing reads.
    #[must_use]
    pub fn unknown_columns(&self, columns: &[String]) -> Vec<Finding> {
        let Some(file) = self.places.current() else { return Vec::new() };
        let mut keys = vec![file.respondent.as_deref()];
        let equals = self.sides.all.iter().filter_map(|side| side.joins.equals.as_ref());
        keys.extend(equals.flat_map(|equals| equals.iter().map(Some)));
        self.unknown(columns, &file.of, &keys, &|column| self.places.whole_file(Some(column)))
    }

    /// A finding for each column that the pipeline reads, that other files have, and that this one has not.
    #[must_use]
    pub fn missing_columns(&self, columns: &[String]) -> Vec<Finding> {
        let Some(file) = self.places.current() else { return Vec::new() };
        let sides: Vec<&Source> = self.sides.all.iter().map(|side| side.source).collect();
        let own = |name: &str| columns.iter().any(|column| column == name);
        let here = |side: usize, column: &str| self.sides.all[side].has(column);
        let missing = self.wanted.iter().filter(|name| find_column(name, &file.of, &own, &sides, &here).is_none());
        let finding = |name: &String| Finding {
            place: self.places.whole_file(Some(name)),
            kind: FindingKind::MissingColumn,
            detail: "other files have this column, and it is blank in this one".to_owned(),
            action: Action::Told,
        };
        missing.map(finding).collect()
    }

    fn unknown(
        &self,
        columns: &[String],
        of: &str,
        keys: &[Option<&str>],
        place: &dyn Fn(&str) -> Place,
    ) -> Vec<Finding> {
        let known: HashSet<&str> = (self.wanted.iter().map(String::as_str))
            .chain(self.plan.codebook.passed_over.iter().map(String::as_str))
            .chain(keys.iter().copied().flatten())
            .collect();
        let is_known = |column: &str| known.contains(column) || known.contains(format!("{of}:{column}").as_str());
        let unknown = columns.iter().filter(|column| !is_known(column));
        unknown
            .map(|column| Finding {
                place: place(column),
                kind: FindingKind::UnknownColumn,
                detail: "the codebook neither reads this column nor passes it over".to_owned(),
                action: Action::Told,
            })
            .collect()
    }

    /// Normalises one raw batch of the file that was begun last.
    pub fn batch(&mut self, raw: &RecordBatch) -> Result<Normalised, NormaliseError> {
        let mut findings = Vec::new();
        let numbers = self.places.numbered(row_numbers(raw).map_err(NormaliseError::Records)?);
        let problems = row_problems(raw).map_err(NormaliseError::Records)?;
        let widened = if self.is_of_several() {
            self.sides.widen(raw, self.places.current(), &self.wanted).map_err(NormaliseError::Columns)?
        } else {
            Widened::not(raw)
        };
        let columns = Raw::new(&widened.batch);
        let accepted = self.sieve.accepted(&columns, (&numbers, &problems), &self.places, &mut findings)?;
        if let Some(fold) = &mut self.fold {
            fold.take(&columns, &numbers, &accepted, &self.places, &mut findings);
            return Ok(Normalised { responses: None, findings });
        }
        if accepted.is_empty() {
            return Ok(Normalised { responses: None, findings });
        }
        if let Some(file) = self.places.current() {
            let place = |index: usize, column: Option<&str>| self.places.place(numbers[index], column);
            self.sides.accept(&widened, &accepted, file, &place, &mut findings);
        }
        if let Some(candidates) = &mut self.sieve.firsts.candidates {
            candidates.join(widened.numbers(), &accepted);
        }
        let kept = if accepted.len() == raw.num_rows() {
            widened.batch.clone()
        } else {
            let indexes = UInt32Array::from_iter_values(accepted.iter().map(|index| *index as u32));
            arrow::compute::take_record_batch(&widened.batch, &indexes).map_err(NormaliseError::Columns)?
        };
        let numbers: Vec<u64> = accepted.iter().map(|index| numbers[*index]).collect();
        let partners = widened.partners(&self.sides.all, &accepted);
        let partners = self.is_of_several().then_some(&partners);
        let respondent = self.places.current().and_then(|file| file.respondent.as_deref());
        let rows =
            Rows { raw: &Raw::new(&kept), numbers: &numbers, places: &self.places, partners, declared: &self.declared };
        let mut unmapped = std::mem::take(&mut self.unmapped);
        let responses = self.responses(&rows, respondent, &mut findings, &mut unmapped)?;
        self.unmapped = unmapped;
        Ok(Normalised { responses: Some(responses), findings })
    }

    /// What the end of the export gives.
    pub fn finish(mut self) -> Result<Finished, NormaliseError> {
        self.end_file();
        let mut findings = self.sieve.mangled(&self.places);
        let responses = match self.fold.take() {
            Some(fold) => {
                let (raw, numbers) = fold.finish().map_err(NormaliseError::Columns)?;
                let rows = Rows {
                    raw: &Raw::new(&raw),
                    numbers: &numbers,
                    places: &self.places,
                    partners: None,
                    declared: &self.declared,
                };
                let respondent = self.plan.survey.source.respondent.as_deref();
                let mut unmapped = std::mem::take(&mut self.unmapped);
                let responses = self.responses(&rows, respondent, &mut findings, &mut unmapped)?;
                self.unmapped = unmapped;
                Some(responses)
            }
            None => None,
        };
        let mut accounting = self.sieve.accounting;
        findings.extend(self.sides.finish(&mut accounting));
        let unmapped = self.unmapped.of_several(self.plan.codebook.asked());
        Ok(Finished { last: Normalised { responses, findings }, accounting, unmapped })
    }

    fn is_of_several(&self) -> bool {
        self.plan.survey.is_stacked() || !self.sides.all.is_empty()
    }

    /// Enters the rows of the file that ends, where there are several.
    fn end_file(&mut self) {
        let is_one_of_several = self.is_of_several();
        let accounting = &mut self.sieve.accounting;
        let file = self.places.current().filter(|_| is_one_of_several && accounting.read > self.before.read);
        if let Some(file) = file {
            let rows = accounting.since(&self.before, &file.file);
            accounting.sources.push(rows);
        }
        self.before.clone_from(accounting);
    }

    fn responses(
        &self,
        rows: &Rows<'_>,
        respondent: Option<&str>,
        findings: &mut Vec<Finding>,
        unmapped: &mut Unmapped,
    ) -> Result<RecordBatch, NormaliseError> {
        let survey = &self.plan.survey;
        let (columns, numbers) = (rows.raw, rows.numbers);
        let respondents: StringArray = match respondent {
            Some(name) => {
                let respondents = columns.column(name);
                (0..numbers.len()).map(|index| cell(respondents, index)).collect()
            }
            None => numbers.iter().map(|number| Some(number.to_string())).collect(),
        };
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(respondents), wholes(numbers.iter().copied())];
        if survey.is_stacked() {
            let places = || numbers.iter().map(|number| self.places.file_of(*number));
            let files = places().map(|place| Some(place.map_or("", |(file, _)| file.file.as_str())));
            let in_files = places().map(|place| place.map_or(0, |(_, row)| row));
            arrays.push(Arc::new(files.collect::<StringArray>()));
            arrays.push(wholes(in_files));
        }
        for weight in survey.weight_columns() {
            let weight = |index| {
                weight
                    .weight(&|name| cell(columns.column(name), index).and_then(|text| weight_in(text, weight.decimal)))
            };
            arrays.push(Arc::new((0..numbers.len()).map(weight).collect::<Float64Array>()));
        }
        let mut codes: HashMap<&str, Int32Array> = HashMap::new();
        for (question, labels) in self.plan.codebook.asked().zip(&self.labels) {
            let (read, found) = cells::read(question, labels, rows, &codes, unmapped);
            if question.kind() == Kind::Single
                && let Some(array) = read[0].as_any().downcast_ref::<Int32Array>()
            {
                codes.insert(&question.id, array.clone());
            }
            arrays.extend(read);
            findings.extend(found);
        }
        RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(NormaliseError::Columns)
    }
}
