//! What may help with an error.

use miette::Diagnostic as _;
use topline_draft::DraftError;
use topline_store::StoreError;

use crate::error::RunError;

impl RunError {
    /// What may help, on a line of its own.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Ingest(error) => error.hint(),
            Self::Reference { source, .. } => source.hint(),
            Self::Part(error) => Some(error.hint().to_owned()),
            Self::Disclosure(_) => Some(
                "publish fewer or coarser columns (`columns = \"nets\"` in tables.toml), fewer tables, or rounded counts (`round_to`)".into(),
            ),
            Self::Draft(error) => match error.as_ref() {
                DraftError::Ingest(error) => error.hint(),
                _ => self.document_hint(),
            },
            Self::Normalise(error) => error.hint().map(str::to_owned),
            Self::Changed { .. } => Some(
                "`topline compare EXPORT PIPELINE` tells all that differs; `allow` in columns.toml lets changes pass".into(),
            ),
            Self::PipelineThere { .. } => Some("give another folder with `-o`".into()),
            Self::UnknownFormat { .. } => {
                Some("name it after its format: .csv, .xlsx, .sav, .dta ...; one file of a ZIP archive is to have such a name; Triple-S needs `--metadata`".into())
            }
            Self::SourceColumns { missing, .. } => missing.hint(),
            Self::SharedColumns { shared } => shared.first().map(|shared| {
                let names = shared.sources.iter().map(|source| format!("\"{source}:{}\"", shared.column));
                format!("write {}", names.collect::<Vec<_>>().join(" or "))
            }),
            Self::Columns(missing) => missing.hint().or_else(|| {
                let one = missing.columns == 1 && missing.missing.len() > 1;
                one.then(|| "the export seems to have one column: look at `encoding`, `delimiter` and `header_rows`".into())
            }),
            Self::Unmapped(unread) if unread.undecodable + unread.misdecoded > 0 => Some(
                "look at `encoding` under `[source]` first; it is detected where it is not given".into(),
            ),
            Self::Unmapped(_) => Some(
                "add the options, or other spellings under `also`, to the codebook; or set `unmapped = \"invalid\"` in \
                 survey.toml. `topline compare EXPORT PIPELINE` lists what differs"
                    .into(),
            ),
            Self::Quarantined { .. } => Some(
                "look at the rows, at `encoding` and `delimiter`, and at `decimal` of weights; `quarantine_limit` in survey.toml lets \
                 more pass"
                    .into(),
            ),
            Self::Duplicates(_) => Some("set `duplicates = \"keep_first\"` under `[source]` if the first row counts".into()),
            Self::NothingAlike { .. } => {
                Some("questions are matched by their wording, answers by their labels; `--reworded QUESTION` takes other words for the same question, and `also` other spellings of a label".into())
            }
            Self::Strays { .. } => Some("rename it, move it, or take it away".into()),
            Self::NoResponses { .. } => Some("look at the exclusions of survey.toml and at its respondent column".into()),
            Self::ReferenceColumn { known, .. } => Some(format!("its columns are {}", known.join(", "))),
            Self::Aggregate { hint, .. } => hint.clone(),
            Self::Expected { source, .. } => source.hint(),
            Self::Document(error) => error.hint(),
            Self::Reconstruct(error) => error.help().map(|help| help.to_string()),
            Self::NoTable { near, .. } if near.is_empty() => Some("`topline tables PIPELINE` prints all of them".into()),
            Self::NoTable { near, .. } => Some(format!("did you mean `{}`?", near.join("` or `"))),
            Self::NoFigure { near, .. } if !near.is_empty() => Some(format!("did you mean {}?", near.join(" or "))),
            Self::NoFigure { .. } => {
                Some("a figure is TABLE[.ITEM].ROW[@BREAK.COLUMN], or the name of a headline; `topline sql \"select figure from figures\"` lists them".into())
            }
            other => other.hint_of_outputs(),
        }
    }

    /// What may help where the outputs of a run are not what they should be.
    fn hint_of_outputs(&self) -> Option<String> {
        match self {
            Self::Store(StoreError::NoRun { .. }) => {
                Some("move it away, or give another folder with `--out`; no run replaces what no run wrote".into())
            }
            Self::Store(StoreError::OtherPipeline { .. }) | Self::OtherRun { pipeline: Some(_), .. } => Some(
                "give each pipeline an `id` of its own in survey.toml, or its outputs a folder of their own with `--out`".into(),
            ),
            Self::OtherRun { pipeline: None, .. } => Some("run it again: `topline run`".into()),
            Self::NotKept { kept, .. } if kept.is_empty() => {
                Some("`topline run --keep 5` keeps the last five; a folder with the outputs of a run can be named too".into())
            }
            Self::NotKept { kept, .. } => Some(format!("these are kept: {}", kept.join(", "))),
            Self::OtherColumns { .. } => Some("run it again by this version, and compare then".into()),
            Self::Store(StoreError::Busy { .. }) => Some("`--wait` waits for its end".into()),
            Self::Store(StoreError::Foreign { .. }) => Some("move it away first".into()),
            Self::Store(StoreError::Changed { .. }) => {
                Some("wait until nobody writes to it any more, and run again".into())
            }
            Self::NoRun { .. } => Some("run it first: `topline run`".into()),
            _ => None,
        }
    }

    /// What may help with an error about documents and published figures.
    fn document_hint(&self) -> Option<String> {
        match self {
            Self::Misquoted { .. } => Some(
                "mend `quote` or `lines` in its file of claims; white space, hyphens and the shape of quotation marks make no \
                 difference, and ` \u{2026} ` leaves words out"
                    .into(),
            ),
            Self::Wording { error } => Some(error.hint().to_owned()),
            Self::NoPublished { known, .. } if known.is_empty() => Some(
                "published figures are `[expected]` of a file in claims/, which names the CSV file and its columns, or accepted claims".into(),
            ),
            Self::NoPublished { known, .. } => Some(format!("the documents are {}", known.join(", "))),
            Self::NoDocument { .. } => {
                Some("put the text of the document there, or take `path` out of its file of claims".into())
            }
            _ => None,
        }
    }
}
