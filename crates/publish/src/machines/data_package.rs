//! `datapackage.json`: a data package (Frictionless Data, Data Package 1.0 and Table Schema 1.0).

use serde_json::{Value, json};
use topline_survey::Tabulation;

use crate::csv::{CsvKind, MISSING, columns};
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::questionnaire_section::section_of;
use crate::words;

/// The description of the CSV files.
pub(crate) struct DataPackage;

impl RunDocument for DataPackage {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let survey = &publication.plan.survey;
        let with_cells = publication.tables.iter().filter(|table| table.figures().next().is_some());
        let resources: Vec<Value> =
            with_cells.enumerate().map(|(index, table)| resource(publication, index, table)).collect();
        let mut package = json!({
            "profile": "tabular-data-package",
            "name": name(&survey.id),
            "title": survey.title,
            "resources": resources,
        });
        if let Some(notice) = words::notice(survey) {
            package["description"] = json!(notice);
        }
        if let Some(client) = &survey.client {
            package["contributors"] = json!([{ "title": client, "role": "publisher" }]);
        }
        DocumentFile::json("datapackage.json", &package).map(|file| vec![file])
    }
}

/// Names are of small letters, digits, `-`, `_` and `.`.
fn name(id: &str) -> String {
    let small = id.to_lowercase();
    small.chars().map(|each| if each.is_ascii_alphanumeric() || "-_.".contains(each) { each } else { '-' }).collect()
}

fn resource(publication: &Publication<'_>, index: usize, table: &Tabulation) -> Value {
    let fields = columns(publication.plan, table).into_iter().map(|column| {
        let kind = match column.kind {
            CsvKind::Number => "number",
            CsvKind::Text => "string",
        };
        json!({ "name": column.head, "type": kind })
    });
    let fields: Vec<Value> = fields.collect();
    let mut resource = json!({
        // Two tables may differ in the case of a letter alone.
        "name": format!("{}-{}", index + 1, name(&table.id)),
        "title": table.title,
        "path": format!("tables/{}.csv", table.id),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "missingValues": MISSING },
    });
    // A property of our own, which the standard allows.
    if let Some(section) = section_of(publication.plan, table) {
        resource["section"] = json!(section);
    }
    resource
}
