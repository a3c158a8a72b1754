//! One page: its blocks are run in order, in a sandbox of its own.

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::block::{Block, Note, blocks};
use super::languages::{duckdb, missing_for_python, missing_for_r, python};
use super::sandbox::{Printed, Sandbox};
use super::shown::{agrees, is_shortened};
use crate::real::folder_of_data;
use crate::workspace::{path, root, seeds};

/// The run that a query is asked of where the page says nothing else.
const USUAL_RUN: &str = "lga-councillors-2017";

/// The commands that build and install: shown to be typed, and never run by a test.
const BUILDING: [&str; 5] = ["cargo ", "just", "TOPLINE_GUIDE=", "rustup ", "#"];

/// What became of a page.
pub(crate) struct Outcome {
    /// How many blocks were run.
    pub ran: usize,
    /// The blocks that were not, and why.
    pub skipped: Vec<String>,
    /// What differs.
    pub wrong: Vec<String>,
    lines: Vec<String>,
    printed: Vec<(Range<usize>, Vec<String>)>,
}

impl Outcome {
    /// The page with what was printed.
    pub(crate) fn updated(&self) -> String {
        let mut lines = self.lines.clone();
        for (range, printed) in self.printed.iter().rev() {
            lines.splice(range.clone(), printed.iter().cloned());
        }
        lines.join("\n") + "\n"
    }
}

/// Runs the blocks of a page.
pub(crate) fn check_page(page: &str) -> Outcome {
    let text = fs::read_to_string(root().join(page)).expect("a page");
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut checker = Checker {
        page,
        sandbox: None,
        outcome: Outcome { ran: 0, skipped: Vec::new(), wrong: Vec::new(), lines, printed: Vec::new() },
    };
    let blocks = blocks(&checker.outcome.lines);
    for (at, block) in blocks.iter().enumerate() {
        checker.check(block, blocks.get(at + 1));
    }
    checker.outcome
}

struct Checker<'p> {
    page: &'p str,
    sandbox: Option<Sandbox>,
    outcome: Outcome,
}

