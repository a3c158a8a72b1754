//! The variable records that a column takes: one, or for a text of more than 255 bytes several.

use super::file::VariableContent;

/// The bytes of a text that a segment holds.
const SEGMENT: usize = 255;
/// What a very long text needs a segment for.
const STEP: usize = 252;

/// The widths of the segments of a column, 0 for a number.
pub(super) fn widths(content: VariableContent) -> Vec<usize> {
    match content {
        VariableContent::Number { .. } | VariableContent::Day => vec![0],
        VariableContent::Text { width } if width <= SEGMENT => vec![width.max(1)],
        VariableContent::Text { width } => {
            let count = width.div_ceil(STEP);
            let mut widths = vec![SEGMENT; count];
            widths[count - 1] = width - (count - 1) * STEP;
            widths
        }
    }
}

/// How many elements of eight bytes a segment takes in a case.
pub(super) fn elements(width: usize) -> usize {
    width.div_ceil(8).max(1)
}
