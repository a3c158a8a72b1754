//! The columns of a key: one name, or a list of them.

use std::fmt;

use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::{InstanceType, Schema, SchemaObject, SubschemaValidation};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// The columns by which rows of two sources are the same one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyColumns {
    first: String,
    others: Vec<String>,
}

impl KeyColumns {
    /// The first of them.
    #[must_use]
    pub fn first(&self) -> &str {
        &self.first
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first).chain(&self.others).map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }
}

impl<'de> Deserialize<'de> for KeyColumns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = KeyColumns;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column, or a list of them")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<KeyColumns, E> {
                Ok(KeyColumns { first: name.to_owned(), others: Vec::new() })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<KeyColumns, A::Error> {
                let first = names.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let mut others = Vec::new();
                while let Some(name) = names.next_element()? {
                    others.push(name);
                }
                Ok(KeyColumns { first, others })
            }
        }
        deserializer.deserialize_any(KeyVisitor)
    }
}

impl JsonSchema for KeyColumns {
    fn schema_name() -> String {
        "KeyColumns".to_owned()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = SchemaObject { instance_type: Some(InstanceType::String.into()), ..SchemaObject::default() };
        let several = generator.subschema_for::<Vec<String>>();
        let any = SubschemaValidation { any_of: Some(vec![one.into(), several]), ..SubschemaValidation::default() };
        SchemaObject { subschemas: Some(Box::new(any)), ..SchemaObject::default() }.into()
    }

    fn is_referenceable() -> bool {
        false
    }
}
