//! Cell texts matched against the options of a question.

use std::collections::HashMap;

use topline_survey::{Absent, Answer, LabelColumns, Opt, Question, RankCells, is_cell_error};

/// What a cell text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The option of this code.
    Code(i32),
    /// The option of this code, spelled with other case, quotes, dashes or spaces.
    Spelled(i32),
    /// No answer, for this reason.
    Absent(Absent),
    /// Nothing that the codebook knows.
    Unmapped,
}

/// The texts that a question knows.
pub(crate) struct Labels {
    exact: HashMap<String, Meaning>,
    folded: HashMap<String, i32>,
    /// The option that takes what matches nothing else.
    open: Option<i32>,
}

impl Labels {
    /// The labels of a question's options, and its texts for absent answers. Where cells hold what was ranked, those of its
    /// items, numbered from 1.
    pub(crate) fn of(question: &Question) -> Self {
        let mut labels = Self::new(question.options(), question);
        if let Answer::Rank { items, cells: RankCells::Labels(_), .. } = &question.answer {
            for (item, number) in items.iter().zip(1..) {
                labels.add(number, std::iter::once(&item.label).chain(&item.also));
            }
        }
        labels
    }

    /// As [`Labels::of`], of one option alone.
    pub(crate) fn of_option(option: &Opt, question: &Question) -> Self {
        Self::new(std::slice::from_ref(option), question)
    }

    fn new(options: &[Opt], question: &Question) -> Self {
        let open = options.iter().find(|option| option.open).map(|option| option.code);
        let mut labels = Self { exact: HashMap::new(), folded: HashMap::new(), open };
        for option in options {
            labels.exact.insert(option.code.to_string(), Meaning::Code(option.code));
        }
        for option in options {
            labels.add(option.code, std::iter::once(&option.label).chain(&option.also));
        }
        for (text, absent) in question.absent.texts() {
            labels.exact.insert(text.trim().to_owned(), Meaning::Absent(absent));
        }
        labels
    }

    fn add<'t>(&mut self, code: i32, texts: impl Iterator<Item = &'t String>) {
        for text in texts {
            self.folded.entry(fold(text)).or_insert(code);
            self.exact.insert(text.trim().to_owned(), Meaning::Code(code));
        }
    }

    /// What a trimmed, non-blank text means.
    pub(crate) fn meaning(&self, text: &str) -> Meaning {
        match (self.listed(text), self.open) {
            (Meaning::Unmapped, Some(open)) if !is_cell_error(text) => Meaning::Code(open),
            (meaning, _) => meaning,
        }
    }

    /// What a text means by itself, whatever an open option would take it for.
    fn listed(&self, text: &str) -> Meaning {
        if let Some(meaning) = self.exact.get(text) {
            return *meaning;
        }
        self.folded.get(&fold(text)).map_or(Meaning::Unmapped, |code| Meaning::Spelled(*code))
    }

    /// What each part of a joined cell means: at each place the longest run of parts that is a known text.
    ///
    /// Labels that contain the separator are thereby matched whole; parts that nothing matches are unmapped one by one, or
    /// the open option where there is one.
    pub(crate) fn meanings(&self, text: &str, separator: &str) -> Vec<Meaning> {
        let parts: Vec<&str> = text.split(separator).collect();
        let mut meanings = Vec::new();
        let mut start = 0;
        while start < parts.len() {
            if parts[start].trim().is_empty() {
                start += 1;
                continue;
            }
            let matched = (start + 1..=parts.len()).rev().find_map(|end| {
                match self.listed(parts[start..end].join(separator).trim()) {
                    Meaning::Unmapped => None,
                    meaning => Some((meaning, end)),
                }
            });
            let otherwise = self.open.map_or(Meaning::Unmapped, Meaning::Code);
            let (meaning, end) = matched.unwrap_or((otherwise, start + 1));
            meanings.push(meaning);
            start = end;
        }
        meanings
    }
}

/// The parts of a cell that no option and no text for an absent answer of the question matches: the whole cell, but where
/// labels are joined in it.
#[must_use]
pub fn unmatched<'t>(question: &Question, text: &'t str) -> Vec<&'t str> {
    let labels = Labels::of(question);
    let Some(separator) = question.answer.label_columns().and_then(LabelColumns::separator) else {
        return if labels.meaning(text.trim()) == Meaning::Unmapped { vec![text.trim()] } else { Vec::new() };
    };
    let parts: Vec<&str> = text.split(separator).collect();
    let mut start = 0;
    let mut found = Vec::new();
    while start < parts.len() {
        let known = (start + 1..=parts.len())
            .rev()
            .find(|end| labels.listed(parts[start..*end].join(separator).trim()) != Meaning::Unmapped);
        if known.is_none() && !parts[start].trim().is_empty() && labels.open.is_none() {
            found.push(parts[start].trim());
        }
        start = known.unwrap_or(start + 1);
    }
    found
}

