//! A number as a program shows it, which an OpenDocument spreadsheet stores next to its value.

use topline_exact::Decimal;

use crate::cell::NumberLook;

/// The number as its look says.
pub(crate) fn shown(value: Decimal, look: NumberLook) -> String {
    match look {
        NumberLook::Decimals(places) => {
            let text = with_places(value, places);
            let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
            let (whole, part) =
                digits.split_once('.').map_or((digits, String::new()), |(whole, part)| (whole, format!(".{part}")));
            let mut grouped = String::new();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index).is_multiple_of(3) {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            format!("{sign}{grouped}{part}")
        }
        NumberLook::Percent(places) => {
            let hundredfold =
                i64::checked_mul(value.units(), 100).and_then(|units| Decimal::new(units, value.decimals()));
            format!("{}%", with_places(hundredfold.unwrap_or(value), places))
        }
    }
}

/// The number with so many decimals; decimals beyond are zeros, as a look has those of its numbers.
fn with_places(value: Decimal, places: u8) -> String {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if places == 0 {
        return whole.to_owned();
    }
    let part: String = part.chars().chain(std::iter::repeat('0')).take(usize::from(places)).collect();
    format!("{whole}.{part}")
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::cell::NumberLook;

    #[test]
    fn numbers_are_shown_as_their_looks_say() {
        for (value, look, expect) in [
            ("1234567", NumberLook::Decimals(0), "1,234,567"),
            ("-1234.5", NumberLook::Decimals(1), "-1,234.5"),
            ("2.3", NumberLook::Decimals(2), "2.30"),
            ("0.51", NumberLook::Percent(0), "51%"),
            ("0.505", NumberLook::Percent(1), "50.5%"),
            ("1", NumberLook::Percent(0), "100%"),
            ("0.00", NumberLook::Percent(0), "0%"),
        ] {
            assert_eq!(shown(value.parse().expect("a decimal"), look), expect);
        }
    }
}
