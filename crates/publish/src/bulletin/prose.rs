//! Markdown as blocks of text: what a page and a document for Word are made of.
//!
//! Tables and strikethrough are read as most tools write them. HTML stays text, and so does a link to anything but a page, a place in the
//! text, or a mail address. Pictures are their description.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading of this level, from 1.
    Heading(u8, Vec<Span>),
    Paragraph(Vec<Span>),
    Quote(Vec<Block>),
    /// A list: the number of its first item, where they are numbered.
    List(Option<u64>, Vec<Vec<Block>>),
    /// The cells of the header row, and the rows.
    Table(Vec<Vec<Span>>, Vec<Vec<Vec<Span>>>),
    /// Text in the letters of a machine.
    Code(String),
    Rule,
}

/// Text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub text: String,
    pub look: SpanLook,
    pub link: Option<String>,
}

/// How text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SpanLook {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
}

/// The blocks of a text.
pub(crate) fn prose(markdown: &str) -> Vec<Block> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let mut reader = ProseReader { open: vec![Open::Blocks(Vec::new())], look: SpanLook::default(), link: None };
    events.for_each(|event| reader.take(event));
    match reader.open.swap_remove(0) {
        Open::Blocks(blocks) => blocks,
        Open::Spans(_) | Open::List(..) | Open::Rows(_) | Open::Text(_) => Vec::new(),
    }
}

/// What is being read.
enum Open {
    Blocks(Vec<Block>),
    Spans(Vec<Span>),
    List(Option<u64>, Vec<Vec<Block>>),
    /// The rows of a table, the header row first.
    Rows(Vec<Vec<Vec<Span>>>),
    Text(String),
}

struct ProseReader {
    /// The innermost is the last; the first are the blocks of the text.
    open: Vec<Open>,
    look: SpanLook,
    link: Option<String>,
}

impl ProseReader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text, self.look),
            Event::Code(text) => self.text(&text, SpanLook { code: true, ..self.look }),
            Event::SoftBreak | Event::HardBreak => self.text(" ", self.look),
            Event::Rule => self.block(Block::Rule),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => self.open.push(Open::Spans(Vec::new())),
            Tag::BlockQuote(_) | Tag::Item => self.open.push(Open::Blocks(Vec::new())),
            Tag::List(first) => {
                // An item without blank lines has its text alone, and then perhaps a list.
                self.end_loose_text();
                self.open.push(Open::List(first, Vec::new()));
            }
            Tag::Table(_) => self.open.push(Open::Rows(Vec::new())),
            Tag::TableHead | Tag::TableRow => {
                if let Some(Open::Rows(rows)) = self.open.last_mut() {
                    rows.push(Vec::new());
                }
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.open.push(Open::Text(String::new())),
            Tag::Strong => self.look.strong = true,
            Tag::Emphasis => self.look.emphasis = true,
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()).filter(|url| is_harmless(url)),
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Image { .. }
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_spans(Block::Paragraph),
            TagEnd::Heading(level) => self.end_spans(|spans| Block::Heading(number(level), spans)),
            TagEnd::TableCell => {
                if let Some(Open::Spans(spans)) = self.open.pop()
                    && let Some(Open::Rows(rows)) = self.open.last_mut()
                    && let Some(row) = rows.last_mut()
                {
                    row.push(spans);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.end_loose_text();
                if let Some(Open::Blocks(blocks)) = self.open.pop() {
                    self.block(Block::Quote(blocks));
                }
            }
            TagEnd::Item => {
                self.end_loose_text();
                if let Some(Open::Blocks(blocks)) = self.open.pop()
                    && let Some(Open::List(_, items)) = self.open.last_mut()
                {
                    items.push(blocks);
                }
            }
            TagEnd::List(_) => {
                if let Some(Open::List(first, items)) = self.open.pop() {
                    self.block(Block::List(first, items));
                }
            }
            TagEnd::Table => {
                if let Some(Open::Rows(mut rows)) = self.open.pop()
                    && !rows.is_empty()
                {
                    let head = rows.remove(0);
                    self.block(Block::Table(head, rows));
                }
            }
            TagEnd::CodeBlock => {
                if let Some(Open::Text(text)) = self.open.pop() {
                    self.block(Block::Code(text.trim_end().to_owned()));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(Open::Text(text)) = self.open.pop() {
                    let span = Span { text: text.trim().to_owned(), ..Span::default() };
                    self.block(Block::Paragraph(vec![span]));
                }
            }
            TagEnd::Strong => self.look.strong = false,
            TagEnd::Emphasis => self.look.emphasis = false,
            TagEnd::Link => self.link = None,
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn end_spans(&mut self, block: impl FnOnce(Vec<Span>) -> Block) {
        if let Some(Open::Spans(spans)) = self.open.pop() {
            self.block(block(spans));
        }
    }

    /// Text of an item that has no paragraph of its own becomes one.
    fn end_loose_text(&mut self) {
        if matches!(self.open.last(), Some(Open::Spans(_))) {
            self.end_spans(Block::Paragraph);
        }
    }

    fn block(&mut self, block: Block) {
        self.end_loose_text();
        if let Some(Open::Blocks(blocks)) = self.open.last_mut() {
            blocks.push(block);
        }
    }

    fn text(&mut self, text: &str, look: SpanLook) {
        if let Some(Open::Text(whole)) = self.open.last_mut() {
            whole.push_str(text);
            return;
        }
        if !matches!(self.open.last(), Some(Open::Spans(_))) {
            self.open.push(Open::Spans(Vec::new()));
        }
        let Some(Open::Spans(spans)) = self.open.last_mut() else { return };
        match spans.last_mut().filter(|last| last.look == look && last.link == self.link) {
            Some(last) => last.text.push_str(text),
            None => spans.push(Span { text: text.to_owned(), look, link: self.link.clone() }),
        }
    }
}

/// Whether a link leads to a page, a place in the text, or a mail address.
fn is_harmless(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|start| lower.starts_with(start))
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Span, SpanLook, prose};

    fn plain(text: &str) -> Vec<Span> {
        vec![Span { text: text.to_owned(), ..Span::default() }]
    }

    #[test]
    fn lists_hold_lists_and_paragraphs() {
        let inner = Block::List(Some(1), vec![vec![Block::Paragraph(plain("b"))]]);
        assert_eq!(
            prose("- a\n  1. b\n- c\n\n  d\n"),
            [Block::List(
                None,
                vec![
                    vec![Block::Paragraph(plain("a")), inner],
                    vec![Block::Paragraph(plain("c")), Block::Paragraph(plain("d"))]
                ]
            )]
        );
    }

    #[test]
    fn html_and_scripts_are_text() {
        assert_eq!(prose("<script>x</script>\n"), [Block::Paragraph(plain("<script>x</script>"))]);
        assert_eq!(prose("a <b>c</b>"), [Block::Paragraph(plain("a <b>c</b>"))]);
        assert_eq!(prose("[x](javascript:y)"), [Block::Paragraph(plain("x"))]);
    }

    #[test]
    fn looks_and_tables_are_kept() {
        let strong = SpanLook { strong: true, ..SpanLook::default() };
        assert_eq!(
            prose("# a **b**\n\n> q\n\n| h | i |\n|---|---|\n| 1 | 2 |\n"),
            [
                Block::Heading(1, vec![plain("a ").remove(0), Span { text: "b".into(), look: strong, link: None }]),
                Block::Quote(vec![Block::Paragraph(plain("q"))]),
                Block::Table(vec![plain("h"), plain("i")], vec![vec![plain("1"), plain("2")]]),
            ]
        );
    }
}
