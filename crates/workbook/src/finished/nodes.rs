//! XML read node by node: names without their prefixes, text with its references resolved.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::finished::archive::UnreadableWorkbook;

/// What comes next in a part.
pub(super) enum Node {
    /// An element begins.
    Begin(Beginning),
    /// An element ends: its name.
    End(String),
    /// Text.
    Text(String),
}

/// The start of an element.
pub(super) struct Beginning {
    /// Its name.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Beginning {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute as a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.parse().ok()
    }

    /// Whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }
}

/// The nodes of a part, one after the other.
pub(super) struct Nodes<'t> {
    part: &'t str,
    reader: Reader<&'t [u8]>,
    ending: Option<String>,
}

impl<'t> Nodes<'t> {
    pub(super) fn of(part: &'t str, text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        Self { part, reader, ending: None }
    }

    /// The next node; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node>, UnreadableWorkbook> {
        if let Some(name) = self.ending.take() {
            return Ok(Some(Node::End(name)));
        }
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| UnreadableWorkbook::Xml { part: self.part.to_owned(), source: Box::new(error) })?;
            return Ok(Some(match event {
                Event::Start(start) => Node::Begin(beginning(&start)),
                Event::Empty(start) => {
                    let start = beginning(&start);
                    self.ending = Some(start.name.clone());
                    Node::Begin(start)
                }
                Event::End(end) => Node::End(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Node::Text(text.into_inner().into_owned()),
                Event::CData(text) => Node::Text(text.into_inner().into_owned()),
                Event::GeneralRef(reference) => Node::Text(character(&reference.borrow().into_inner())),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
                Event::Eof => return Ok(None),
            }));
        }
    }
}

fn beginning(start: &BytesStart<'_>) -> Beginning {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        (name, value.map_or_else(|_| attribute.value.clone().into_owned(), std::borrow::Cow::into_owned))
    });
    Beginning { name: start.local_name().as_ref().to_owned(), attributes: attributes.collect() }
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
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    character.map_or_else(|| format!("&{name};"), String::from)
}
