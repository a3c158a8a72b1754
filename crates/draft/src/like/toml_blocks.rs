//! A text of TOML as its tables, each with the comments before it, so that one of them can be changed and the others stay.

/// A table of a file: its header, the lines below it, and the comments right above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TomlBlock {
    /// `question` of `[[question]]`, `source` of `[source]`; empty for what is before the first header.
    pub name: String,
    /// All its lines.
    pub text: String,
}

impl TomlBlock {
    /// Its keys and values, without the header.
    pub(super) fn table(&self) -> toml::Table {
        let is_header = |line: &&str| line.trim_start().starts_with('[') && !self.name.is_empty();
        let at = self.text.lines().position(|line| is_header(&line));
        let lines = self.text.lines().enumerate().filter(|(number, _)| Some(*number) != at);
        let body: Vec<&str> = lines.map(|(_, line)| line).collect();
        body.join("\n").parse().unwrap_or_default()
    }

    /// A text of the table.
    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.table().get(key).and_then(toml::Value::as_str).map(str::to_owned)
    }

    /// The same as a comment, with the reason above it.
    pub(super) fn commented(&self, reason: &str) -> String {
        let lines = self.text.trim_end().lines().map(|line| {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') { line.to_owned() } else { format!("# {line}") }
        });
        let lines: Vec<String> = lines.collect();
        format!("# {reason}\n{}\n\n", lines.join("\n"))
    }

    /// Sets the value of a key, as TOML; adds the key below the header where it is not there. Nothing as value takes it out.
    pub(super) fn set(&mut self, key: &str, value: Option<&str>) {
        let is_key =
            |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let mut lines: Vec<String> = self.text.lines().map(str::to_owned).collect();
        let at = lines.iter().position(|line| is_key(line));
        match (at, value) {
            (Some(at), value) => {
                // A value may go on over several lines.
                let is_whole = |end: &usize| lines[at..=*end].join("\n").parse::<toml::Table>().is_ok();
                let end = (at..lines.len()).find(is_whole).unwrap_or(at);
                lines.splice(at..=end, value.map(|value| format!("{key} = {value}")));
            }
            (None, Some(value)) => {
                let header = lines.iter().position(|line| line.trim_start().starts_with('['));
                let below = if self.name.is_empty() { None } else { header };
                lines.insert(below.map_or(lines.len(), |at| at + 1), format!("{key} = {value}"));
            }
            (None, None) => {}
        }
        self.text = lines.join("\n") + "\n";
    }
}

/// What a text of TOML is within, at the end of a line.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    depth: usize,
    long_text: Option<&'static str>,
}

impl Within {
    /// Goes on over a line.
    fn pass(&mut self, line: &str) {
        let mut rest = line;
        while !rest.is_empty() {
            if let Some(end) = self.long_text {
                let Some(at) = rest.find(end) else { return };
                (rest, self.long_text) = (&rest[at + 3..], None);
            } else if let Some(start) = ["\"\"\"", "'''"].into_iter().find(|start| rest.starts_with(start)) {
                (rest, self.long_text) = (&rest[3..], Some(start));
            } else if rest.starts_with('#') {
                return;
            } else if let Some(quote) = rest.chars().next().filter(|each| matches!(each, '"' | '\'')) {
                rest = behind_quoted(&rest[1..], quote);
            } else {
                let each = rest.chars().next().unwrap_or(' ');
                match each {
                    '[' | '{' => self.depth += 1,
                    ']' | '}' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                rest = &rest[each.len_utf8()..];
            }
        }
    }

    fn is_outside(self) -> bool {
        self.depth == 0 && self.long_text.is_none()
    }
}

/// What follows a text in quotes.
fn behind_quoted(text: &str, quote: char) -> &str {
    let mut is_escaped = false;
    for (at, each) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if each == '\\' && quote == '"' {
            is_escaped = true;
        } else if each == quote {
            return &text[at + 1..];
        }
    }
    ""
}

/// The tables of a text, in their order. Put together again they are the text.
pub(super) fn blocks_of(text: &str) -> Vec<TomlBlock> {
    let mut blocks = vec![TomlBlock { name: String::new(), text: String::new() }];
    let mut within = Within::default();
    for line in text.lines() {
        let bare = line.trim_start();
        if within.is_outside() && bare.starts_with('[') {
            let name = bare.trim_start_matches('[').split(']').next().unwrap_or_default().trim().to_owned();
            let comments = blocks.last_mut().map(|last| comments_at_end(&mut last.text)).unwrap_or_default();
            blocks.push(TomlBlock { name, text: comments });
        }
        within.pass(line);
        if let Some(last) = blocks.last_mut() {
            last.text.push_str(line);
            last.text.push('\n');
        }
    }
    blocks
}

/// Takes the comments off the end that are right above what follows, where a blank line is before them.
fn comments_at_end(text: &mut String) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let count = lines.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let is_apart = lines.len() > count && lines[lines.len() - count - 1].trim().is_empty();
    if count == 0 || !is_apart {
        return String::new();
    }
    let (own, comments) = lines.split_at(lines.len() - count);
    let comments = comments.join("\n") + "\n";
    *text = own.join("\n") + "\n";
    comments
}

#[cfg(test)]
mod tests {
    use super::blocks_of;

    const TEXT: &str = "# a file\nid = \"x\" # [not a table]\n\n# about the source\n[source]\npath = \"a]b.csv\"\nlist = [\n  [1, 2],\n  \"[x]\",\n]\ntext = \"\"\"\n[none]\n\"\"\"\n[[question]]\nid = \"q1\"\n";

    #[test]
    fn a_text_is_its_tables() {
        let blocks = blocks_of(TEXT);
        let names: Vec<&str> = blocks.iter().map(|block| block.name.as_str()).collect();
        assert_eq!(names, ["", "source", "question"]);
        assert_eq!(blocks.iter().map(|block| block.text.as_str()).collect::<String>(), TEXT);
        assert!(blocks[1].text.starts_with("# about the source\n"));
        assert_eq!(blocks[2].string("id").as_deref(), Some("q1"));
    }

    #[test]
    fn a_key_is_set_where_it_is() {
        let mut source = blocks_of(TEXT).swap_remove(1);
        source.set("path", Some("\"b.csv\""));
        source.set("sheet", Some("\"Data\""));
        source.set("text", None);
        source.set("list", Some("[]"));
        let expect = "# about the source\n[source]\nsheet = \"Data\"\npath = \"b.csv\"\nlist = []\n";
        assert_eq!(source.text, expect);
    }
}
