//! The text of a file of claims: what people wrote and accepted stays as it is, drafts are written anew.

use std::fmt::Write as _;

use toml::Value;
use topline_survey::Side;

use crate::claims::claim_block::ClaimBlock;
use crate::toml_text::quoted;

/// The words on top of a file that is drafted.
const TOP: &str = "\
# Drafted by `topline read`. A claim with `accepted = false` is not judged. Read each one: if `figure` is what the sentence speaks of, set
# `accepted = true`; if another candidate is, name it; if the sentence states nothing of this survey, replace `figure` and `is` by
# `unchecked = \"why\"`. `topline read --review` asks claim by claim. Accepted claims stay when the document is read again.
";

/// What is said of a statement of an earlier time or of another survey.
const ELSEWHERE: &str =
    "# of an earlier time or another survey: `unchecked` in place of `is`, unless it is of this one\n";

/// The document that a file of claims is of.
#[derive(Debug, Clone)]
pub struct DocumentHead<'d> {
    /// Its name.
    pub id: &'d str,
    /// Its title.
    pub title: &'d str,
    /// Where its text is, as the pipeline names it.
    pub path: &'d str,
}

/// A figure that a claim may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The figure.
    pub figure: String,
    /// Its value and labels, for the person who reads the draft.
    pub remark: String,
}

/// A claim that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimDraft {
    /// The words of the document.
    pub quote: String,
    /// The first and the last line.
    pub lines: (u32, u32),
    /// The value in the document's words.
    pub is: String,
    /// Of whom it is.
    pub side: Side,
    /// The figures, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// How much likelier the first is than the second: from 0 to 1.
    pub margin: f64,
    /// Whether it is of an earlier time or of another survey, so that no figure is offered.
    pub is_elsewhere: bool,
}

/// The text of a file of claims.
#[derive(Debug, Clone)]
pub struct ClaimsText {
    head: String,
    blocks: Vec<ClaimBlock>,
}

/// A claim in the file that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedClaim {
    /// Its place among the claims of the file.
    pub place: usize,
    /// The words of the document.
    pub quote: String,
    /// The value in the document's words.
    pub is: String,
    /// The figures that are offered, with the comment on each.
    pub candidates: Vec<Candidate>,
    /// Whether its words say that it is of an earlier time or of another survey.
    pub is_elsewhere: bool,
}

impl ClaimsText {
    /// An empty file of a document.
    #[must_use]
    pub fn new(document: &DocumentHead<'_>) -> Self {
        let [id, title, path] = [document.id, document.title, document.path].map(quoted);
        Self { head: format!("{TOP}\n[document]\nid = {id}\ntitle = {title}\npath = {path}\n\n"), blocks: Vec::new() }
    }

    /// A file as it is.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut sections: Vec<String> = vec![String::new()];
        for line in text.split_inclusive('\n') {
            if line.trim_end() == "[[claim]]" || line.starts_with('[') && sections.len() > 1 {
                sections.push(String::new());
            }
            if let Some(last) = sections.last_mut() {
                last.push_str(line);
            }
        }
        let head = sections.remove(0);
        Self { head, blocks: sections.into_iter().map(ClaimBlock::read).collect() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        let blocks: String = self.blocks.iter().map(|block| block.text.as_str()).collect();
        format!("{}{blocks}", self.head)
    }

    /// Takes out the claims that nobody has accepted; says how many.
    pub fn drop_drafts(&mut self) -> usize {
        let before = self.blocks.len();
        self.blocks.retain(ClaimBlock::is_accepted);
        before - self.blocks.len()
    }

    /// The quote and the lines of each claim, by its place.
    #[must_use]
    pub fn quotes(&self) -> Vec<(usize, String, (u32, u32))> {
        let number = |value: &Value| u32::try_from(value.as_integer()?).ok();
        let of = |(place, block): (usize, &ClaimBlock)| {
            let lines: Vec<u32> = block.get("lines")?.as_array()?.iter().filter_map(number).collect();
            Some((place, block.quote()?.to_owned(), (*lines.first()?, *lines.last()?)))
        };
        self.blocks.iter().enumerate().filter_map(of).collect()
    }

    /// Moves a claim to other lines.
    pub fn set_lines(&mut self, place: usize, (first, last): (u32, u32)) {
        if let Some(block) = self.blocks.get_mut(place) {
            block.set("lines", &lines_text((first, last)));
        }
    }

