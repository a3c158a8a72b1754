//! The columns of an export: what its header says of them, what their cells look like, and which have a part of their own.

use std::io::{self, Read, Seek};

use topline_ingest::{Certainty, Description};
use topline_records::PROBLEM;
use topline_survey::{Finding, FindingKind, Format, Source};

use crate::batch_cells::Cells;
use crate::column::{Column, Context};
use crate::design::{DesignColumns, design_columns};
use crate::doubled_boxes::doubled_lists;
use crate::error::DraftError;
use crate::files::Files;
use crate::filled_columns::FilledColumns;
use crate::head::{Head, filled_sheet, has_rows, opened, read_head};
use crate::header_rows::{HeaderRows, header_rows, is_summary, named_rows};
use crate::headerless_columns;
use crate::heading::Heading;
use crate::headings::headings;
use crate::metadata::Metadata;
use crate::metadata_columns::metadata_of;
use crate::privacy;
use crate::profile::Profile;
use crate::repeated_ids::repeated_ids;
use crate::roles::{Roles, find};
use crate::text::squeezed;
use crate::tools::{Tool, tool_of};
use crate::totals::{RowsApart, header_rows_again, repeated_rows, rows_below, total_rows};

/// What is known of an export before its questions are.
pub(crate) struct ExportColumns {
    pub names: Vec<String>,
    pub description: Option<Description>,
    /// The source as `survey.toml` has it.
    pub source: Source,
    /// The source as it is read here: its encoding is found once.
    pub reading: Source,
    /// What the encoding was found to be; nothing where the file says it.
    pub encoding: &'static str,
    /// Rows of the file name its columns.
    pub has_header: bool,
    /// How sure that is.
    pub certainty: Certainty,
    /// What the reader says of the sheet as a whole.
    pub notes: Vec<String>,
    pub columns: Vec<Column>,
    pub roles: Roles,
    pub design: DesignColumns,
    pub context: Context,
    /// Rows that are no responses, which nothing is drafted from.
    pub apart: Option<RowsApart>,
}

/// Looks at the columns of an export. Header rows, delimiter and sheet are found where the source does not say them.
pub(crate) fn columns_of<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<ExportColumns, DraftError> {
    let mut source = source.clone();
    let is_delimited = source.format == Format::Csv;
    let has_header = is_delimited || matches!(source.format, Format::Xlsx | Format::Ods | Format::Xls);
    let (head, header) =
        if has_header { head_of(&mut source, input)? } else { (Head::none(), HeaderRows { count: 1, name_row: None }) };
    let mut reading = source.clone();
    if is_delimited && reading.encoding.is_none() && !head.encoding.is_empty() {
        reading.encoding = Some(head.encoding.to_lowercase());
    }
    let read = profile(&reading, None, input);
    let Profiled { names, description, mut profiles, mut sessions, notes, of_text } =
        read.map_err(|error| why_none(error, &head, &header))?;
    let (rows, header) = named_rows(&head.rows, &header);
    let (rows, header) =
        if rows.is_empty() { (vec![names.clone()], HeaderRows { count: 1, name_row: None }) } else { (rows, header) };
    let rows = rows.as_slice();
    let tool = if description.is_some() { Tool::Described } else { tool_of(rows, &header) };
    let repeats = tool.dialect().column_of_repeats();
    let repeats = repeats.and_then(|name| names.iter().position(|known| squeezed(known) == name));
    let apart = if has_header {
        total_rows(&profiles).or_else(|| header_rows_again(&names, &profiles)).or_else(|| rows_below(&profiles))
    } else {
        None
    };
    let apart = apart.or_else(|| repeated_rows(&profiles, repeats?));
    if apart.is_some() {
        let again = profile(&reading, apart.as_ref(), input)?;
        (profiles, sessions) = (again.profiles, again.sessions);
    }
    let headings = headings(&names, rows, &header, tool);
    let mut columns = look_at(headings, profiles, tool);
    if header.count == 1 && has_header {
        headerless_columns::belong_before(&mut columns, &rows[0]);
    }
    privacy::mark_by_words(&mut columns, description.as_ref());
    let mut roles = find(&mut columns, description.as_ref(), tool, apart.as_ref(), source.delimiter);
    let design = design_columns(&mut columns);
    privacy::mark_by_cells(&mut columns);
    roles.empty_rows = sessions.without_answers(&columns, &roles.read());
    if let Some(found) = roles.respondent.filter(|found| found.repeats > 0) {
        let repeated = repeated_ids(&reading, &columns, found.column, apart.as_ref(), input)?;
        roles.judge_repeats(&columns[found.column].heading.name, repeated);
    }
    let context = Context::of(tool, source.delimiter, &columns);
    headerless_columns::part_ways(&mut columns, &context);
    let (encoding, certainty) = if has_header { (head.encoding, head.certainty) } else { of_text };
    Ok(ExportColumns {
        names,
        description,
        source,
        reading,
        encoding,
        has_header,
        certainty,
        notes,
        columns,
        roles,
        design,
        context,
        apart,
    })
}

