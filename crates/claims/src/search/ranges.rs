//! Ranges of numbers as they are compared: `18-29`, `18 to 29` and `18 - 29` are one, and so are `> 60`, `over 60`, `60+` and `60 and up`.

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    /// A number and not a percentage.
    Number(&'t str),
    /// The same in a word, which is one in ranges alone: `between one and two years`.
    Spelled(&'t str),
    Word(&'t str),
    Sign(char),
}

/// Numbers that are spelled.
const SPELLED: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

/// The numbers in a text and the ranges of them, but for percentages.
pub(super) fn ranges(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let pieces = pieces(&lower);
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let (range, length) = range(&pieces[at..]);
        found.extend(range);
        at += length;
    }
    found
}

/// The range that the pieces begin with, and how many of them it has.
fn range(pieces: &[Piece<'_>]) -> (Option<String>, usize) {
    use Piece::{Number, Sign, Spelled, Word};
    match pieces {
        [Number(low) | Spelled(low), Sign('-' | '\u{2013}') | Word("to" | "and"), Number(high) | Spelled(high), ..] => {
            (Some(format!("{low}-{high}")), 3)
        }
        [Number(low) | Spelled(low), Word("and" | "or"), Word("up" | "over" | "older" | "more" | "above"), ..]
        | [Word("over" | "above"), Sign('-'), Number(low), ..]
        | [Word("more" | "greater"), Word("than"), Number(low) | Spelled(low), ..] => (Some(format!("{low}+")), 3),
        [Word("less" | "fewer"), Word("than"), Number(high) | Spelled(high), ..]
        | [Word("under"), Sign('-'), Number(high), ..]
        | [
            Number(high) | Spelled(high),
            Word("and" | "or"),
            Word("under" | "fewer" | "less" | "below" | "younger"),
            ..,
        ] => (Some(format!("-{high}")), 3),
        [Number(low), Sign('+'), ..] | [Sign('>') | Word("over" | "above"), Number(low) | Spelled(low), ..] => {
            (Some(format!("{low}+")), 2)
        }
        [Sign('<') | Word("under" | "below"), Number(high) | Spelled(high), ..] => (Some(format!("-{high}")), 2),
        // `Windows 7`.
        [Number(number), ..] => (Some(format!("#{number}")), 1),
        _ => (None, 1),
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_part = |each: char| {
            if first.is_ascii_digit() { each.is_ascii_digit() || each == ',' } else { each.is_alphabetic() }
        };
        if first.is_alphanumeric() && is_part(first) {
            let end = rest.find(|each: char| !is_part(each)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            let number = piece.trim_end_matches(',');
            let is_share = after.trim_start().starts_with('%');
            let is_spelled = ["per cent", "percent", "pc"].iter().any(|unit| after.trim_start().starts_with(unit));
            if !first.is_ascii_digit() {
                let spelled = SPELLED.iter().position(|word| *word == piece).map(|at| DIGITS[at]);
                pieces.push(spelled.map_or(Piece::Word(piece), Piece::Spelled));
            } else if !(is_share || is_spelled) {
                pieces.push(Piece::Number(number));
            }
            rest = after;
        } else {
            if matches!(first, '-' | '\u{2013}' | '+' | '>' | '<') {
                pieces.push(Piece::Sign(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn ranges_are_one_however_they_are_written() {
        for (text, found) in [
            ("18-29", "18-29"),
            ("men aged 18 - 34", "18-34"),
            ("those aged 35 to 64", "35-64"),
            ("between 25 and 29", "25-29"),
            ("> 60", "60+"),
            ("people over 60", "60+"),
            ("the over-60s", "60+"),
            ("65 and up", "65+"),
            ("11+ years", "11+"),
            ("11 or more years", "11+"),
            ("under 25", "-25"),
            ("< 20", "-20"),
            ("in 2016", "#2016"),
            ("Windows 7", "#7"),
            ("companies with more than 10,000 employees", "10,000+"),
            ("rooms of 12 m² and ½", "#12"),
            ("Greater than 10,000", "10,000+"),
            ("fewer than 50", "-50"),
            ("250 or fewer", "-250"),
            ("$50,000 to $99,999", "50,000-99,999"),
            ("between one and two years", "1-2"),
            ("for over two years", "2+"),
            ("less than one year", "-1"),
        ] {
            assert_eq!(ranges(text), [found], "{text}");
        }
        assert!(ranges("over 60% and 35 per cent").is_empty());
        assert!(ranges("one of them, and two more").is_empty(), "a word is no number by itself");
    }
}
