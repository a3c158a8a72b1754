//! How a figure is named in text: `TABLE[.ITEM].ROW[:STATISTIC][@BREAK.COLUMN[/BREAK.COLUMN]]`.
//!
//! `Q1a.fair_or_more` is the net `fair_or_more` of question `Q1a`, in the total column; `Q3a.commenting.1` the option 1 of the
//! item `commenting` of a grid; `Q17a_by_Q2a.confident@Q2a.agree` the row `confident` in the column `agree` of the break `Q2a`.
//! A row is a code, a net, a reason why an answer is absent, `base`, `mean` or another statistic of values, or a row of a table
//! made in SQL. `Q1a.1:count@region.2/sex.1` is what else is told of a row, in a column of a break within a break.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The name of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureRef {
    /// The table: a question's own, one of `tables.toml`, or one of `figures/*.sql`.
    pub table: String,
    /// The item of a grid or ranking; empty where there is none.
    pub item: String,
    /// The row.
    pub row: String,
    /// The break and its column; empty for the total.
    pub column: String,
}

/// A text that names no figure.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FigureRefError {
    /// It has no row.
    #[error("`{text}` names no row")]
    NoRow {
        /// The text.
        text: String,
    },
    /// It has more parts than a name can have.
    #[error("`{text}` has too many parts")]
    TooManyParts {
        /// The text.
        text: String,
    },
    /// Its column has no break.
    #[error("the column of `{text}` is not BREAK.COLUMN")]
    NoBreak {
        /// The text.
        text: String,
    },
}

impl FromStr for FigureRef {
    type Err = FigureRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (row, column) = text.split_once('@').unwrap_or((text, ""));
        let is_column = |step: &str| step.split('.').count() == 2 && step.split('.').all(|part| !part.is_empty());
        if !column.is_empty() && !column.split('/').all(is_column) {
            return Err(FigureRefError::NoBreak { text: text.to_owned() });
        }
        let parts: Vec<&str> = row.split('.').collect();
        let (table, item, row) = match parts.as_slice() {
            [table, row] if !table.is_empty() && !row.is_empty() => (*table, "", *row),
            [table, item, row] if !row.is_empty() => (*table, *item, *row),
            [_] | [_, _] | [_, _, ""] => return Err(FigureRefError::NoRow { text: text.to_owned() }),
            _ => return Err(FigureRefError::TooManyParts { text: text.to_owned() }),
        };
        Ok(Self { table: table.to_owned(), item: item.to_owned(), row: row.to_owned(), column: column.to_owned() })
    }
}

impl fmt::Display for FigureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        if !self.item.is_empty() {
            write!(f, ".{}", self.item)?;
        }
        write!(f, ".{}", self.row)?;
        if !self.column.is_empty() {
            write!(f, "@{}", self.column)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{FigureRef, FigureRefError};

    #[test]
    fn names_are_read_and_written_the_same() {
        for text in [
            "Q1a.fair_or_more",
            "Q3a.commenting.1",
            "Q17a_by_Q2a.confident@Q2a.agree",
            "Q1a.1:row_percent@region.2/sex.1",
        ] {
            assert_eq!(text.parse::<FigureRef>().expect("a figure").to_string(), text);
        }
        let read: FigureRef = "Q3a.commenting.1@region.2".parse().expect("a figure");
        assert_eq!((read.item.as_str(), read.row.as_str(), read.column.as_str()), ("commenting", "1", "region.2"));
    }

    #[test]
    fn a_name_without_a_row_or_a_break_is_refused() {
        assert_eq!("Q1a".parse::<FigureRef>(), Err(FigureRefError::NoRow { text: "Q1a".into() }));
        assert_eq!("Q1a.1@agree".parse::<FigureRef>(), Err(FigureRefError::NoBreak { text: "Q1a.1@agree".into() }));
        assert_eq!("Q1a.1@a.1/b".parse::<FigureRef>(), Err(FigureRefError::NoBreak { text: "Q1a.1@a.1/b".into() }));
        assert_eq!("a.b.c.d".parse::<FigureRef>(), Err(FigureRefError::TooManyParts { text: "a.b.c.d".into() }));
    }
}
