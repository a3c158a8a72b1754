//! Whole numbers too long for a spreadsheet, which keeps 15 digits of a number: an identifier of 17 has lost its last two.
//!
//! One finding a column says how many cells there are, and where the first is. Text that looks like a number keeps its digits.

use topline_survey::FindingKind;

use crate::raw::batch_builder::BatchBuilder;

/// How many digits a spreadsheet keeps.
const KEPT: usize = 15;
/// From here on not every whole number is one of the doubles that spreadsheets hold.
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// Watches the numbers of a sheet.
pub(crate) struct LostDigits(Vec<Option<Long>>);

/// The long numbers of a column.
#[derive(Clone)]
struct Long {
    first: u64,
    cells: u64,
    /// What speaks for digits that are lost: no double is exact, or what Excel would have cut off is all zeros.
    lost: u64,
}

impl LostDigits {
    pub(crate) fn new(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// Looks at a number as it is written.
    pub(crate) fn see(&mut self, row: u64, column: usize, number: &str) {
        let digits = number.trim_start_matches('-');
        if digits.len() <= KEPT || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let Some(long) = self.0.get_mut(column) else { return };
        let long = long.get_or_insert(Long { first: row, cells: 0, lost: 0 });
        long.cells += 1;
        let inexact = digits.parse::<f64>().is_ok_and(|number| number >= FIRST_INEXACT);
        long.lost += u64::from(inexact || digits[KEPT..].bytes().all(|digit| digit == b'0'));
    }

    /// Tells what was seen. A few round numbers among exact ones are just that.
    pub(crate) fn tell(&mut self, batch: &mut BatchBuilder) {
        for (column, long) in std::mem::take(&mut self.0).into_iter().enumerate() {
            let Some(Long { first, cells, .. }) = long.filter(|long| 2 * long.lost > long.cells) else { continue };
            let these = match cells {
                1 => "this whole number has".to_owned(),
                more => format!("{more} whole numbers, the first here, have"),
            };
            let detail =
                format!("{these} more than the {KEPT} digits that a spreadsheet keeps: the last ones are lost");
            batch.tell(first, column, FindingKind::Mangled, detail);
        }
    }
}