impl Checker<'_> {
    fn check(&mut self, block: &Block, next: Option<&Block>) {
        if let Some(Note::NotRun(reason)) = &block.note {
            return self.skip(block, reason);
        }
        if let Some(Note::File(file) | Note::Append(file) | Note::Edit(file)) = &block.note {
            return self.write(block, file);
        }
        match block.language.as_str() {
            "console" => self.commands(block),
            "sql" => self.query(block, next),
            "python" => match missing_for_python(&block.text()) {
                Some(missing) => self.skip(block, &missing),
                None => self.script(&python(), &block.text(), block, next),
            },
            "r" => match missing_for_r(&block.text()) {
                Some(missing) => self.skip(block, &missing),
                None => self.script("Rscript", &block.text(), block, next),
            },
            "toml" => {
                if let Err(error) = block.text().parse::<toml::Table>() {
                    self.outcome.wrong.push(format!("{}: {error}", self.place(block.first)));
                }
            }
            "sh" => self.is_typed(block),
            "text" | "rust" | "markdown" | "diff" | "csv" | "yaml" | "json" | "dockerfile" => {}
            other => self.outcome.wrong.push(format!("{}: a block in `{other}`", self.place(block.first))),
        }
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{}", self.page, line + 1)
    }

    fn skip(&mut self, block: &Block, why: &str) {
        let place = self.place(block.first);
        self.outcome.skipped.push(format!("{place}: {why}"));
    }

    fn sandbox(&mut self) -> &Sandbox {
        self.sandbox.get_or_insert_with(Sandbox::new)
    }

    /// A block that is a file of the sandbox.
    fn write(&mut self, block: &Block, file: &str) {
        let file = self.sandbox().path().join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder that can be made");
        let text = match block.note {
            Some(Note::Append(_)) => format!("{}\n{}", read(&file), block.text()),
            Some(Note::Edit(_)) => {
                let (before, [from, to]) = (read(&file), ['+', '-'].map(|left_out| without(block, left_out)));
                if before.matches(&from).count() != 1 {
                    let place = self.place(block.first);
                    self.outcome.wrong.push(format!("{place}: the file does not have these lines once:\n{before}"));
                }
                before.replace(&from, &to)
            }
            _ => block.text(),
        };
        fs::write(&file, text).expect("a file that can be written");
        self.outcome.ran += 1;
    }

    /// Commands with what they print.
    fn commands(&mut self, block: &Block) {
        if block.text().contains("tests/real") && folder_of_data().is_none() {
            return self.skip(block, "the real exports are not here");
        }
        let calls = calls(block);
        if calls.is_empty() {
            self.outcome.wrong.push(format!("{}: a console without a command", self.place(block.first)));
        }
        let mut last = 0;
        for (at, (line, command, shown)) in calls.iter().enumerate() {
            let Printed { code, text } = self.sandbox().shell(command, last);
            last = code;
            // The documents that the claims of `pipelines/` quote are not part of the project.
            if text.contains("is not at ${TOPLINE_SEEDS") {
                return self.skip(block, "the documents that its claims quote are not here");
            }
            let asks = calls.get(at + 1).is_some_and(|(_, next, _)| next == "echo $?");
            if code != 0 && !asks {
                let place = self.place(*line);
                self.outcome.wrong.push(format!("{place}: exits with {code}, and the page does not say so\n{text}"));
            }
            self.compare(shown.clone(), &text);
        }
        self.outcome.ran += 1;
    }

    /// A query, with the rows in the block below it.
    fn query(&mut self, block: &Block, next: Option<&Block>) {
        if block.note == Some(Note::DuckDb) {
            let code = duckdb(&block.text());
            return match missing_for_python(&code) {
                Some(missing) => self.skip(block, &missing),
                None => self.script(&python(), &code, block, next),
            };
        }
        let run = match &block.note {
            Some(Note::Run(run)) => run.as_str(),
            _ => USUAL_RUN,
        };
        let (query, out) = (block.text(), path(&seeds().out).to_owned());
        let arguments = ["sql", query.as_str(), "--pipeline", run, "--out", out.as_str()];
        let printed = self.sandbox().run("topline", &arguments);
        self.block(block, next, &printed);
    }

    fn script(&mut self, program: &str, code: &str, block: &Block, next: Option<&Block>) {
        let printed = self.sandbox().script(program, code);
        self.block(block, next, &printed);
    }

    /// Compares what a block printed with the block of text below it.
    fn block(&mut self, block: &Block, next: Option<&Block>, printed: &Printed) {
        self.outcome.ran += 1;
        if printed.code != 0 {
            let place = self.place(block.first);
            self.outcome.wrong.push(format!("{place}: exits with {}\n{}", printed.code, printed.text));
        } else if let Some(shown) = next.filter(|next| next.language == "text" && self.follows(block, next)) {
            self.compare(shown.range(), &printed.text);
        }
    }

    /// Whether nothing but blank lines is between two blocks.
    fn follows(&self, block: &Block, next: &Block) -> bool {
        self.outcome.lines[block.range().end + 1..next.first - 1].iter().all(String::is_empty)
    }

    fn compare(&mut self, range: Range<usize>, printed: &str) {
        let shown: Vec<&str> = self.outcome.lines[range.clone()].iter().map(String::as_str).collect();
        let printed: Vec<&str> = printed.lines().collect();
        if agrees(&shown, &printed) {
            return;
        }
        let wrong = format!(
            "{}: the page shows\n{}\nand this is printed\n{}",
            self.place(range.start),
            shown.join("\n"),
            printed.join("\n")
        );
        if !is_shortened(&shown) {
            self.outcome.printed.push((range, printed.iter().map(|line| line.trim_end().to_owned()).collect()));
        }
        self.outcome.wrong.push(wrong);
    }

    /// Commands to type that are not run here: those that build, and recipes that are there.
    fn is_typed(&mut self, block: &Block) {
        let recipes = fs::read_to_string(root().join("justfile")).expect("the recipes");
        for line in block.lines.iter().filter(|line| !line.is_empty()) {
            let recipe = line.strip_prefix("just ").and_then(|rest| rest.split(' ').next());
            let is_there = recipe.is_none_or(|recipe| recipes.lines().any(|line| is_recipe(line, recipe)));
            if !is_there || !BUILDING.iter().any(|word| line.starts_with(word)) {
                let place = self.place(block.first);
                self.outcome.wrong.push(format!("{place}: `{line}` belongs into a console block, where it is run"));
            }
        }
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("a file to change")
}

/// The lines of a difference without those that begin with a sign, and without the signs.
fn without(block: &Block, sign: char) -> String {
    let lines = block.lines.iter().filter(|line| !line.starts_with(sign));
    lines.map(|line| line.get(1..).unwrap_or_default().to_owned() + "\n").collect()
}

/// Whether a line of the justfile begins a recipe.
fn is_recipe(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', ':']))
}

/// The commands of a console, each with its line and the lines that are shown below it.
fn calls(block: &Block) -> Vec<(usize, String, Range<usize>)> {
    let mut calls: Vec<(usize, String, Range<usize>)> = Vec::new();
    for (at, line) in block.range().zip(&block.lines) {
        if let Some(command) = line.strip_prefix("$ ") {
            calls.push((at, command.to_owned(), at + 1..at + 1));
        } else if let Some((_, command, shown)) = calls.last_mut() {
            if shown.end == shown.start && command.ends_with('\\') {
                command.push('\n');
                command.push_str(line);
                *shown = at + 1..at + 1;
            } else {
                shown.end = at + 1;
            }
        }
    }
    calls
}
