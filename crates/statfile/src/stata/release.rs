//! What the formats of Stata differ in: the sizes of things.

/// A format of Stata, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Release(pub u16);

impl Release {
    /// Whether it is one of those read here.
    pub(super) fn is_known(self) -> bool {
        (104..=119).contains(&self.0)
    }

    /// Whether the file is made of tagged sections.
    pub(super) fn has_tags(self) -> bool {
        self.0 >= 117
    }

    /// Bytes of the number of columns.
    pub(super) fn column_count(self) -> u64 {
        if self.0 >= 119 { 4 } else { 2 }
    }

    /// Bytes of the number of rows.
    pub(super) fn row_count(self) -> u64 {
        if self.0 >= 118 { 8 } else { 4 }
    }

    /// Bytes of a column's name, or of the name of value labels.
    pub(super) fn name(self) -> u64 {
        match self.0 {
            118.. => 129,
            110.. => 33,
            _ => 9,
        }
    }

    /// Bytes of a display format.
    pub(super) fn display_format(self) -> u64 {
        match self.0 {
            118.. => 57,
            114.. => 49,
            105.. => 12,
            _ => 7,
        }
    }

    /// Bytes of a column's label.
    pub(super) fn label(self) -> u64 {
        match self.0 {
            118.. => 321,
            106.. => 81,
            _ => 32,
        }
    }

    /// Bytes of the dataset's label, before there were tags.
    pub(super) fn title(self) -> u64 {
        if self.0 >= 108 { 81 } else { 32 }
    }

    /// Bytes of the dataset's timestamp, before there were tags.
    pub(super) fn timestamp(self) -> u64 {
        if self.0 >= 105 { 18 } else { 0 }
    }

    /// Bytes of the length of an expansion field, before there were tags; none where there are no such fields.
    pub(super) fn expansion(self) -> Option<u64> {
        match self.0 {
            110.. => Some(4),
            105.. => Some(2),
            _ => None,
        }
    }

    /// Whether there are the missing values `.a` to `.z`.
    pub(super) fn has_extended_missing(self) -> bool {
        self.0 >= 113
    }

    /// How a cell that refers to a long text is split: the bytes of its column, those of its row.
    pub(super) fn reference(self) -> (usize, usize) {
        match self.0 {
            119.. => (3, 5),
            118 => (2, 6),
            _ => (4, 4),
        }
    }
}
