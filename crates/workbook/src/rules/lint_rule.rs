//! The rules: what each asks, why, and where it comes from.

/// A rule for accessible workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LintRule {
    /// Figures are in a table that is marked up: a table in Excel, a database range in OpenDocument.
    UnmarkedTable,
    /// Each table has a meaningful name of its own, and not `Table1`.
    TableName,
    /// A sheet has one table.
    OneTable,
    /// A table begins in column A.
    TablePlace,
    /// Nothing is below a table.
    BelowTable,
    /// Cells are not merged.
    MergedCells,
    /// A table has no blank rows or columns.
    BlankLine,
    /// A table has one head row, whose cells are filled in and distinct.
    TableHead,
    /// A cell without a value says why, or the sheet explains that cells are blank.
    EmptyCell,
    /// Tables have no filter buttons.
    FilterButtons,
    /// Panes are not frozen.
    FrozenPanes,
    /// No row, column or sheet is hidden.
    Hidden,
    /// Columns are wide enough for their numbers and the words of their head, and not wider than a screen.
    ColumnWidth,
    /// Text that is longer than its column is wrapped.
    TextWrap,
    /// Notes are not marked by symbols or raised characters.
    NoteSymbol,
    /// Values have no note markers: these are in a title, a head, or a column for notes.
    NoteInData,
    /// The notes are in a marked-up table on a sheet of their own.
    NotesTable,
    /// Each note that is cited is listed, and each that is listed is cited.
    NotesMatch,
    /// The text of a link says where it leads.
    LinkText,
    /// Text is sans serif, of 10 points or more.
    Font,
    /// Text is not italic, and only links are underlined.
    Emphasis,
    /// Text is horizontal.
    TextDirection,
    /// The colour of text is automatic, but for links.
    TextColour,
    /// Text and background have a contrast of 4.5 to 1.
    Contrast,
    /// Cells have no background colour.
    Fill,
    /// The first cell of a sheet is its title, in the style `Heading 1`, which no other cell has.
    Heading,
    /// Above a table, column A says what the sheet has.
    Introduction,
    /// A sheet with figures names their source.
    SourceLine,
    /// A sheet has no images, charts, text boxes or controls.
    Object,
    /// Pages have no header or footer.
    HeaderFooter,
    /// The workbook has no macros.
    Macro,
    /// Sheets have distinct names of 31 letters, digits and underscores at most, which begin with a letter.
    SheetName,
    /// No sheet is blank.
    BlankSheet,
    /// There is one cover, one contents sheet, and at most one notes sheet.
    FrontSheets,
    /// The contents list every sheet.
    ContentsList,
    /// The properties of the document have a title.
    DocumentTitle,
    /// The properties of the document have a language.
    DocumentLanguage,
    /// The workbook opens on its first sheet, and the cursor of each sheet is in A1.
    Cursor,
    /// Days are dates, and not text.
    DayAsText,
    /// Numbers from 1,000 have separators between thousands.
    Thousands,
    /// Cells have values, and no text that a program takes for a formula.
    FormulaText,
}

impl LintRule {
    /// Every rule.
    pub const ALL: [Self; 41] = [
        Self::UnmarkedTable,
        Self::TableName,
        Self::OneTable,
        Self::TablePlace,
        Self::BelowTable,
        Self::MergedCells,
        Self::BlankLine,
        Self::TableHead,
        Self::EmptyCell,
        Self::FilterButtons,
        Self::FrozenPanes,
        Self::Hidden,
        Self::ColumnWidth,
        Self::TextWrap,
        Self::NoteSymbol,
        Self::NoteInData,
        Self::NotesTable,
        Self::NotesMatch,
        Self::LinkText,
        Self::Font,
        Self::Emphasis,
        Self::TextDirection,
        Self::TextColour,
        Self::Contrast,
        Self::Fill,
        Self::Heading,
        Self::Introduction,
        Self::SourceLine,
        Self::Object,
        Self::HeaderFooter,
        Self::Macro,
        Self::SheetName,
        Self::BlankSheet,
        Self::FrontSheets,
        Self::ContentsList,
        Self::DocumentTitle,
        Self::DocumentLanguage,
        Self::Cursor,
        Self::DayAsText,
        Self::Thousands,
        Self::FormulaText,
    ];

