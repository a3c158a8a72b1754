//! A percentage with the decimals that it was published with.

use std::fmt;

use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use topline_exact::Decimal;

/// A percentage as published: its decimals are part of it, so one with a final zero is written as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent(pub Decimal);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Percent;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a percentage: 17, 17.5 or \"17.0\"")
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Percent, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Percent, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Percent, E> {
                value.parse().map(Percent).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for Percent {
    fn schema_name() -> String {
        "Percent".to_owned()
    }

    fn is_referenceable() -> bool {
        false
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let kinds = vec![InstanceType::Number, InstanceType::String];
        SchemaObject { instance_type: Some(kinds.into()), ..SchemaObject::default() }.into()
    }
}
