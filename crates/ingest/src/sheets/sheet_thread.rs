//! Workbooks of each format, read in a thread of their own.

use topline_survey::{Format, Source};

use crate::error::IngestError;
use crate::packed::unpack::Input;
use crate::raw::hand_over;
use crate::raw::rows::Opened;
use crate::sheets::{old_workbook, open_document, workbook};

/// Reads the header of the declared sheet, or the first.
pub(crate) fn open(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
    let (source, name) = (source.clone(), file.clone());
    hand_over::opened(file, move |hand| match source.format {
        Format::Xls => old_workbook::read(input, &source, &name, hand),
        Format::Ods => open_document::read(input, &source, &name, hand),
        _ => workbook::read(input, &source, &name, hand),
    })
}
