//! Which tool a questionnaire is of.

use topline_survey::Format;

use crate::error::DraftError;
use crate::form::field::Form;
use crate::form::table::Table;
use crate::form::{limesurvey, redcap, xlsform};

/// Reads a questionnaire, whichever tool it is of.
pub(crate) fn form_of(bytes: &[u8]) -> Result<Form, DraftError> {
    let workbook = match bytes {
        [b'P', b'K', ..] => Some(Format::Xlsx),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(Format::Xls),
        _ => None,
    };
    if let Some(format) = workbook {
        return xlsform::read(bytes, format);
    }
    let is_tabbed = bytes.split(|byte| *byte == b'\n').next().is_some_and(|line| line.contains(&b'\t'));
    let table = Table::read(bytes, Format::Csv, is_tabbed.then_some('\t'), None)?;
    if table.place(&["class"]).is_some() && table.place(&["typescale"]).is_some() {
        return Ok(limesurvey::read(&table));
    }
    if table.place(&["variablefieldname", "fieldname"]).is_some() && table.place(&["fieldtype"]).is_some() {
        return Ok(redcap::read(&table));
    }
    Err(DraftError::UnknownQuestionnaire)
}
