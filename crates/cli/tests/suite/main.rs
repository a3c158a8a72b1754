//! The program from outside: what a person sees of it, and what it leaves on the disk.
//!
//! Nothing of topline is linked here, so that the engine is built into the program under test alone. Pipelines are run as they
//! stand in `pipelines/` and `tests/`, or as copies in a temporary folder of which something is changed.

mod absence;
mod again;
mod archive;
mod bad_input;
mod batches;
mod bombs;
mod bulletins;
mod cases;
mod change;
mod changed_exports;
mod checks;
mod command_line;
mod conventions;
mod desk;
mod determinism;
mod differences;
mod disclosure;
mod documents;
mod dominance;
mod drafting;
mod examples;
mod group_reports;
mod guide;
mod hostile;
mod house;
mod killed;
mod kinds;
mod long_answers;
mod method;
mod missing;
mod parts;
mod program;
mod queries;
mod quotes;
mod reading;
mod real;
mod seeds;
mod small_survey;
mod sources;
mod spelling;
mod statements;
mod stopped;
mod tab_book;
mod tables;
mod trends;
mod waves;
mod weighting;
mod whose_outputs;
mod workspace;
