//! Codes as a pipeline's files name them: by number, or by the label of an option.

use std::fmt;

use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use topline_survey::Question;

/// A code, or what an option or net is called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NamedCode {
    Code(i32),
    Words(String),
}

impl<'de> Deserialize<'de> for NamedCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;
        impl Visitor<'_> for CodeVisitor {
            type Value = NamedCode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a code, or the label of an option")
            }

            fn visit_i64<E: Error>(self, code: i64) -> Result<NamedCode, E> {
                let code = i32::try_from(code).map_err(|_| E::custom(format!("{code} is no code: it is too large")))?;
                Ok(NamedCode::Code(code))
            }

            fn visit_str<E: Error>(self, words: &str) -> Result<NamedCode, E> {
                Ok(NamedCode::Words(words.to_owned()))
            }
        }
        deserializer.deserialize_any(CodeVisitor)
    }
}

impl JsonSchema for NamedCode {
    fn schema_name() -> String {
        "NamedCode".to_owned()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let kinds = vec![InstanceType::Integer, InstanceType::String];
        SchemaObject { instance_type: Some(kinds.into()), ..SchemaObject::default() }.into()
    }

    fn is_referenceable() -> bool {
        false
    }
}

/// The codes that are meant, each once. Words that no question knows are left out: its check tells of them.
pub(crate) fn codes(named: &[NamedCode], questions: &[&Question]) -> Vec<i32> {
    let mut codes = Vec::new();
    for each in named {
        let meant = match each {
            NamedCode::Code(code) => vec![*code],
            NamedCode::Words(words) => {
                questions.iter().find_map(|question| question.codes_named(words)).unwrap_or_default()
            }
        };
        for code in meant {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}
