//! What `init` says of a draft: what was found in the export, each guess with its reason, and what is in doubt.

use topline_ingest::{Certainty, Description};
use topline_survey::{Absent, Format};

use crate::column::Context;
use crate::export_columns::ExportColumns;
use crate::metadata::Metadata;
use crate::pipeline_texts::{MINIMUM_BASE, is_tiny};
use crate::privacy;
use crate::question_draft::Drafted;
use crate::text::counted;

/// The most that one line lists.
const MOST_LISTED: usize = 12;
/// The most characters of a name on the screen.
const LONGEST_NAME: usize = 60;

/// The lines, each a matter and what is said of it. `fields` are those of a questionnaire, and how many have no column.
pub(crate) fn notes(export: &ExportColumns, questions: &[Drafted], fields: Option<(usize, usize)>) -> Vec<String> {
    let (columns, tool) = (export.columns.len(), export.context.tool.name());
    let mut notes =
        vec![format!("{} from {columns} columns, written by {tool}", counted(questions.len() as u64, "question"))];
    if let Some((fields, missing)) = fields.filter(|(_, missing)| *missing > 0) {
        notes.push(format!("{missing} of the {fields} questions of the questionnaire have no column that is filled"));
    }
    notes.push(respondent(export));
    notes.push(weights(export));
    notes.extend(file(export));
    notes.extend(absent(&export.context));
    notes.extend(private(export, questions));
    notes.extend(excluded(export));
    notes.extend(set_aside(export));
    notes.extend(doubts(questions));
    notes.push(if is_tiny(&export.columns) {
        "draft: so few respondents that figures may tell what single persons answered; reports say that this is a draft".to_owned()
    } else {
        format!("draft: percentages of fewer than {MINIMUM_BASE} respondents are held back; reports say that this is a draft")
    });
    notes
}

fn name(export: &ExportColumns, column: usize) -> String {
    shown(&export.columns[column].heading.name)
}

/// A name in quotes, cut where it is long.
fn shown(name: &str) -> String {
    let name: String = name.chars().map(|each| if each.is_control() { ' ' } else { each }).collect();
    if name.chars().count() <= LONGEST_NAME {
        return format!("\"{name}\"");
    }
    format!("\"{}...\"", name.chars().take(LONGEST_NAME).collect::<String>())
}

fn list(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_LISTED);
    let listed = names[..names.len() - more].join(", ");
    if more > 0 { format!("{listed}, and {more} more") } else { listed }
}

fn respondent(export: &ExportColumns) -> String {
    let repeating: Vec<String> = export.roles.repeating.iter().map(|column| name(export, *column)).collect();
    match (export.roles.respondent, &export.roles.repeated) {
        (Some(found), Some(repeated)) => {
            let otherwise = match repeated.others {
                0 => "answer by answer".to_owned(),
                others => format!("{others} of them with other answers"),
            };
            format!(
                "respondent: {}, {}; {} repeat a respondent, {otherwise}: the first row of each is kept, and not {}",
                name(export, found.column),
                found.why,
                counted(found.repeats, "row"),
                repeated.named()
            )
        }
        (Some(found), None) => format!("respondent: {}, {}", name(export, found.column), found.why),
        (None, Some(repeated)) => format!(
            "respondent: {} repeats in {} with other answers, so that each row counts as a respondent: is that what a row is?",
            list(&repeating),
            repeated.named()
        ),
        (None, None) if repeating.is_empty() => {
            "respondent: no column identifies respondents: each is known by the number of its row".to_owned()
        }
        (None, None) => format!(
            "respondent: {} repeats or is blank in many rows, so that each row counts as a respondent: is that what a row is?",
            list(&repeating)
        ),
    }
}

fn weights(export: &ExportColumns) -> String {
    let doubtful: Vec<String> = export
        .roles
        .perhaps_weights
        .iter()
        .map(|(column, finding)| format!("{} ({})", name(export, *column), finding.says()))
        .collect();
    let used = match export.roles.weight {
        Some((column, finding)) => format!("weighted by {}: {}", name(export, column), finding.says()),
        None => "none found, figures are unweighted".to_owned(),
    };
    if doubtful.is_empty() {
        format!("weights: {used}")
    } else {
        format!("weights: {used}; not used: {}", list(&doubtful))
    }
}

