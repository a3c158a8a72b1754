//! What can be wrong with the sources of `survey.toml`, and with `columns.toml`.

use std::fmt;

use topline_survey::Format;

use crate::known::Known;

/// Names, one after the other.
#[derive(Debug)]
pub(crate) struct Listed(pub Vec<String>);

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|name| format!("`{name}`")).collect();
        f.write_str(&names.join(", "))
    }
}

crate::faults! {
    /// What is wrong with a source.
    pub(crate) enum SourceFault {
        /// All sources join others, and none has the rows of respondents.
        ["source/no-responses"] NoResponses {} "no source has responses: each joins another"
            hint "the one whose rows are respondents is without `joins`";
        /// Two sources have the same name.
        ["source/name-twice"] NameTwice { source_name: String } "two sources `{source_name}`"
            hint "each has a name of its own: that of its raw table";
        /// A blank row names no respondent, and cannot be kept where a column must.
        ["source/blank-rows"] BlankRows { name: String } "`{name}` keeps blank rows, which name no respondent"
            hint "they can be kept where each row is a respondent: without `respondent`";
        /// A key has as many columns on both sides.
        ["source/key-columns"] KeyColumns { name: String, on: usize, equals: usize }
            "`{name}` joins on {on} columns, which equal {equals}"
            hint "`joins.on` and `joins.equals` list as many columns, in the same order";
        /// One stacked source has a column that identifies respondents, and another has none.
        ["source/respondent-differs"] RespondentDiffers { first: String, other: String }
            "`{first}` and `{other}` disagree on `respondent`"
            hint "a column identifies respondents in every stacked source, or in none";
        /// One stacked source has a row for each respondent, and another several.
        ["source/layout-differs"] LayoutDiffers { first: String, other: String }
            "`{first}` and `{other}` are of another `layout`" hint "stacked sources are all `wide`, or all `long`";
        /// A source that joins another says itself whose its rows are.
        ["source/joined-respondent"] JoinedRespondent { name: String }
            "`{name}` joins another source and has a `respondent`" hint "`joins.on` says whose row it is";
        /// A source that joins another has several rows for a respondent.
        ["source/joined-long"] JoinedLong { name: String } "`{name}` joins another source and is `long`"
            hint "a respondent has one row there";
        /// A source that joins another is several files.
        ["source/joined-files"] JoinedFiles { name: String } "`{name}` joins another source and is several files"
            hint "what joins is one file";
        /// A source joins one that is not there.
        ["source/joins-unknown"] JoinsUnknown { name: String, to: String, known: Known }
            "`{name}` joins the unknown source `{to}`" hint known.hint();
        /// A source joins itself.
        ["source/joins-itself"] JoinsItself { name: String } "`{name}` joins itself"
            hint "join a source whose rows are responses";
        /// A source joins one that joins another.
        ["source/joins-joined"] JoinsJoined { name: String, to: String }
            "`{name}` joins `{to}`, which joins another itself" hint "join a source whose rows are responses";
        /// Sources join each other.
        ["source/joins-in-circle"] JoinsInCircle { names: Listed } "{names} join each other in a circle"
            hint "join a source whose rows are responses";
        /// A source joins one where a respondent has several rows.
        ["source/joins-long"] JoinsLong { name: String, to: String } "`{name}` joins `{to}`, which is `long`"
            hint "sources are joined to `wide` ones: a reference table may do";
        /// A source joins one whose respondents nothing identifies.
        ["source/joins-unidentified"] JoinsUnidentified { name: String, to: String }
            "`{name}` joins `{to}`, where no column identifies a respondent"
            hint "give `respondent` there, or `joins.equals`, the column there that `joins.on` equals";
        /// The name of a source names a file of the outputs, and has characters that names of files should not have.
        ["source/file-name"] FileName { name: String } "the name `{name}` cannot name a file"
            hint "use letters, digits, `-`, `_` and `.`";
        /// No row names the columns.
        ["source/no-header"] NoHeader {} "an export without a header row, which would name its columns"
            hint "`header_rows` is 1 or more";
        /// A key has no meaning for an export in this format.
        ["source/key-of-format"] KeyOfFormat { key: &'static str, format: Format }
            "`{key}` says nothing of an export in the format `{format}`" hint "leave it out";
        /// `name_row` is not one of the header rows.
        ["source/name-row"] NameRow { rows: usize } "`name_row` is none of the header rows"
            hint format!("header rows are counted from 1 to `header_rows`, which is {rows}");
        /// A respondent has several rows, and nothing says whose they are.
        ["source/long-respondent"] LongWithoutRespondent {} "a long export without a `respondent`"
            hint "where a response spreads over rows, a column must say whose they are";
        /// Triple-S needs the file that describes the data.
        ["source/triple-s-definition"] TripleSDefinition {} "a source in Triple-S without its definition"
            hint "`metadata` is the path of the file with the definition, `.sss` or `.xml`";
        /// The format has no second file.
        ["source/no-second-file"] NoSecondFile {} "`metadata` in a source whose format has no second file"
            hint "`triple_s`, `sas7bdat` and `fixed_width` have one";
        /// Text of fixed width needs the place of each column.
        ["source/no-layout"] NoLayout {} "a source of fixed width without a layout"
            hint "`columns` are the columns that are read, each with `name`, `start` and `width`; or `metadata` is the file of SPSS, SAS or Stata that describes them";
        /// The columns of text of fixed width have two layouts.
        ["source/two-layouts"] TwoLayouts {} "a source of fixed width with two layouts"
            hint "give `columns`, or `metadata` that describes them";
        /// The format names its own columns.
        ["source/own-columns"] OwnColumns {} "`columns` in a source that names its own columns"
            hint "`fixed_width` needs them";
        /// Two columns of a layout have the same name.
        ["source/layout-column-twice"] LayoutColumnTwice { column: String } "two columns `{column}` in the layout"
            hint "each column of the export has a name of its own";
        /// A column of a layout has no place, or one beyond any line.
        ["source/layout-place"] LayoutPlace { column: String } "the column `{column}` stands at no place of a line"
            hint "`start` counts from 1, and `width` is 1 or more";
    }
}

crate::faults! {
    /// What is wrong with `columns.toml`.
    pub(crate) enum ColumnsFault {
        /// Columns are listed for a source that is not there.
        ["columns/unknown-source"] UnknownSource { name: String, known: Known }
            "the columns of the unknown source `{name}`" hint known.hint();
        /// Columns are listed twice for a source.
        ["columns/source-twice"] SourceTwice { name: String } "the columns of `{name}` are there twice";
    }
}
