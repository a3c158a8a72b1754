//! Boxes in one cell, each with a sign: `+Radio,-TV` is a tick of Radio, and none of TV.

use topline_survey::{Absent, Kind};

use crate::codebook_entry::OptionEntry;
use crate::column::{Column, Context};
use crate::list_cells::{Separator, split};
use crate::question_draft::{Drafted, option, own_absent};

/// The question of a column whose cells are such boxes; nothing where they are none.
pub(crate) fn signed_boxes(
    column: &Column,
    text: &str,
    code: Option<&str>,
    context: &Context,
    separator: Separator,
) -> Option<Drafted> {
    let mut labels: Vec<&str> = Vec::new();
    let (mut ticked, mut empty) = (0, 0);
    for (cell, _) in column.answers(context) {
        for part in split(cell, separator) {
            let part = part.trim();
            let (label, count) = match (part.strip_prefix('+'), part.strip_prefix('-')) {
                (Some(label), _) => (label, &mut ticked),
                (None, Some(label)) => (label, &mut empty),
                (None, None) => return None,
            };
            if !label.starts_with(char::is_alphabetic) {
                return None;
            }
            *count += 1;
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
    }
    if ticked == 0 || empty == 0 {
        return None;
    }
    let mut drafted = Drafted::new(Kind::Multi, text, code).column(&column.heading.name);
    let options = labels.iter().zip(1..);
    drafted.question.options =
        options.map(|(label, code)| OptionEntry { also: vec![format!("+{label}")], ..option(code, label) }).collect();
    drafted.question.separator = Some(separator.text().to_owned());
    let unticked: Vec<String> = labels.iter().map(|label| format!("-{label}")).collect();
    drafted.question.absent = own_absent(context, unticked.iter().map(|text| (text.as_str(), Absent::NoAnswer)));
    Some(drafted.note("guessed: `+` before a label ticks it, and `-` does not"))
}
