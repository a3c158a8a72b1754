//! Why a text of commands cannot be used.

use thiserror::Error;

/// Why a text of commands cannot be used: the place, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct SyntaxError {
    /// The line, counted from one.
    pub line: usize,
    /// The character in it, counted from one.
    pub column: usize,
    /// What is wrong.
    pub fault: SyntaxFault,
}

/// What is wrong with a text of commands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyntaxFault {
    /// None of its commands says where columns are.
    #[error(
        "no command says where the columns are: `DATA LIST` of SPSS, `INPUT` of SAS, `infix` or a dictionary of Stata"
    )]
    NoLayout,
    /// The columns are described in another file.
    #[error("the columns are described in another file")]
    OtherFile,
    /// A text in quotes has no end.
    #[error("the text in quotes does not end")]
    OpenQuote,
    /// A comment has no end.
    #[error("the comment does not end")]
    OpenComment,
    /// Nothing here knows the command.
    #[error("the command `{command}` is not known")]
    UnknownCommand {
        /// Its first words.
        command: String,
    },
    /// The command changes what the data are.
    #[error("the command `{command}` changes the data, which is not done here")]
    ChangesData {
        /// Its first words.
        command: String,
    },
    /// The data are not of fixed width.
    #[error("the data are not of fixed width: `{command}`")]
    NotFixed {
        /// What says so.
        command: String,
    },
    /// Something else should be here.
    #[error("expected {expected}, found `{found}`")]
    Unexpected {
        /// What is here.
        found: String,
        /// What should be.
        expected: &'static str,
    },
    /// A format in which nothing here reads cells.
    #[error("the format `{format}` is not read")]
    Format {
        /// The format.
        format: String,
    },
    /// A variable that has no columns.
    #[error("the variable `{name}` has no columns")]
    UnknownVariable {
        /// Its name.
        name: String,
    },
    /// Two variables have one name.
    #[error("a second variable is called `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A number is larger than anything here can be.
    #[error("{what} is more than {limit}")]
    TooMany {
        /// What.
        what: &'static str,
        /// The most there can be.
        limit: usize,
    },
}
