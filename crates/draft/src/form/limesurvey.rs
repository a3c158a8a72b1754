//! The survey structure of `LimeSurvey`: text separated by tabs, in which a row is a group, a question, a part or an option of one.
//!
//! A class says what a row is (`S`, `SL`, `G`, `Q`, `SQ`, `A`), and a letter of which type a question is. Some types have options
//! of their own, which the file does not list.

use crate::form::field::{Asks, Field, Form};
use crate::form::table::{Row, Table};
use crate::html::without_tags;

/// A question as it is gathered.
#[derive(Default)]
struct Gathered {
    field: Field,
    kind: String,
    /// Rows of the second scale, of what has two.
    across: Vec<(String, String)>,
    second: Vec<(String, String)>,
}

/// Reads the structure, in the survey's own language.
pub(super) fn read(table: &Table) -> Form {
    let place = |name: &str| table.place(&[name]);
    let (class, kind, name) = (place("class"), place("typescale"), place("name"));
    let (text, language, other) = (place("text"), place("language"), place("other"));
    let of_survey = |row: &Row<'_>, setting: &str| row.cell(class) == "S" && row.cell(name) == setting;
    let declared = table.rows().find(|row| of_survey(row, "language")).map(|row| row.cell(text));
    let first = || table.rows().find(|row| row.cell(class) == "Q").map(|row| row.cell(language));
    let own = declared.filter(|own| !own.is_empty()).or_else(first).unwrap_or_default();
    let mut form = Form::default();
    let mut gathered: Option<Gathered> = None;
    let mut group: Vec<String> = Vec::new();
    for row in table.rows() {
        let spoken = row.cell(language);
        if !spoken.is_empty() && spoken != own {
            continue;
        }
        let pair = || (row.cell(name).to_owned(), without_tags(row.cell(text)));
        match row.cell(class) {
            "SL" if row.cell(name) == "surveyls_title" => form.title = Some(without_tags(row.cell(text))),
            "Q" => {
                form.fields.extend(gathered.take().into_iter().flat_map(fields));
                let (name, text) = pair();
                let has_other = row.cell(other) == "Y";
                let field = Field { name, text, has_other, headings: group.clone(), ..Field::default() };
                gathered = Some(Gathered { field, kind: row.cell(kind).to_owned(), ..Gathered::default() });
            }
            "SQ" => {
                if let Some(gathered) = &mut gathered {
                    let is_second = row.cell(kind) == "1";
                    if is_second { &mut gathered.across } else { &mut gathered.field.items }.push(pair());
                }
            }
            "A" => {
                if let Some(gathered) = &mut gathered {
                    let is_second = row.cell(kind) == "1";
                    if is_second { &mut gathered.second } else { &mut gathered.field.options }.push(pair());
                }
            }
            "G" => {
                form.fields.extend(gathered.take().into_iter().flat_map(fields));
                group = Some(without_tags(row.cell(name))).filter(|title| !title.is_empty()).into_iter().collect();
            }
            _ => {}
        }
    }
    form.fields.extend(gathered.into_iter().flat_map(fields));
    form
}

fn listed(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
}

fn points(greatest: u8) -> Vec<(String, String)> {
    (1..=greatest).map(|point| (point.to_string(), point.to_string())).collect()
}

/// What a question of each type gives.
fn fields(gathered: Gathered) -> Vec<Field> {
    let Gathered { mut field, kind, across, second } = gathered;
    let fixed = match kind.as_str() {
        "Y" => Some(listed(&[("Y", "Yes"), ("N", "No")])),
        "G" => Some(listed(&[("F", "Female"), ("M", "Male")])),
        "C" => Some(listed(&[("Y", "Yes"), ("U", "Uncertain"), ("N", "No")])),
        "E" => Some(listed(&[("I", "Increase"), ("S", "Same"), ("D", "Decrease")])),
        "5" | "A" => Some(points(5)),
        "B" => Some(points(10)),
        _ => None,
    };
    if let Some(options) = fixed {
        field.options = options;
    }
    field.asks = match kind.as_str() {
        "L" | "!" | "O" | "5" | "G" | "Y" => Asks::One,
        "M" | "P" => Asks::Several,
        "F" | "A" | "B" | "C" | "E" | "H" | "1" => Asks::Each,
        "R" => Asks::Order,
        "N" | "K" => Asks::Number,
        "S" | "T" | "U" | "Q" => Asks::Words,
        _ => Asks::Cells,
    };
    match kind.as_str() {
        // An array of numbers or of texts has a column for each pair of a row and one across.
        ":" | ";" => {
            let rows = std::mem::take(&mut field.items);
            let pairs = rows.iter().flat_map(|row| across.iter().map(move |across| (row, across)));
            let pair = |((row, label), (across, other)): (&(String, String), &(String, String))| {
                (format!("{row}_{across}"), format!("{label}: {other}"))
            };
            field.items = pairs.map(pair).collect();
            field.asks = if kind == ":" { Asks::Number } else { Asks::Words };
            vec![field]
        }
        // A dual scale is two grids over the same rows.
        "1" => {
            let of_scale = |number: u8, options: Vec<(String, String)>| {
                let items = field.items.iter().map(|(code, label)| (format!("{code}][{number}"), label.clone()));
                Field { options, items: items.collect(), ..field.clone() }
            };
            vec![of_scale(1, field.options.clone()), of_scale(2, second)]
        }
        "M" | "P" => {
            field.options = std::mem::take(&mut field.items);
            vec![field]
        }
        "X" | "|" => Vec::new(),
        _ => vec![field],
    }
}
