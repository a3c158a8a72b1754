//! The sections of the questionnaire, under which tables are listed.

use topline_survey::{Plan, Tabulation};

use crate::layout::Layout;

/// The heading of tables that are in no section, where others are in one.
const OTHERS: &str = "Other tables";

/// Tables that follow each other under one heading.
pub(crate) struct QuestionnaireSection<'l, 'f> {
    /// Its heading; none where the questionnaire has no sections.
    pub title: Option<&'l str>,
    pub layouts: &'l [Layout<'f>],
}

impl QuestionnaireSection<'_, '_> {
    /// The element of the headings of its tables: one level below its own.
    pub(crate) fn table_heading(&self) -> &'static str {
        if self.title.is_some() { "h4" } else { "h3" }
    }
}

/// The section of the question whose answers a table counts first.
pub(crate) fn section_of<'p>(plan: &'p Plan, table: &Tabulation) -> Option<&'p str> {
    let question = &table.sections.first()?.question;
    plan.codebook.question(question)?.section.as_deref()
}

/// Puts tables into the order of the questionnaire's sections; those of one section stay in their order, and those of none come last.
pub(crate) fn sort_by_section(plan: &Plan, layouts: &mut [Layout<'_>]) {
    let mut titles: Vec<&str> = Vec::new();
    for title in plan.codebook.questions.iter().filter_map(|question| question.section.as_deref()) {
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    let place = |layout: &Layout<'_>| {
        let own = section_of(plan, layout.table)?;
        titles.iter().position(|title| *title == own)
    };
    layouts.sort_by_key(|layout| place(layout).unwrap_or(usize::MAX));
}

/// The sections of sorted tables.
pub(crate) fn sections<'l, 'f>(plan: &'l Plan, layouts: &'l [Layout<'f>]) -> Vec<QuestionnaireSection<'l, 'f>> {
    let of = |layout: &Layout<'_>| section_of(plan, layout.table);
    let has_sections = plan.codebook.questions.iter().any(|question| question.section.is_some());
    let chunks = layouts.chunk_by(|one, next| of(one) == of(next));
    chunks
        .map(|layouts| QuestionnaireSection {
            title: has_sections.then(|| layouts.first().and_then(of).unwrap_or(OTHERS)),
            layouts,
        })
        .collect()
}
