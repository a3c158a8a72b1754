//! Cell texts matched against the options of a question.

use std::collections::HashMap;

use topline_survey::{Answer, Folding, LabelColumns, Opt, Question, RankCells, fold, is_cell_error};

use crate::answer_columns::Why;

/// What a cell text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The option of this code.
    Code(i32),
    /// The option of this code, spelled with other case, quotes, dashes, spaces, or letters that look the same.
    Spelled(i32),
    /// No answer, for this reason.
    Absent(Why),
    /// Nothing that the codebook knows.
    Unmapped,
}

/// The texts that a question knows.
pub(crate) struct Labels {
    exact: HashMap<String, Meaning>,
    folded: HashMap<String, i32>,
    /// Of codes, labels and texts for absent answers that are numbers, by the bits of the number.
    numbers: HashMap<u64, Meaning>,
    /// What numbers within these ranges mean, both ends included.
    ranges: Vec<((f64, f64), Meaning)>,
    folding: Folding,
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
        let mut labels = Self {
            exact: HashMap::new(),
            folded: HashMap::new(),
            numbers: HashMap::new(),
            ranges: Vec::new(),
            folding: question.fold,
            open,
        };
        for option in options {
            labels.enter(&option.code.to_string(), Meaning::Code(option.code));
        }
        for option in options {
            labels.add(option.code, std::iter::once(&option.label).chain(&option.also));
        }
        for (text, absent) in question.absent.texts() {
            labels.enter(text.trim(), Meaning::Absent(absent.into()));
        }
        for missing in &question.missing {
            let meaning = Meaning::Absent(Why { reason: missing.reason, value: Some(missing.code) });
            if missing.range().is_none() && missing.also.is_empty() {
                labels.enter(&missing.code.to_string(), meaning);
            }
            for text in &missing.also {
                labels.enter(text.trim(), meaning);
            }
            labels.ranges.extend(missing.range().map(|range| (range, meaning)));
        }
        labels
    }

    fn enter(&mut self, text: &str, meaning: Meaning) {
        self.exact.insert(text.to_owned(), meaning);
        if let Some(number) = number(text) {
            self.numbers.insert(number, meaning);
        }
    }

    fn add<'t>(&mut self, code: i32, texts: impl Iterator<Item = &'t String>) {
        for text in texts {
            self.folded.entry(fold(text)).or_insert(code);
            self.enter(text.trim(), Meaning::Code(code));
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
        if let Some(number) = number(text) {
            let within = |((from, to), _): &&((f64, f64), Meaning)| (*from..=*to).contains(&f64::from_bits(number));
            let meaning = self.numbers.get(&number).or_else(|| Some(&self.ranges.iter().find(within)?.1));
            if let Some(meaning) = meaning {
                return *meaning;
            }
        }
        if self.folding == Folding::None {
            return Meaning::Unmapped;
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

    /// The parts of a cell that nothing matches: the whole cell, but where labels are joined in it.
    pub(crate) fn unmatched<'t>(&self, text: &'t str, separator: Option<&str>) -> Vec<&'t str> {
        let Some(separator) = separator else {
            return if self.meaning(text.trim()) == Meaning::Unmapped { vec![text.trim()] } else { Vec::new() };
        };
        let parts: Vec<&str> = text.split(separator).collect();
        let mut start = 0;
        let mut found = Vec::new();
        while start < parts.len() {
            let known = (start + 1..=parts.len())
                .rev()
                .find(|end| self.listed(parts[start..*end].join(separator).trim()) != Meaning::Unmapped);
            if known.is_none() && !parts[start].trim().is_empty() && self.open.is_none() {
                found.push(parts[start].trim());
            }
            start = known.unwrap_or(start + 1);
        }
        found
    }
}

/// Whether two texts are the same but for case, or are the same number.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || is_same_number(one, other)
}

/// Whether two texts are the same number.
pub(crate) fn is_same_number(one: &str, other: &str) -> bool {
    number(one).is_some_and(|bits| Some(bits) == number(other))
}

/// The bits of a number as programs write it: `1`, `1.0`, `01`, `1e0` and `1,0` are the same one.
fn number(text: &str) -> Option<u64> {
    let begins =
        |text: &str| text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    // A comma before zeros parts off no thousands, unless there are three of them.
    let plain = match text.split_once(',') {
        Some((whole, "0" | "00")) if !whole.is_empty() => whole,
        Some(_) => return None,
        None => text,
    };
    let number = Some(plain).filter(|plain| begins(plain))?.parse::<f64>().ok().filter(|number| number.is_finite())?;
    // Zero has two signs.
    Some((number + 0.0).to_bits())
}

/// The parts of a cell that no option and no text for an absent answer of the question matches: the whole cell, but where
/// labels are joined in it.
#[must_use]
pub fn unmatched<'t>(question: &Question, text: &'t str) -> Vec<&'t str> {
    let separator = question.answer.label_columns().and_then(LabelColumns::separator);
    Labels::of(question).unmatched(text, separator)
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
        assert_eq!(known.meaning("NA"), Meaning::Absent(Absent::NotAsked.into()));
        assert_eq!(known.meaning("Maybe"), Meaning::Unmapped);
    }

    #[test]
    fn a_code_is_the_number_however_it_is_written() {
        let known = labels(
            "options = [{ code = 1, label = 'Yes' }, { code = 0, label = 'No' }, { code = 5, label = '10' }]\nabsent = { refused = ['-99'] }",
        );
        for one in ["1", "1.0", "1.00", "01", "1e0", "+1", "1,0"] {
            assert_eq!(known.meaning(one), Meaning::Code(1), "{one}");
        }
        for zero in ["0", "-0", "0.0", "00"] {
            assert_eq!(known.meaning(zero), Meaning::Code(0), "{zero}");
        }
        // A label that is a number goes before codes.
        assert_eq!(known.meaning("10.0"), Meaning::Code(5));
        assert_eq!(known.meaning("-99.0"), Meaning::Absent(Absent::Refused.into()));
        for other in ["1.5", "1,000", "1,5", "inf", "nan", "1 0", "", "0x1", "1.0.0"] {
            assert_eq!(known.meaning(other), Meaning::Unmapped, "{other}");
        }
    }

    #[test]
    fn letters_are_the_same_composed_or_not() {
        let known = labels("options = [{ code = 1, label = 'Caf\u{e9}' }, { code = 2, label = 'Bar' }]");
        assert_eq!(known.meaning("Caf\u{e9}"), Meaning::Code(1));
        assert_eq!(known.meaning("Cafe\u{301}"), Meaning::Spelled(1));
        assert_eq!(known.meaning("Bar\u{200b}"), Meaning::Spelled(2));
        assert_eq!(known.meaning("\u{202a}Bar\u{202c}"), Meaning::Spelled(2));
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
