//! The place of each code of a dimension.

/// Codes below this are looked up by position: few surveys have another, and 99999999 must not cost as many places.
const SMALL_CODES: usize = 4096;

/// The place of each code: by position for small codes, sorted for the others.
#[derive(Debug, Clone)]
pub(crate) struct PlaceOfCode {
    small: Vec<Option<u16>>,
    large: Vec<(i32, u16)>,
}

impl PlaceOfCode {
    pub(crate) fn of(codes: &[i32]) -> Self {
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

    pub(crate) fn find(&self, code: i32) -> Option<u16> {
        match usize::try_from(code) {
            Ok(code) if code < SMALL_CODES => self.small.get(code).copied().flatten(),
            _ => self.large.binary_search_by_key(&code, |(known, _)| *known).ok().map(|found| self.large[found].1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PlaceOfCode;

    #[test]
    fn codes_of_any_size_have_the_places_in_which_they_stand() {
        let codes = [99_999_999, 4_096, 7, -1, 4_095, 0, i32::MIN, i32::MAX];
        let places = PlaceOfCode::of(&codes);
        for (place, code) in codes.into_iter().enumerate() {
            assert_eq!(places.find(code), Some(place as u16), "{code}");
        }
        for code in [1, 6, 8, 4_094, 4_097, -2, 99_999_998] {
            assert_eq!(places.find(code), None, "{code}");
        }
    }
}
