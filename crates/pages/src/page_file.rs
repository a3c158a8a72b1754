//! An open Parquet file whose pages are read column by column.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::ColumnDescriptor;

use crate::error::{Lack, PageError};
use crate::read_ahead::SharedFile;

/// An open Parquet file.
pub struct PageFile {
    file: SharedFile,
    metadata: Arc<ParquetMetaData>,
    /// The first leaf of each column, by its name.
    leaves: HashMap<String, usize>,
}

/// A column of a file, and how it is stored.
#[derive(Debug, Clone)]
pub struct StoredColumn {
    pub(crate) name: String,
    /// Its position among the leaves of the schema.
    pub(crate) leaf: usize,
    pub(crate) physical: Type,
    pub(crate) nullable: bool,
    kind: StoredKind,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredKind {
    /// Whole numbers that 64 bits with a sign hold.
    Whole,
    /// Floating-point numbers.
    Number,
    /// Texts, or other bytes of any length.
    Text,
    /// True or false.
    Boolean,
    /// Dates, decimals, unsigned numbers of 32 and 64 bits: there are values, and they are not read here.
    Other,
    /// What has no PLAIN form that is read here at all.
    Unreadable,
}

impl PageFile {
    /// Opens a file and reads its metadata.
    ///
    /// # Errors
    /// The disk's, and a file that is not Parquet.
    pub fn open(path: &Path) -> Result<Self, PageError> {
        let file = SharedFile::new(File::open(path).map_err(PageError::Open)?).map_err(PageError::Open)?;
        let reader = SerializedFileReader::new(file.clone()).map_err(PageError::Parquet)?;
        let metadata = Arc::new(reader.metadata().clone());
        let mut leaves = HashMap::new();
        for (leaf, column) in metadata.file_metadata().schema_descr().columns().iter().enumerate() {
            let name = column.path().parts().first().cloned().unwrap_or_default();
            leaves.entry(name).or_insert(leaf);
        }
        Ok(Self { file, metadata, leaves })
    }

    /// The rows of each row group.
    pub fn row_groups(&self) -> impl Iterator<Item = usize> {
        self.metadata.row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    /// The column of a name.
    ///
    /// # Errors
    /// There is none, or it is nested.
    pub fn column(&self, name: &str) -> Result<StoredColumn, PageError> {
        let columns = self.metadata.file_metadata().schema_descr().columns();
        let leaf = self.leaves.get(name).copied().ok_or_else(|| PageError::NoColumn(name.to_owned()))?;
        let column = &columns[leaf];
        if column.path().parts().len() > 1 || column.max_rep_level() > 0 || column.max_def_level() > 1 {
            return Err(PageError::Unsupported { column: name.to_owned(), lack: Lack::Nested });
        }
        Ok(StoredColumn {
            name: name.to_owned(),
            leaf,
            physical: column.physical_type(),
            nullable: column.max_def_level() == 1,
            kind: kind_of(column),
        })
    }

    pub(crate) fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }

    pub(crate) fn shared(&self) -> &SharedFile {
        &self.file
    }
}

impl StoredColumn {
    /// What its values are.
    #[must_use]
    pub fn kind(&self) -> StoredKind {
        self.kind
    }

    /// The error that it is not stored as a reader wants it.
    #[must_use]
    pub fn is_of_another_type(&self) -> PageError {
        PageError::Unsupported { column: self.name.clone(), lack: Lack::Type(self.physical) }
    }
}

fn kind_of(column: &ColumnDescriptor) -> StoredKind {
    match column.physical_type() {
        Type::INT32 | Type::INT64 if is_whole(column) => StoredKind::Whole,
        Type::INT32 | Type::INT64 => StoredKind::Other,
        Type::FLOAT | Type::DOUBLE => StoredKind::Number,
        Type::BYTE_ARRAY => StoredKind::Text,
        Type::BOOLEAN => StoredKind::Boolean,
        Type::INT96 | Type::FIXED_LEN_BYTE_ARRAY => StoredKind::Unreadable,
    }
}

/// Whether a column has plain whole numbers: no dates, decimals or unsigned numbers that a signed one cannot be.
fn is_whole(column: &ColumnDescriptor) -> bool {
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Integer(whole)), _) => whole.is_signed || whole.bit_width < 32,
        (Some(_), _) => false,
        (None, converted) => matches!(
            converted,
            ConvertedType::NONE
                | ConvertedType::INT_8
                | ConvertedType::INT_16
                | ConvertedType::INT_32
                | ConvertedType::INT_64
                | ConvertedType::UINT_8
                | ConvertedType::UINT_16
        ),
    }
}
