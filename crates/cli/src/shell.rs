//! A prompt for SQL, with history, completion and commands of its own.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use arrow::array::{Array, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use rustyline::Editor;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use tokio::runtime::Runtime;
use topline_pipeline::{Microdata, Pipeline, Session, explain};

use crate::arguments::Format;
use crate::ending::interruptible;
use crate::explanation;
use crate::failure::Failure;
use crate::query::{self, RowFormat};
use crate::shell_helper::{Completion, Words};

/// What the prompt can do besides queries.
const COMMANDS: [(&str, &str); 7] = [
    ("\\d", "list the tables; `\\d NAME` lists the columns of one"),
    ("\\e FIGURE", "say where a figure comes from, down to the rows of the export"),
    ("\\o FILE", "write results to FILE (.parquet, .csv, .json, .md); `\\o` alone writes them here again"),
    ("\\timing", "say how long each query takes, or no longer"),
    ("\\pager", "show results with the program in PAGER, or no longer"),
    ("\\?", "list these"),
    ("\\q", "end"),
];

/// What a run is asked by.
pub(crate) struct Shell<'s> {
    engine: &'s Runtime,
    pipeline: &'s Pipeline,
    folder: &'s Path,
    session: &'s Session,
    written: RowFormat,
    file: Option<PathBuf>,
    is_timed: bool,
    pager: Option<String>,
}

/// Whether the prompt goes on.
enum Next {
    Ask,
    End,
}

impl<'s> Shell<'s> {
    /// A prompt for the run of a pipeline whose outputs are under `folder`.
    pub(crate) fn new(
        engine: &'s Runtime,
        pipeline: &'s Pipeline,
        folder: &'s Path,
        session: &'s Session,
        written: RowFormat,
    ) -> Self {
        Self { engine, pipeline, folder, session, written, file: None, is_timed: false, pager: None }
    }

    /// Asks for queries until the input ends. A query ends with `;`; what fails is told, and the prompt goes on.
    pub(crate) fn ask(mut self, out: &mut impl Write) -> Result<(), Failure> {
        let mut editor: Editor<Completion, FileHistory> = Editor::new().map_err(Failure::Prompt)?;
        editor.set_helper(Some(Completion(self.words())));
        let history = history_path();
        if let Some(history) = &history {
            // No history yet is no failure.
            let _ = editor.load_history(history);
        }
        writeln!(
            out,
            "tables: {}; and each question (`select * from \"{}\"`).\nfunctions: {}.\n\
             End a query with `;`, and the session with ctrl-d. Tab completes names. `\\?` lists commands.",
            self.session.tables().join(", "),
            self.session.views().next().unwrap_or("Q1"),
            self.session.table_functions().collect::<Vec<_>>().join("; "),
        )
        .map_err(Failure::Output)?;
        let mut text = String::new();
        loop {
            let prompt = if text.is_empty() { "topline> " } else { "     ... " };
            match editor.readline(prompt) {
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(ReadlineError::Interrupted) => {
                    text.clear();
                    continue;
                }
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(Failure::Prompt(error)),
            }
            let whole = text.trim();
            let obeyed = if whole.is_empty() {
                Ok(Next::Ask)
            } else if whole.starts_with('\\') {
                let _ = editor.add_history_entry(whole);
                self.obey(whole, out)
            } else if let Some(sql) = whole.strip_suffix(';') {
                let _ = editor.add_history_entry(whole);
                self.query(sql, out).map(|()| Next::Ask)
            } else {
                continue;
            };
            match obeyed {
                Ok(Next::Ask) => {}
                Ok(Next::End) => break,
                Err(failure @ Failure::Output(_)) => return Err(failure),
                Err(failure) => {
                    failure.tell(None);
                }
            }
            text.clear();
        }
        if let Some(history) = &history {
            let kept = history.parent().map_or(Ok(()), std::fs::create_dir_all);
            if kept.is_ok() {
                // A history that cannot be kept takes nothing from the answers.
                let _ = editor.save_history(history);
            }
        }
        Ok(())
    }

