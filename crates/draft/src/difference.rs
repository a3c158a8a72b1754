//! How an export differs from what a pipeline reads: its columns, and the answers that no option matches.
//!
//! Texts are told of coded questions alone, and only those that several respondents have: what one person wrote is counted.

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow::array::RecordBatch;
use topline_ingest::Export;
use topline_normalise::{ColumnNames, Finished, NormaliseError, Normaliser, unmatched};
use topline_records::row_numbers;
use topline_survey::{ColumnChange, ExpectedColumns, FindingKind, Plan, Question, Source, WeightExpression};

use crate::batch_cells::Cells;
use crate::error::DraftError;

/// The longest text that is told.
const LONGEST_TOLD: usize = 100;
/// The most texts that are told of a question.
const MOST_TOLD: usize = 50;
/// The most distinct texts that are counted of a question.
const MOST_COUNTED: usize = 5000;

/// How an export differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Columns that are new, gone, renamed or moved.
    pub columns: Vec<ColumnChange>,
    /// Those that the pipeline does not allow.
    pub not_allowed: Vec<ColumnChange>,
    /// What no option matches, question by question.
    pub answers: Vec<NewAnswers>,
    /// Columns that the export spells otherwise, as a run takes them: as the pipeline calls them, and as the export does.
    pub spelled: Vec<(String, String)>,
    /// Answers that are another spelling of an option, question by question, as a run takes them.
    pub spellings: Vec<NewAnswers>,
    /// Cells that are no number, day or rank where one is expected, by question.
    pub malformed: Vec<(String, u64)>,
    /// The rows of the export.
    pub rows: u64,
    /// Those that are responses.
    pub respondents: u64,
}

/// Answers of a question that no option matches, or only in another spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswers {
    /// The question.
    pub question: String,
    /// Texts with their counts, the most frequent first.
    pub texts: Vec<(String, u64)>,
    /// How many further answers there are, of texts that are not told.
    pub others: u64,
}

impl Difference {
    /// Whether a run would read the export as it reads the one that the pipeline was written for.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.columns.is_empty() && self.answers.is_empty() && self.malformed.is_empty()
    }
}

/// Compares an opened export of this source with a pipeline.
pub fn difference(plan: &Plan, source: &Source, export: &mut Export) -> Result<Difference, DraftError> {
    let names = ColumnNames::of(plan, source, export.columns());
    let expected = expected(plan, source, &names.columns);
    let mut difference = Difference {
        columns: expected.changes(&names.columns),
        not_allowed: expected.not_allowed(&names.columns),
        spelled: names.spelled().to_vec(),
        ..Difference::default()
    };
    let questions = questions_by_column(plan);
    let positions: HashMap<&str, usize> =
        names.columns.iter().enumerate().map(|(position, name)| (name.as_str(), position + 3)).collect();
    let (mut counts, mut spellings) = (Counts::new(), Counts::new());
    let mut malformed: BTreeMap<usize, u64> = BTreeMap::new();
    let mut normaliser = Normaliser::new(plan);
    normaliser.begin(source, &source.name);
    while let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? {
        let batch = names.batch(&batch.batch).map_err(|source| DraftError::Rows(NormaliseError::Columns(source)))?;
        let part = normaliser.batch(&batch).map_err(DraftError::Rows)?;
        let mut columns: HashMap<usize, Cells<'_>> = HashMap::new();
        for finding in part.findings {
            let column = finding.place.column.as_deref().unwrap_or_default();
            let Some(at) = questions.get(column) else { continue };
            match finding.kind {
                FindingKind::Malformed => *malformed.entry(*at).or_default() += 1,
                FindingKind::Unmapped | FindingKind::Spelling => {
                    let Some(position) = positions.get(column) else { continue };
                    let cells = columns.entry(*position).or_insert_with(|| Cells::of(&batch, *position));
                    let row = finding.place.row.and_then(|row| index_of(&batch, row));
                    let Some(text) = row.and_then(|row| cells.get(row)) else { continue };
                    if finding.kind == FindingKind::Spelling {
                        take(spellings.entry(*at).or_default(), text);
                        continue;
                    }
                    for new in new_parts(&plan.codebook.questions[*at], text) {
                        take(counts.entry(*at).or_default(), new);
                    }
                }
                _ => {}
            }
        }
    }
    let Finished { last: rest, accounting, .. } = normaliser.finish().map_err(DraftError::Rows)?;
    // A long export is folded at its end: its answers are counted, and no longer stand in a batch.
    for finding in rest.findings.iter().filter(|finding| finding.kind == FindingKind::Unmapped) {
        if let Some(at) = finding.place.column.as_deref().and_then(|column| questions.get(column)) {
            counts.entry(*at).or_default().1 += 1;
        }
    }
    let id = |at: usize| plan.codebook.questions[at].id.clone();
    let told = |counts: Counts| counts.into_iter().map(|(at, (texts, others))| told(id(at), texts, others)).collect();
    (difference.answers, difference.spellings) = (told(counts), told(spellings));
    difference.malformed = malformed.into_iter().map(|(at, count)| (id(at), count)).collect();
    (difference.rows, difference.respondents) = (accounting.read, accounting.respondents);
    Ok(difference)
}

