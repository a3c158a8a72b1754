//! Files of statistical packages: SPSS, Stata, SAS.

pub(crate) mod byte_reader;
pub(crate) mod calendar;
pub(crate) mod cases;
pub(crate) mod column_names;
pub(crate) mod damage;
pub(crate) mod description;
pub(crate) mod error;
pub(crate) mod number_text;
pub(crate) mod sas;
pub(crate) mod spss;
pub(crate) mod stata;
pub(crate) mod transport;
pub(crate) mod words;
