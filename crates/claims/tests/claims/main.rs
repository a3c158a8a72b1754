//! What documents state, judged against figures that are given by hand.

mod adding;
mod another_figure;
mod auditing;
mod combined;
mod document;
mod expected;
mod extremes;
mod fixture;
mod inconsistent;
mod lists;
mod ordinals;
mod quantities;
mod ranking;
mod reference;
mod searching;
mod sizes;
mod together;
mod value;
