//! Columns that tell how the sample was drawn, by their names: strata, clusters, sizes of populations, replicate weights.
//!
//! A name is only a guess, and a wrong design gives wrong errors: what is found is proposed in a comment.

use crate::column::Column;
use crate::lexicon::{column_names, has};
use crate::metadata::Metadata;
use crate::question_draft::Drafted;
use crate::text::squeezed;
use crate::toml_text::quoted;

/// Fewer numbered columns are no replicate weights.
const FEWEST: usize = 8;

/// The columns of a sample's design.
#[derive(Debug, Default)]
pub(crate) struct DesignColumns {
    pub strata: Option<usize>,
    pub clusters: Option<usize>,
    pub population: Option<usize>,
    pub replicates: Option<Replicates>,
}

/// Replicate weights, numbered without a gap.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Replicates {
    pub prefix: String,
    pub first: usize,
    pub count: usize,
    pub digits: usize,
    columns: Vec<usize>,
}

/// Finds them, and takes replicate weights from the questions.
pub(crate) fn design_columns(columns: &mut [Column]) -> DesignColumns {
    let named = |names: &[String]| {
        (0..columns.len()).find(|at| {
            let column = &columns[*at];
            column.heading.part.is_none() && column.profile.blank == 0 && has(names, &squeezed(&column.heading.name))
        })
    };
    let known = &column_names().design;
    let design = DesignColumns {
        strata: named(&known.strata),
        clusters: named(&known.clusters),
        population: named(&known.population).filter(|at| columns[*at].profile.is_numeric()),
        replicates: replicates(columns),
    };
    for at in design.replicates.iter().flat_map(|replicates| &replicates.columns) {
        columns[*at].metadata = Some(Metadata::Weight);
    }
    design
}

/// Columns that are numbered after a name of replicate weights, and hold a number of at least zero in every row.
fn replicates(columns: &[Column]) -> Option<Replicates> {
    let mut best: Option<Replicates> = None;
    for (at, column) in columns.iter().enumerate() {
        let Some((prefix, number, digits)) = numbered(&column.heading.name) else { continue };
        if !has(&column_names().design.replicates, &squeezed(prefix)) {
            continue;
        }
        let name = |number: usize| format!("{prefix}{number:0digits$}");
        if number > 0 && columns.iter().any(|other| other.heading.name == name(number - 1)) {
            continue; // Not the first of them.
        }
        let mut members = vec![at];
        let place = |number| columns.iter().position(|other| other.heading.name == name(number));
        members.extend((number + 1..).map_while(place));
        let weighs = |at: &usize| {
            let profile = &columns[*at].profile;
            profile.is_numeric() && profile.blank == 0 && profile.numbers.least >= 0.0
        };
        let longest = best.as_ref().map_or(FEWEST - 1, |best| best.count);
        if members.len() > longest && members.iter().all(weighs) {
            let (prefix, count) = (prefix.to_owned(), members.len());
            best = Some(Replicates { prefix, first: number, count, digits, columns: members });
        }
    }
    best
}

/// A name, its number, and how many digits that has where noughts fill it.
fn numbered(name: &str) -> Option<(&str, usize, usize)> {
    let prefix = name.trim_end_matches(|each: char| each.is_ascii_digit());
    let digits = &name[prefix.len()..];
    let number: usize = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    Some((prefix, number, if digits.starts_with('0') && digits.len() > 1 { digits.len() } else { 1 }))
}

impl DesignColumns {
    /// A proposal of `[design]`, line by line; nothing where no column tells of one.
    pub(crate) fn proposal(&self, columns: &[Column], questions: &[Drafted]) -> Option<String> {
        let question = |at: usize| {
            let name = &columns[at].heading.name;
            let of_column = questions.iter().find(|drafted| drafted.question.column.as_ref() == Some(name));
            match of_column {
                Some(drafted) => quoted(&drafted.question.id),
                None => format!("\"...\" (make a question of the column {})", quoted(name)),
            }
        };
        let mut lines = Vec::new();
        let stage = [("strata", self.strata), ("clusters", self.clusters), ("population_from", self.population)];
        if stage.iter().any(|(_, at)| at.is_some()) {
            lines.push("[[design.stage]]".to_owned());
            lines.extend(stage.iter().filter_map(|(key, at)| Some(format!("{key} = {}", question((*at)?)))));
        }
        if let Some(Replicates { prefix, first, count, digits, .. }) = &self.replicates {
            lines.push("[design.replicates]".to_owned());
            lines.push(
                "method = \"...\" (brr, fay, jk1, jkn, bootstrap or successive_differences: its documentation says)"
                    .to_owned(),
            );
            let digits = if *digits > 1 { format!(", digits = {digits}") } else { String::new() };
            lines
                .push(format!("columns = {{ prefix = {}, first = {first}, count = {count}{digits} }}", quoted(prefix)));
        }
        if lines.is_empty() {
            return None;
        }
        // Two clusters or so in each stratum are numbered from 1 in each.
        let few = |at: usize| columns[at].profile.distinct() <= 4;
        let nests = self.strata.is_some() && self.clusters.is_some_and(few);
        let nest = if nests { "[design]\nnest = true\n" } else { "" };
        Some(format!("columns that may tell how the sample was drawn, by their names:\n{nest}{}", lines.join("\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(numbered("repwt12"), Some(("repwt", 12, 1)));
        assert_eq!(numbered("BSW007"), Some(("BSW", 7, 3)));
        assert_eq!(numbered("wt_0"), Some(("wt_", 0, 1)));
        assert_eq!(numbered("weight"), None);
        assert_eq!(numbered("w20240101"), None);
    }
}
