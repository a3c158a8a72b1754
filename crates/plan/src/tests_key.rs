//! `tests` of a table: whether it has them, or how they are made.

use std::fmt;

use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::Schema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use topline_survey::Tests;

use crate::file_schema::either;

/// `true` for tests as they are by default, `false` for none, or what they are made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TestsKey(pub Option<Tests>);

impl JsonSchema for TestsKey {
    fn schema_name() -> String {
        "TestsKey".to_owned()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        either::<bool, Tests>(generator)
    }
}

impl<'de> Deserialize<'de> for TestsKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TestsVisitor;
        impl<'de> Visitor<'de> for TestsVisitor {
            type Value = TestsKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false`, or a table such as `{ correction = \"holm\" }`")
            }

            fn visit_bool<E>(self, wanted: bool) -> Result<TestsKey, E> {
                Ok(TestsKey(wanted.then(Tests::default)))
            }

            fn visit_map<A: MapAccess<'de>>(self, keys: A) -> Result<TestsKey, A::Error> {
                Tests::deserialize(MapAccessDeserializer::new(keys)).map(|tests| TestsKey(Some(tests)))
            }
        }
        deserializer.deserialize_any(TestsVisitor)
    }
}
