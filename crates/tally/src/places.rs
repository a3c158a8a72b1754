//! Where rows stand, for those who sum up something else by the same cells.

use arrow::array::ArrayRef;

use crate::error::TallyError;
use crate::gather::Gathering;
use crate::tally::Tally;

/// The place of each row on each dimension of a tally.
///
/// # Errors
/// Arguments that are not what [`Tally::argument_types`] says, or hold what no place is of.
pub fn places(tally: &Tally, arguments: &[ArrayRef]) -> Result<Vec<Vec<u16>>, TallyError> {
    let gathering = Gathering::new(tally);
    let mut block = gathering.block(tally);
    gathering.append(tally, arguments, &mut block)?;
    Ok(block.places)
}
