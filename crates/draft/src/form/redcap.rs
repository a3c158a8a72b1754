//! The data dictionary of `REDCap`: a field a row. `1, Yes | 2, No` are its choices; fields of one matrix group stand together.

use crate::form::field::{Asks, Field, Form};
use crate::form::table::Table;
use crate::html::without_tags;
use crate::text::heading_of;

/// Reads the dictionary.
pub(super) fn read(table: &Table) -> Form {
    let name = table.place(&["variablefieldname", "fieldname"]);
    let kind = table.place(&["fieldtype"]);
    let label = table.place(&["fieldlabel"]);
    let choices = table.place(&["choicescalculationsorsliderlabels", "selectchoicesorcalculations"]);
    let validation = table.place(&["textvalidationtypeorshowslidernumber"]);
    let identifier = table.place(&["identifier"]);
    let matrix = table.place(&["matrixgroupname"]);
    let section = table.place(&["sectionheader"]);
    let instrument = table.place(&["formname"]);
    let mut heading = Heading::default();
    let mut form = Form::default();
    let mut last_matrix = String::new();
    for row in table.rows() {
        let is_matrix = !row.cell(matrix).is_empty();
        heading.go_on(row.cell(instrument), if is_matrix { "" } else { row.cell(section) });
        let field = Field {
            headings: heading.path(),
            name: row.cell(name).to_owned(),
            text: without_tags(row.cell(label)),
            is_private: row.cell(identifier).eq_ignore_ascii_case("y"),
            ..Field::default()
        };
        let listed = || options(row.cell(choices));
        let (asks, options) = match row.cell(kind) {
            "radio" | "dropdown" => (Asks::One, listed()),
            "yesno" => (Asks::One, vec![("1".to_owned(), "Yes".to_owned()), ("0".to_owned(), "No".to_owned())]),
            "truefalse" => (Asks::One, vec![("1".to_owned(), "True".to_owned()), ("0".to_owned(), "False".to_owned())]),
            "checkbox" => (Asks::Several, listed()),
            "calc" | "slider" => (Asks::Number, Vec::new()),
            "notes" => (Asks::Words, Vec::new()),
            "text" => match row.cell(validation) {
                "integer" => (Asks::Number, Vec::new()),
                number if number.starts_with("number") => (Asks::Number, Vec::new()),
                "" => (Asks::Words, Vec::new()),
                _ => (Asks::Cells, Vec::new()),
            },
            _ => continue,
        };
        let group = row.cell(matrix);
        if asks == Asks::One && !group.is_empty() {
            let item = (field.name.clone(), field.text.clone());
            if let Some(grid) = form.fields.last_mut().filter(|_| last_matrix == group) {
                grid.items.push(item);
                continue;
            }
            let text = without_tags(row.cell(section));
            let text = if text.is_empty() { group.to_owned() } else { text };
            group.clone_into(&mut last_matrix);
            // Its columns have the names of its items alone.
            let path = vec![group.to_owned()];
            form.fields.push(Field { asks: Asks::Each, options, items: vec![item], text, path, ..field });
            continue;
        }
        last_matrix.clear();
        form.fields.push(Field { asks, options, ..field });
    }
    form
}

/// The instrument that the rows are of, and the section of it.
#[derive(Default)]
struct Heading {
    instrument: String,
    section: String,
}

impl Heading {
    /// The next row. What is written over a matrix is its question, and begins no section.
    fn go_on(&mut self, instrument: &str, section: &str) {
        if self.instrument != instrument {
            instrument.clone_into(&mut self.instrument);
            self.section.clear();
        }
        let section = without_tags(section);
        if !section.is_empty() {
            self.section = section;
        }
    }

    fn path(&self) -> Vec<String> {
        let both = [heading_of(&self.instrument), self.section.clone()];
        both.into_iter().filter(|heading| !heading.is_empty()).collect()
    }
}

/// `1, Yes | 2, No`.
fn options(choices: &str) -> Vec<(String, String)> {
    let each = choices.split('|').map(str::trim).filter(|choice| !choice.is_empty());
    each.map(|choice| {
        let (code, label) = choice.split_once(',').unwrap_or((choice, choice));
        (code.trim().to_owned(), without_tags(label.trim()))
    })
    .collect()
}
