//! `tables/csv-metadata.json`: CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015).

use serde_json::{Value, json};
use topline_survey::{CsvStyle, Tabulation};

use crate::csv::{CsvKind, MISSING, columns};
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::questionnaire_section::section_of;
use crate::words;

/// The description of the CSV files.
pub(crate) struct CsvOnTheWeb;

impl RunDocument for CsvOnTheWeb {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let survey = &publication.plan.survey;
        let with_cells = publication.tables.iter().filter(|table| table.figures().next().is_some());
        let tables: Vec<Value> = with_cells.map(|table| described(publication, table)).collect();
        let mut page = json!({
            "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
            "dc:title": survey.title,
            "tables": tables,
        });
        if let Some(client) = &survey.client {
            page["dc:publisher"] = json!(client);
        }
        if let Some(notice) = words::notice(survey) {
            page["dc:description"] = json!(notice);
        }
        DocumentFile::json("tables/csv-metadata.json", &page).map(|file| vec![file])
    }
}

fn described(publication: &Publication<'_>, table: &Tabulation) -> Value {
    let columns = columns(publication.plan, table).into_iter().enumerate().map(|(index, column)| {
        let mut described = json!({ "name": format!("column_{}", index + 1), "titles": column.head });
        match column.kind {
            CsvKind::Number => {
                described["datatype"] = json!("decimal");
                described["null"] = json!(MISSING);
            }
            CsvKind::Text => described["datatype"] = json!("string"),
        }
        described
    });
    let columns: Vec<Value> = columns.collect();
    let dialect = match publication.plan.survey.publishing.csv {
        CsvStyle::Plain => json!({ "encoding": "utf-8", "lineTerminators": ["\n"] }),
        CsvStyle::Excel => json!({ "encoding": "utf-8-sig", "lineTerminators": ["\n"] }),
    };
    let mut described = json!({
        "url": format!("{}.csv", table.id),
        "dc:title": table.title,
        "dialect": dialect,
        "tableSchema": { "columns": columns },
    });
    if let Some(section) = section_of(publication.plan, table) {
        described["dc:subject"] = json!(section);
    }
    described
}
