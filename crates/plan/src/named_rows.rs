//! What a table names of its questions: items of grids, columns, and what they keep out of the base.

use std::fmt;

use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::Schema;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use topline_survey::{Break, Codebook, Item, Question, TableColumn, fold, table_columns};

use crate::file_schema::one_or_each;

/// One name, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Names(pub Vec<String>);

impl JsonSchema for Names {
    fn schema_name() -> String {
        "Names".to_owned()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        one_or_each::<String>(generator)
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;
        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a question, or a list of them")
            }

            fn visit_str<E>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
                let mut read = Vec::new();
                while let Some(name) = names.next_element()? {
                    read.push(name);
                }
                Ok(Names(read))
            }
        }
        deserializer.deserialize_any(NamesVisitor)
    }
}

/// The questions whose answers are rows, and the items of those that are shown in part: `priority.cost`, or `priority.Cost`.
pub(crate) fn shown(names: &[String], codebook: &Codebook) -> (Vec<String>, Vec<(String, String)>) {
    let (mut rows, mut items): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    for name in names {
        let Some((question, item)) = item_named(name, codebook) else {
            rows.push(name.clone());
            continue;
        };
        if !items.iter().any(|(id, _)| *id == question.id) {
            rows.push(question.id.clone());
        }
        items.push((question.id.clone(), item.id.clone()));
    }
    (rows, items)
}

/// The item that is meant by `QUESTION.ITEM`, where no question has that name.
fn item_named<'c>(name: &str, codebook: &'c Codebook) -> Option<(&'c Question, &'c Item)> {
    if codebook.question(name).is_some() {
        return None;
    }
    let (question, item) = name.split_once('.')?;
    let question = codebook.question(question)?;
    let folded = fold(item);
    let is = |known: &&Item| known.id == item || fold(&known.id) == folded || fold(&known.label) == folded;
    Some((question, question.items().iter().find(is)?))
}

/// The name of the column that is called so, by its name or as `BREAK.LABEL`; the words as they are where there is none.
pub(crate) fn column_named(name: &str, breaks: &[Break], codebook: &Codebook) -> String {
    let columns = table_columns(breaks, codebook);
    let folded = fold(name);
    let is_label = |column: &&TableColumn<'_>| {
        let labels: Option<Vec<String>> = column
            .path
            .iter()
            .map(|(question, codes)| {
                let [code] = codes.as_slice() else { return None };
                Some(format!("{}.{}", question.id, question.option(*code)?.label))
            })
            .collect();
        labels.is_some_and(|labels| fold(&labels.join("/")) == folded)
    };
    let found = columns.iter().find(|column| column.key == name).or_else(|| columns.iter().find(is_label));
    found.map_or_else(|| name.to_owned(), |column| column.key.clone())
}

/// The codes that the codebook excludes, where the questions of a table all exclude the same.
pub(crate) fn excluded_by_all(questions: &[&Question]) -> Vec<i32> {
    let Some((first, others)) = questions.split_first() else { return Vec::new() };
    if others.iter().all(|other| other.exclude == first.exclude) { first.exclude.clone() } else { Vec::new() }
}
