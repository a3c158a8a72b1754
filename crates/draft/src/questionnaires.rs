//! A questionnaire, whatever tool it is of.

use crate::column::Column;
use crate::error::DraftError;
use crate::form::{self, Form};
use crate::question_draft::Drafted;
use crate::questionnaire;

/// A questionnaire, of which there is one at most.
#[derive(Default)]
pub(crate) struct Questionnaires {
    pub qualtrics: questionnaire::Questionnaire,
    pub form: Option<Form>,
}

impl Questionnaires {
    pub(crate) fn read(bytes: Option<&[u8]>) -> Result<Self, DraftError> {
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
            let qualtrics = questionnaire::read(&String::from_utf8_lossy(bytes))?;
            return Ok(Self { qualtrics, form: None });
        }
        Ok(Self { form: Some(form::form_of(bytes)?), ..Self::default() })
    }

    /// Whether the questionnaire has a drafted question.
    pub(crate) fn is_asked(&self, drafted: &Drafted, columns: &[Column]) -> bool {
        self.form.is_some() || self.qualtrics.has(drafted, columns)
    }

    pub(crate) fn title(&self) -> Option<&str> {
        self.qualtrics.title.as_deref().or_else(|| self.form.as_ref()?.title.as_deref())
    }
}
