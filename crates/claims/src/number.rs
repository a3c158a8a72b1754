//! Counts as they are printed.

/// A count as it is printed: `1,615`.
pub(crate) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn counts_are_printed_in_thousands() {
        assert_eq!([7, 81, 100, 1_615, 1_234_567].map(thousands), ["7", "81", "100", "1,615", "1,234,567"]);
    }
}
