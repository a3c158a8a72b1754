//! Where a document says what is quoted.
//!
//! White space, line ends, hyphens, the shape of quotation marks and dashes, and characters that nobody sees make no difference. A
//! quote may leave words out: ` … ` between its parts. A number within a longer one is another number: `9%` is not in `69%`.

use crate::document_text::{DocumentText, TextLine};

/// Where a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// On the lines that are named.
    There,
    /// From this line to that.
    Elsewhere(u32, u32),
    /// Nowhere.
    Nowhere,
}

/// Looks for a quote on some lines of a document, then in all of it.
#[must_use]
pub fn find_quote(document: &DocumentText, (first, last): (u32, u32), quote: &str) -> Placement {
    let forms = [&document.lines, &document.marked];
    let is_named = |line: &&TextLine| (first..=last).contains(&line.number);
    if forms.iter().any(|lines| Folded::of(lines.iter().filter(is_named)).find(quote).is_some()) {
        return Placement::There;
    }
    let found = forms.iter().find_map(|lines| Folded::of(lines.iter()).find(quote));
    found.map_or(Placement::Nowhere, |(first, last)| Placement::Elsewhere(first, last))
}

/// Text without what makes no difference.
struct Folded {
    letters: Vec<char>,
    /// Of each letter the line it is on, and whether white space or another mark stands before it.
    places: Vec<(u32, bool)>,
}

impl Folded {
    fn of<'l>(lines: impl Iterator<Item = &'l TextLine>) -> Self {
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        for line in lines {
            let mut is_apart = true;
            for each in line.text.chars() {
                match folded(each) {
                    Some(letter) => {
                        letters.push(letter);
                        places.push((line.number, is_apart));
                        is_apart = false;
                    }
                    None => is_apart = true,
                }
            }
        }
        Self { letters, places }
    }

    /// The first and last line of a quote.
    fn find(&self, quote: &str) -> Option<(u32, u32)> {
        let mut from = 0;
        let mut lines: Option<(u32, u32)> = None;
        for part in quote.split(" \u{2026} ") {
            let wanted: Vec<char> = part.chars().filter_map(folded).collect();
            if wanted.is_empty() {
                continue;
            }
            let at = self.find_part(&wanted, from)?;
            from = at + wanted.len();
            let first = lines.map_or(self.places[at].0, |(first, _)| first);
            lines = Some((first, self.places[from - 1].0));
        }
        lines
    }

    fn find_part(&self, wanted: &[char], from: usize) -> Option<usize> {
        let last = self.letters.len().checked_sub(wanted.len())?;
        (from..=last).find(|&at| self.letters[at..at + wanted.len()] == *wanted && self.is_whole(at, at + wanted.len()))
    }

    /// Whether no number begins before `start` or goes on at `end`.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let is_digit = |at: usize| self.letters.get(at).is_some_and(char::is_ascii_digit);
        let is_point = |at: usize| self.letters.get(at).is_some_and(|each| matches!(each, '.' | ','));
        let is_joined = |at: usize| self.places.get(at).is_some_and(|(_, is_apart)| !is_apart);
        let goes_on =
            |at: usize| is_joined(at) && (is_digit(at) || is_point(at) && is_joined(at + 1) && is_digit(at + 1));
        let begins_before = start > 0
            && is_digit(start)
            && is_joined(start)
            && (is_digit(start - 1) || start > 1 && is_point(start - 1) && is_joined(start - 1) && is_digit(start - 2));
        let ends_before = !(end > 0 && is_digit(end - 1) && goes_on(end));
        !begins_before && ends_before
    }
}

/// A character as it is compared; nothing of one that makes no difference.
fn folded(each: char) -> Option<char> {
    match each {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '`' | '\u{b4}' => Some('\''),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => Some('"'),
        // Soft hyphens, joiners, marks of direction, and the hyphens and dashes between words.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
            None
        }
        _ if each.is_whitespace() => None,
        _ => Some(each),
    }
}

#[cfg(test)]
mod tests {
    use super::{Placement, find_quote};
    use crate::document_file::read_document;
    use crate::document_text::DocumentText;

    fn check(text: &str, lines: (u32, u32), quote: &str, expect: Placement) {
        assert_eq!(find_quote(&DocumentText::plain(text), lines, quote), expect, "{quote}");
    }

    #[test]
    fn shapes_of_marks_make_no_difference() {
        let text = "relationships to be \u{2018}reason-\nable\u{2019} , and 54\u{a0}% of\nthe well\u{2011}known 56";
        check(text, (1, 3), "to be 'reasonable', and 54% of the well-known 56", Placement::There);
        check(text, (1, 2), "54% of the \u{2026} 56", Placement::Elsewhere(2, 3));
        check(text, (1, 3), "relationships \u{2026} 54% of", Placement::There);
        check(text, (1, 3), "54% of \u{2026} relationships", Placement::Nowhere);
        check(text, (1, 3), "54% of those", Placement::Nowhere);
        check(text, (3, 9), "to be \u{2018}reasonable\u{2019}", Placement::Elsewhere(1, 2));
    }

    #[test]
    fn a_number_in_a_longer_one_is_another() {
        let text = "69% disagreeing, 1,615 men, 17.5% of 80";
        for quote in ["9% disagreeing", "615 men", "5% of 80", "% of 8", "disagreeing, 1"] {
            check(text, (1, 1), quote, Placement::Nowhere);
        }
        for quote in ["69% disagreeing", "1,615 men", "17.5% of 80", "17.5", "of 80"] {
            check(text, (1, 1), quote, Placement::There);
        }
        check("Only10% of 6 9% in all", (1, 1), "10% of 6", Placement::There);
        check("6 9%", (1, 1), "9%", Placement::There);
    }

    #[test]
    fn marked_documents_are_quoted_with_or_without_marks() {
        let page = read_document("a.html", b"<p>A <em>quarter</em>\n(25%) of &lsquo;them&rsquo;</p>").expect("a page");
        assert_eq!(find_quote(&page, (1, 2), "A quarter (25%) of 'them'"), Placement::There);
        let notes = read_document("a.md", b"**91%** of [them](http://a.example)").expect("notes");
        assert_eq!(find_quote(&notes, (1, 1), "91% of them"), Placement::There);
        assert_eq!(find_quote(&notes, (1, 1), "**91%** of"), Placement::There);
    }
}
