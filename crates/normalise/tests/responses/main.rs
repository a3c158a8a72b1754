//! Raw record batches through a codebook: what each cell becomes, where each row goes, and what is found on the way.

mod cells;
mod derived;
mod fixture;
mod fold;
mod long_form;
mod ranks;
mod sift;
mod spread;
mod unmapped;
