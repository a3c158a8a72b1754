//! An HTML element whose text and attributes are escaped by construction.
//!
//! Text enters only through [`Element::text`], [`Element::sentence`] and [`Element::attribute`], which escape it; what is not
//! escaped must be known when the crate is compiled. Left out: anything of HTML that the report does not use.

use crate::direction::needs_isolation;

/// Elements that are never closed.
const VOID: [&str; 4] = ["br", "col", "hr", "meta"];
/// Elements within a line of text, after which no line is broken: white space there would show.
const INLINE: [&str; 12] = ["a", "bdi", "abbr", "code", "em", "q", "span", "strong", "sup", "svg", "use", "cite"];

/// An element: its start tag as far as it is written, and what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    name: &'static str,
    start: String,
    inside: String,
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, start: format!("<{name}"), inside: String::new() }
    }

    /// An element with this class.
    pub(crate) fn classed(name: &'static str, class: &str) -> Self {
        Self::new(name).attribute("class", class)
    }

    pub(crate) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.start.push(' ');
        self.start.push_str(name);
        self.start.push_str("=\"");
        escape_into(&mut self.start, value);
        self.start.push('"');
        self
    }

    /// Text that someone wrote, such as a label. It cannot turn the direction of what is next to it.
    pub(crate) fn text(mut self, text: &str) -> Self {
        if needs_isolation(text) {
            self.inside.push_str("<bdi>");
            escape_into(&mut self.inside, text);
            self.inside.push_str("</bdi>");
        } else {
            escape_into(&mut self.inside, text);
        }
        self
    }

    /// A sentence of the crate's own, in which the words of others are isolated.
    pub(crate) fn sentence(mut self, text: &str) -> Self {
        escape_into(&mut self.inside, text);
        self
    }

    #[expect(clippy::needless_pass_by_value, reason = "a tree is built from its leaves, each used once")]
    pub(crate) fn child(mut self, child: Element) -> Self {
        child.write_into(&mut self.inside);
        self
    }

    pub(crate) fn children(self, children: impl IntoIterator<Item = Element>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Markup of the crate's own, as it stands.
    pub(crate) fn markup(mut self, markup: &'static str) -> Self {
        self.inside.push_str(markup);
        self
    }

    fn write_into(&self, page: &mut String) {
        page.push_str(&self.start);
        page.push('>');
        if !VOID.contains(&self.name) {
            page.push_str(&self.inside);
            page.push_str("</");
            page.push_str(self.name);
            page.push('>');
        }
        if !INLINE.contains(&self.name) {
            page.push('\n');
        }
    }

    /// How many bytes it has been written in, without its end.
    pub(crate) fn length(&self) -> usize {
        self.start.len() + self.inside.len()
    }

    /// The element as text.
    pub(crate) fn written(&self) -> String {
        let mut page = String::with_capacity(self.start.len() + self.inside.len() + 16);
        self.write_into(&mut page);
        page
    }
}

/// An identifier that a link can name: what is no letter, digit, `_`, `-` or `.` becomes `-`.
pub(crate) fn anchor(prefix: &str, name: &str) -> String {
    let name: String =
        name.chars().map(|each| if each.is_alphanumeric() || "_-.".contains(each) { each } else { '-' }).collect();
    format!("{prefix}-{name}")
}

/// A character that XML and HTML forbid, or that could end up as markup, is replaced.
fn escape_into(page: &mut String, text: &str) {
    for each in text.chars() {
        match each {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            '\n' | '\t' => page.push(each),
            control if control.is_control() => page.push('\u{fffd}'),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, anchor};

    #[test]
    fn text_and_attributes_are_escaped() {
        let element = Element::new("td").attribute("title", "\"a\" <b>").text("<script>'x' & \u{0}y</script>");
        assert_eq!(
            element.written(),
            "<td title=\"&quot;a&quot; &lt;b&gt;\">&lt;script&gt;&#39;x&#39; &amp; \u{fffd}y&lt;/script&gt;</td>\n"
        );
    }

    #[test]
    fn text_that_turns_direction_is_isolated() {
        let element = Element::new("td").text("\u{5e9}\u{5dc}").text(" (5)");
        assert_eq!(element.written(), "<td><bdi>\u{5e9}\u{5dc}</bdi> (5)</td>\n");
        assert_eq!(Element::new("td").text("\u{202e}<b>").written(), "<td><bdi>\u{202e}&lt;b&gt;</bdi></td>\n");
    }

    #[test]
    fn a_void_element_has_no_end() {
        assert_eq!(Element::new("col").attribute("span", "2").written(), "<col span=\"2\">\n");
    }

    #[test]
    fn an_anchor_has_no_space_and_no_sign() {
        assert_eq!(anchor("table", "by region#1"), "table-by-region-1");
    }
}
