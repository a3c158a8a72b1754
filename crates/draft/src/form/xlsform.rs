//! An `XLSForm`: a workbook whose sheet `survey` has a field a row, and whose sheet `choices` has the options by list.

use std::collections::HashMap;

use topline_survey::Format;

use crate::error::DraftError;
use crate::form::field::{Asks, Field, Form};
use crate::form::table::Table;
use crate::html::without_tags;

/// Reads the form, in its default language.
pub(super) fn read(bytes: &[u8], format: Format) -> Result<Form, DraftError> {
    let survey = Table::read(bytes, format, None, Some("survey"))?;
    if survey.place(&["type"]).is_none() || survey.place(&["name"]).is_none() {
        return Err(DraftError::UnknownQuestionnaire);
    }
    // A form may have no choices, and need not say how it is called.
    let choices = Table::read(bytes, format, None, Some("choices")).ok();
    let settings = Table::read(bytes, format, None, Some("settings")).ok();
    let setting = |names: &[&str]| {
        let settings = settings.as_ref()?;
        let place = settings.place(names);
        settings.rows().next().map(|row| row.cell(place).to_owned()).filter(|text| !text.is_empty())
    };
    let language = setting(&["defaultlanguage"]);
    let mut lists: HashMap<String, Vec<(String, String)>> = HashMap::new();
    if let Some(choices) = &choices {
        let (list, name) = (choices.place(&["listname"]), choices.place(&["name", "value"]));
        let label = choices.labels(language.as_deref());
        for row in choices.rows().filter(|row| !row.cell(name).is_empty()) {
            let pair = (row.cell(name).to_owned(), without_tags(row.cell(label)));
            lists.entry(row.cell(list).to_owned()).or_default().push(pair);
        }
    }
    Ok(Form { title: setting(&["formtitle", "title"]), fields: fields(&survey, &lists, language.as_deref()) })
}

fn fields(survey: &Table, lists: &HashMap<String, Vec<(String, String)>>, language: Option<&str>) -> Vec<Field> {
    let (kind, name, label) = (survey.place(&["type"]), survey.place(&["name"]), survey.labels(language));
    let mut fields = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    for row in survey.rows() {
        let kind = row.cell(kind).to_lowercase();
        let first = kind.split_whitespace().next().unwrap_or_default();
        match first {
            "begin" | "begin_group" | "begin_repeat" => {
                path.push(row.cell(name).to_owned());
                headings.push(without_tags(row.cell(label)));
                continue;
            }
            "end" | "end_group" | "end_repeat" => {
                path.pop();
                headings.pop();
                continue;
            }
            _ => {}
        }
        // Lists are told from each other by case.
        let list = row.cell(survey.place(&["type"])).split_whitespace().nth(1).unwrap_or_default();
        let asks = match first {
            "select_one" | "select1" => Asks::One,
            "select_multiple" => Asks::Several,
            "integer" | "decimal" | "range" => Asks::Number,
            "text" => Asks::Words,
            "rank" => Asks::Order,
            "date" | "time" | "datetime" | "calculate" => Asks::Cells,
            _ => continue,
        };
        let text = without_tags(row.cell(label));
        let options = lists.get(list).filter(|_| matches!(asks, Asks::One | Asks::Several | Asks::Order)).cloned();
        fields.push(Field {
            name: row.cell(name).to_owned(),
            path: path.clone(),
            headings: headings.iter().filter(|heading| !heading.is_empty()).cloned().collect(),
            text: if text.is_empty() { row.cell(name).to_owned() } else { text },
            asks,
            options: options.unwrap_or_default(),
            has_other: kind.ends_with("or_other"),
            ..Field::default()
        });
    }
    fields
}
