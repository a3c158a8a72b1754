//! What can be wrong with a file of SPSS, so that it cannot be read.

use thiserror::Error;

/// What is wrong with a file of SPSS, at the place where it was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpssFault {
    /// Neither order of bytes gives a layout code that there is.
    #[error("its byte order cannot be told")]
    ByteOrder,
    /// The header names a way of compression that there is not.
    #[error("{0} is no way of compression")]
    Compression(i32),
    /// A record of the dictionary is of no known kind.
    #[error("{0} is no kind of record")]
    Record(i32),
    /// A length or count that cannot be.
    #[error("a length cannot be {0}")]
    Length(i64),
    /// Value labels of no variables.
    #[error("value labels are not followed by their variables")]
    LabelsOfNone,
    /// A variable that the dictionary does not have.
    #[error("the file has no variable number {0}")]
    Variable(i32),
    /// A name that no variable of the dictionary has.
    #[error("the file has no variable `{0}`")]
    VariableName(String),
    /// A width that no variable has.
    #[error("a variable cannot be {0} wide")]
    Width(i64),
    /// A continuation of a text variable that there is not.
    #[error("a text variable goes on that has not begun")]
    Continuation,
    /// More of a description than any survey has.
    #[error("the file says more of its variables than fits in memory")]
    Large,
    /// A case longer than any respondent's answers.
    #[error("a case is too long")]
    LongCase,
    /// The blocks of a compressed file do not unpack.
    #[error("the compressed data are damaged")]
    Compressed,
    /// A record of a portable file is of no known kind.
    #[error("{0:?} is no kind of record")]
    Tag(char),
    /// Something else where a number is expected.
    #[error("a number is expected")]
    Number,
    /// A record about a variable before the first variable.
    #[error("a record belongs to no variable")]
    NoVariable,
}
