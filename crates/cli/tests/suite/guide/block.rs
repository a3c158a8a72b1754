//! The fenced blocks of a page of Markdown, and what the comment above each says of it.

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// The first word after the fence.
    pub language: String,
    /// The index of its first line within the page, below the fence.
    pub first: usize,
    /// Its lines.
    pub lines: Vec<String>,
    /// What the comment above it says.
    pub note: Option<Note>,
}

/// An HTML comment above a block, which readers of the page do not see.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// `sql: PIPELINE`: the run that a query is asked of.
    Run(String),
    /// `duckdb`: a query for DuckDB.
    DuckDb,
    /// `file: PATH`: the block becomes this file.
    File(String),
    /// `append: PATH`: the block is put at the end of this file.
    Append(String),
    /// `edit: PATH`: in this file the lines of the block after `-` become those after `+`.
    Edit(String),
    /// `not run: REASON`: the block cannot be run here.
    NotRun(String),
}

impl Block {
    pub(super) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// The indices of its lines within the page.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.lines.len()
    }
}

/// The blocks of a page, in order.
pub(super) fn blocks(lines: &[String]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(language) = lines[at].strip_prefix("```") else {
            at += 1;
            continue;
        };
        let first = at + 1;
        let length = lines[first..].iter().position(|line| line == "```").expect("a fence is closed");
        blocks.push(Block {
            language: language.split([',', ' ']).next().unwrap_or_default().to_owned(),
            first,
            lines: lines[first..first + length].to_vec(),
            note: lines[..at].iter().rfind(|line| !line.is_empty()).and_then(|line| note(line)),
        });
        at = first + length + 1;
    }
    blocks
}

/// What a line says of the block below it, if it is such a comment.
fn note(line: &str) -> Option<Note> {
    let said = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let (word, rest) = said.split_once(':').map_or((said, ""), |(word, rest)| (word, rest.trim()));
    let rest = rest.to_owned();
    Some(match word {
        "sql" => Note::Run(rest),
        "duckdb" => Note::DuckDb,
        "file" => Note::File(rest),
        "append" => Note::Append(rest),
        "edit" => Note::Edit(rest),
        "not run" => Note::NotRun(rest),
        _ => panic!("a comment above a block says `{said}`"),
    })
}

#[test]
fn a_block_has_its_language_its_lines_and_its_comment() {
    let page = "Text.\n\n<!-- sql: other -->\n\n```sql\nselect 1\n```\n\n```text\n1\n```\n";
    let lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let blocks = blocks(&lines);
    let said: Vec<_> = blocks.iter().map(|block| (block.language.as_str(), block.text(), block.range())).collect();
    assert_eq!(said, [("sql", "select 1\n".to_owned(), 5..6), ("text", "1\n".to_owned(), 9..10)]);
    assert_eq!(blocks[0].note, Some(Note::Run("other".to_owned())));
    assert_eq!(blocks[1].note, None);
}
