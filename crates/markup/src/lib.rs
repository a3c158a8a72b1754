//! XML documents, written element by element.

mod markup;

pub use markup::{Attribute, Markup};
