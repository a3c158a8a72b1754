//! Files of a pipeline with planted mistakes, each with the codes and messages that `docs/src/reference/problems.md` lists.

mod amendments;
mod broken_files;
mod cells;
mod codebook;
mod documents;
mod excerpts;
mod figures;
mod hints;
mod project;
mod sampling;
mod sources;
mod survey;
mod tables;
