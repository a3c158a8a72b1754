//! A prompt for SQL, with history.

use std::io::Write;
use std::path::PathBuf;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use tokio::runtime::Runtime;
use topline_pipeline::Session;

use crate::ending::interruptible;
use crate::failure::Failure;
use crate::query::{self, RowFormat};

/// Asks for queries until the input ends. A query ends with `;`; what fails is told, and the prompt goes on.
pub(crate) fn ask(
    engine: &Runtime,
    session: &Session,
    written: RowFormat,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let mut editor = DefaultEditor::new().map_err(Failure::Prompt)?;
    let history = history_path();
    if let Some(history) = &history {
        // No history yet is no failure.
        let _ = editor.load_history(history);
    }
    writeln!(
        out,
        "tables: {}; and each question (`select * from \"{}\"`).\nfunctions: {}.\nEnd a query with `;`, and the session with ctrl-d.",
        session.tables().join(", "),
        session.views().next().unwrap_or("Q1"),
        session.table_functions().collect::<Vec<_>>().join("; "),
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
        if whole.is_empty() {
            text.clear();
        } else if let Some(sql) = whole.strip_suffix(';') {
            let _ = editor.add_history_entry(whole);
            match interruptible(|| engine.block_on(query::answer(session, sql, written, out))) {
                Ok(()) => {}
                Err(failure @ Failure::Output(_)) => return Err(failure),
                Err(failure) => {
                    failure.tell(None);
                }
            }
            text.clear();
        }
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

/// Where the history is kept: in the folder for a user's state.
fn history_path() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    Some(state.or_else(home)?.join("topline").join("history"))
}
