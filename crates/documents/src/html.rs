//! HTML as a reader sees it: text by blocks, without scripts and styles. Line numbers are those of the file.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::document_text::{DocumentText, TextLine};

/// Elements whose text nobody reads.
const UNREAD: [&[u8]; 7] = [b"script", b"style", b"head", b"noscript", b"template", b"svg", b"nav"];

/// Elements that stand in a line of text; all others end it.
const INLINE: [&[u8]; 25] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"cite", b"code", b"data", b"dfn", b"em", b"font", b"i", b"img", b"kbd",
    b"mark", b"q", b"s", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"u", b"wbr",
];

/// Elements that stand within a cell of a table without ending it.
const WITHIN_CELL: [&[u8]; 4] = [b"br", b"div", b"p", b"center"];

/// The text of HTML.
pub(crate) fn read(text: &str) -> DocumentText {
    DocumentText { lines: lines(text), marked: crate::document_text::numbered(text) }
}

/// What a reader sees of HTML, line by line.
pub(crate) fn lines(text: &str) -> Vec<TextLine> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect();
    let line_at = |offset: usize| starts.partition_point(|start| *start <= offset).max(1) as u32;
    let mut block = Block::default();
    let mut unread: Vec<Vec<u8>> = Vec::new();
    let tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span());
    for token in tokens.flatten() {
        match token {
            Token::StartTag(tag) if UNREAD.contains(&tag.name.as_slice()) && !tag.self_closing => {
                unread.push(tag.name.to_vec());
            }
            Token::EndTag(tag) if unread.last().is_some_and(|name| *name == **tag.name) => {
                unread.pop();
                block.end();
            }
            _ if !unread.is_empty() => {}
            Token::StartTag(tag) => match tag.name.as_slice() {
                b"td" | b"th" => block.cell(),
                b"tr" => block.end(),
                name if block.cells > 0 && WITHIN_CELL.contains(&name) => block.space(),
                name if !INLINE.contains(&name) => block.end(),
                _ => {}
            },
            Token::EndTag(tag) => match tag.name.as_slice() {
                b"td" | b"th" => {}
                name if block.cells > 0 && WITHIN_CELL.contains(&name) => {}
                name if !INLINE.contains(&name) => block.end(),
                _ => {}
            },
            Token::String(words) => block.add(&String::from_utf8_lossy(&words.value), line_at(words.span.start)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    block.end();
    block.lines
}

/// The block that is being read, line by line of the file; a row of a table is one line.
#[derive(Default)]
struct Block {
    lines: Vec<TextLine>,
    open: Option<TextLine>,
    /// How many cells of a row have begun.
    cells: usize,
}

impl Block {
    /// Adds text that begins in a line of the file.
    fn add(&mut self, words: &str, first: u32) {
        if self.cells > 0 {
            self.add_to_row(words, first);
            return;
        }
        for (number, line) in (first..).zip(words.split('\n')) {
            match &mut self.open {
                Some(open) if open.number == number => open.text.push_str(line),
                _ if line.trim().is_empty() => {}
                open => {
                    let text = line.trim_start().to_owned();
                    let begins = open.is_none();
                    self.lines.extend(open.replace(TextLine { number, text, begins, is_row: false }));
                }
            }
        }
    }

    fn add_to_row(&mut self, words: &str, number: u32) {
        let bars = " | ".repeat(self.cells - 1);
        let open = self.open.get_or_insert(TextLine { number, text: bars, begins: true, is_row: true });
        open.text.push_str(&words.replace('\n', " "));
    }

    fn cell(&mut self) {
        self.cells += 1;
        if let Some(open) = &mut self.open {
            open.text.push_str(" | ");
        }
    }

    /// The end of a block within a cell.
    fn space(&mut self) {
        if let Some(open) = &mut self.open {
            open.text.push(' ');
        }
    }

    fn end(&mut self) {
        self.cells = 0;
        if let Some(open) = self.open.take()
            && !open.text.trim().is_empty()
        {
            self.lines.push(open);
            // What comes next is another block.
            let number = self.lines.last().map_or(1, |line| line.number);
            self.lines.push(TextLine { number, text: String::new(), begins: true, is_row: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_reader_sees_text() {
        let page = "<html><head><title>91%</title><style>p{width:50%}</style></head>\n<body><p>A <b>quarter</b> (25&#37;)\nof &ldquo;them&rdquo;</p><script>var a = '10%';</script>\n<table><tr><td>Yes</td><td>54%</td></tr></table></body>";
        let lines: Vec<(u32, String)> = read(page)
            .lines
            .into_iter()
            .map(|line| (line.number, line.text))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        assert_eq!(
            lines,
            [(2, "A quarter (25%)".to_owned()), (3, "of \u{201c}them\u{201d}".to_owned()), (4, "Yes | 54%".to_owned())]
        );
    }
}
