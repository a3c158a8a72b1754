//! The JSON Schema of a file, key by key.

use schemars::JsonSchema;
use schemars::r#gen::{SchemaGenerator, SchemaSettings};
use schemars::schema::{
    ArrayValidation, InstanceType, Metadata, ObjectValidation, RootSchema, Schema, SchemaObject, SubschemaValidation,
};

/// The schema of a file, its keys not all told yet.
pub(crate) struct FileSchema {
    generator: SchemaGenerator,
    keys: ObjectValidation,
}

impl FileSchema {
    pub(crate) fn new() -> Self {
        // TOML has no null: a key that is optional is left out.
        let settings = SchemaSettings::draft07().with(|settings| settings.option_add_null_type = false);
        let keys = ObjectValidation {
            additional_properties: Some(Box::new(Schema::Bool(false))),
            ..ObjectValidation::default()
        };
        Self { generator: settings.into_generator(), keys }
    }

    /// A key that may be left out.
    pub(crate) fn key<T: JsonSchema>(mut self, key: &str, meaning: &str) -> Self {
        let schema = self.generator.subschema_for::<T>();
        self.insert(key, schema, meaning);
        self
    }

    /// A key that must be there.
    pub(crate) fn required<T: JsonSchema>(mut self, key: &str, meaning: &str) -> Self {
        self.keys.required.insert(key.to_owned());
        self.key::<T>(key, meaning)
    }

    /// A section that must be there, once or several times.
    pub(crate) fn required_each<T: JsonSchema>(mut self, key: &str, meaning: &str) -> Self {
        self.keys.required.insert(key.to_owned());
        let schema = one_or_each::<T>(&mut self.generator);
        self.insert(key, schema, meaning);
        self
    }

    /// The whole.
    pub(crate) fn finish(mut self, title: &str, meaning: &str) -> RootSchema {
        let schema = SchemaObject {
            metadata: Some(described(Some(title), meaning)),
            instance_type: Some(InstanceType::Object.into()),
            object: Some(Box::new(self.keys)),
            ..SchemaObject::default()
        };
        RootSchema {
            meta_schema: Some("http://json-schema.org/draft-07/schema#".to_owned()),
            schema,
            definitions: self.generator.take_definitions(),
        }
    }

    /// Beside a reference to a definition, a description says nothing: it goes around it.
    fn insert(&mut self, key: &str, schema: Schema, meaning: &str) {
        let mut schema = schema.into_object();
        if schema.reference.is_some() {
            let of = SubschemaValidation { all_of: Some(vec![schema.into()]), ..SubschemaValidation::default() };
            schema = SchemaObject { subschemas: Some(Box::new(of)), ..SchemaObject::default() };
        }
        schema.metadata = Some(described(None, meaning));
        self.keys.properties.insert(key.to_owned(), schema.into());
    }
}

fn described(title: Option<&str>, meaning: &str) -> Box<Metadata> {
    let (title, description) = (title.map(str::to_owned), Some(meaning.to_owned()));
    Box::new(Metadata { title, description, ..Metadata::default() })
}

/// One, or a list of them.
pub(crate) fn one_or_each<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let one = generator.subschema_for::<T>();
    let each = SchemaObject {
        instance_type: Some(InstanceType::Array.into()),
        array: Some(Box::new(ArrayValidation { items: Some(one.clone().into()), ..ArrayValidation::default() })),
        ..SchemaObject::default()
    };
    any_of(vec![one, each.into()])
}

/// A value of either type.
pub(crate) fn either<One: JsonSchema, Other: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    any_of(vec![generator.subschema_for::<One>(), generator.subschema_for::<Other>()])
}

fn any_of(schemas: Vec<Schema>) -> Schema {
    let of = SubschemaValidation { any_of: Some(schemas), ..SubschemaValidation::default() };
    SchemaObject { subschemas: Some(Box::new(of)), ..SchemaObject::default() }.into()
}