/// The text without what spelling variants differ in: case, kinds of quotes and dashes, runs of white space, control characters,
/// and the apostrophe that guards a cell from being taken for a formula.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in without_guard(text).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for each in word.chars() {
            match each {
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '`' => folded.push('\''),
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => folded.push('"'),
                '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
                _ if each.is_control() => {}
                _ => folded.extend(each.to_lowercase()),
            }
        }
    }
    folded
}

/// The text without an apostrophe before a sign that begins formulas, which tools put there so that no spreadsheet works the cell
/// out.
#[must_use]
pub fn without_guard(text: &str) -> &str {
    let text = text.trim_start();
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use topline_plan::read_plan;
    use topline_survey::{Absent, Plan, PlanFiles, PlanText};

    use super::{Labels, Meaning, unmatched};

    fn labels(question: &str) -> Labels {
        Labels::of(&plan(question).codebook.questions[0])
    }

    fn plan(question: &str) -> Plan {
        let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
        let files = PlanFiles {
            survey: text(
                "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\nrespondent = 'id'\n",
            ),
            codebook: text(&format!(
                "[[question]]\nid = 'q'\nkind = 'multi'\ntext = 'Q?'\ncolumn = 'q'\nseparator = ';'\n{question}"
            )),
            ..PlanFiles::default()
        };
        read_plan(&files).expect("a plan")
    }

    #[test]
    fn labels_match_exactly_then_folded_then_by_code() {
        let known = labels(
            "options = [{ code = 1, label = \"Don\u{2019}t know\" }, { code = 7, label = 'Yes', also = ['Y'] }]\nabsent = { not_asked = ['NA'] }",
        );
        assert_eq!(known.meaning("Don\u{2019}t know"), Meaning::Code(1));
        assert_eq!(known.meaning("don't  KNOW"), Meaning::Spelled(1));
        assert_eq!(known.meaning("Y"), Meaning::Code(7));
        assert_eq!(known.meaning("7"), Meaning::Code(7));
        assert_eq!(known.meaning("NA"), Meaning::Absent(Absent::NotAsked));
        assert_eq!(known.meaning("Maybe"), Meaning::Unmapped);
    }

    #[test]
    fn control_characters_and_guarding_apostrophes_are_no_part_of_a_label() {
        let known = labels(
            "options = [{ code = 1, label = '+44 rule' }, { code = 2, label = \"'Tis so\" }, { code = 3, label = 'Blue' }]",
        );
        assert_eq!(known.meaning("'+44 rule"), Meaning::Spelled(1));
        assert_eq!(known.meaning("'Tis so"), Meaning::Code(2));
        assert_eq!(known.meaning("Tis so"), Meaning::Unmapped);
        assert_eq!(known.meaning("Blue\0"), Meaning::Spelled(3));
        assert_eq!(known.meaning("Bl\u{7}ue"), Meaning::Spelled(3));
    }

    #[test]
    fn an_error_of_a_spreadsheet_is_no_other_answer() {
        let known = labels("options = [{ code = 1, label = 'Yes' }, { code = 2, label = 'Other', open = true }]");
        assert_eq!(known.meaning("#N/A"), Meaning::Unmapped);
        assert_eq!(known.meaning("Perhaps"), Meaning::Code(2));
        // The codebook has the last word.
        let known = labels("options = [{ code = 1, label = '#N/A' }]");
        assert_eq!(known.meaning("#N/A"), Meaning::Code(1));
    }

    #[test]
    fn what_nothing_matches_is_told_part_by_part() {
        let plan = plan("options = [{ code = 1, label = 'Beds; wards' }, { code = 2, label = 'Beds' }]");
        let question = &plan.codebook.questions[0];
        assert_eq!(unmatched(question, "Beds; wards;Carpets; Beds ;Mice"), ["Carpets", "Mice"]);
        assert!(unmatched(question, "beds;2").is_empty());
    }

    #[test]
    fn an_open_option_takes_what_nothing_else_matches() {
        let known =
            labels("options = [{ code = 1, label = 'Beds; wards' }, { code = 2, label = 'Other', open = true }]");
        assert_eq!(known.meaning("Chairs"), Meaning::Code(2));
        assert_eq!(known.meaning("beds; WARDS"), Meaning::Spelled(1));
        assert_eq!(
            known.meanings("Chairs;Beds; wards;Mice; men", ";"),
            [Meaning::Code(2), Meaning::Code(1), Meaning::Code(2), Meaning::Code(2)]
        );
    }

    #[test]
    fn a_label_with_the_separator_in_it_is_matched_whole() {
        let known = labels("options = [{ code = 1, label = 'Beds; wards' }, { code = 2, label = 'Beds' }]");
        assert_eq!(known.meanings("Beds; wards;Beds;", ";"), [Meaning::Code(1), Meaning::Code(2)]);
        assert_eq!(known.meanings("Beds;Carpets", ";"), [Meaning::Code(2), Meaning::Unmapped]);
    }
}
