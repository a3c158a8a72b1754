//! XML that is being written. Text and attributes are escaped; what XML cannot hold becomes U+FFFD.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An attribute.
pub type Attribute<'a> = (&'static str, &'a str);

/// A document that is being written.
pub struct Markup {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Default for Markup {
    fn default() -> Self {
        Self::new()
    }
}

impl Markup {
    /// A document with its declaration.
    #[must_use]
    pub fn new() -> Self {
        let mut markup = Self { writer: Writer::new(Vec::new()), open: Vec::new() };
        markup.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        markup
    }

    /// A page of HTML, without the declaration of XML.
    #[must_use]
    pub fn page() -> Self {
        let mut markup = Self { writer: Writer::new(Vec::new()), open: Vec::new() };
        markup.write(Event::DocType(BytesText::from_escaped("html")));
        markup
    }

    fn write(&mut self, event: Event<'_>) {
        // Memory takes whatever is written to it.
        let _ = self.writer.write_event(event);
    }

    /// Begins an element.
    pub fn begin(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.write(Event::Start(start(name, attributes)));
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.write(Event::Text(BytesText::new(&allowed(text))));
    }

    /// An element with text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.begin(name, attributes);
        self.text(text);
        self.end();
    }

    /// A comment, for people.
    pub fn comment(&mut self, text: &str) {
        let text = format!(" {} ", allowed(text).replace('-', "\u{2010}"));
        self.write(Event::Comment(BytesText::from_escaped(text)));
    }

    /// The bytes, every element ended.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.writer.into_inner()
    }
}

fn start<'s>(name: &'static str, attributes: &'s [Attribute<'s>]) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, allowed(value).as_ref()));
    }
    start
}

/// Text as XML 1.0 can hold it: what it cannot is replaced, and a line ends by a line feed.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |each: char| matches!(each, '\t' | '\n' | '\u{20}'..='\u{7e}' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().map(|each| if is_allowed(each) { each } else { '\u{fffd}' }).collect())
}
