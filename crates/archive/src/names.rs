//! Names that SPSS, DDI and Triple-S take: the strictest of their rules.

use std::collections::HashSet;

/// The most bytes of a name: ICPSR takes names of fewer than 32 characters.
const LONGEST: usize = 31;
/// Words of SPSS that are no names.
const RESERVED: [&str; 13] = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// Gives each column a name: its own wherever the rules allow, and never twice, whatever the case.
#[derive(Debug, Default)]
pub(crate) struct ArchiveNames {
    taken: HashSet<String>,
}

impl ArchiveNames {
    pub(crate) fn name(&mut self, column: &str) -> String {
        let mut name: String =
            column.chars().map(|each| if each.is_ascii_alphanumeric() { each } else { '_' }).collect();
        if !name.starts_with(|each: char| each.is_ascii_alphabetic()) {
            name.insert(0, 'v');
        }
        name.truncate(LONGEST);
        let trimmed = name.trim_end_matches('_').len().max(1);
        name.truncate(trimmed);
        if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            name.push_str("_1");
        }
        let mut unique = name.clone();
        let mut number = 2;
        while !self.taken.insert(unique.to_ascii_lowercase()) {
            let ending = format!("_{number}");
            unique = format!("{}{ending}", &name[..name.len().min(LONGEST - ending.len())]);
            number += 1;
        }
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::ArchiveNames;

    #[test]
    fn names_keep_the_rules_of_all_formats() {
        let mut names = ArchiveNames::default();
        let mut check = |column: &str, name: &str| assert_eq!(names.name(column), name);
        check("Q1a", "Q1a");
        check("q1A", "q1A_2");
        check("1st", "v1st");
        check("with", "with_1");
        check("a.b-c_", "a_b_c");
        check("barriers_to_integration_between_health_and_care", "barriers_to_integration_between");
        check("barriers_to_integration_between_health_and_home", "barriers_to_integration_betwe_2");
        check("été", "v_t");
    }
}
