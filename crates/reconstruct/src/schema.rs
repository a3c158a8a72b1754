//! The JSON Schema (draft-07) of `reconstruct.toml`, for editors.

use schemars::r#gen::SchemaSettings;

use crate::spec::Spec;

/// The schema as JSON.
#[must_use]
pub fn reconstruct_schema_text() -> String {
    // TOML has no null: a key that is optional is left out.
    let settings = SchemaSettings::draft07().with(|settings| settings.option_add_null_type = false);
    let mut schema = settings.into_generator().into_root_schema_for::<Spec>();
    let metadata = schema.schema.metadata();
    metadata.title = Some("reconstruct.toml".to_owned());
    metadata.description = Some("What was published of a survey, and what an export of it looks like.".to_owned());
    format!("{:#}\n", serde_json::json!(schema))
}