    /// Adds a claim that is proposed.
    pub fn add(&mut self, draft: &ClaimDraft) {
        let mut text = String::from("[[claim]]\n");
        let lines = lines_text(draft.lines);
        // Writing to text does not fail.
        let _ = writeln!(text, "quote = {}\nlines = {lines}", quoted(&draft.quote));
        for (place, Candidate { figure, remark }) in (1..).zip(&draft.candidates) {
            let remark = remark.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "# {place}: {figure}: {remark}");
        }
        if draft.is_elsewhere {
            text.push_str(ELSEWHERE);
        }
        if let Some(first) = draft.candidates.first() {
            let _ = writeln!(text, "figure = {}", quoted(&first.figure));
        }
        let _ = writeln!(text, "is = {}", quoted(&draft.is));
        if draft.side == Side::Others && !draft.candidates.is_empty() {
            text.push_str("complement = true\n");
        }
        text.push_str("accepted = false\n");
        if !draft.candidates.is_empty() {
            let names: Vec<String> = draft.candidates.iter().map(|candidate| quoted(&candidate.figure)).collect();
            let _ = writeln!(text, "candidates = [{}]\nmargin = {:.2}", names.join(", "), draft.margin);
        }
        text.push('\n');
        if let Some(last) = self.blocks.last_mut().filter(|last| !last.text.ends_with("\n\n")) {
            last.text.push('\n');
        }
        self.blocks.push(ClaimBlock::read(text));
    }

    /// The claims that wait for a person.
    #[must_use]
    pub fn drafts(&self) -> Vec<DraftedClaim> {
        let waiting = self.blocks.iter().enumerate().filter(|(_, block)| block.table.is_some() && !block.is_accepted());
        let drafted = waiting.map(|(place, block)| {
            let names = block.get("candidates").and_then(Value::as_array).cloned().unwrap_or_default();
            let candidates = names.iter().filter_map(Value::as_str).zip(1..).map(|(figure, number)| {
                let start = format!("# {number}: {figure}: ");
                let remark = block.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default();
                Candidate { figure: figure.to_owned(), remark: remark.to_owned() }
            });
            let is = block.get("is").and_then(Value::as_str).unwrap_or_default().to_owned();
            let quote = block.quote().unwrap_or_default().to_owned();
            let is_elsewhere = block.text.contains(ELSEWHERE);
            DraftedClaim { place, quote, is, candidates: candidates.collect(), is_elsewhere }
        });
        drafted.collect()
    }

    /// Accepts a claim as one about this figure.
    pub fn accept(&mut self, place: usize, figure: &str) {
        if let Some(block) = self.blocks.get_mut(place) {
            block.set("figure", &quoted(figure));
            block.set("accepted", "true");
        }
    }

    /// Marks a claim as no statement about the survey.
    pub fn set_aside(&mut self, place: usize, why: &str) {
        if let Some(block) = self.blocks.get_mut(place) {
            for key in ["figure", "is", "candidates", "margin"] {
                block.remove(key);
            }
            block.set("unchecked", &quoted(why));
            block.set("accepted", "true");
        }
    }
}

fn lines_text((first, last): (u32, u32)) -> String {
    if first == last { format!("[{first}]") } else { format!("[{first}, {last}]") }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, ClaimDraft, ClaimsText, DocumentHead, Side};

    fn draft(quote: &str, is: &str) -> ClaimDraft {
        let candidate =
            |figure: &str| Candidate { figure: figure.to_owned(), remark: "54%: \"Reasonable\"".to_owned() };
        let candidates = vec![candidate("relationships.2"), candidate("relationships.3")];
        ClaimDraft {
            quote: quote.to_owned(),
            lines: (6, 7),
            is: is.to_owned(),
            side: Side::Counted,
            candidates,
            margin: 0.4321,
            is_elsewhere: false,
        }
    }

    #[test]
    fn what_was_accepted_stays_as_it_is() {
        let document = DocumentHead { id: "a", title: "A \"release\"", path: "a.txt" };
        let mut file = ClaimsText::new(&document);
        file.add(&draft("54% said \"reasonable\"", "54%"));
        file.add(&draft("21% more", "21%"));
        let text = file.text();
        assert!(text.contains("margin = 0.43\n"), "{text}");
        let drafts = file.drafts();
        assert_eq!((drafts.len(), drafts[0].candidates[1].remark.as_str()), (2, "54%: \"Reasonable\""));
        file.accept(1, "relationships.3");
        let text = file.text().replace("# 2:", "# a remark of mine\n# 2:");
        let mut again = ClaimsText::read(&text);
        assert_eq!(again.drop_drafts(), 1);
        again.set_lines(0, (9, 9));
        let text = again.text();
        assert!(text.contains("# a remark of mine") && text.contains("lines = [9]\n"), "{text}");
        assert!(text.contains("figure = \"relationships.3\"") && text.contains("accepted = true"), "{text}");
        again.set_aside(0, "of another survey");
        let text = again.text();
        assert!(text.contains("unchecked = \"of another survey\"") && !text.contains("is = "), "{text}");
        assert!(text.parse::<toml::Table>().is_ok());
    }
}
