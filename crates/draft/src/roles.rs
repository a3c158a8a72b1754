//! Columns with a part of their own in the survey's declaration: the respondent, the weights, rows that are no responses.

use topline_ingest::Description;

use crate::column::Column;
use crate::excluded::Excluded;
use crate::lexicon::{column_names, has};
use crate::metadata::Metadata;
use crate::repeated_ids::RepeatedIds;
use crate::respondents::{Respondent, find_respondent};
use crate::session_state::proposals;
use crate::text::squeezed;
use crate::tools::Tool;
use crate::totals::RowsApart;
use crate::weights::{Finding, find_weights};

/// Which columns have a part of their own.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    /// The column that identifies a respondent.
    pub respondent: Option<Respondent>,
    /// The column with the weights, and why.
    pub weight: Option<(usize, Finding)>,
    /// Columns that may be weights, and that nothing is weighted by.
    pub perhaps_weights: Vec<(usize, Finding)>,
    /// The rows whose id a row before them has.
    pub repeated: Option<RepeatedIds>,
    /// Columns of ids that repeat or are blank in places.
    pub repeating: Vec<usize>,
    pub exclusions: Vec<Excluded>,
    /// Rows that answer no question.
    pub empty_rows: u64,
}

impl Roles {
    /// The columns that are read for what they are, and ask nothing.
    pub(crate) fn read(&self) -> Vec<usize> {
        let respondent = self.respondent.map(|respondent| respondent.column);
        respondent.into_iter().chain(self.weight.map(|(column, _)| column)).collect()
    }

    /// Whether the ids of this column are those of respondents, now that it is known what the rows are that repeat one. Rows that answer
    /// otherwise are no second sending of the first, unless the name can mean nothing but a respondent.
    pub(crate) fn judge_repeats(&mut self, name: &str, repeated: RepeatedIds) {
        let is_of_respondents = has(&column_names().respondent.always, &squeezed(name));
        if repeated.others > repeated.copies && !is_of_respondents {
            self.repeating.extend(self.respondent.take().map(|respondent| respondent.column));
        }
        self.repeated = Some(repeated);
    }
}

/// Finds them, and takes them from the questions.
pub(crate) fn find(
    columns: &mut [Column],
    description: Option<&Description>,
    tool: Tool,
    apart: Option<&RowsApart>,
    delimiter: Option<char>,
) -> Roles {
    let respondent = find_respondent(columns, description);
    let own = respondent.map(|respondent| respondent.column);
    let is_repeating = |at: &usize| {
        columns[*at].metadata == Some(Metadata::Identifier) && !columns[*at].profile.is_unique() && Some(*at) != own
    };
    let repeating = (0..columns.len()).filter(is_repeating).collect();
    let found = find_weights(columns, description, own, delimiter);
    let used = |wanted: Finding| found.iter().copied().find(|(_, finding)| *finding == wanted);
    let weight = used(Finding::Declared).or_else(|| found.iter().copied().find(|(_, finding)| finding.is_used()));
    let perhaps_weights =
        found.iter().copied().filter(|found| Some(*found) != weight && columns[found.0].metadata.is_none()).collect();
    for (at, _) in found.iter().filter(|(_, finding)| finding.is_used()) {
        columns[*at].metadata = Some(Metadata::Technical);
    }
    if let Some(at) = own {
        columns[at].metadata = Some(Metadata::Identifier);
    }
    let mut exclusions = exclusions(columns, tool);
    exclusions.extend(proposals(columns, &exclusions));
    exclusions.extend(apart.map(|apart| Excluded {
        reason: apart.reason,
        column: apart.column,
        is: apart.texts.clone(),
        rows: apart.rows,
        too_many: false,
    }));
    Roles { respondent, weight, perhaps_weights, repeated: None, repeating, exclusions, empty_rows: 0 }
}

fn exclusions(columns: &[Column], tool: Tool) -> Vec<Excluded> {
    let named = |wanted: &str| {
        columns
            .iter()
            .position(|column| squeezed(&column.heading.name) == wanted || squeezed(&column.heading.question) == wanted)
    };
    let mut exclusions = Vec::new();
    for known in tool.dialect().exclusions() {
        let Some(column) = named(known.column) else { continue };
        let profile = &columns[column].profile;
        let excluded = profile.texts.iter().filter(|(text, _)| known.is.contains(&text.as_str()));
        let rows: u64 = excluded.map(|(_, count)| count).sum();
        let is = known.is.iter().map(|text| (*text).to_owned()).collect();
        let too_many = rows * 2 > profile.filled + profile.blank || (known.is_proposed && rows > 0);
        exclusions.push(Excluded { reason: known.reason, column, is, rows, too_many });
    }
    exclusions
}
