//! `topline new`: a pipeline from a few questions.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use topline_pipeline::{Billing, InitRequest, Initiated, RunError, init, is_file};

use crate::failure::Failure;

/// Asks, drafts the pipeline, and writes into it what was answered. Nothing is written before the last answer.
pub(crate) fn interview(input: &mut impl BufRead, out: &mut impl Write) -> Result<Initiated, Failure> {
    let mut asking = Asking { input, out };
    asking.say("Answer each question with a line. What is in brackets is taken if you only press return.\n")?;
    let export = loop {
        let path = PathBuf::from(asking.ask("Export (path of the file from your survey tool)", None)?);
        if is_file(&path).map_err(RunError::Store)? {
            break path;
        }
        asking.say(&format!("There is no file {}.\n", path.display()))?;
    };
    let stem = stem_of(&export);
    let folder = Path::new("pipelines").join(asking.ask("Name of the pipeline", Some(&stem))?);
    let title = asking.ask("Title of the survey, as readers see it", Some(&stem))?;
    let population = asking.optional("Who was asked (such as: residents aged 18 or over)")?;
    let client = asking.optional("Who commissioned it")?;
    let start = asking.day("First day of fieldwork (such as 2026-01-31)")?;
    let end = if start.is_some() { asking.day("Last day of fieldwork")? } else { None };
    let fieldwork = start.zip(end);
    let billing = Billing { title, population, client, fieldwork };
    let request = InitRequest {
        export,
        folder: Some(folder),
        metadata: None,
        questionnaire: None,
        like: None,
        labels: None,
        encoding: None,
    };
    let initiated = init(&request)?;
    billing.write(&initiated.folder)?;
    Ok(initiated)
}

/// The name of a file in letters that names of folders may have.
fn stem_of(export: &Path) -> String {
    let stem = export.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let letters: String = stem.chars().map(|each| if each.is_ascii_alphanumeric() { each } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "survey".to_owned() } else { words.join("-") }
}

/// Who asks, and where answers come from.
struct Asking<'a, R, W> {
    input: &'a mut R,
    out: &'a mut W,
}

impl<R: BufRead, W: Write> Asking<'_, R, W> {
    fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).map_err(Failure::Output)
    }

    /// Asks until there is an answer, or takes what is usual.
    fn ask(&mut self, question: &str, usual: Option<&str>) -> Result<String, Failure> {
        loop {
            let shown = usual.map(|usual| format!(" [{usual}]")).unwrap_or_default();
            self.say(&format!("{question}{shown}: "))?;
            let mut line = String::new();
            if self.input.read_line(&mut line).map_err(Failure::Input)? == 0 {
                return Err(Failure::Input(io::ErrorKind::UnexpectedEof.into()));
            }
            match (line.trim(), usual) {
                ("", None) => {}
                ("", Some(usual)) => return Ok(usual.to_owned()),
                (answer, _) => return Ok(answer.to_owned()),
            }
        }
    }

    fn optional(&mut self, question: &str) -> Result<Option<String>, Failure> {
        let answer = self.ask(question, Some("skip"))?;
        Ok(Some(answer).filter(|answer| answer != "skip"))
    }

    /// A day, or nothing.
    fn day(&mut self, question: &str) -> Result<Option<String>, Failure> {
        loop {
            let Some(answer) = self.optional(question)? else { return Ok(None) };
            if is_day(&answer) {
                return Ok(Some(answer));
            }
            self.say("Write it as year, month and day: 2026-01-31.\n")?;
        }
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, length: usize| {
        let part: &str = parts.get(at)?;
        Some(part).filter(|part| part.len() == length)?.parse::<u32>().ok()
    };
    parts.len() == 3
        && number(0, 4).is_some()
        && number(1, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(2, 2).is_some_and(|day| (1..=31).contains(&day))
}
