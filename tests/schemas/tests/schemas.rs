//! Every pipeline of the project is accepted by the schemas, and mistakes are refused.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema(file: &str) -> Validator {
    let text = fs::read_to_string(root().join(format!("schemas/{file}.json"))).expect("a schema");
    jsonschema::draft7::new(&serde_json::from_str(&text).expect("JSON")).expect("a schema of draft 7")
}

/// A file as an editor's TOML server hands it to a schema: days are texts.
fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
    }
}

fn problems(schema: &Validator, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().expect("TOML");
    schema.iter_errors(&json(&toml::Value::Table(table))).map(|error| error.to_string()).collect()
}

/// The folders of pipelines below a folder: those with a `survey.toml` and a `codebook.toml`.
fn pipelines(below: &Path, found: &mut Vec<PathBuf>) {
    if below.join("survey.toml").is_file() && below.join("codebook.toml").is_file() {
        found.push(below.to_owned());
    }
    for entry in fs::read_dir(below).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            pipelines(&path, found);
        }
    }
}

#[test]
fn every_pipeline_of_the_project_is_accepted() {
    let mut folders = Vec::new();
    for below in ["pipelines", "tests"] {
        pipelines(&root().join(below), &mut folders);
    }
    assert!(folders.len() >= 10, "{folders:?}");
    let check = |file: &str, path: &Path| {
        let text = fs::read_to_string(path).expect("a file");
        assert_eq!(problems(&schema(file), &text), Vec::<String>::new(), "{}", path.display());
    };
    let mut claims = 0;
    for folder in &folders {
        for file in ["survey", "codebook", "columns", "tables", "headlines", "reconstruct"] {
            let path = folder.join(format!("{file}.toml"));
            if path.is_file() {
                check(file, &path);
            }
        }
        for entry in fs::read_dir(folder.join("claims")).into_iter().flatten().flatten() {
            check("claims", &entry.path());
            claims += 1;
        }
    }
    assert!(claims >= 10, "{claims} files of claims");
}

const SURVEY: &str = "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\n";

#[test]
fn mistakes_are_refused() {
    let question = "[[question]]\nid = 'q'\nkind = 'single'\ntext = 'Q?'\ncolumn = 'q'\n";
    let table = "[[table]]\nid = 't'\nrows = 'q'\n";
    let claims = "[document]\nid = 'd'\ntitle = 'D'\n";
    let good: &[(&str, String)] = &[
        ("survey", SURVEY.to_owned()),
        ("survey", format!("{SURVEY}[[source.columns]]\nname = 'a'\nstart = 1\nwidth = 2\n")),
        ("survey", SURVEY.replace("csv'\n", "zsav'\n").replace("r.zsav", "r.csv")),
        ("survey", format!("fieldwork = {{ start = 2017-04-06, end = 2017-05-11 }}\n{SURVEY}")),
        ("codebook", question.to_owned()),
        ("tables", table.replace("'q'", "['q', 'r']")),
        ("claims", format!("{claims}[[claim]]\nquote = 'q'\nlines = [1]\nfigure = 'q.1'\nis = 'most'\n")),
        ("headlines", "[[headline]]\nid = 'h'\ntext = 'T'\nfigure = 'q.1'\n".to_owned()),
        ("columns", "columns = ['a']\nallow = ['added']\n".to_owned()),
    ];
    for (file, text) in good {
        assert_eq!(problems(&schema(file), text), Vec::<String>::new(), "{text}");
    }
    let bad: &[(&str, String)] = &[
        ("survey", SURVEY.replace("title = 'X'\n", "")),
        ("survey", SURVEY.replace("[source]", "[sauce]")),
        ("survey", SURVEY.replace("'csv'", "'cvs'")),
        ("survey", SURVEY.replace("id = 'x'", "id = 1")),
        ("survey", format!("{SURVEY}headerrows = 2\n")),
        ("survey", format!("{SURVEY}[rounding]\nmode = 'up'\n")),
        ("survey", format!("{SURVEY}[disclosure]\nminimum_base = -1\n")),
        ("survey", format!("{SURVEY}[publish]\nformats = ['pdf']\n")),
        ("survey", format!("{SURVEY}[weights]\nlimits = [0.3]\n")),
        ("codebook", question.replace("'single'", "'radio'")),
        ("codebook", question.replace("text = 'Q?'\n", "")),
        ("codebook", format!("{question}colum = 'q'\n")),
        ("codebook", format!("{question}blank = 'skipped'\n")),
        ("codebook", format!("{question}options = [{{ code = 'a', label = 'A' }}]\n")),
        ("codebook", format!("{question}nets = [{{ id = 'n', label = 'N' }}]\n")),
        ("codebook", format!("{question}decimal = 'point'\n")),
        ("tables", table.replace("rows = 'q'\n", "")),
        ("tables", table.replace("rows = 'q'", "rows = 1")),
        ("tables", format!("{table}statistics = ['average']\n")),
        ("tables", format!("{table}breaks = ['q']\n")),
        ("tables", format!("{table}base = 'everyone'\n")),
        ("tables", format!("{table}letters = {{ correction = 'tukey' }}\n")),
        ("claims", "[[claim]]\nquote = 'q'\nlines = [1]\n".to_owned()),
        ("claims", format!("{claims}[[claim]]\nquote = 'q'\nlines = 'first'\n")),
        ("claims", format!("{claims}[[claim]]\nquote = 'q'\nlines = [1]\nexpect = 'true'\n")),
        ("headlines", "[[headline]]\nid = 'h'\ntext = 'T'\n".to_owned()),
        ("columns", "columns = ['a']\nallow = ['changed']\n".to_owned()),
    ];
    for (file, text) in bad {
        assert!(!problems(&schema(file), text).is_empty(), "{file}:\n{text}");
    }
}
