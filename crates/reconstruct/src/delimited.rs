//! Delimited text in the encoding that the survey declares.

use encoding_rs::Encoding;
use thiserror::Error;

use crate::calendar::Moment;
use crate::lines::{Cell, Line};

/// Rows cannot be written as text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DelimitedError {
    /// No such encoding.
    #[error("write in the unknown encoding `{encoding}`")]
    UnknownEncoding {
        /// Its label.
        encoding: String,
    },
    /// A character is not in the encoding.
    #[error("write row {row}, column {column} in the encoding `{encoding}`, which lacks one of its characters")]
    NotInEncoding {
        /// The row of the file, counted from one.
        row: usize,
        /// The column, counted from one.
        column: usize,
        /// The encoding.
        encoding: String,
    },
}

/// How cells become text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect<'d> {
    pub encoding: &'d str,
    pub delimiter: char,
    pub line_end: &'d str,
    pub moment: fn(Moment) -> String,
}

/// The bytes of the file.
pub(crate) fn delimited(
    header: &[Vec<String>],
    lines: &[Line<'_>],
    dialect: Dialect<'_>,
) -> Result<Vec<u8>, DelimitedError> {
    let unknown = || DelimitedError::UnknownEncoding { encoding: dialect.encoding.to_owned() };
    let encoding = Encoding::for_label(dialect.encoding.as_bytes()).ok_or_else(unknown)?;
    let text = |cell: &Cell<'_>| match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::Label(_, text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Moment(moment) => (dialect.moment)(*moment),
    };
    let rows = lines.iter().map(|line| line.cells.iter().map(text).collect::<Vec<_>>());
    let mut bytes = Vec::new();
    for (row, cells) in (1..).zip(header.iter().cloned().chain(rows)) {
        for (column, cell) in (1..).zip(&cells) {
            let quoted = quoted(cell, dialect.delimiter);
            let (encoded, _, lossy) = encoding.encode(&quoted);
            if lossy {
                return Err(DelimitedError::NotInEncoding { row, column, encoding: encoding.name().to_lowercase() });
            }
            if column > 1 {
                bytes.extend(dialect.delimiter.to_string().as_bytes());
            }
            bytes.extend_from_slice(&encoded);
        }
        bytes.extend(dialect.line_end.as_bytes());
    }
    Ok(bytes)
}

/// A cell in quotes where it needs them.
fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::LineKind;

    const DIALECT: Dialect<'_> =
        Dialect { encoding: "windows-1252", delimiter: ',', line_end: "\r\n", moment: Moment::american };

    fn written(text: &str) -> Result<Vec<u8>, DelimitedError> {
        let cells = vec![Cell::Number(7), Cell::Blank, Cell::Text(text.to_owned())];
        let header = vec![vec!["a".to_owned(), String::new(), "b, c".to_owned()]];
        delimited(&header, &[Line { kind: LineKind::Response(0), cells }], DIALECT)
    }

    #[test]
    fn cells_are_quoted_and_encoded() {
        assert_eq!(written("don’t \"know\"").expect("bytes"), b"a,,\"b, c\"\r\n7,,\"don\x92t \"\"know\"\"\"\r\n");
    }

    #[test]
    fn characters_outside_the_encoding_have_a_place() {
        let error = written("\u{2713}").expect_err("no tick mark in Windows-1252");
        assert_eq!(
            error.to_string(),
            "write row 2, column 3 in the encoding `windows-1252`, which lacks one of its characters"
        );
        let unknown = delimited(&[], &[], Dialect { encoding: "ebcdic", ..DIALECT }).expect_err("unknown");
        assert_eq!(unknown.to_string(), "write in the unknown encoding `ebcdic`");
    }
}