    fn obey(&mut self, line: &str, out: &mut impl Write) -> Result<Next, Failure> {
        let (command, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim().trim_end_matches(';').trim();
        let say = |out: &mut dyn Write, text: &str| writeln!(out, "{text}").map_err(Failure::Output);
        match command.trim_end_matches(';') {
            "\\q" => return Ok(Next::End),
            "\\?" => {
                for (command, meaning) in COMMANDS {
                    say(out, &format!("{command:<12} {meaning}"))?;
                }
            }
            "\\timing" => {
                self.is_timed = !self.is_timed;
                say(out, if self.is_timed { "each query is timed" } else { "queries are not timed" })?;
            }
            "\\pager" => {
                let named = || std::env::var("PAGER").unwrap_or_else(|_| "less -S".to_owned());
                self.pager = if self.pager.is_some() { None } else { Some(named()) };
                let shown = self.pager.as_ref().map(|pager| format!("results are shown with `{pager}`"));
                say(out, shown.as_deref().unwrap_or("results are shown here"))?;
            }
            "\\o" => {
                self.file = Some(rest).filter(|rest| !rest.is_empty()).map(PathBuf::from);
                let shown = self.file.as_ref().map(|file| format!("results go to {}", file.display()));
                say(out, shown.as_deref().unwrap_or("results are shown here"))?;
            }
            "\\d" if rest.is_empty() => {
                let tables = self.session.tables().join("\n");
                let questions = self.session.views().collect::<Vec<_>>().join(", ");
                say(out, &format!("{tables}\nand a table for each question: {questions}"))?;
            }
            "\\d" => {
                let name = rest.trim_matches('"').replace('"', "\"\"");
                let columns = interruptible(|| self.engine.block_on(query::columns(self.session, &name)))?;
                for (column, holds) in columns {
                    say(out, &format!("{column}  {holds}"))?;
                }
            }
            "\\e" => {
                let found = self.engine.block_on(explain(self.pipeline, self.folder, rest, Microdata::Usual))?;
                explanation::write(&found, Format::Table, out)?;
            }
            other => say(out, &format!("there is no command `{other}`: `\\?` lists them"))?,
        }
        Ok(Next::Ask)
    }

    fn query(&self, sql: &str, out: &mut impl Write) -> Result<(), Failure> {
        let began = Instant::now();
        if let Some(file) = &self.file {
            let rows = interruptible(|| {
                self.engine.block_on(query::answer_into_file(self.session, sql, file, self.written.csv))
            })?;
            writeln!(out, "wrote {rows} row{} to {}", if rows == 1 { "" } else { "s" }, file.display())
                .map_err(Failure::Output)?;
        } else if let Some(pager) = &self.pager {
            let mut text = Vec::new();
            interruptible(|| self.engine.block_on(query::answer(self.session, sql, self.written, &mut text)))?;
            page(pager, &text, out)?;
        } else {
            interruptible(|| self.engine.block_on(query::answer(self.session, sql, self.written, out)))?;
        }
        if self.is_timed {
            writeln!(out, "{:.3} s", began.elapsed().as_secs_f64()).map_err(Failure::Output)?;
        }
        Ok(())
    }

    /// What may be completed: of the labels those that the codebook has, and no answers.
    fn words(&self) -> Words {
        let labels = "select distinct label from options order by label";
        let texts = self.engine.block_on(self.session.rows("the labels", labels)).map(|(_, batches)| {
            let columns = batches.iter().filter_map(|batch| cast(batch.column(0), &DataType::Utf8).ok());
            let of = |column: &dyn Array| -> Vec<String> {
                column
                    .as_string_opt::<i32>()
                    .map(StringArray::iter)
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(str::to_owned)
                    .collect()
            };
            columns.flat_map(|column| of(column.as_ref())).collect()
        });
        let keywords = "select from where group by order by having limit join left on case when then else end distinct count \
                        sum avg min max filter over partition with union all and or not in is null like between as asc desc explain";
        let functions = self.session.table_functions().filter_map(|usage| usage.split('(').next());
        let commands = COMMANDS.iter().filter_map(|(command, _)| command.split(' ').next());
        let plain = keywords.split_whitespace().chain(functions).chain(commands).map(str::to_owned);
        Words {
            plain: plain.chain(self.session.tables().iter().cloned()).collect(),
            names: self.session.views().map(str::to_owned).collect(),
            texts: texts.unwrap_or_default(),
        }
    }
}

/// Shows a text with a program; here, where that cannot be started.
fn page(pager: &str, text: &[u8], out: &mut impl Write) -> Result<(), Failure> {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    let Ok(mut shown) = command.args(words).stdin(Stdio::piped()).spawn() else {
        return out.write_all(text).map_err(Failure::Output);
    };
    if let Some(mut stdin) = shown.stdin.take() {
        // Whoever reads may have seen enough.
        let _ = stdin.write_all(text);
    }
    shown.wait().map(drop).map_err(|error: io::Error| Failure::Output(error))
}

/// Where the history is kept: in the folder for a user's state.
fn history_path() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    Some(state.or_else(home)?.join("topline").join("history"))
}
