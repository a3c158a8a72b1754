//! The contract as its readers meet it: in the docs, in SQL, and beside the names of questions.

mod batches;
mod reference;
mod reserved;
