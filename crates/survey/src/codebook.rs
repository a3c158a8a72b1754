//! The questions of a survey together.

use std::collections::HashMap;

use crate::question::Question;

/// The questions of a survey, in questionnaire order.
#[derive(Debug, Clone, Default)]
pub struct Codebook {
    /// Every question, derived ones last.
    pub questions: Vec<Question>,
    /// Columns of the export that are not answers (metadata), known and passed over.
    pub passed_over: Vec<String>,
    /// Where the questions were by their names, when there were only these: they are asked for by name over and over.
    places: HashMap<String, usize>,
}

impl Codebook {
    /// These questions and columns.
    #[must_use]
    pub fn new(questions: Vec<Question>, passed_over: Vec<String>) -> Self {
        let mut places = HashMap::new();
        for (place, question) in questions.iter().enumerate() {
            places.entry(question.id.clone()).or_insert(place);
        }
        Self { questions, passed_over, places }
    }

    /// The question of this name.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        let placed = self.places.get(id).and_then(|place| self.questions.get(*place));
        placed.filter(|question| question.id == id).or_else(|| self.questions.iter().find(|question| question.id == id))
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