/// Texts of a question with their counts, and how many further answers there are.
type Counted = (HashMap<String, u64>, u64);
/// By question.
type Counts = BTreeMap<usize, Counted>;

fn take((texts, others): &mut Counted, text: &str) {
    if let Some(count) = texts.get_mut(text) {
        *count += 1;
    } else if texts.len() < MOST_COUNTED {
        texts.insert(text.to_owned(), 1);
    } else {
        *others += 1;
    }
}

/// The columns that the pipeline lists; where it lists none, those that it reads or passes over.
fn expected(plan: &Plan, source: &Source, found: &[String]) -> ExpectedColumns {
    if let Some(columns) = plan.columns_of(source) {
        return columns.clone();
    }
    let survey = &plan.survey;
    let mut read: Vec<&str> = source.respondent.as_deref().into_iter().collect();
    read.extend(survey.weights.iter().filter_map(|weights| weights.column.as_deref()));
    let expressions = survey.weights.iter().filter_map(|weights| weights.expression.as_ref());
    read.extend(expressions.flat_map(WeightExpression::columns));
    read.extend(survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref()));
    read.extend(plan.codebook.asked().flat_map(Question::columns));
    let passed_over: HashSet<&str> = plan.codebook.passed_over.iter().map(String::as_str).collect();
    let known: HashSet<&str> = read.iter().copied().chain(passed_over).collect();
    let here: HashSet<&str> = found.iter().map(String::as_str).collect();
    // The order is not known: what is there stands where it stands, and what is not, at the end.
    let mut columns: Vec<String> = found.iter().filter(|name| known.contains(name.as_str())).cloned().collect();
    let mut gone: Vec<&str> = read.into_iter().filter(|name| !here.contains(name)).collect();
    let mut seen = HashSet::new();
    // Where there are several sources, what is not here may be in another.
    gone.retain(|name| seen.insert(*name) && survey.further.is_empty());
    columns.extend(gone.into_iter().map(str::to_owned));
    ExpectedColumns { allow: Vec::new(), columns }
}

/// Which question reads a column.
fn questions_by_column(plan: &Plan) -> HashMap<&str, usize> {
    let questions = plan.codebook.questions.iter().enumerate();
    questions.flat_map(|(at, question)| question.columns().into_iter().map(move |column| (column, at))).collect()
}

fn index_of(batch: &RecordBatch, row: u64) -> Option<usize> {
    row_numbers(batch).ok()?.binary_search(&row).ok()
}

/// What is new in a cell: the parts that nothing matches, else all of it, where the column has an option of its own.
fn new_parts<'t>(question: &Question, text: &'t str) -> Vec<&'t str> {
    let parts = unmatched(question, text);
    if parts.is_empty() { vec![text] } else { parts }
}

fn told(question: String, texts: HashMap<String, u64>, others: u64) -> NewAnswers {
    let mut texts: Vec<(String, u64)> = texts.into_iter().collect();
    texts.sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
    let is_told = |text: &str, count: u64| count > 1 && text.chars().count() <= LONGEST_TOLD;
    let mut answers = NewAnswers { question, texts: Vec::new(), others };
    for (text, count) in texts {
        if is_told(&text, count) && answers.texts.len() < MOST_TOLD {
            answers.texts.push((text, count));
        } else {
            answers.others += count;
        }
    }
    answers
}
