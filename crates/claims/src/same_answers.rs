//! The same row of other questions that have the same answers, such as the statements of a questionnaire that people agree with or not.

use topline_survey::{Figure, FigureRef, RowHead, RowKind, Section, Tabulation};

use crate::label::fold;

/// So many questions are near. Among more of them nearly every value is that of some.
const NEAR: usize = 6;

/// The figures of the nearest other questions with the same answers, the nearest first: before and behind it in the questionnaire.
pub(crate) fn of_other_questions<'t>(figure: &Figure<'_>, tables: &'t [Tabulation]) -> Vec<Figure<'t>> {
    let Some(own) = tables.iter().position(|table| table.id == figure.table.id) else { return Vec::new() };
    if figure.section.question.is_empty() || options(figure.section).next().is_none() {
        return Vec::new();
    }
    let mut places: Vec<usize> = (0..tables.len()).collect();
    places.sort_by_key(|place| place.abs_diff(own));
    let others = places.into_iter().map(|place| &tables[place]).filter_map(|table| {
        // A question's own table, and no item of it.
        let section = table.sections.first().filter(|section| section.item.is_empty())?;
        let is_other = table.id == section.question && section.question != figure.section.question;
        if !is_other || !have_same_answers(section, figure.section) {
            return None;
        }
        let (row, column) = (figure.row.key.clone(), figure.column.key.clone());
        let same = FigureRef { table: table.id.clone(), item: String::new(), row, column };
        table.figure(&same).filter(|other| other.row.statistic == figure.row.statistic)
    });
    others.take(NEAR).collect()
}

fn options(section: &Section) -> impl Iterator<Item = &RowHead> {
    section.rows.iter().map(|row| &row.head).filter(|head| head.kind == RowKind::Option)
}

/// Whether two questions have the same codes with the same labels.
fn have_same_answers(one: &Section, other: &Section) -> bool {
    options(one).map(|head| &head.key).eq(options(other).map(|head| &head.key))
        && options(one).zip(options(other)).all(|(one, other)| fold(&one.label) == fold(&other.label))
}