    /// Its name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::UnmarkedTable => "unmarked-table",
            Self::TableName => "table-name",
            Self::OneTable => "one-table",
            Self::TablePlace => "table-place",
            Self::BelowTable => "below-table",
            Self::MergedCells => "merged-cells",
            Self::BlankLine => "blank-line",
            Self::TableHead => "table-head",
            Self::EmptyCell => "empty-cell",
            Self::FilterButtons => "filter-buttons",
            Self::FrozenPanes => "frozen-panes",
            Self::Hidden => "hidden",
            Self::ColumnWidth => "column-width",
            Self::TextWrap => "text-wrap",
            Self::NoteSymbol => "note-symbol",
            Self::NoteInData => "note-in-data",
            Self::NotesTable => "notes-table",
            Self::NotesMatch => "notes-match",
            Self::LinkText => "link-text",
            Self::Font => "font",
            Self::Emphasis => "emphasis",
            Self::TextDirection => "text-direction",
            Self::TextColour => "text-colour",
            Self::Contrast => "contrast",
            Self::Fill => "fill",
            Self::Heading => "heading",
            Self::Introduction => "introduction",
            Self::SourceLine => "source-line",
            Self::Object => "object",
            Self::HeaderFooter => "header-footer",
            Self::Macro => "macro",
            Self::SheetName => "sheet-name",
            Self::BlankSheet => "blank-sheet",
            Self::FrontSheets => "front-sheets",
            Self::ContentsList => "contents-list",
            Self::DocumentTitle => "document-title",
            Self::DocumentLanguage => "document-language",
            Self::Cursor => "cursor",
            Self::DayAsText => "day-as-text",
            Self::Thousands => "thousands",
            Self::FormulaText => "formula-text",
        }
    }

    /// What it asks of a workbook.
    #[must_use]
    pub fn asks(self) -> &'static str {
        match self {
            Self::UnmarkedTable => {
                "Figures are in a table that is marked up: a table in Excel, a database range in OpenDocument."
            }
            Self::TableName => "Each table has a meaningful name of its own, and not `Table1`.",
            Self::OneTable => "A sheet has one table.",
            Self::TablePlace => "A table begins in column A.",
            Self::BelowTable => "Nothing is below a table.",
            Self::MergedCells => "Cells are not merged.",
            Self::BlankLine => "A table has no blank rows or columns.",
            Self::TableHead => "A table has one head row, whose cells are filled in and distinct.",
            Self::EmptyCell => "A cell without a value says why, or the sheet explains that cells are blank.",
            Self::FilterButtons => "Tables have no filter buttons.",
            Self::FrozenPanes => "Panes are not frozen.",
            Self::Hidden => "No row, column or sheet is hidden.",
            Self::ColumnWidth => {
                "Columns are wide enough for their numbers and the words of their head, and not wider than a screen."
            }
            Self::TextWrap => "Text that is longer than its column is wrapped.",
            Self::NoteSymbol => "Notes are not marked by symbols or raised characters.",
            Self::NoteInData => "Values have no note markers: these are in a title, a head, or a column for notes.",
            Self::NotesTable => "The notes are in a marked-up table on a sheet of their own.",
            Self::NotesMatch => "Each note that is cited is listed, and each that is listed is cited.",
            Self::LinkText => "The text of a link says where it leads.",
            Self::Font => "Text is sans serif, of 10 points or more.",
            Self::Emphasis => "Text is not italic, and only links are underlined.",
            Self::TextDirection => "Text is horizontal.",
            Self::TextColour => "The colour of text is automatic, but for links.",
            Self::Contrast => "Text and background have a contrast of 4.5 to 1.",
            Self::Fill => "Cells have no background colour.",
            Self::Heading => {
                "The first cell of a sheet is its title, in the style `Heading 1`, which no other cell has."
            }
            Self::Introduction => "Above a table, column A says what the sheet has.",
            Self::SourceLine => "A sheet with figures names their source.",
            Self::Object => "A sheet has no images, charts, text boxes or controls.",
            Self::HeaderFooter => "Pages have no header or footer.",
            Self::Macro => "The workbook has no macros.",
            Self::SheetName => {
                "Sheets have distinct names of 31 letters, digits and underscores at most, which begin with a letter."
            }
            Self::BlankSheet => "No sheet is blank.",
            Self::FrontSheets => "There is one cover, one contents sheet, and at most one notes sheet.",
            Self::ContentsList => "The contents list every sheet.",
            Self::DocumentTitle => "The properties of the document have a title.",
            Self::DocumentLanguage => "The properties of the document have a language.",
            Self::Cursor => "The workbook opens on its first sheet, and the cursor of each sheet is in A1.",
            Self::DayAsText => "Days are dates, and not text.",
            Self::Thousands => "Numbers from 1,000 have separators between thousands.",
            Self::FormulaText => "Cells have values, and no text that a program takes for a formula.",
        }
    }

    /// Why.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::UnmarkedTable => "A screen reader announces rows and columns of a marked-up table only.",
            Self::TableName => "People who cannot see the sheet go from table to table by name.",
            Self::OneTable => "A second table is easily missed, and its columns have other widths.",
            Self::TablePlace => "A reader with a magnifier or screen reader starts at the left edge.",
            Self::BelowTable => "Whoever reaches the end of a table does not look for more.",
            Self::MergedCells => "Merged cells have no clear row or column.",
            Self::BlankLine => "A blank line looks like the end of the table.",
            Self::TableHead => "Screen readers read the head of the column before each value.",
            Self::EmptyCell => "A blank can mean nothing, unknown or held back.",
            Self::FilterButtons => "Buttons cover the heads, and a filter hides rows.",
            Self::FrozenPanes => "With large text, frozen rows can fill the screen.",
            Self::Hidden => "What is hidden is still read aloud, or missed.",
            Self::ColumnWidth => "A number that does not fit is shown as `###`.",
            Self::TextWrap => "The rest of the text cannot be seen.",
            Self::NoteSymbol => "Screen readers read a raised 1 as part of the word or number.",
            Self::NoteInData => "A number with a marker is text, and cannot be computed with.",
            Self::NotesTable => "Readers can go to the notes as to any table.",
            Self::NotesMatch => "A note that leads nowhere costs readers their time.",
            Self::LinkText => "Links are read aloud without the text around them.",
            Self::Font => "Small and serif letters are hard to tell apart.",
            Self::Emphasis => "Italics are hard to read, and what is underlined looks like a link.",
            Self::TextDirection => "Turned text is hard to read.",
            Self::TextColour => "Automatic colours follow the settings of readers who need a contrast of their own.",
            Self::Contrast => "Text that is too pale cannot be read.",
            Self::Fill => "A fill says nothing to those who cannot see it.",
            Self::Heading => "Screen readers find the title of a sheet by its style.",
            Self::Introduction => "The words above a table tell readers what to expect.",
            Self::SourceLine => "A sheet may be read, copied or linked by itself.",
            Self::Object => "They float above the cells, where screen readers do not come.",
            Self::HeaderFooter => "Their text is in no cell, and is not read.",
            Self::Macro => "Many offices block them, and with them the file.",
            Self::SheetName => "Names are how readers and programs find a sheet.",
            Self::BlankSheet => "A blank sheet looks like a mistake.",
            Self::FrontSheets => "Readers know where to begin.",
            Self::ContentsList => "A sheet that is not listed is missed.",
            Self::DocumentTitle => "Programs announce it in place of the file name.",
            Self::DocumentLanguage => "Screen readers choose their voice by it.",
            Self::Cursor => "Reading begins where the cursor is.",
            Self::DayAsText => "Text cannot be sorted or computed with, and 3/4 is read in two ways.",
            Self::Thousands => "Long rows of digits are hard to read.",
            Self::FormulaText => "A cell that begins with `=` can run as a formula when it is edited or pasted.",
        }
    }

    /// Who says so.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::UnmarkedTable | Self::TextWrap | Self::HeaderFooter | Self::DocumentLanguage => {
                "Analysis Function, Making spreadsheets accessible (essential); DfT accessibility checker"
            }
            Self::TableName | Self::BelowTable => {
                "Analysis Function, Making spreadsheets accessible; xlsx-accessibility-checker"
            }
            Self::OneTable | Self::FilterButtons | Self::Font | Self::Emphasis | Self::TextColour | Self::Fill => {
                "Analysis Function, Making spreadsheets accessible; DfT accessibility checker"
            }
            Self::TablePlace | Self::BlankLine | Self::Introduction => {
                "Analysis Function, Making spreadsheets accessible (essential)"
            }
            Self::MergedCells | Self::NoteSymbol | Self::Heading | Self::Object | Self::DocumentTitle => {
                "Analysis Function, Making spreadsheets accessible (essential); DfT accessibility checker; xlsx-accessibility-checker"
            }
            Self::TableHead | Self::LinkText | Self::Cursor => {
                "Analysis Function, Making spreadsheets accessible (essential); xlsx-accessibility-checker"
            }
            Self::EmptyCell | Self::SheetName | Self::BlankSheet => {
                "Analysis Function, Making spreadsheets accessible (essential); aftables"
            }
            Self::FrozenPanes | Self::Hidden => {
                "Analysis Function, Making spreadsheets accessible; DfT accessibility checker; xlsx-accessibility-checker"
            }
            Self::ColumnWidth | Self::NoteInData | Self::NotesTable | Self::TextDirection | Self::Macro => {
                "Analysis Function, Making spreadsheets accessible"
            }
            Self::NotesMatch | Self::SourceLine | Self::FrontSheets | Self::ContentsList => "aftables",
            Self::Contrast => "Analysis Function, Making spreadsheets accessible (essential); WCAG 2.2, 1.4.3",
            Self::DayAsText | Self::Thousands => "DfT accessibility checker",
            Self::FormulaText => "OWASP, CSV injection",
        }
    }
}
