//! Errors without their places.

use datafusion::common::DataFusionError;

/// An error without its place, which is one in SQL that its reader did not write.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(super) fn without_places(error: DataFusionError) -> DataFusionError {
    match error {
        DataFusionError::Diagnostic(_, error) | DataFusionError::Context(_, error) => without_places(*error),
        other => other,
    }
}
