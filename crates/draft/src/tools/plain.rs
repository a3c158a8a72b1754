//! No tool that is known, and files that describe their own columns.

use crate::tools::dialect::Dialect;

pub(super) struct Plain;

impl Dialect for Plain {}
