//! Columns with a part of their own in the survey's declaration: the respondent, the weights, rows that are no responses.

use topline_ingest::Description;

use crate::column::Column;
use crate::lexicon::{column_names, has};
use crate::metadata::Metadata;
use crate::metadata_columns::{could_weigh, says_weight};
use crate::text::squeezed;
use crate::tools::Tool;
use crate::totals::TotalRows;

/// Which columns have a part of their own.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    /// The column that identifies a respondent.
    pub respondent: Option<usize>,
    /// The column with the weights.
    pub weight: Option<usize>,
    /// Columns that may be weights.
    pub perhaps_weights: Vec<usize>,
    /// Columns of ids that repeat or are blank in places.
    pub repeating: Vec<usize>,
    pub exclusions: Vec<Excluded>,
}

/// Rows that are no responses.
#[derive(Debug)]
pub(crate) struct Excluded {
    pub reason: &'static str,
    pub column: usize,
    pub is: Vec<String>,
    /// They are more of this export than can be thrown away unasked.
    pub too_many: bool,
}

/// Finds them, and takes them from the questions.
pub(crate) fn find(
    columns: &mut [Column],
    description: Option<&Description>,
    tool: Tool,
    totals: Option<&TotalRows>,
) -> Roles {
    let mut roles = Roles::default();
    let is = |at: usize, columns: &[Column], why: Metadata| columns[at].metadata == Some(why);
    let identifiers: Vec<usize> = (0..columns.len()).filter(|at| is(*at, columns, Metadata::Identifier)).collect();
    roles.respondent = identifiers
        .iter()
        .copied()
        .find(|at| columns[*at].profile.is_unique())
        .or_else(|| id_like(columns, description));
    roles.repeating = identifiers.into_iter().filter(|at| !columns[*at].profile.is_unique()).collect();
    let declared = description.and_then(|description| description.weight.as_deref());
    let positive =
        |column: &Column| column.profile.is_numeric() && column.profile.blank == 0 && column.profile.least >= 0.0;
    let named: Vec<usize> = (0..columns.len())
        .filter(|at| Some(*at) != roles.respondent)
        .filter(|at| columns[*at].heading.part.is_none() && positive(&columns[*at]))
        .filter(|at| {
            let name = &columns[*at].heading.name;
            Some(name.as_str()) == declared
                || (name.len() <= 30
                    && name.split_whitespace().count() <= 2
                    && says_weight(name)
                    && weighs(&columns[*at]))
        })
        .collect();
    roles.weight = named
        .iter()
        .copied()
        .find(|at| Some(columns[*at].heading.name.as_str()) == declared)
        .or(named.first().copied());
    roles.perhaps_weights = (0..columns.len())
        .filter(|at| Some(*at) != roles.weight && columns[*at].metadata.is_none())
        .filter(|at| {
            let mean = columns[*at].profile.mean();
            let short = has(&column_names().weight.short, &columns[*at].heading.name.to_lowercase());
            named.contains(at) || (could_weigh(&columns[*at].profile) && (short || (0.98..=1.02).contains(&mean)))
        })
        .collect();
    for at in named {
        columns[at].metadata = Some(Metadata::Technical);
    }
    if let Some(at) = roles.respondent {
        columns[at].metadata = Some(Metadata::Identifier);
    }
    roles.exclusions = exclusions(columns, tool);
    roles.exclusions.extend(totals.map(|totals| Excluded {
        reason: "row of totals",
        column: totals.column,
        is: totals.texts.clone(),
        too_many: false,
    }));
    roles
}

/// Whether positive numbers under a name of weights can be weights, and not kilograms.
fn weighs(column: &Column) -> bool {
    let mean = column.profile.mean();
    mean > 0.0 && ((0.2..=5.0).contains(&mean) || mean > 300.0 || !squeezed(&column.heading.name).eq("weight"))
}

/// The first column without blanks and repetitions, among the first of the export or named like an identifier.
///
/// A column with value labels is an answer, and so is the only one that could be.
fn id_like(columns: &[Column], description: Option<&Description>) -> Option<usize> {
    if columns.iter().filter(|column| column.metadata.is_none()).count() < 2 {
        return None;
    }
    let labelled = |name: &str| {
        description.is_some_and(|told| told.columns.iter().any(|told| told.name == name && !told.values.is_empty()))
    };
    (0..columns.len()).find(|at| {
        let column = &columns[*at];
        let name = column.heading.name.to_lowercase();
        let label = description.and_then(|told| told.columns.iter().find(|told| told.name == column.heading.name));
        let label = label.and_then(|told| told.label.as_deref()).unwrap_or_default().to_lowercase();
        let numbering = &column_names().numbering;
        let ends = |text: &str, list: &[String]| list.iter().any(|end| text.ends_with(end.as_str()));
        let named = ends(&name, &numbering.names) || ends(&label, &numbering.labels);
        let plain =
            column.profile.texts.iter().all(|(text, _)| !text.contains(char::is_whitespace) && !text.contains('@'));
        let whole = column.profile.integers == column.profile.filled || column.profile.numbers == 0;
        column.profile.is_unique()
            && (*at < 3 || named)
            && !labelled(&column.heading.name)
            && plain
            && whole
            && column.profile.moments == 0
            && !column.profile.is_dated()
            && column.heading.part.is_none()
            && !matches!(column.metadata, Some(Metadata::Personal | Metadata::Time | Metadata::Technical))
            && !says_weight(&name)
    })
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
        exclusions.push(Excluded { reason: known.reason, column, is, too_many });
    }
    exclusions
}
