//! The table functions and their arguments.

/// A table function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Frequencies,
    Crosstab,
    Net,
    MultiResponse,
    Ranks,
}

impl Function {
    pub(crate) const ALL: [Self; 5] = [Self::Frequencies, Self::Crosstab, Self::Net, Self::MultiResponse, Self::Ranks];

    /// Its name in SQL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Frequencies => "frequencies",
            Self::Crosstab => "crosstab",
            Self::Net => "net",
            Self::MultiResponse => "multi_response",
            Self::Ranks => "ranks",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// How it is called.
    pub(crate) fn usage(self) -> &'static str {
        match self {
            Self::Frequencies => "frequencies('question' [, filter => condition] [, base => 'asked'])",
            Self::Crosstab => "crosstab('question', 'by' [, filter => condition] [, base => 'asked'])",
            Self::Net => "net('question', 'option' [, 'option' ...] [, filter => condition] [, base => 'asked'])",
            Self::MultiResponse => "multi_response('question' [, filter => condition] [, base => 'asked'])",
            Self::Ranks => "ranks('question' [, filter => condition] [, base => 'asked'])",
        }
    }

    /// The arguments that may stand without their names, in order.
    pub(super) fn positions(self) -> &'static [Slot] {
        match self {
            Self::Crosstab => &[Slot::Question, Slot::By, Slot::Filter, Slot::Base],
            Self::Net => &[Slot::Question],
            Self::Frequencies | Self::MultiResponse | Self::Ranks => &[Slot::Question, Slot::Filter, Slot::Base],
        }
    }

    /// Whether any number of options follow.
    pub(super) fn takes_options(self) -> bool {
        self == Self::Net
    }
}

/// An argument of a table function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Question,
    By,
    Filter,
    Base,
}

impl Slot {
    /// In the order in which a call has them once its arguments are in order; options come last.
    pub(super) const ALL: [Self; 4] = [Self::Question, Self::By, Self::Filter, Self::Base];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::By => "by",
            Self::Filter => "filter",
            Self::Base => "base",
        }
    }
}
