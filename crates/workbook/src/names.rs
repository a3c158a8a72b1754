//! Names of sheets and tables that spreadsheet programs take: short, of letters, digits and underscores, each once.

/// The longest name of a sheet in Excel, in UTF-16 units.
const SHEET_NAME: usize = 31;
/// The longest name of a table. Excel takes 255.
const TABLE_NAME: usize = 60;

/// Names of one kind, no two alike in a workbook.
#[derive(Debug, Default)]
pub struct WorkbookNames {
    taken: Vec<String>,
}

impl WorkbookNames {
    /// The name of a sheet that is most like `wanted`. One that begins with a digit gets `T_` before it.
    pub fn sheet(&mut self, wanted: &str) -> String {
        let mut name = cleaned(wanted);
        // Excel keeps the name `History` for itself.
        if !name.starts_with(char::is_alphabetic) || name.eq_ignore_ascii_case("history") {
            name.insert_str(0, "T_");
        }
        self.distinct(&name, SHEET_NAME)
    }

    /// The name of a table that is most like `wanted`. It has an underscore, so that it cannot be taken for a cell (`Q1`).
    pub fn table(&mut self, wanted: &str) -> String {
        let mut name = cleaned(wanted);
        if !name.starts_with(char::is_alphabetic) || !name.contains('_') {
            name.insert_str(0, "table_");
        }
        self.distinct(&name, TABLE_NAME)
    }

    fn distinct(&mut self, name: &str, most: usize) -> String {
        let numbers = std::iter::once(String::new()).chain((2_u64..).map(|number| format!("_{number}")));
        for ending in numbers {
            let mut distinct = shortened(name, most - ending.len());
            distinct.push_str(&ending);
            let folded = distinct.to_lowercase();
            if !self.taken.contains(&folded) {
                self.taken.push(folded);
                return distinct;
            }
        }
        name.to_owned()
    }
}

/// Letters, digits and underscores; one underscore for whatever else is there.
fn cleaned(text: &str) -> String {
    let mut name = String::new();
    for each in text.chars() {
        if each.is_alphanumeric() {
            name.push(each);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    name.trim_end_matches('_').to_owned()
}

/// As many whole characters as fit into so many UTF-16 units.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |each: &char| {
        units += each.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::WorkbookNames;

    #[test]
    fn names_of_sheets_are_taken_by_excel() {
        for (wanted, expect) in [
            ("Q1a", "Q1a"),
            ("by region: [all]/*?", "by_region_all"),
            ("2024", "T_2024"),
            ("", "T_"),
            ("History", "T_History"),
            ("Größe", "Größe"),
            (&"x".repeat(80), &"x".repeat(31)),
        ] {
            assert_eq!(WorkbookNames::default().sheet(wanted), expect);
        }
    }

    #[test]
    fn names_are_distinct_whatever_their_case() {
        let mut names = WorkbookNames::default();
        let long = "y".repeat(40);
        let given: Vec<String> =
            ["Q1", "q1", "Q 1", "Q.1", &long, &long].iter().map(|name| names.sheet(name)).collect();
        assert_eq!(given[..4], ["Q1", "q1_2", "Q_1", "Q_1_2"]);
        assert_eq!(given[5], format!("{}_2", "y".repeat(29)));
    }

    #[test]
    fn names_of_tables_are_no_cells() {
        let mut names = WorkbookNames::default();
        assert_eq!(names.table("Q1"), "table_Q1");
        assert_eq!(names.table("R1C1"), "table_R1C1");
        assert_eq!(names.table("Q1 Reading habits"), "Q1_Reading_habits");
        assert_eq!(names.table("=cmd()"), "table_cmd");
    }
}
