//! The columns of a file as the pipeline calls them: a name that only looks the same in another spelling is the same.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use topline_survey::{Action, Finding, FindingKind, KeyColumns, Place, Plan, Source, visible};

/// The names of a file's columns.
#[derive(Debug, Clone, Default)]
pub struct ColumnNames {
    /// As the pipeline calls them, in their order.
    pub columns: Vec<String>,
    /// Those that the file spells otherwise, with its own spelling: letters that are composed or not, marks that nobody sees.
    spelled: Vec<(String, String)>,
}

impl ColumnNames {
    /// The names of the columns that a file has, read for a source of a plan.
    #[must_use]
    pub fn of(plan: &Plan, source: &Source, found: &[String]) -> Self {
        let known: HashSet<&str> = found.iter().map(String::as_str).collect();
        let mut wanted: HashMap<String, Vec<&str>> = HashMap::new();
        for name in named(plan, source).filter(|name| !known.contains(name)) {
            let alike = wanted.entry(visible(name).into_owned()).or_default();
            if !alike.contains(&name) {
                alike.push(name);
            }
        }
        let mut names = Self::default();
        for column in found {
            match wanted.remove(visible(column).as_ref()).as_deref() {
                Some([name]) => {
                    names.spelled.push(((*name).to_owned(), column.clone()));
                    names.columns.push((*name).to_owned());
                }
                _ => names.columns.push(column.clone()),
            }
        }
        names
    }

    /// A finding for each column that the file spells otherwise.
    #[must_use]
    pub fn findings(&self, source: &Source) -> Vec<Finding> {
        let finding = |(_, column): &(String, String)| Finding {
            place: Place {
                file: source.name.clone(),
                sheet: source.sheet.clone(),
                row: None,
                column: Some(column.clone()),
            },
            kind: FindingKind::Spelling,
            detail: "the pipeline writes the name of this column with other characters that look the same".to_owned(),
            action: Action::Accepted,
        };
        self.spelled.iter().map(finding).collect()
    }

    /// The name by which the pipeline calls a column of the file.
    #[must_use]
    pub fn named<'n>(&'n self, column: &'n str) -> &'n str {
        self.spelled.iter().find(|(_, own)| own == column).map_or(column, |(name, _)| name)
    }

    /// Those that the file spells otherwise: as the pipeline calls them, and as the file does.
    #[must_use]
    pub fn spelled(&self) -> &[(String, String)] {
        &self.spelled
    }

    /// A batch of the file's rows with these names.
    ///
    /// # Errors
    /// A batch of other columns.
    pub fn batch(&self, raw: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        if self.spelled.is_empty() {
            return Ok(raw.clone());
        }
        let schema = raw.schema_ref();
        let named = |field: &Arc<Field>| field.as_ref().clone().with_name(self.named(field.name()));
        let fields: Vec<Field> = schema.fields().iter().map(named).collect();
        let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
        RecordBatch::try_new(Arc::new(schema), raw.columns().to_vec())
    }
}

/// Every name by which the pipeline may call a column of a source.
fn named<'p>(plan: &'p Plan, source: &'p Source) -> impl Iterator<Item = &'p str> {
    let survey = &plan.survey;
    let joins = source.joins.iter().flat_map(|joins| joins.on.iter());
    let equals = survey.joined().filter_map(|other| other.joins.as_ref()?.equals.as_ref());
    let equals = equals.flat_map(KeyColumns::iter);
    let exclusions = survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref());
    let expected = plan.columns_of(source).into_iter().flat_map(|expected| &expected.columns).map(String::as_str);
    let column = survey.weights.iter().filter_map(|weights| weights.column.as_deref());
    let expression = survey.weights.iter().filter_map(|weights| weights.expression.as_ref());
    let weights = column.chain(expression.flat_map(|expression| expression.columns()));
    let answers = plan.codebook.asked().flat_map(|question| question.columns());
    let passed_over = plan.codebook.passed_over.iter().map(String::as_str);
    let everywhere = exclusions.chain(weights).chain(answers).chain(passed_over);
    let of_source = move |name: &'p str| {
        let qualified = name.strip_prefix(source.name.as_str()).and_then(|rest| rest.strip_prefix(':'));
        qualified.unwrap_or(name)
    };
    let own = source.respondent.as_deref().into_iter().chain(joins).chain(equals).chain(expected);
    own.chain(everywhere.map(of_source))
}
