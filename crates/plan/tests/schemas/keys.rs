//! The lists of keys in the reference of the guide: what stands between `<!-- keys: FILE [SECTION] -->` and `<!-- end of keys -->`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use topline_plan::PipelineFile;

use crate::updates;

const PAGES: &str = "../../docs/src/reference";

/// A list for each marked place of a page.
fn with_lists(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, marked)) = rest.split_once("<!-- keys: ") {
        let (place, old) = marked.split_once(" -->").expect("the end of a comment");
        let (_, after) = old.split_once("<!-- end of keys -->").expect("the end of the keys");
        let (file, section) = place.split_once(' ').unwrap_or((place, ""));
        write!(text, "{before}<!-- keys: {place} -->\n\n{}\n<!-- end of keys -->", list(file, section)).expect("text");
        rest = after;
    }
    text + rest
}

/// The keys of a file, or of one of its sections or tables (by the name of its definition).
fn list(file: &str, section: &str) -> String {
    let file = PipelineFile::ALL.into_iter().find(|known| known.as_str() == file).expect("a file of a pipeline");
    let schema = file.schema();
    let of = if section.is_empty() { &schema } else { &schema["definitions"][section] };
    let properties = of["properties"].as_object().unwrap_or_else(|| panic!("no keys of `{section}`"));
    let required: Vec<&str> = of["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let (needed, others): (Vec<_>, Vec<_>) = properties.iter().partition(|(key, _)| required.contains(&key.as_str()));
    let mut text = String::from("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (key, value) in needed.iter().chain(&others) {
        let default = match &value["default"] {
            _ if required.contains(&key.as_str()) => "*required*".to_owned(),
            Value::Null | Value::Object(_) => "-".to_owned(),
            Value::Array(list) if list.is_empty() => "-".to_owned(),
            default => format!("`{default}`"),
        };
        let meaning = value["description"].as_str().unwrap_or_default().replace('\n', " ").replace('|', "\\|");
        writeln!(text, "| `{key}` | {} | {default} | {meaning} |", kind(value, &schema)).expect("text");
    }
    text
}

/// What a value can be, in words.
fn kind(value: &Value, schema: &Value) -> String {
    if let Some(name) = value["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return kind_of_definition(name, schema);
    }
    if let Some(inner) = value["allOf"].as_array().and_then(|all| all.first()) {
        return kind(inner, schema);
    }
    if let Some(any) = value["anyOf"].as_array() {
        let all: Vec<String> = any.iter().map(|each| kind(each, schema)).collect();
        return all.join(", or ");
    }
    match value["type"].as_str() {
        Some("array") => match value["items"].as_object() {
            Some(_) => format!("list of {}", several(kind(&value["items"], schema))),
            None => "list".to_owned(),
        },
        Some("string") if value["maxLength"] == 1 => "character".to_owned(),
        Some("string") => "text".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("object") => "table".to_owned(),
        Some(other) => other.to_owned(),
        None => "any".to_owned(),
    }
}

/// The name of a kind of value for many of them.
fn several(kind: String) -> String {
    match kind.as_str() {
        "table" | "text" | "whole number" | "number" | "character" => kind + "s",
        _ => kind,
    }
}

/// The words of a vocabulary; a table.
fn kind_of_definition(name: &str, schema: &Value) -> String {
    let of = &schema["definitions"][name];
    let variants = of["oneOf"].as_array().into_iter().flatten().filter_map(|variant| variant["enum"].as_array());
    let words: Vec<String> = variants
        .chain(of["enum"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .map(|word| format!("`{word}`"))
        .collect();
    match (words.is_empty(), of["anyOf"].is_array()) {
        (false, _) => words.join(", "),
        (true, true) => kind(of, schema),
        (true, false) => "table".to_owned(),
    }
}

#[test]
fn the_lists_of_keys_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGES);
    let mut stale = Vec::new();
    for entry in fs::read_dir(&folder).expect("the reference") {
        let path = entry.expect("a page").path();
        let page = fs::read_to_string(&path).expect("text");
        let fresh = with_lists(&page);
        if updates() && fresh != page {
            fs::write(&path, &fresh).expect("a page that can be written");
        } else if fresh != page {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "{stale:?} are stale: TOPLINE_GUIDE=update cargo test -p topline-plan --test schemas");
}
