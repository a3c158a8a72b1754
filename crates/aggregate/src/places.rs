//! Where each row of a batch stands on a dimension of the tally.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int32Array};
use arrow::datatypes::Int32Type;
use datafusion::common::{Result, exec_datafusion_err, exec_err};
use topline_survey::Absent;

use crate::tally::Dimension;

/// Codes below this are looked up by position: few surveys have another, and 99999999 must not cost as many places.
const SMALL_CODES: usize = 4096;

/// The place of each code: by position for small codes, sorted for the others.
struct PlaceOfCode {
    small: Vec<Option<u16>>,
    large: Vec<(i32, u16)>,
}

impl PlaceOfCode {
    fn of(codes: &[i32]) -> Self {
        let mut places = Self { small: Vec::new(), large: Vec::new() };
        for (place, code) in codes.iter().enumerate() {
            match usize::try_from(*code) {
                Ok(code) if code < SMALL_CODES => {
                    if places.small.len() <= code {
                        places.small.resize(code + 1, None);
                    }
                    places.small[code] = Some(place as u16);
                }
                _ => places.large.push((*code, place as u16)),
            }
        }
        places.large.sort_unstable();
        places
    }

    fn find(&self, code: i32) -> Option<u16> {
        match usize::try_from(code) {
            Ok(code) if code < SMALL_CODES => self.small.get(code).copied().flatten(),
            _ => self.large.binary_search_by_key(&code, |(known, _)| *known).ok().map(|found| self.large[found].1),
        }
    }
}

/// The place of each row of a batch on a dimension.
pub(crate) fn places(dimension: &Dimension, arguments: &[ArrayRef]) -> Result<Vec<u16>> {
    match dimension {
        Dimension::Code { column, absent, codes } => {
            let values: &Int32Array = arguments[*column].as_primitive::<Int32Type>();
            let reasons = &arguments[*absent];
            let place_of_code = PlaceOfCode::of(codes);
            (0..values.len())
                .map(|index| {
                    if values.is_null(index) {
                        return reason(reasons, index, codes.len());
                    }
                    let code = values.value(index);
                    let place = place_of_code.find(code);
                    place.ok_or_else(|| exec_datafusion_err!("the code {code} is none of the question's"))
                })
                .collect()
        }
        Dimension::Ticked { columns, absent } => {
            let boxes: Vec<&BooleanArray> = columns.iter().map(|column| arguments[*column].as_boolean()).collect();
            let reasons = &arguments[*absent];
            (0..reasons.len())
                .map(|index| {
                    if reasons.is_valid(index) {
                        return reason(reasons, index, 2);
                    }
                    Ok(u16::from(boxes.iter().any(|ticked| ticked.is_valid(index) && ticked.value(index))))
                })
                .collect()
        }
    }
}

/// The place of the reason in a row whose answer is absent.
fn reason(reasons: &ArrayRef, index: usize, first: usize) -> Result<u16> {
    let reasons = reasons.as_string::<i32>();
    let text = reasons.is_valid(index).then(|| reasons.value(index));
    let Some(position) = Absent::ALL.iter().position(|absent| Some(absent.as_str()) == text) else {
        return exec_err!("an answer is absent without a known reason");
    };
    Ok((first + position) as u16)
}
