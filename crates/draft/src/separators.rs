//! What separates ticked labels that stand together in one cell.

use crate::list_cells::Separator;
use crate::parts::Parts;
use crate::profile::Profile;
use crate::tools::Tool;

/// What separates ticked labels in the cells of a column; nothing where they are not joined.
pub(crate) fn separator_of(profile: &Profile, tool: Tool) -> Option<Separator> {
    let sample: Vec<(&str, u64)> = profile.texts.iter().map(|(text, count)| (text.as_str(), *count)).collect();
    separator_of_cells(&sample, tool).map(|(separator, _)| separator)
}

/// The same of texts with their counts, and what they are made of.
pub(crate) fn separator_of_cells(sample: &[(&str, u64)], tool: Tool) -> Option<(Separator, Parts)> {
    candidates(sample, tool).into_iter().find_map(|separator| {
        let mut parts = Parts::new(separator);
        for (text, count) in sample {
            parts.take(text, *count);
        }
        parts.are_labels(sample.len()).then_some((separator, parts))
    })
}

/// What nothing else than a separator is, or hardly: the last ones are those of Chinese, Japanese and Arabic.
const BARE: [&str; 8] = ["\n", "|", " / ", "\u{250b}", "\u{3001}", "\u{ff0c}", "\u{ff1b}", "\u{60c}"];

fn candidates(sample: &[(&str, u64)], tool: Tool) -> Vec<Separator> {
    let with = |separator: &str| sample.iter().any(|(text, _)| text.contains(separator));
    let always_spaced = |short: &str, long: &str| {
        sample.iter().all(|(text, _)| {
            text.trim_end_matches(short).matches(short).count() == text.trim_end_matches(short).matches(long).count()
        })
    };
    let mut candidates: Vec<Separator> = Vec::new();
    if with(";") {
        candidates.push(Separator::Text(if always_spaced(";", "; ") { "; " } else { ";" }));
    }
    candidates.extend(BARE.into_iter().filter(|separator| with(separator)).map(Separator::Text));
    if with(",") {
        // `1,2,3`: codes of ticked options; a number with thousands has three digits in each part.
        let codes = sample
            .iter()
            .all(|(text, _)| text.split(',').all(|part| part.trim().parse::<i64>().is_ok() && part.trim().len() <= 2));
        let is_spaced = always_spaced(",", ", ");
        let own = Separator::Text(if is_spaced && !codes { ", " } else { "," });
        let has_both = !is_spaced && !codes && with(", ");
        match (has_both, tool.dialect().joins_by_tight_comma()) {
            (true, true) => candidates.extend([Separator::TightComma, own]),
            (true, false) => candidates.extend([own, Separator::TightComma]),
            (false, _) => candidates.push(own),
        }
    }
    let is_code = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '-' | ' ' | '.');
    if tool.dialect().joins_by_blank() && sample.iter().all(|(text, _)| text.chars().all(is_code)) {
        candidates.push(Separator::Text(" "));
    }
    candidates
}

#[cfg(test)]
mod tests {
    use super::{Parts, Separator, separator_of};
    use crate::profile::Profile;
    use crate::tools::Tool;

    fn profile(cells: &[&str]) -> Profile {
        let mut profile = Profile::default();
        for cell in cells {
            profile.take(Some(cell));
        }
        profile
    }

    fn labels(cells: &[&str]) -> Option<Vec<String>> {
        let profile = profile(cells);
        let mut parts = Parts::new(separator_of(&profile, Tool::Plain)?);
        for cell in cells {
            parts.take(cell, 1);
        }
        Some(parts.labels().0.into_iter().map(|label| label.text).collect())
    }

    #[test]
    fn ticked_labels_are_told_from_texts_with_commas() {
        let ticked = ["Tea", "Coffee", "Tea, Coffee", "Tea, Milk", "Milk", "Coffee, Milk", "Tea, Coffee, Milk"];
        assert_eq!(labels(&ticked).expect("ticked"), ["Tea", "Coffee", "Milk"]);
        let single = [
            "Employed, full-time",
            "Employed, part-time",
            "Not employed, looking",
            "Retired",
            "Employed, full-time",
            "Retired",
            "Not employed, looking",
            "Employed, part-time",
            "Not employed, not looking",
            "Not employed, not looking",
        ];
        assert_eq!(labels(&single), None);
    }

