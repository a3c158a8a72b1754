//! The columns of the export and the rows that name them.
//!
//! A column's name is its parts joined by ` | `, as `ingest` reads them: with several header rows, a part stands only above the
//! first column of its group, and a question of one column says `Response` or `Open-Ended Response` below its text.

use thiserror::Error;
use topline_survey::{Answer, Item, ItemCells, Kind, MultiCells, Opt, Plan, Question, RankCells, SingleCells};

use crate::spec::{MetadataSpec, Spec};

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content<'p> {
    Metadata(&'p MetadataSpec),
    Whole(&'p Question),
    Item(&'p Question, &'p Item),
    Tick {
        question: &'p Question,
        option: &'p Opt,
        /// Cell texts that say "not ticked".
        unticked: &'p [String],
    },
}

/// A column of the export.
#[derive(Debug, Clone)]
pub(crate) struct Column<'p> {
    pub name: &'p str,
    pub content: Content<'p>,
}

/// Columns cannot be named by the header rows that the survey declares.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// A name has more parts than there are header rows.
    #[error("name the column \"{column}\" in {rows} header rows")]
    TooFewRows {
        /// The column.
        column: String,
        /// How many header rows the survey declares.
        rows: usize,
    },
    /// The header rows would be read as another name.
    #[error("name the column \"{column}\": its header rows would be read as \"{read}\"")]
    ReadOtherwise {
        /// The column.
        column: String,
        /// What its header rows say.
        read: String,
    },
}

/// The columns: metadata, then questions in the order of the codebook, unless metadata stands before some column.
pub(crate) fn columns<'p>(plan: &'p Plan, spec: &'p Spec) -> Vec<Column<'p>> {
    let is_metadata = |name: &str| spec.metadata.iter().any(|metadata| metadata.column.get_ref() == name);
    let mut columns = Vec::new();
    for question in plan.codebook.asked() {
        columns.extend(columns_of(question));
    }
    columns.retain(|column| !is_metadata(column.name));
    let mut first = 0;
    for metadata in &spec.metadata {
        let column = Column { name: metadata.column.get_ref(), content: Content::Metadata(metadata) };
        let before = metadata.before.as_ref();
        let place = before.and_then(|before| columns.iter().position(|column| column.name == before.get_ref()));
        first += usize::from(place.is_none());
        columns.insert(place.unwrap_or(first.saturating_sub(1)), column);
    }
    columns
}

/// The columns of a question, those left out that only one of several mentions or places stands in.
fn columns_of(question: &Question) -> Vec<Column<'_>> {
    if let Some(name) = question.answer.one_column() {
        return vec![Column { name, content: Content::Whole(question) }];
    }
    let of_item = |(item, name)| Column { name, content: Content::Item(question, item) };
    match &question.answer {
        Answer::Single { options, cells: SingleCells::Spread { columns, unticked }, .. }
        | Answer::Multi { options, cells: MultiCells::Boxes { columns, unticked }, .. } => {
            let content = |option| Content::Tick { question, option, unticked };
            options.iter().zip(columns).map(|(option, name)| Column { name, content: content(option) }).collect()
        }
        Answer::Grid { items, cells, .. } => {
            let one = items.iter().zip(cells).filter_map(|(item, cells)| match cells {
                ItemCells::Column(name) => Some((item, name.as_str())),
                ItemCells::Spread(_) => None,
            });
            one.map(of_item).collect()
        }
        Answer::Rank { items, cells: RankCells::Ranks(columns), .. } => {
            items.iter().zip(columns.iter().map(String::as_str)).map(of_item).collect()
        }
        Answer::Single { cells: SingleCells::One(_), .. }
        | Answer::Multi { cells: MultiCells::Labels(_), .. }
        | Answer::Rank { cells: RankCells::Labels(_), .. }
        | Answer::Number { .. }
        | Answer::Text { .. }
        | Answer::Date { .. } => Vec::new(),
    }
}

/// The header rows.
pub(crate) fn header(columns: &[Column<'_>], rows: usize) -> Result<Vec<Vec<String>>, HeaderError> {
    if rows <= 1 {
        return Ok(vec![columns.iter().map(|column| column.name.to_owned()).collect()]);
    }
    let mut header = vec![Vec::new(); rows];
    let mut group: Vec<&str> = Vec::new();
    for column in columns {
        let mut parts: Vec<&str> = column.name.split(" | ").collect();
        if parts.len() > rows {
            return Err(HeaderError::TooFewRows { column: column.name.to_owned(), rows });
        }
        if parts.len() == 1 {
            match column.content {
                Content::Whole(question) if question.kind() == Kind::Text => parts.push("Open-Ended Response"),
                Content::Whole(_) => parts.push("Response"),
                _ => {}
            }
        }
        parts.resize(rows, "");
        let same = !group.is_empty() && group[0] == parts[0];
        for (depth, part) in parts.iter().enumerate() {
            header[depth].push(if depth == 0 && same { String::new() } else { (*part).to_owned() });
        }
        group = parts;
    }
    for (column, read) in columns.iter().zip(read_header(&header)) {
        if column.name != read {
            return Err(HeaderError::ReadOtherwise { column: column.name.to_owned(), read });
        }
    }
    Ok(header)
}

/// The names that header rows are read as.
fn read_header(header: &[Vec<String>]) -> Vec<String> {
    let columns = header.first().map_or(0, Vec::len);
    let mut names = Vec::new();
    let mut above = "";
    for column in 0..columns {
        if !header[0][column].is_empty() {
            above = &header[0][column];
        }
        let below = header[1..].iter().map(|row| row[column].as_str());
        let mut parts: Vec<&str> = std::iter::once(above).chain(below).collect();
        if matches!(parts.last(), Some(&("Response" | "Open-Ended Response"))) {
            parts.pop();
        }
        parts.retain(|part| !part.is_empty());
        names.push(parts.join(" | "));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_plan::plan;

    fn metadata(column: &str) -> MetadataSpec {
        toml::from_str(&format!("column = \"{column}\"\ngives = \"blank\"")).expect("metadata")
    }

    #[test]
    fn groups_are_named_once_and_one_column_questions_say_response() {
        let plan = plan();
        let spec = metadata("ID");
        let mut columns = vec![Column { name: "ID", content: Content::Metadata(&spec) }];
        for question in &plan.codebook.questions {
            columns.extend(columns_of(question));
        }
        let header = header(&columns, 2).expect("a header");
        assert_eq!(header[0], ["ID", "Q1. How much?", "Q2. Agree?", "", "Q3. Which?", "Comment"]);
        assert_eq!(header[1], ["", "Response", "Here", "There", "Response", "Open-Ended Response"]);
    }

    #[test]
    fn names_that_cannot_be_written_are_refused() {
        let (deep, response) = (metadata("a | b | c"), metadata("a | Response"));
        let column = |metadata| vec![Column { name: "", content: Content::Metadata(metadata) }];
        let named = |name, metadata| vec![Column { name, ..column(metadata).remove(0) }];
        let error = header(&named("a | b | c", &deep), 2).expect_err("three parts");
        assert_eq!(error.to_string(), "name the column \"a | b | c\" in 2 header rows");
        let error = header(&named("a | Response", &response), 2).expect_err("read as another");
        assert_eq!(error, HeaderError::ReadOtherwise { column: "a | Response".to_owned(), read: "a".to_owned() });
    }
}
