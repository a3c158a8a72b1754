//! `figures.json`, `datapackage.json` and `tables/csv-metadata.json`, from the same figures as all other documents.

use serde_json::{Value, json};
use topline_publish::document;
use topline_survey::{DocumentFormat, Published, Tabulation, Why};

use crate::fixture::{SURVEY, agreement, borrowing, cell, plan, reading, rest, shares, tables};

fn written(format: DocumentFormat, survey: &str, tables: &[Tabulation]) -> Vec<(String, Value)> {
    let plan = plan(survey, "");
    let files =
        document(format).expect("a document of figures").files(&rest().with(&plan, tables)).expect("a document");
    let read = |bytes: &[u8]| serde_json::from_slice(bytes).expect("JSON");
    files.into_iter().map(|file| (file.name, read(&file.bytes))).collect()
}

#[test]
fn a_figure_has_its_value_its_count_and_its_base() {
    let [(name, page), (schema_name, schema)] =
        written(DocumentFormat::Json, SURVEY, &[reading()]).try_into().expect("the figures and their schema");
    assert_eq!((name.as_str(), schema_name.as_str()), ("figures.json", "figures.schema.json"));
    assert_eq!(page["$schema"], "figures.schema.json");
    let figures = page["figures"].as_array().expect("figures");
    let net = figures.iter().find(|figure| figure["figure"] == "Q1.fair_or_more@region.2").expect("a figure");
    assert_eq!(
        *net,
        json!({
            "figure": "Q1.fair_or_more@region.2", "table": "Q1", "title": "Reading", "section": null, "item": "",
            "row": "A fair amount or more", "row_kind": "net", "break": "Region", "column": "South",
            "unit": "percent", "value": 51.0, "published": "51", "absent": null, "n": 26, "base": 51,
            "base_rule": "those who answered", "letters": null, "p": null, "small_base": false, "stated": false,
        })
    );
    // The schema knows every key, and no other.
    let known = schema["properties"]["figures"]["items"]["properties"].as_object().expect("properties");
    assert!(net.as_object().expect("an object").keys().eq(known.keys()));
}

#[test]
fn what_is_held_back_has_a_reason_and_no_count() {
    let mut held = shares();
    cell(&mut held, 0, "covered", 0).published = Published::HeldBack(Why::SmallBase);
    let files = written(DocumentFormat::Json, SURVEY, &[held]);
    let figures = files[0].1["figures"].as_array().expect("figures");
    let covered = figures.iter().find(|figure| figure["figure"] == "shares.covered").expect("a figure");
    for key in ["value", "published", "n", "base", "letters"] {
        assert_eq!(covered[key], Value::Null, "{key}");
    }
    assert_eq!(covered["absent"], "the base is below the minimum");
}

#[test]
fn files_of_tables_are_described() {
    let survey = SURVEY.replace("reconstructed = true", "");
    let files = written(DocumentFormat::Datapackage, &survey, &tables());
    let (name, package) = &files[0];
    assert_eq!((name.as_str(), &package["name"]), ("datapackage.json", &json!("small-2024")));
    let resource = &package["resources"][1];
    assert_eq!((&resource["name"], &resource["path"]), (&json!("2-q2"), &json!("tables/Q2.csv")));
    // `[c]` stands in a column of numbers.
    let fields = [
        ("item_label", "string"),
        ("row_label", "string"),
        ("unit", "string"),
        ("Total", "number"),
        ("Region: North", "number"),
        ("Region: South", "number"),
    ];
    let fields: Vec<Value> = fields.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
    assert_eq!(resource["schema"], json!({ "fields": fields, "missingValues": ["", "[c]", "[u]", "[x]", "[z]"] }));

    let files = written(DocumentFormat::Csvw, &survey, &[agreement()]);
    let (name, page) = &files[0];
    assert_eq!((name.as_str(), &page["tables"][0]["url"]), ("tables/csv-metadata.json", &json!("Q2.csv")));
    let columns = page["tables"][0]["tableSchema"]["columns"].as_array().expect("columns");
    assert_eq!((&columns[4]["titles"], &columns[4]["datatype"]), (&json!("Region: North"), &json!("decimal")));
    assert_eq!(columns[1]["datatype"], "string");
}

#[test]
fn letters_make_a_column_one_of_text() {
    let mut compared = borrowing();
    for cell in compared.sections[0].rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.letters = Some("A".to_owned());
    }
    let files = written(DocumentFormat::Csvw, SURVEY, &[compared]);
    let columns = &files[0].1["tables"][0]["tableSchema"]["columns"];
    assert_eq!((&columns[2]["titles"], &columns[2]["datatype"]), (&json!("Total"), &json!("string")));
}
