//! What a survey is called and who is behind it, written into a draft.

use std::path::Path;

use topline_store::{read_file, write_input};

use crate::error::RunError;
use crate::load::load;

/// What a person says of a survey that no export says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Billing {
    /// Its title.
    pub title: String,
    /// The people it speaks for.
    pub population: Option<String>,
    /// Who commissioned it.
    pub client: Option<String>,
    /// The first and the last day on which people answered.
    pub fieldwork: Option<(String, String)>,
}

impl Billing {
    /// Writes it into `survey.toml` of the drafted pipeline in `folder`, in the place of the title that is there.
    pub fn write(&self, folder: &Path) -> Result<(), RunError> {
        let path = folder.join("survey.toml");
        let drafted = read_file(&path).map_err(RunError::Store)?;
        let text = String::from_utf8_lossy(&drafted);
        let lines = text.lines().map(|line| if line.starts_with("title = ") { self.lines() } else { line.to_owned() });
        let text = lines.collect::<Vec<_>>().join("\n") + "\n";
        write_input(&path, text.as_bytes()).map_err(RunError::Store)?;
        if let Err(error) = load(folder) {
            // The draft stays as it was.
            write_input(&path, &drafted).map_err(RunError::Store)?;
            return Err(error);
        }
        Ok(())
    }

    fn lines(&self) -> String {
        let mut lines = vec![format!("title = {}", quoted(&self.title))];
        let of = [("client", &self.client), ("population", &self.population)];
        lines.extend(of.iter().filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value.as_ref()?)))));
        if let Some((start, end)) = &self.fieldwork {
            lines.push(format!("fieldwork = {{ start = {start}, end = {end} }}"));
        }
        lines.join("\n")
    }
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for each in text.chars() {
        match each {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            each if each.is_control() => quoted.push(' '),
            each => quoted.push(each),
        }
    }
    quoted.push('"');
    quoted
}
