//! Whose rows have been read: the one thing that grows with respondents.
//!
//! A million identifiers in memory would take no more than a set of texts. This is for exports of tens of millions: the latest million
//! or so are in memory (24 MB), and the others go to files without a name, with an index of an eighth of a byte for each and, where
//! identifiers come in no order, a Bloom filter of at most 32 MB a file. Measured with 60 million identifiers in no order: 128 MB for
//! the whole of reading.
//!
//! [`Respondents`] answers whether a respondent is new. [`NameList`] alone is for those who need the numbers of names and have few.

mod known_respondents;
mod name_file;
mod name_list;

pub(crate) use known_respondents::Respondents;
pub(crate) use name_list::NameList;
