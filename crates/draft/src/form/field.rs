//! A questionnaire, whatever tool it is of.

/// A questionnaire.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    pub title: Option<String>,
    /// In their order.
    pub fields: Vec<Field>,
}

/// Something that was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// What the export calls it.
    pub name: String,
    /// The groups that it stands in, which may stand before its name.
    pub path: Vec<String>,
    /// The headings of the groups that it is in, the outermost first.
    pub headings: Vec<String>,
    /// As asked.
    pub text: String,
    pub asks: Asks,
    /// The code of each option, and its label.
    pub options: Vec<(String, String)>,
    /// The code of each row of a grid, and its label.
    pub items: Vec<(String, String)>,
    /// There is an option whose words respondents write themselves.
    pub has_other: bool,
    /// Answers may identify a person.
    pub is_private: bool,
}

/// What an answer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Asks {
    /// One of the options.
    One,
    /// Any of the options.
    Several,
    /// One of the options for each item.
    Each,
    /// The options in an order: a column for each place in it, or one cell.
    Order,
    /// A number, for each item where there are any.
    Number,
    /// Words, for each item where there are any.
    Words,
    /// What the cells say: a day, a time, or what no draft has a kind for.
    #[default]
    Cells,
}
