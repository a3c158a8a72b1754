//! The text of a document for Word.

use topline_markup::Markup;

use crate::bulletin::prose::{Block, Span};

/// The namespace of a document's text.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OF_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The number of the list of bullets; numbered lists have the numbers behind it.
const BULLETS: usize = 1;
/// The levels that a list can have.
const DEEPEST: usize = 8;

/// The text, and what other parts of the document must know of it.
pub(super) struct Body {
    /// `word/document.xml`.
    pub document: Vec<u8>,
    links: Vec<String>,
    pub numbered: Vec<NumberedList>,
}

/// A list with numbers.
pub(super) struct NumberedList {
    pub number: usize,
    pub level: usize,
    pub first: u64,
}

impl Body {
    /// The name and the target of each link.
    pub(super) fn links(&self) -> impl Iterator<Item = (String, &str)> {
        self.links.iter().enumerate().map(|(index, link)| (link_name(index), link.as_str()))
    }
}

fn link_name(index: usize) -> String {
    format!("rIdLink{}", index + 1)
}

/// The text of these blocks.
pub(super) fn body(blocks: &[Block]) -> Body {
    let mut writer = BodyWriter { markup: Markup::new(), links: Vec::new(), numbered: Vec::new() };
    writer.markup.begin("w:document", &[("xmlns:w", MAIN), ("xmlns:r", OF_DOCUMENT)]);
    writer.markup.begin("w:body", &[]);
    for block in blocks {
        writer.block(block, Place::Text);
    }
    writer.markup.begin("w:sectPr", &[]);
    writer.markup.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
    let margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1440"));
    writer.markup.empty("w:pgMar", &margins);
    writer.markup.end();
    Body { document: writer.markup.finish(), links: writer.links, numbered: writer.numbered }
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    Text,
    Quote,
    /// At the beginning of an item of this list.
    Item {
        list: usize,
        level: usize,
    },
    /// Further down in an item.
    Within {
        level: usize,
    },
}

struct BodyWriter {
    markup: Markup,
    links: Vec<String>,
    numbered: Vec<NumberedList>,
}

impl BodyWriter {
    fn block(&mut self, block: &Block, place: Place) {
        match block {
            Block::Heading(level, spans) => self.paragraph(&format!("Heading{}", level.clamp(&1, &6)), place, spans),
            Block::Paragraph(spans) => {
                let style = match place {
                    Place::Text => "Normal",
                    Place::Quote => "Quote",
                    Place::Item { .. } | Place::Within { .. } => "ListParagraph",
                };
                self.paragraph(style, place, spans);
            }
            Block::Quote(blocks) => {
                for block in blocks {
                    self.block(block, Place::Quote);
                }
            }
            Block::List(first, items) => self.list(*first, items, place),
            Block::Table(head, rows) => self.table(head, rows),
            Block::Code(text) => {
                for line in text.lines() {
                    self.paragraph("Code", place, &[Span { text: line.to_owned(), ..Span::default() }]);
                }
            }
            Block::Rule => self.paragraph("Normal", place, &[]),
        }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>], place: Place) {
        let level = match place {
            Place::Text | Place::Quote => 0,
            Place::Item { level, .. } | Place::Within { level } => (level + 1).min(DEEPEST),
        };
        let list = match first {
            None => BULLETS,
            Some(first) => {
                let number = BULLETS + 1 + self.numbered.len();
                self.numbered.push(NumberedList { number, level, first });
                number
            }
        };
        for blocks in items {
            for (index, block) in blocks.iter().enumerate() {
                self.block(block, if index == 0 { Place::Item { list, level } } else { Place::Within { level } });
            }
        }
    }

    fn paragraph(&mut self, style: &str, place: Place, spans: &[Span]) {
        self.markup.begin("w:p", &[]);
        self.markup.begin("w:pPr", &[]);
        self.markup.empty("w:pStyle", &[("w:val", style)]);
        match place {
            Place::Item { list, level } => {
                self.markup.begin("w:numPr", &[]);
                self.markup.empty("w:ilvl", &[("w:val", &level.to_string())]);
                self.markup.empty("w:numId", &[("w:val", &list.to_string())]);
                self.markup.end();
            }
            Place::Within { level } => {
                self.markup.empty("w:ind", &[("w:left", &(567 * (level + 1)).to_string())]);
            }
            Place::Text | Place::Quote => {}
        }
        self.markup.end();
        self.spans(spans);
        self.markup.end();
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            if let Some(link) = &span.link {
                let name = link_name(self.links.len());
                self.links.push(link.clone());
                self.markup.begin("w:hyperlink", &[("r:id", &name)]);
                self.run(span, Some("Hyperlink"));
                self.markup.end();
            } else {
                self.run(span, None);
            }
        }
    }

    fn run(&mut self, span: &Span, style: Option<&str>) {
        self.markup.begin("w:r", &[]);
        self.markup.begin("w:rPr", &[]);
        if let Some(style) = style {
            self.markup.empty("w:rStyle", &[("w:val", style)]);
        }
        if span.look.code {
            self.markup.empty("w:rFonts", &[("w:ascii", "Courier New"), ("w:hAnsi", "Courier New")]);
        }
        if span.look.strong {
            self.markup.empty("w:b", &[]);
        }
        if span.look.emphasis {
            self.markup.empty("w:i", &[]);
        }
        self.markup.end();
        self.markup.leaf("w:t", &[("xml:space", "preserve")], &span.text);
        self.markup.end();
    }

    /// A table whose first row is marked as its header, which Word repeats on each page and reads out.
    fn table(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        self.markup.begin("w:tbl", &[]);
        self.markup.begin("w:tblPr", &[]);
        self.markup.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
        self.markup.begin("w:tblBorders", &[]);
        for side in ["w:top", "w:bottom", "w:insideH"] {
            self.markup.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:color", "auto")]);
        }
        self.markup.end();
        self.markup.empty("w:tblLook", &[("w:firstRow", "1"), ("w:noVBand", "1")]);
        self.markup.end();
        self.markup.begin("w:tblGrid", &[]);
        for _ in head {
            self.markup.empty("w:gridCol", &[]);
        }
        self.markup.end();
        for (index, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
            self.markup.begin("w:tr", &[]);
            if index == 0 {
                self.markup.begin("w:trPr", &[]);
                self.markup.empty("w:cantSplit", &[]);
                self.markup.empty("w:tblHeader", &[]);
                self.markup.end();
            }
            for cell in row {
                self.markup.begin("w:tc", &[]);
                self.paragraph("Normal", Place::Text, cell);
                self.markup.end();
            }
            self.markup.end();
        }
        self.markup.end();
        // Word wants a paragraph behind a table.
        self.paragraph("Normal", Place::Text, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::bulletin::prose::prose;

    #[test]
    fn headings_lists_and_tables_have_the_styles_of_word() {
        let body =
            body(&prose("# A & B\n\n1. one **two**\n   - three\n\n[x](https://example.org)\n\n| h |\n|---|\n| 1 |\n"));
        let text = String::from_utf8(body.document.clone()).expect("text");
        for part in [
            "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">A &amp; B</w:t></w:r>",
            "<w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr>",
            "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">two</w:t>",
            "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>",
            "<w:hyperlink r:id=\"rIdLink1\">",
            "<w:tblHeader/>",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!(body.links().collect::<Vec<_>>(), [("rIdLink1".to_owned(), "https://example.org")]);
        assert_eq!(body.numbered.len(), 1);
    }
}
