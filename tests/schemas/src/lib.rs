//! The schemas of `schemas/` against the pipelines of the project, and against planted mistakes.
