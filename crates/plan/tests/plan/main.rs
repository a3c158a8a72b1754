//! Files of a pipeline with planted mistakes, each with the codes and messages that `docs/src/reference/problems.md` lists.

mod codebook;
mod documents;
mod figures;
mod project;
mod sampling;
mod sources;
mod survey;
mod tables;
