//! What a survey tool does in its own way.

use crate::header_rows::HeaderRows;
use crate::heading::{Heading, bracketed_heading, coded_heading, underscored_heading};
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::squeezed;

/// The cells of a header.
pub(crate) struct Header<'h> {
    /// Its rows, without a title.
    pub rows: &'h [Vec<String>],
    pub name_row: Option<usize>,
    /// Those that are not blank.
    pub cells: Vec<&'h str>,
    squeezed: Vec<String>,
}

impl<'h> Header<'h> {
    pub(crate) fn of(rows: &'h [Vec<String>], header: &HeaderRows) -> Self {
        // A title says nothing of the columns.
        let rows = &rows[header.name_row.map_or(0, |row| row - 1).min(rows.len() - 1)..];
        let cells: Vec<&str> = rows.iter().flatten().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let squeezed = cells.iter().map(|cell| squeezed(cell)).collect();
        Self { rows, name_row: header.name_row, cells, squeezed }
    }

    /// Whether a cell has these letters and digits, whatever is between them.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.squeezed.iter().any(|known| known == name)
    }

    /// Whether a cell is this, sign by sign.
    pub(crate) fn has_exactly(&self, name: &str) -> bool {
        self.cells.contains(&name)
    }
}

/// Where the code of a question of several columns is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeOf {
    /// What the codes of its columns share.
    AllColumns,
    /// The code of its first column.
    FirstColumn,
    /// That of its second, where each column has a code, and the later ones what they share.
    SecondColumn,
}

/// Rows that are no responses, by what a column of the tool holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exclusion {
    pub reason: &'static str,
    pub column: &'static str,
    pub is: &'static [&'static str],
    /// It is only proposed: nobody wants test responses thrown away unasked where they are all that there is.
    pub is_proposed: bool,
}

/// How a survey tool writes its exports. What most tools do is what is done where a tool says nothing.
pub(crate) trait Dialect: Sync {
    /// Whether the header is of this tool without doubt.
    fn wrote(&self, _header: &Header<'_>) -> bool {
        false
    }

    /// Whether the header could be of this tool, where it is of no other.
    fn may_have_written(&self, _header: &Header<'_>) -> bool {
        false
    }

    /// Names of columns that are no answers with this tool, and could be questions elsewhere: letters and digits in lower case.
    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &[]
    }

    /// Whether a name that many tools have for a column of their own is one with this tool.
    fn is_own_name(&self, _name: &str) -> bool {
        true
    }

    /// The code of a column of the tool itself, which tells what it is whatever its text says.
    fn own_code<'h>(&self, _heading: &'h Heading) -> Option<&'h str> {
        None
    }

    /// Why a column is no answer, by more than its name.
    fn own_column(&self, _heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        None
    }

    /// What the name of a column says, where it is all there is; `separator` is what stands between a code and a text.
    fn heading(&self, name: &str, _separator: &str) -> Heading {
        bracketed_heading(name).or_else(|| underscored_heading(name)).unwrap_or_else(|| coded_heading(name))
    }

    /// Mends headings, once all of them are known.
    fn complete_headings(&self, _headings: &mut [Heading]) {}

    /// Columns that only repeat others, or that nobody filled because they are none.
    fn passed_over(&self, _headings: &[Heading], _profiles: &[Profile]) -> Vec<(usize, Metadata)> {
        Vec::new()
    }

    /// The groups of the questionnaire that the name of a column says it is in, the outermost first.
    fn groups(&self, _heading: &Heading) -> Vec<String> {
        Vec::new()
    }

    /// Rows that are no responses.
    fn exclusions(&self) -> &'static [Exclusion] {
        &[]
    }

    /// The column that names the instrument of a row that is no respondent: letters and digits in lower case.
    fn column_of_repeats(&self) -> Option<&'static str> {
        None
    }

    /// What stands where a question was seen and not answered.
    fn code_of_unanswered(&self) -> Option<&'static str> {
        None
    }

    /// What a box holds that was shown and left empty, where columns have a question in common and this code with one other.
    fn code_of_empty_box(&self) -> Option<&'static str> {
        None
    }

    /// Whether a text says that a box was not shown.
    fn is_not_shown(&self, _text: &str) -> bool {
        false
    }

    /// Whether a day is written with its month first, where it could be read both ways.
    fn writes_month_first(&self) -> bool {
        false
    }

    /// Whether ticked options stand in one cell with a blank between them.
    fn joins_by_blank(&self) -> bool {
        false
    }

    /// Whether ticked options stand in one cell with a comma and no blank between them.
    fn joins_by_tight_comma(&self) -> bool {
        false
    }

    /// Whether a matrix of two columns can be two scales over the same rows.
    fn has_dual_scales(&self) -> bool {
        false
    }

    /// Whether columns of boxes are always of a question with several answers.
    fn boxes_take_several(&self) -> bool {
        false
    }

    /// Whether each row of a matrix of boxes may have several ticks, whatever respondents did.
    fn matrix_takes_several(&self) -> bool {
        false
    }

    /// Whether numbers are codes of choices, however great they are.
    fn numbers_choices(&self) -> bool {
        false
    }

    /// Whether what respondents write beside an option is a column of its own, whose heading says so.
    fn marks_words(&self) -> bool {
        false
    }

    /// Whether the name of an item follows its question and a dash without a blank before it: `question-item`.
    fn joins_items_by_dash(&self) -> bool {
        false
    }

    /// Whether numbered columns are the places of a ranking, whatever the question says.
    fn ranks_by_place(&self) -> bool {
        false
    }

    /// Where the code of a question of several columns is.
    fn code_of(&self) -> CodeOf {
        CodeOf::FirstColumn
    }
}
