//! The standard populations that a survey declares: the part of each group, and the group of each respondent.

use std::collections::{BTreeMap, HashMap};

use datafusion::prelude::SessionContext;
use topline_records::ROW_ID;
use topline_survey::{Plan, Question};

use crate::columns::Columns;
use crate::condition::name;
use crate::sample_error::SampleError;
use crate::weighting::read_sizes;

/// A standard population, and where respondents are in it.
#[derive(Debug)]
pub(crate) struct StandardGroups {
    /// The part of each group, which add up to 1.
    pub parts: Vec<f64>,
    /// The group of each respondent; none of those without an answer, and of those in a group that the standard has not.
    pub group: Vec<Option<usize>>,
}

/// The standard populations of a plan, by their names; `responses` and the reference tables are there.
pub(crate) async fn read_standards(
    context: &SessionContext,
    plan: &Plan,
) -> Result<BTreeMap<String, StandardGroups>, SampleError> {
    let mut standards = BTreeMap::new();
    for declared in &plan.survey.standards {
        let questions: Vec<&Question> = declared.by.keys().filter_map(|id| plan.codebook.question(id)).collect();
        let sizes = read_sizes(context, &declared.as_target(), &questions).await?;
        let total: f64 = sizes.iter().map(|(_, size)| size).sum();
        if total <= 0.0 {
            return Err(SampleError::StandardEmpty { standard: declared.name.clone() });
        }
        let wanted: Vec<String> = declared.by.keys().map(|id| name(id)).collect();
        let sql = format!("select {} from responses order by {ROW_ID}", wanted.join(", "));
        let read = Columns::new(&context.sql(&sql).await?.collect().await?);
        let codes = (0..wanted.len()).map(|column| read.codes(column)).collect::<Result<Vec<_>, _>>()?;
        let known: HashMap<&[i32], usize> =
            sizes.iter().enumerate().map(|(place, (codes, _))| (codes.as_slice(), place)).collect();
        let group = (0..read.rows()).map(|row| {
            let own: Option<Vec<i32>> = codes.iter().map(|codes| codes[row]).collect();
            known.get(own?.as_slice()).copied()
        });
        let parts = sizes.iter().map(|(_, size)| size / total).collect();
        standards.insert(declared.name.clone(), StandardGroups { parts, group: group.collect() });
    }
    Ok(standards)
}