    #[test]
    fn a_label_may_hold_the_separator() {
        let cells = [
            "Laptop",
            "Cluster (Slurm, PBS)",
            "Laptop, Cluster (Slurm, PBS)",
            "Laptop, Cloud",
            "Cloud",
            "Cluster (Slurm, PBS), Cloud",
            "Laptop",
            "Cluster (Slurm, PBS)",
        ];
        assert_eq!(labels(&cells).expect("ticked"), ["Laptop", "Cluster (Slurm, PBS)", "Cloud"]);
    }

    #[test]
    fn a_list_within_a_cell_may_quote_its_labels() {
        let cells = ["Tea", "Tea,\"Milk, cold\"", "\"Milk, cold\",Sugar", "Sugar", "\"Milk, cold\"", "Tea,Sugar"];
        assert_eq!(labels(&cells).expect("ticked"), ["Tea", "Milk, cold", "Sugar"]);
    }

    #[test]
    fn what_is_quoted_is_one_label_whatever_it_shares_with_others() {
        let cells = [
            "Tea,\"Milk, cold\"",
            "\"Milk, hot\",Sugar",
            "\"Milk, cold\",\"Milk, hot\"",
            "Tea",
            "\"Milk, hot\"",
            "\"Milk, cold\"",
            "Sugar",
            "Tea,Sugar",
        ];
        assert_eq!(labels(&cells).expect("ticked"), ["Tea", "Milk, cold", "Milk, hot", "Sugar"]);
        let written = [r#"["Tea", "He said \"hi\", ok"]"#, r#"["He said \"hi\", ok"]"#, r#"["Tea"]"#, r#"["Tea"]"#];
        assert_eq!(labels(&written).expect("ticked"), ["Tea", "He said \"hi\", ok"]);
        let braces = [r#"{Tea,"Milk, cold"}"#, r#"{"Milk, cold"}"#, "{}", "{Tea}", "{Tea,Beer}", "{Beer}"];
        assert_eq!(labels(&braces).expect("ticked"), ["Tea", "Milk, cold", "Beer"]);
        let doubled = [
            r#""He said ""hi"", ok",Tea"#,
            r#""Tea, ""hot""",Milk"#,
            "Tea",
            "Milk",
            r#""He said ""hi"", ok""#,
            r#""Tea, ""hot""""#,
        ];
        assert_eq!(labels(&doubled).expect("ticked"), ["He said \"hi\", ok", "Tea, \"hot\"", "Tea", "Milk"]);
        let lists = ["['Tea', 'Milk']", "['Milk']", "[]", "['Tea']", "['Milk', 'Beer']", "['Beer']"];
        assert_eq!(labels(&lists).expect("ticked"), ["Tea", "Milk", "Beer"]);
    }

    #[test]
    fn rankings_name_everything_in_orders_that_differ() {
        let is_ranking = |cells: &[&str]| {
            let mut parts = Parts::new(Separator::Text(";"));
            for cell in cells {
                parts.take(cell, 1);
            }
            parts.is_ranking()
        };
        assert!(is_ranking(&["A;B;C;", "C;A;B;", "B;C;A;"]));
        assert!(!is_ranking(&["A;B;C;", "A;B;C;", "A;B;C;"]), "the same order");
        assert!(!is_ranking(&["A;B;C;", "C;A;B;", "B;C;"]), "not all of them");
    }

    #[test]
    fn codes_and_trailing_separators() {
        assert_eq!(labels(&["1,2", "2", "1,3", "3", "1", "2,3"]).expect("ticked"), ["1", "2", "3"]);
        assert_eq!(labels(&["A;B;", "A;", "B;", "A;C;", "C;"]).expect("ticked"), ["A", "B", "C"]);
        assert_eq!(labels(&["1,234", "12,000", "1,500", "3,000"]), None);
    }
}
