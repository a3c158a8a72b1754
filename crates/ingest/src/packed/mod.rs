//! What is packed: ZIP archives, gzip, zstd.

pub(crate) mod archive;
pub(crate) mod packing_fault;
pub(crate) mod unpack;
