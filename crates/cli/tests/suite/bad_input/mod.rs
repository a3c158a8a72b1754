//! Exports and pipelines that are broken: the program says what is wrong, where, and what may help, and leaves no outputs.

mod exports;
mod outputs;
mod pipeline_files;
mod queries;
mod refusal;
mod rows;
