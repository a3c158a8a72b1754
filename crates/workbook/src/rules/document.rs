//! Rules of the workbook as a whole.

use crate::finished::FinishedWorkbook;
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;
use crate::rules::roles::{Role, role};

/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;

pub(super) fn faults(workbook: &FinishedWorkbook) -> Vec<Fault> {
    let mut faults = Vec::new();
    if workbook.title.is_empty() {
        faults.push(Fault::of_workbook(LintRule::DocumentTitle, "the properties have no title"));
    }
    if workbook.language.is_empty() {
        faults.push(Fault::of_workbook(LintRule::DocumentLanguage, "the properties have no language"));
    }
    if workbook.has_macros {
        faults.push(Fault::of_workbook(LintRule::Macro, "it has macros"));
    }
    if workbook.active_sheet != 0 {
        let said = format!("it opens on sheet {}", workbook.active_sheet + 1);
        faults.push(Fault::of_workbook(LintRule::Cursor, said));
    }
    front_sheets(workbook, &mut faults);
    sheet_names(workbook, &mut faults);
    contents(workbook, &mut faults);
    faults
}

fn front_sheets(workbook: &FinishedWorkbook, faults: &mut Vec<Fault>) {
    let count = |wanted: Role| workbook.sheets.iter().filter(|sheet| role(sheet) == wanted).count();
    for (wanted, name, least) in [(Role::Cover, "cover", 1), (Role::Contents, "contents", 1), (Role::Notes, "notes", 0)]
    {
        let found = count(wanted);
        if found < least {
            faults.push(Fault::of_workbook(LintRule::FrontSheets, format!("there is no {name} sheet")));
        } else if found > 1 {
            faults.push(Fault::of_workbook(LintRule::FrontSheets, format!("there are {found} {name} sheets")));
        }
    }
}

fn sheet_names(workbook: &FinishedWorkbook, faults: &mut Vec<Fault>) {
    for (place, sheet) in workbook.sheets.iter().enumerate() {
        let mut add = |said: String| faults.push(Fault::of_sheet(LintRule::SheetName, sheet, said));
        let name = &sheet.name;
        if name.encode_utf16().count() > LONGEST_NAME {
            add(format!("the name has more than {LONGEST_NAME} characters"));
        }
        if name.starts_with(|each: char| each.is_ascii_digit()) {
            add("the name begins with a digit".to_owned());
        }
        if let Some(odd) = name.chars().find(|each| !each.is_alphanumeric() && *each != '_') {
            add(format!("the name has the character `{odd}`"));
        }
        let folded = name.to_lowercase();
        if workbook.sheets[..place].iter().any(|known| known.name.to_lowercase() == folded) {
            add("another sheet has this name".to_owned());
        }
    }
}

fn contents(workbook: &FinishedWorkbook, faults: &mut Vec<Fault>) {
    let Some(contents) = workbook.sheets.iter().find(|sheet| role(sheet) == Role::Contents) else { return };
    for sheet in &workbook.sheets {
        if matches!(role(sheet), Role::Cover | Role::Contents) {
            continue;
        }
        let is_listed = contents.cells.values().any(|cell| {
            let is_target = cell.link.as_ref().is_some_and(|target| names_sheet(target, &sheet.name));
            cell.text.trim() == sheet.name || is_target
        });
        if !is_listed {
            let said = format!("the sheet `{}` is not listed", sheet.name);
            faults.push(Fault::of_sheet(LintRule::ContentsList, contents, said));
        }
    }
}

/// Whether the target of a link is in this sheet: `'Q1'!A1`, `#Q1.A1`.
fn names_sheet(target: &str, sheet: &str) -> bool {
    let target = target.trim_start_matches('#').trim_start_matches('$');
    let name = target.rsplit_once(['!', '.']).map_or(target, |(name, _)| name);
    name.trim_matches('\'').replace("''", "'") == sheet
}