/// The first rows of an export of text rows, and how many of them name its columns; its sheet, header and delimiter become known.
fn head_of<R: Read + Seek + Send + 'static>(
    source: &mut Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<(Head, HeaderRows), DraftError> {
    let mut head = read_head(source, input);
    if source.format != Format::Csv && source.sheet.is_none() && !has_rows(&head) {
        source.sheet = filled_sheet(source, input);
        if source.sheet.is_some() {
            head = read_head(source, input);
        }
    }
    let head = head?;
    if is_summary(&head.rows) {
        return Err(DraftError::Summary { path: source.path.clone() });
    }
    let header = if source.header_rows > 1 {
        HeaderRows { count: source.header_rows, name_row: source.name_row }
    } else if let Some(count) = head.merged_header_rows {
        HeaderRows { count, name_row: None }
    } else {
        header_rows(&head.rows)
    };
    source.delimiter = head.delimiter;
    (source.header_rows, source.name_row) = (header.count, header.name_row);
    Ok((head, header))
}

/// Why all rows are broken, where the first of them show it.
fn why_none(error: DraftError, head: &Head, header: &HeaderRows) -> DraftError {
    let filled = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let names = header.count.checked_sub(1).and_then(|row| head.rows.get(row)).map_or(0, filled);
    let mut widths = head.rows.iter().skip(header.count).map(filled).filter(|width| *width > 0);
    match (error, widths.next()) {
        (DraftError::AllBroken { path, .. }, Some(cells))
            if cells == names + 1 && widths.all(|width| width == cells) =>
        {
            DraftError::MoreCells { path, cells, names }
        }
        (error, _) => error,
    }
}

/// What reading the export once tells.
struct Profiled {
    names: Vec<String>,
    description: Option<Description>,
    profiles: Vec<Profile>,
    /// Which columns rows fill.
    sessions: FilledColumns,
    /// What the reader says of the sheet as a whole.
    notes: Vec<String>,
    /// The encoding of a text that has no header, and how sure that is.
    of_text: (&'static str, Certainty),
}

/// Reads the export once: names, description, and what the cells of each column look like.
fn profile<R: Read + Seek + Send + 'static>(
    source: &Source,
    totals: Option<&RowsApart>,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Profiled, DraftError> {
    let mut export = opened(source, input)?;
    let names = export.columns().to_vec();
    let description = export.description().cloned();
    let is_text = matches!(source.format, Format::FixedWidth | Format::Jsonl);
    let of_text = if is_text { export.encoding().map_err(DraftError::Ingest)? } else { ("", Certainty::Certain) };
    let mut profiles: Vec<Profile> = names.iter().map(|_| Profile::default()).collect();
    let (mut responses, mut rows_read) = (0, 0);
    let mut sessions = FilledColumns::new(names.len());
    let mut notes = Vec::new();
    while let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? {
        notes.extend(batch.findings.iter().filter_map(note_of));
        let batch = batch.batch;
        let problems = batch.schema().index_of(PROBLEM).ok().map(|position| Cells::of(&batch, position));
        let summed = totals.map(|totals| (totals, Cells::of(&batch, totals.column + 3)));
        let rows: Vec<usize> = (0..batch.num_rows())
            .filter(|row| problems.as_ref().is_none_or(|problems| problems.get(*row).is_none()))
            .filter(|row| summed.as_ref().is_none_or(|(totals, cells)| !totals.has(cells.get(*row))))
            .collect();
        responses += rows.len();
        rows_read += batch.num_rows() as u64;
        sessions.begin(rows.len());
        for (position, profile) in profiles.iter_mut().enumerate() {
            let cells = Cells::of(&batch, position + 3);
            sessions.take(position, rows.iter().map(|row| cells.get(*row).is_some()));
            for row in &rows {
                profile.take(cells.get(*row));
            }
        }
    }
    if responses == 0 && rows_read > 0 && totals.is_none() {
        return Err(DraftError::AllBroken { path: source.path.clone(), rows: rows_read });
    }
    if responses == 0 {
        return Err(DraftError::NoRows { path: source.path.clone() });
    }
    Ok(Profiled { names, description, profiles, sessions, notes, of_text })
}

fn look_at(mut headings: Vec<Heading>, profiles: Vec<Profile>, tool: Tool) -> Vec<Column> {
    let mut passed_over = tool.dialect().passed_over(&headings, &profiles);
    let doubled = doubled_lists(&mut headings, &profiles);
    passed_over.extend(doubled.into_iter().map(|list| (list, Metadata::Repeated)));
    let each = headings.into_iter().zip(profiles).enumerate();
    let mut columns: Vec<Column> = each
        .map(|(position, (heading, profile))| {
            let metadata = metadata_of(&heading, &profile, tool, position);
            Column { heading, profile, metadata }
        })
        .collect();
    for (at, why) in passed_over {
        columns[at].metadata = Some(why);
    }
    columns
}

/// A finding that is about a whole sheet or column, in words.
fn note_of(finding: &Finding) -> Option<String> {
    let is_of_all = matches!(finding.kind, FindingKind::HiddenRows | FindingKind::NoValue);
    let column = finding.place.column.as_ref().map_or(String::new(), |column| format!("`{column}`: "));
    is_of_all.then(|| format!("{column}{}", finding.detail))
}
