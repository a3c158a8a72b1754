//! The questions of a survey together.

use crate::question::Question;

/// The questions of a survey, in questionnaire order.
#[derive(Debug, Clone, Default)]
pub struct Codebook {
    /// Every question, derived ones last.
    pub questions: Vec<Question>,
    /// Columns of the export that are not answers (metadata), known and passed over.
    pub passed_over: Vec<String>,
}

impl Codebook {
    /// The question of this name.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The questions that are read from the export.
    pub fn asked(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !question.is_derived())
    }

    /// The questions that are derived in SQL.
    pub fn derived(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.is_derived())
    }
}
