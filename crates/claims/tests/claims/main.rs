//! What documents state, judged against figures that are given by hand.

mod adding;
mod auditing;
mod combined;
mod document;
mod expected;
mod fixture;
mod lists;
mod quantities;
mod reference;
mod searching;
mod sizes;
mod value;