/// How the file is read.
pub(crate) fn file(export: &ExportColumns) -> Vec<String> {
    let source = &export.source;
    let mut notes = Vec::new();
    if !export.encoding.is_empty() {
        let how = match export.certainty {
            _ if source.encoding.is_some() => "as asked for",
            Certainty::Certain => "detected from its bytes",
            Certainty::Guessed => "guessed by the letters of the text; `--encoding` names another",
        };
        notes.push(format!("encoding: {}, {how}", export.encoding));
    }
    if source.format == Format::Csv {
        let sign = match source.delimiter {
            None | Some(',') => "a comma".to_owned(),
            Some('\t') => "a tab".to_owned(),
            Some(';') => "a semicolon".to_owned(),
            Some(other) => format!("{other:?}"),
        };
        notes.push(format!("delimiter: {sign}"));
    }
    if let Some(sheet) = &source.sheet {
        notes.push(format!("sheet: {}, which has the most cells", shown(sheet)));
    }
    if export.has_header {
        let rows = match (source.header_rows, source.name_row) {
            (1, _) => "1 row".to_owned(),
            (count, None) => format!("{count} rows, which name the columns together"),
            (count, Some(row)) => format!("{count} rows, of which row {row} names the columns"),
        };
        notes.push(format!("header: {rows}"));
    }
    notes
}

fn absent(context: &Context) -> Option<String> {
    let says = |reason: Absent| match reason {
        Absent::NotAsked => "not asked",
        Absent::NoAnswer => "no answer",
        Absent::Refused => "refused",
        Absent::Invalid => "invalid",
    };
    let texts: Vec<String> =
        context.absent.iter().map(|(text, reason)| format!("{} ({})", shown(text), says(*reason))).collect();
    (!texts.is_empty()).then(|| {
        format!(
            "absent: these stand for no answer in every column, unless you take them out of codebook.toml: {}",
            list(&texts)
        )
    })
}

pub(crate) fn private(export: &ExportColumns, questions: &[Drafted]) -> Vec<String> {
    let description: Option<&Description> = export.description.as_ref();
    let personal = export.columns.iter().filter(|column| column.metadata == Some(Metadata::Personal));
    let personal: Vec<String> = personal
        .map(|column| format!("{} ({})", shown(&column.heading.name), privacy::reason(column, description).says()))
        .collect();
    let mut notes = Vec::new();
    if !personal.is_empty() {
        notes.push(format!("private: passed over, as they may identify a person: {}", list(&personal)));
    }
    let words: Vec<String> = questions
        .iter()
        .filter(|drafted| drafted.question.private)
        .map(|drafted| drafted.question.id.clone())
        .collect();
    if !words.is_empty() {
        let list = list(&words);
        notes.push(format!(
            "private: {} in respondents' own words, in which they may name themselves, without a table: {list}",
            counted(words.len() as u64, "question")
        ));
    }
    notes
}

fn excluded(export: &ExportColumns) -> Vec<String> {
    let found = export.roles.exclusions.iter().filter(|excluded| excluded.rows > 0);
    let note = |excluded: &crate::excluded::Excluded| {
        let (rows, reason, column) = (counted(excluded.rows, "row"), excluded.reason, name(export, excluded.column));
        if excluded.too_many {
            format!("excluded: {rows} by {column} ({reason}): kept, and survey.toml has a comment that excludes them")
        } else {
            format!("excluded: {rows} by {column}: {reason}")
        }
    };
    let mut notes: Vec<String> = found.map(note).collect();
    if export.roles.empty_rows > 0 {
        let rows = counted(export.roles.empty_rows, "row");
        notes.push(format!(
            "excluded: {rows} without an answer to any question: kept, and survey.toml has a comment that excludes them"
        ));
    }
    notes
}

/// Columns that ask nothing, by why.
pub(crate) fn set_aside(export: &ExportColumns) -> Option<String> {
    let read = export.roles.read();
    let constant = export
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| column.metadata == Some(Metadata::Constant) && !read.contains(at));
    let constant: Vec<String> = constant.map(|(_, column)| shown(&column.heading.name)).collect();
    let list = list(&constant);
    (!constant.is_empty()).then(|| format!("passed over: every answer is the same one in {list}"))
}

/// Questions whose comments say that they may be read otherwise.
fn doubts(questions: &[Drafted]) -> Vec<String> {
    let doubtful = questions.iter().filter(|drafted| !drafted.notes.is_empty());
    let lines: Vec<String> = doubtful
        .map(|drafted| format!("in doubt: {}: {}", drafted.question.id, drafted.notes.join("; ").replace('\n', " ")))
        .collect();
    let more = lines.len().saturating_sub(MOST_LISTED);
    let mut shown: Vec<String> = lines.into_iter().take(MOST_LISTED).collect();
    if more > 0 {
        shown.push(format!("in doubt: {more} more questions have comments in codebook.toml: what was guessed"));
    }
    shown
}
