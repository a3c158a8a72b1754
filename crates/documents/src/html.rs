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

/// The text of HTML.
pub(crate) fn read(text: &str) -> DocumentText {
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
                name if !INLINE.contains(&name) => block.end(),
                _ => {}
            },
            Token::EndTag(tag)
                if !INLINE.contains(&tag.name.as_slice()) && !matches!(tag.name.as_slice(), b"td" | b"th") =>
            {
                block.end();
            }
            Token::String(words) => block.add(&String::from_utf8_lossy(&words.value), line_at(words.span.start)),
            Token::EndTag(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    block.end();
    DocumentText { lines: block.lines, marked: crate::document_text::numbered(text) }
}

/// The block that is being read, line by line of the file.
#[derive(Default)]
struct Block {
    lines: Vec<TextLine>,
    open: Option<TextLine>,
}

impl Block {
    /// Adds text that begins in a line of the file.
    fn add(&mut self, words: &str, first: u32) {
        for (number, line) in (first..).zip(words.split('\n')) {
            match &mut self.open {
                Some(open) if open.number == number => open.text.push_str(line),
                _ if line.trim().is_empty() => {}
                open => {
                    let text = line.trim_start().to_owned();
                    let begins = open.is_none();
                    self.lines.extend(open.replace(TextLine { number, text, begins }));
                }
            }
        }
    }

    fn cell(&mut self) {
        if let Some(open) = &mut self.open
            && !open.text.trim().is_empty()
        {
            open.text.push_str(" | ");
        }
    }

    fn end(&mut self) {
        if let Some(open) = self.open.take()
            && !open.text.trim().is_empty()
        {
            self.lines.push(open);
            // What comes next is another block.
            let number = self.lines.last().map_or(1, |line| line.number);
            self.lines.push(TextLine { number, text: String::new(), begins: true });
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
