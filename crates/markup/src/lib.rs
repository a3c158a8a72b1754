//! XML documents, written element by element, and the ZIP archives of them that documents of office programs are.

mod markup;
mod package;

pub use markup::{Attribute, Markup};
pub use package::{Package, PackageError, Packing};
