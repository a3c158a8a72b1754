//! A definition as a tree of elements. Names of elements and attributes are without prefixes; entities that XML does not know
//! stay as they are written.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::texts::byte_census::utf_16_without_mark;
use crate::triple_s::definition_error::DefinitionError;

/// The most bytes of a definition.
const LARGEST: u64 = 64 << 20;
const DEEPEST: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    content: Vec<Content>,
}

/// What stands within an element.
#[derive(Debug)]
enum Content {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.trim())
    }

    /// The elements within it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element of this name within it.
    pub(super) fn element(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Its own text, with a blank where an element stands (`<br/>`), and each run of white space as one blank.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for content in &self.content {
            match content {
                Content::Text(part) => text.push_str(part),
                Content::Element(_) => text.push(' '),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its text with that of the elements within it.
    pub(super) fn whole_text(&self) -> String {
        let mut text = String::new();
        self.gather_text(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather_text(&self, into: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(part) => into.push_str(part),
                Content::Element(element) if element.name == "br" => into.push(' '),
                Content::Element(element) => element.gather_text(into),
            }
        }
    }
}

/// Reads a whole document, and gives its root.
pub(super) fn read(input: impl Read) -> Result<Element, DefinitionError> {
    let mut bytes = Vec::new();
    input.take(LARGEST + 1).read_to_end(&mut bytes).map_err(DefinitionError::Io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(DefinitionError::Long { limit: LARGEST });
    }
    let (text, _) = encoding_of(&bytes).decode_with_bom_removal(&bytes);
    parse(&text)
}

/// By its mark, by what its first line declares, or UTF-8; a declared UTF-8 that is none is Windows-1252.
fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    let start = &bytes[..bytes.len().min(1024)];
    let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| utf_16_without_mark(start)) {
        return encoding;
    }
    let declaration = String::from_utf8_lossy(start);
    let declared = declaration
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, value)| value.split(['"', '\'']).nth(1))
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        // What can be read so far is no UTF-16, whatever it says.
        .filter(|encoding| encoding.is_ascii_compatible());
    match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    }
}

fn parse(text: &str) -> Result<Element, DefinitionError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true; // As some programs write labels.
    // The elements that are open, the outermost first; below them stands what gathers the root.
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event();
        let line = || {
            let before = text.get(..reader.buffer_position() as usize).unwrap_or(text);
            before.matches('\n').count() + 1
        };
        let event = event.map_err(|error| DefinitionError::Xml { line: line(), source: Box::new(error) })?;
        let content = match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(DefinitionError::Deep { line: line(), limit: DEEPEST });
                }
                open.push(element(&start));
                continue;
            }
            Event::Empty(start) => Content::Element(element(&start)),
            Event::End(_) => match open.pop() {
                Some(element) if !open.is_empty() => Content::Element(element),
                _ => return Err(DefinitionError::Cut),
            },
            Event::Text(text) => Content::Text(text.into_inner().into_owned()),
            Event::CData(text) => Content::Text(text.into_inner().into_owned()),
            Event::GeneralRef(reference) => Content::Text(character(&reference.borrow().into_inner())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            Event::Eof => break,
        };
        if let Some(element) = open.last_mut() {
            element.content.push(content);
        }
    }
    let root = open.pop().filter(|_| open.is_empty()).ok_or(DefinitionError::Cut)?;
    let first = root.content.into_iter().find_map(|content| match content {
        Content::Element(element) => Some(element),
        Content::Text(_) => None,
    });
    first.ok_or(DefinitionError::NoElement { element: "sss" })
}

/// The character that a reference names, or the reference.
fn character(name: &str) -> String {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    character.map_or_else(|| format!("&{name};"), String::from)
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        (name, value.map_or_else(|_| attribute.value.clone().into_owned(), std::borrow::Cow::into_owned))
    });
    Element {
        name: start.local_name().as_ref().to_ascii_lowercase(),
        attributes: attributes.collect(),
        content: Vec::new(),
    }
}
